// @ts-check
// Pathways: found, read as a picture and as a list by keyboard, completed by the coordinator, and seen by others.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SIZES } from "../support/browser.mjs";
import { check, contrasts } from "../support/check.mjs";
import { focused, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "/plans/kent-2015";
const stage = new Stage();

/**
 * The name of an open service that serves a level of need.
 * @param {import("playwright-core").Page} page
 * @param {number} level
 */
async function serviceAt(page, level) {
  const answer = await page.request.get(`/api/v1/services?standing=open&level=${level}`);
  const { items } = await answer.json();
  assert.ok(items.length > 0, `an open service serves level ${level}`);
  return items[0].name;
}

test("a reader finds a pathway and reads it as a picture and as a list, by keyboard", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Pathways" }).click();
  await visit.arrived("Pathways");
  await says(page, "25 pathways");
  await check(visit);
  await visit.picture("pathways");
  assert.equal(await page.getByRole("link", { name: "Add a pathway" }).count(), 0);

  await page.getByRole("combobox", { name: "Stages" }).selectOption({ label: "Without stages yet" });
  await page.waitForURL(/stages=without/);
  await says(page, "22 pathways");
  await says(page, "No stages yet");
  await page.getByRole("combobox", { name: "Stages" }).selectOption({ label: "With stages" });
  await says(page, "3 pathways");
  await check(visit);
  await page.getByRole("searchbox", { name: "Search pathways" }).fill("step-down nonsense");
  await says(page, "No pathway fits");
  await page.getByRole("searchbox", { name: "Search pathways" }).fill("STEP-down");
  await says(page, "1 pathway");
  await page.getByRole("rowheader").getByRole("link", { name: "Step-down pathway" }).click();
  await visit.arrived("Step-down pathway");
  await visit.settled();
  await says(page, /Worked example, not from the papers/);
  assert.equal(await page.getByRole("link", { name: "Change the pathway" }).count(), 0);
  await check(visit);
  await visit.picture("pathway");

  // Every stage of the picture can be reached with the Tab key, and leads to its place in the list.
  const picture = page.getByRole("group", { name: /as a picture$/ });
  const boxes = picture.getByRole("link", { name: /, level \d, / });
  const names = await page.getByRole("heading", { level: 4 }).allTextContents();
  assert.equal(await boxes.count(), names.length, "every stage stands in the picture and in the list");
  await boxes.first().focus();
  await focused(boxes.first());
  const told = (await boxes.first().getAttribute("aria-label")) ?? "";
  await page.keyboard.press("Enter");
  await page.waitForURL(/#stage-/);
  const place = page.getByRole("listitem").and(page.locator(":target"));
  const reached = await place.getByRole("heading", { level: 4 }).innerText();
  assert.ok(told.startsWith(reached.replace(/^\d+\s+/, "")), `${told} leads to ${reached}`);
  await focused(place);
  await page.keyboard.press("Tab");
  await focused(place.getByRole("link").first());

  await page.setViewportSize(SIZES.narrow);
  await says(page, "Step by step");
  assert.equal(await picture.filter({ visible: true }).count(), 0, "a small screen shows the list alone");
  await visit.picture("pathway-320");
  await page.getByRole("button", { name: "Show the picture" }).click();
  await picture.waitFor();
  await check(visit);
  await page.setViewportSize(SIZES.desktop);
});

test("the coordinator completes a pathway, is told of a circle, mends it and saves", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  const [lower, higher] = [await serviceAt(page, 2), await serviceAt(page, 3)];
  await visit.goto(`${PLAN}/pathways`);
  await page.getByRole("rowheader").getByRole("link", { name: "Self-harm response" }).click();
  await visit.arrived("Self-harm response");
  await says(page, "No stages are known. Add the stages that a young person passes");
  await says(page, "No stages yet");
  await check(visit);
  await visit.follow("Change the pathway", "Change the pathway");
  await check(visit);
  await visit.picture("pathway-edit");

  const stages = [
    ["Assessment", "Level 2", lower],
    ["Treatment", "Level 3", higher],
  ];
  for (const [at, [name, level, service]] of stages.entries()) {
    await page.getByRole("button", { name: "Add a stage", exact: true }).click();
    const row = page.getByRole("group", { name: new RegExp(`^Stage ${at + 1}:`) });
    await focused(row.getByRole("textbox", { name: "Name" }));
    await row.getByRole("textbox", { name: "Name" }).fill(name);
    await row.getByRole("combobox", { name: "Level of need" }).selectOption({ label: level });
    await row.getByRole("button", { name: "Add a service", exact: true }).click();
    await row.getByRole("combobox", { name: "Service 1" }).fill(at === 0 ? "No such service" : service);
  }
  const door = page.getByRole("group", { name: "Way in 1" });
  if ((await door.count()) === 0) await page.getByRole("button", { name: "Add a way in", exact: true }).click();
  await door.getByRole("combobox", { name: "Who can ask" }).selectOption({ label: "A GP" });
  await door.getByRole("combobox", { name: "Leads to" }).selectOption({ label: "Assessment" });
  for (const [at, [from, to]] of [["Assessment", "Treatment"], ["Treatment", "Assessment"]].entries()) {
    await page.getByRole("button", { name: "Add a move", exact: true }).click();
    const row = page.getByRole("group", { name: `Move ${at + 1}` });
    await row.getByRole("combobox", { name: "From" }).selectOption({ label: from });
    await row.getByRole("combobox", { name: "To", exact: true }).selectOption({ label: to });
  }
  await page.getByRole("button", { name: "Add a way out", exact: true }).click();
  const exit = page.getByRole("group", { name: "Way out 1" });
  await exit.getByRole("combobox", { name: "From" }).selectOption({ label: "Assessment" });
  await exit.getByRole("textbox", { name: "Way back (optional)" }).fill("By telephone, within a year");
  const checks = page.getByRole("region", { name: "What to mend" });
  await says(checks, /This way on closes a circle/);

  await page.getByRole("button", { name: "Save", exact: true }).click();
  const summary = await problems(page);
  await says(summary, /^This way on closes a circle: “Treatment”, “Assessment”, “Treatment”/);
  await says(summary, /^The directory has no service “No such service”/);
  await check(visit);
  await visit.picture("pathway-refused");
  await summary.getByRole("link", { name: /^The directory has no service/ }).click();
  const first = page.getByRole("group", { name: "Stage 1: Assessment" }).getByRole("combobox", { name: "Service 1" });
  await focused(first);
  await first.fill(lower);
  await page.getByRole("group", { name: "Move 2" }).getByRole("combobox", { name: "Which way" }).selectOption({ label: "Down" });

  await page.getByRole("button", { name: "Add a standard", exact: true }).click();
  // The papers' own standards stand before it.
  const standard = page.getByRole("group", { name: /^Standard \d+$/ }).last();
  await standard.getByRole("textbox", { name: "What is promised" }).fill("Assessed soon");
  await standard.getByRole("combobox", { name: "Time allowed" }).selectOption({ label: "Working days, without bank holidays in England" });
  await standard.getByRole("textbox", { name: "How many days" }).fill("5");
  await standard.getByRole("textbox", { name: /^Starts with/ }).fill("the referral arrives");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await visit.arrived("Self-harm response");
  await says(page, "Self-harm response has been changed.");
  await says(page, "Within 5 working days");
  await says(page, /^What starts today is due by /);
  await page.getByRole("group", { name: /as a picture$/ }).getByRole("link", { name: `, level 2, held by ${lower}` }).waitFor();
  const changes = page.getByRole("region", { name: "What changed" });
  await changes.getByRole("listitem").nth(1).waitFor();
  await check(visit);
  await visit.picture("pathway-completed");
});

