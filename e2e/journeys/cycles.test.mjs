// @ts-check
// Reporting cycles: a coordinator sees a year of them before it is added, and reopens one that has closed for one action and
// one person.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const CYCLES = "/plans/kent-2015/cycles";
const stage = new Stage();

/**
 * Types a day into its three fields.
 * @param {import("playwright-core").Page} page
 * @param {string} legend
 * @param {Date} day
 */
async function type(page, legend, day) {
  const group = page.getByRole("group", { name: legend });
  await group.getByLabel("Day", { exact: true }).fill(String(day.getDate()));
  await group.getByLabel("Month").fill(String(day.getMonth() + 1));
  await group.getByLabel("Year").fill(String(day.getFullYear()));
}

test("a year of cycles is seen before it is added, and a period is taken once", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  await visit.goto(CYCLES);
  await page.getByRole("link", { name: "Add a run of cycles" }).click();
  await visit.arrived("Add a run of cycles");
  await check(visit);
  const add = page.getByRole("button", { name: "Add these cycles" });
  await add.click();
  await problems(page);
  await says(page.getByRole("alert"), "Enter the first day reported on");
  const first = new Date(2031, 0, 1);
  await type(page, "First day reported on", first);
  const table = page.getByRole("table");
  await says(table, "October to December 2031");
  assert.equal(await table.getByRole("rowheader").count(), 4);
  await check(visit);
  await visit.picture("cycles-run");
  await add.click();
  await visit.arrived("Reporting cycles");
  await says(page, "4 cycles have been added.");
  await says(page, "January to March 2031");
  await page.getByRole("link", { name: "Add a run of cycles" }).click();
  await visit.arrived("Add a run of cycles");
  await type(page, "First day reported on", first);
  await says(page.getByRole("table"), "January to March 2031 reports on days of it");
  await check(visit);
  visit.expect(/status of 422/);
  await add.click();
  await problems(page);
  await says(page.getByRole("alert"), /Choose another first day/);
});

test("a closed cycle is reopened for one action and one person", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  await visit.goto(CYCLES);
  await page.getByRole("link", { name: /^Exceptions\s+of First demonstration cycle/ }).click();
  await visit.arrived("Exceptions");
  await check(visit);
  const add = page.getByRole("button", { name: "Add the exception" });
  await add.click();
  await problems(page);
  await says(page.getByRole("alert"), "Select an action");
  const actions = page.getByLabel("Action", { exact: true });
  const action = await actions.locator("option", { hasText: /^3\.1 / }).first().getAttribute("value");
  await actions.selectOption(action);
  await page.getByLabel("Who may report").selectOption({ index: 1 });
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  await type(page, "Until", tomorrow);
  await page.getByRole("textbox", { name: "Why" }).fill("Its author was ill.");
  await add.click();
  await says(page, /can report on 3\.1 until/);
  await says(page.getByRole("table"), "Its author was ill.");
  await check(visit);
  await visit.picture("cycle-exceptions");
  await page.getByRole("button", { name: /^End/ }).click();
  await says(page, /has ended\./);
});

test("a cycle asks about some actions only, and nobody owes the others", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  await visit.goto(CYCLES);
  await page.getByRole("link", { name: "Add a cycle", exact: true }).click();
  await visit.arrived("Add a reporting cycle");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Front door only");
  const day = (/** @type {number} */ days) => {
    const found = new Date();
    found.setDate(found.getDate() + days);
    return found;
  };
  await type(page, "First day", day(-1));
  await type(page, "Last day", day(-1));
  await type(page, "Reporting opens", day(0));
  await type(page, "Updates are due", day(9));
  await type(page, "Reporting closes", day(10));
  await type(page, "Locked from", day(10));
  await page.getByRole("radio", { name: "Some agencies or actions" }).check();
  const add = page.getByRole("button", { name: "Add the cycle" });
  await add.click();
  const summary = await problems(page);
  await says(summary, "The cycle can be locked from the day after it closes. Choose a later day, or leave it empty");
  await says(summary, "Select at least one agency or action, or the whole plan");
  await check(visit);
  await type(page, "Locked from", day(20));
  const actions = page.getByRole("group", { name: "Actions that are asked about" });
  await actions.getByRole("checkbox", { name: /^3\.1 / }).first().check();
  await check(visit);
  await visit.picture("cycle-scope");
  await add.click();
  await visit.arrived("Reporting cycles");
  const row = page.getByRole("row").filter({ hasText: "Front door only" });
  await says(row, "Asks about 1 action only");
  await says(row, /^Locked from /);
  await says(row, "0 of 1 actions");
  await check(visit);
  await visit.picture("cycles-scoped");

  await row.getByRole("link", { name: "Front door only", exact: true }).click();
  await says(page, /^This cycle asks about 1 action of the plan: 1 has not been reported\./);
  await check(visit);

  const editor = await stage.enter("editor.ccg");
  await editor.goto("/");
  await says(editor.page.getByRole("table", { name: /^To report/ }), "Front door only");
  const starts = editor.page.getByRole("button", { name: /^Start the update on / });
  assert.equal(await starts.count(), 2, "3.12 in the third cycle, and 3.1 alone in this one");

  await visit.goto(CYCLES);
  await page.getByRole("link", { name: /^Change\s+Front door only/ }).click();
  await visit.arrived("Change a reporting cycle");
  await page.getByRole("radio", { name: "Every action of the plan" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await visit.arrived("Reporting cycles");
  assert.equal(await row.getByText(/^Asks/).count(), 0);
});
