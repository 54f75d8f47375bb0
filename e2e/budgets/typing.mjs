// @ts-check
// The longest task of the page's main thread while a person types.
import { EditorPage } from "../support/pages/editor.mjs";
import { RegisterPage } from "../support/pages/register.mjs";
import { AUDITOR, person, settled } from "./people.mjs";

const WORDS = "Two more schools have begun, and the third will follow in March once its staff are trained.";
/** Milliseconds between keys: a quick typist. */
const PACE = 60;

/**
 * The longest task on the page's main thread while `work` is done, in milliseconds.
 * @param {import("./run.mjs").Bench} bench @param {import("playwright-core").Page} page @param {() => Promise<void>} work
 */
async function longest({ browser }, page, work) {
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"] });
  await work();
  // Long enough for what typing puts off: saving, counting, the address.
  await page.waitForTimeout(3_500);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString("utf8"));
  const renderers = new Set(
    traceEvents.filter((/** @type {any} */ event) => event.name === "thread_name" && event.args.name === "CrRendererMain").map((/** @type {any} */ event) => `${event.pid} ${event.tid}`),
  );
  let most = 0;
  for (const { name, dur, pid, tid } of traceEvents) {
    if (/RunTask$/.test(name) && dur && renderers.has(`${pid} ${tid}`)) most = Math.max(most, dur / 1_000);
  }
  if (most === 0) throw new Error("the trace holds no task");
  return most;
}

/** @param {import("./run.mjs").Bench} bench */
export async function typing(bench) {
  const reader = await person(bench, AUDITOR);
  const register = new RegisterPage(/** @type {any} */ ({ page: reader }), bench.plan);
  await reader.goto(register.address);
  await settled(reader);
  await register.search.click();
  const search = await longest(bench, reader, () => reader.keyboard.type("school action 12 agency", { delay: PACE }));
  await reader.context().close();

  const writer = await person(bench);
  await writer.getByRole("table", { name: /^Drafts/ }).getByRole("link").first().click();
  await writer.getByRole("heading", { level: 1, name: /^Report on/ }).waitFor();
  await settled(writer);
  await new EditorPage(writer).words("done").click();
  const editor = await longest(bench, writer, () => writer.keyboard.type(WORDS, { delay: PACE }));
  await writer.context().close();
  return [
    { what: "Longest task while typing an update", value: editor, unit: "ms", limit: { most: 50 } },
    { what: "Longest task while searching 1,000 actions", value: search, unit: "ms", limit: { most: 50 } },
  ];
}
