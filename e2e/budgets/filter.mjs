// @ts-check
// From a choice in the register of 1,000 actions to the next paint with its result.
import { RegisterPage } from "../support/pages/register.mjs";
import { AUDITOR, person, settled } from "./people.mjs";
import { median } from "./table.mjs";

const TIMES = 5;

/**
 * The time from the next event of this kind until a frame shows another count, in milliseconds.
 * @param {import("playwright-core").Page} page @param {"change" | "input"} kind @param {() => Promise<unknown>} act
 */
async function takes(page, kind, act) {
  await page.evaluate((kind) => {
    const count = () => document.querySelector(".tl-register__count")?.textContent;
    const was = count();
    Object.assign(globalThis, { filteredIn: undefined });
    addEventListener(
      kind,
      (event) => {
        const look = () => {
          if (count() === was) return requestAnimationFrame(look);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => Object.assign(globalThis, { filteredIn: performance.now() - event.timeStamp });
          return port2.postMessage(undefined);
        };
        requestAnimationFrame(look);
      },
      { once: true, capture: true },
    );
  }, kind);
  await act();
  await page.waitForFunction(() => /** @type {any} */ (globalThis).filteredIn !== undefined);
  const time = /** @type {number} */ (await page.evaluate(() => /** @type {any} */ (globalThis).filteredIn));
  await page.waitForTimeout(1_000);
  return time;
}

/** @param {import("./run.mjs").Bench} bench */
export async function filter(bench) {
  const page = await person(bench, AUDITOR);
  const register = new RegisterPage(/** @type {any} */ ({ page }), bench.plan);
  await page.goto(register.address);
  await settled(page);
  await page.getByText("Showing 1000 actions", { exact: true }).first().waitFor();
  const level = page.getByRole("combobox", { name: "Level of need", exact: true });
  const agency = page.getByRole("combobox", { name: "Led by", exact: true });
  /** @type {Record<string, number[]>} */
  const took = { "one level": [], "all again": [], "one agency": [], "all once more": [], "a word": [], "the word gone": [] };
  for (let time = 0; time < TIMES; time += 1) {
    took["one level"].push(await takes(page, "change", () => level.selectOption({ index: 2 })));
    took["all again"].push(await takes(page, "change", () => level.selectOption({ index: 0 })));
    took["one agency"].push(await takes(page, "change", () => agency.selectOption({ index: 1 })));
    took["all once more"].push(await takes(page, "change", () => agency.selectOption({ index: 0 })));
    took["a word"].push(await takes(page, "input", () => register.search.fill("number 7")));
    took["the word gone"].push(await takes(page, "input", () => register.search.fill("")));
  }
  await page.context().close();
  const medians = Object.entries(took).map(([choice, times]) => ({ choice, time: median(times) }));
  for (const { choice, time } of medians) console.error(`  ${time.toFixed(0).padStart(5)} ms  ${choice}`);
  const worst = medians.reduce((a, b) => (b.time > a.time ? b : a));
  return [{ what: `Filtering 1,000 actions, the slowest (${worst.choice})`, value: Math.round(worst.time), unit: "ms", limit: { most: 100 } }];
}
