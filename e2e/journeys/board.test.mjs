// @ts-check
// A board member prepares for a meeting, and shows the page in it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { check, glance } from "../support/check.mjs";
import { SIZES } from "../support/browser.mjs";
import { OverviewPage } from "../support/pages/overview.mjs";
import { figure, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "kent-2015";
const stage = new Stage();

test("the page says what needs attention, how the plan stands and what has changed, in this order", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  const board = new OverviewPage(visit, PLAN);
  await board.open();
  const headings = await page.getByRole("main").getByRole("heading", { level: 2 }).allTextContents();
  const order = ["Needs attention", "All actions by rating", "Who has not reported", "What has changed since", "Milestones due and done", "Actions complete against planned", "Every action"];
  assert.deepEqual(order.map((words) => headings.findIndex((heading) => heading.startsWith(words))).filter((at) => at < 0), []);
  const places = order.map((words) => headings.findIndex((heading) => heading.startsWith(words)));
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  await says(page, /^Changes are counted from the end of .*, the day of the last meeting\.$/);
  const attention = page.getByRole("region", { name: "Needs attention" });
  const falling = attention.getByRole("link", { name: /\d+ falling/ });
  const count = figure(await falling.textContent());
  await falling.click();
  await visit.arrived("Actions");
  await says(page, `Showing ${count} of 22 actions`);
  await page.getByRole("link", { name: /Falling/ }).click();
  await says(page, "Showing 22 actions");
});

test("changes are counted from any day, and a day that cannot be is refused", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await new OverviewPage(visit, PLAN).open();
  await page.getByText("Compare with another day").click();
  const day = page.getByRole("group", { name: "Count changes from the end of" });
  const fill = async (/** @type {number} */ days) => {
    const date = new Date(Date.now() + days * 86_400_000);
    await day.getByLabel("Day").fill(String(date.getDate()));
    await day.getByLabel("Month").fill(String(date.getMonth() + 1));
    await day.getByLabel("Year").fill(String(date.getFullYear()));
    await page.getByRole("button", { name: "Compare" }).click();
  };
  await fill(1);
  await says(page, "The day must be in the past");
  await check(visit);
  await fill(-205);
  await says(page, /^Changes are counted from the end of \d+ \w+ \d{4}\./);
  const rated = page.getByRole("region", { name: "All actions by rating" }).getByRole("listitem").filter({ hasText: "On track" });
  assert.match((await rated.textContent()) ?? "", /\d+ more/);
});

test("every chart has its figures in a table and can be kept", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await new OverviewPage(visit, PLAN).open();
  const part = page.getByRole("region", { name: "Milestones due and done" });
  await part.getByRole("img", { name: /^Milestones by when they are due: / }).first().waitFor();
  await part.getByText("The same figures in a table").click();
  await part.getByRole("table", { name: "Milestones by when they are due" }).waitFor();
  await check(visit);
  const saving = part.getByRole("group", { name: "Save milestones by when they are due" });
  for (const [kind, begins] of /** @type {const} */ ([
    ["SVG", "<svg xmlns"],
    ["PNG", "\u{89}PNG"],
    ["CSV", "\u{ef}\u{bb}\u{bf}When,Due,Done,Late,Actions"],
  ])) {
    const coming = page.waitForEvent("download");
    await saving.getByRole("button", { name: kind }).click();
    const download = await coming;
    assert.equal(download.suggestedFilename(), `milestones.${kind.toLowerCase()}`);
    const bytes = await readFile(await download.path());
    assert.ok(bytes.toString("latin1").startsWith(begins), `${kind} begins with ${bytes.subarray(0, 20).toString("latin1")}`);
    assert.ok(bytes.length > 100);
  }
});

test("the page is paged through in a meeting by keys alone", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await new OverviewPage(visit, PLAN).open();
  await page.getByRole("button", { name: "Present in a meeting" }).focus();
  await page.keyboard.press("Enter");
  await says(page, /^Part 1 of \d+: Needs attention/);
  assert.equal(await page.getByRole("navigation", { name: "Sections" }).filter({ visible: true }).count(), 0);
  assert.equal(await page.getByRole("heading", { level: 2 }).filter({ visible: true }).count(), 1);
  await check(visit);
  await visit.picture("present");
  await page.keyboard.press("ArrowRight");
  await says(page, /^Part 2 of \d+: All actions by rating/);
  await page.keyboard.press("End");
  await page.getByRole("heading", { level: 2, name: "Every action" }).waitFor();
  const address = page.url();
  await page.reload();
  await page.getByRole("heading", { level: 2, name: "Every action" }).waitFor();
  assert.equal(page.url(), address, "a reload comes back to the part");
  await page.keyboard.press("Home");
  await says(page, /^Part 1 of \d+/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Present in a meeting" }).waitFor();
});

test("the page is printed without what is for the screen, and read on a phone", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await new OverviewPage(visit, PLAN).open();
  await page.emulateMedia({ media: "print" });
  for (const hidden of [
    page.getByRole("navigation", { name: "Sections" }),
    page.getByRole("button", { name: "SVG" }),
    page.getByRole("button", { name: "Print" }),
    page.getByText("Compare with another day"),
  ]) {
    assert.equal(await hidden.filter({ visible: true }).count(), 0, `${hidden} is not printed`);
  }
  await page.getByRole("img", { name: /^Actions complete and planned: / }).filter({ visible: true }).waitFor();
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize(SIZES.phone);
  await page.getByRole("img", { name: /^Actions complete and planned: / }).filter({ visible: true }).waitFor();
  await glance(visit);
  await visit.picture("board-phone");
});
