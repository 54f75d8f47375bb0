// @ts-check
// The guide to the levels of need, and what the plan offers to each group of children: read at a desk and on a phone, from
// each figure to the records behind it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { figure, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "/plans/kent-2015";
const stage = new Stage();

/** @param {import("playwright-core").Page} page @param {string | RegExp} name */
const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });

test("a board member reads who helps at each level, and opens what the figures count", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await visit.goto(`${PLAN}/about/outcomes`);
  await visit.follow("Levels of need", "Levels of need");
  await page.getByRole("rowheader").first().waitFor();
  assert.equal(await page.getByRole("rowheader").count(), 4);
  await check(visit);
  await visit.picture("levels");
  const first = row(page, /^Level 3: Complex Needs/);
  await says(first, "2–3% of children and young people");

  const actions = first.getByRole("link", { name: "actions at level 3" });
  const recommended = figure(await actions.textContent());
  await actions.click();
  await visit.arrived("Actions");
  await says(page, `Showing ${recommended} of 22 actions`);
  await page.goBack();
  await visit.arrived("Levels of need");

  const services = row(page, /^Level 2/).getByRole("link", { name: "services open today at level 2" });
  const open = figure(await services.textContent());
  await services.click();
  await visit.arrived("Services");
  await says(page, `${open} services`);
  await page.goBack();
  await visit.arrived("Levels of need");

  const pathways = row(page, /^Level 4/).getByRole("link", { name: "pathways at level 4" });
  const passing = figure(await pathways.textContent());
  await pathways.click();
  await visit.arrived("Pathways");
  await says(page, `${passing} pathways`);
  await page.goBack();
  await visit.arrived("Levels of need");

  await page.getByRole("link", { name: "Single emotional wellbeing pathway / single point of access" }).first().click();
  await visit.arrived("Single emotional wellbeing pathway / single point of access");
  await says(page, /Worked example, not from the papers/);
});

test("what is offered to a group, and where nothing is, is told with the records behind it", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await visit.goto(`${PLAN}/about/outcomes`);
  await visit.follow("Groups at risk", "Groups at risk");
  await page.getByRole("rowheader").first().waitFor();
  assert.equal(await page.getByRole("rowheader").count(), 20);
  await says(page, /^Something is missing for \d+ of 20 groups; nothing at all is offered to 1\.$/);
  await check(visit);
  await visit.picture("groups");
  await says(row(page, "Pupils too unwell to attend school"), "Nothing is offered");
  const care = row(page, "Children in care");
  await says(care, "Nothing");

  const services = care.getByRole("link", { name: "services open today for Children in care" });
  const open = figure(await services.textContent());
  await services.click();
  const list = page.locator(new URL(page.url()).hash);
  await list.getByRole("heading", { name: "Services on these pathways" }).waitFor();
  assert.equal(await list.getByRole("listitem").count(), open);
  await list.getByRole("link", { name: "Children in care priority assessment" }).click();
  await visit.arrived("Children in care priority assessment");
  await page.goBack();
  await visit.arrived("Groups at risk");
  await says(page, "64%");
  await visit.follow("All evidence of the plan", "Evidence");
});

test("an address from before leads to the same pages", async () => {
  const visit = await stage.enter("board");
  for (const [path, title] of [
    ["levels", "Levels of need"],
    ["groups", "Groups at risk"],
  ]) {
    await visit.goto(`${PLAN}/about/${path}`);
    await visit.arrived(title);
  }
});

test("both pages hold on a narrow screen and on paper", async () => {
  const visit = await stage.enter("editor.health", { size: "narrow" });
  const { page } = visit;
  for (const [path, title] of [
    ["levels", "Levels of need"],
    ["groups", "Groups at risk"],
  ]) {
    await visit.goto(`${PLAN}/${path}`);
    await visit.arrived(title);
    await page.getByRole("rowheader").first().waitFor();
    await check(visit);
    await visit.picture(`${path}-narrow`);
    await page.emulateMedia({ media: "print" });
    await visit.picture(`${path}-print`);
    assert.equal(await page.getByRole("navigation", { name: "Parts of the plan" }).isVisible(), false);
    await page.emulateMedia({ media: null });
  }
});