test("what somebody else saved meanwhile is shown before it is replaced", async () => {
  const one = await stage.enter("coordinator");
  const two = await stage.enter("coordinator", { device: "second" });
  two.expect(/status of 412/);
  for (const visit of [one, two]) {
    await visit.goto(`${PLAN}/pathways`);
    await visit.page.getByRole("rowheader").getByRole("link", { name: "Crisis support" }).click();
    await visit.arrived("Crisis support");
    await visit.follow("Change the pathway", "Change the pathway");
  }
  await one.page.getByRole("textbox", { name: "Note (optional)" }).fill("Settled by telephone.");
  await one.page.getByRole("button", { name: "Save", exact: true }).click();
  await one.arrived("Crisis support");
  const { page } = two;
  await page.getByRole("textbox", { name: "Status as printed (optional)" }).fill("Under way");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await problems(page);
  await says(page, "Somebody else changed this while you had it open");
  await says(page, /Settled by telephone\./);
  await check(two);
});

test("another role sees the completed pathway and cannot change it", async () => {
  const visit = await stage.enter("editor.schools");
  const { page } = visit;
  await visit.goto(`${PLAN}/pathways?q=self-harm`);
  await page.getByRole("rowheader").getByRole("link", { name: "Self-harm response" }).click();
  await visit.arrived("Self-harm response");
  await page.getByRole("heading", { level: 4, name: "Treatment" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Change the pathway" }).count(), 0);
  await check(visit);
  await page.setViewportSize(SIZES.narrow);
  await says(page, "Down to");
  await visit.picture("pathway-completed-320");
  await page.setViewportSize(SIZES.desktop);
});

test("a pathway keeps its contrasts in dark colours", async () => {
  const visit = await stage.enter("coordinator", { colours: "dark" });
  await visit.goto(`${PLAN}/pathways?stages=with`);
  await visit.page.getByRole("rowheader").getByRole("link").first().click();
  await visit.page.getByRole("heading", { name: "As a picture" }).waitFor();
  await visit.settled();
  await contrasts(visit);
  await visit.picture("pathway-dark");
});
