// @ts-check
// Agencies work together on a case: one is asked and a lead answers for it, responsibility passes step by step, and
// somebody who takes no part opens the case in an emergency, of which the holder is told and which the holder reviews.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

const HOLDER = "practitioner";
const RECEIVER = "practitioner.schools";
const LEAD = "lead.schools";
const STRANGER = "practitioner.health";
const PROVIDER = "North East London Foundation Trust";
const SCHOOLS = "KCC Education and Young People\u2019s Services";
const BEFORE = "What helps, so that it can be carried on";

/** @typedef {import("../support/browser.mjs").Visit} Visit */
/** @typedef {import("playwright-core").Page} Page */

/** What one test leaves for the next. */
const course = { case: "", reference: "" };

/** @param {Page} page @param {string | RegExp} name */
const button = (page, name) => page.getByRole("button", { name });
/** @param {Page} page @param {string | RegExp} name */
const words = (page, name) => page.getByRole("textbox", { name });
/** @param {Page} page @param {string | RegExp} legend @param {string} answer */
const choose = (page, legend, answer) => page.getByRole("group", { name: legend }).getByRole("radio", { name: answer, exact: true }).check();

/** Types today into the three fields of a date. @param {Page} page @param {RegExp} legend */
async function today(page, legend) {
  const [day, group] = [new Date(), page.getByRole("group", { name: legend })];
  await group.getByLabel("Day", { exact: true }).fill(String(day.getDate()));
  await group.getByLabel("Month", { exact: true }).fill(String(day.getMonth() + 1));
  await group.getByLabel("Year", { exact: true }).fill(String(day.getFullYear()));
}

/** Opens the case's page. @param {Visit} visit */
async function openCase(visit) {
  await visit.goto(course.case);
  await visit.arrived("Case");
}

test("an agency is asked to take part, with the ground on which it is told", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await visit.goto("/cases/new");
  await page.getByLabel("Month of birth").selectOption({ label: "May" });
  await page.getByLabel("Year of birth").selectOption("2012");
  await choose(page, "Level of need", "Level 3");
  await button(page, "Open the case").click();
  await visit.arrived("Case");
  course.case = new URL(page.url()).pathname;
  course.reference = await page.getByRole("textbox", { name: "Case reference" }).inputValue();
  assert.match(course.reference, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.ok(!(await page.title()).includes(course.reference), "no title tells the reference");
  await says(page, `${PROVIDER} holds responsibility now.`);
  await check(visit);

  await visit.follow("Ask an agency to take part", "Ask an agency to take part");
  await button(page, "Ask the agency").click();
  const faults = await problems(page);
  for (const fault of ["Choose the agency that you ask", "Say what you ask of it", "Choose on what ground you share"]) await says(faults, fault);
  await check(visit);
  await visit.picture("case-invite-faults");

  await page.getByRole("combobox", { name: "Agency" }).selectOption({ label: SCHOOLS });
  await words(page, "What you ask of it").fill("Ask Mrs Whitlock to carry on at school.");
  await choose(page, "On what ground do you share?", "Consent");
  await choose(page, "Who consented?", "The young person and a parent or carer");
  await today(page, /^Day on which they consented/);
  await words(page, "What is shared, and for what").fill(BEFORE);
  await choose(page, "Do the young person and the family know of it?", "Yes");
  await button(page, "Ask the agency").click();
  await says(await problems(page), /a name/);
  await words(page, "What you ask of it").fill("Carry on at school what helps.");
  await check(visit);
  await visit.picture("case-invite");
  await button(page, "Ask the agency").click();
  await visit.arrived("Case");
  await says(page, "The agency has been asked.");
  await says(page, "Asked, and not answered yet");
  await visit.picture("case-asked-holder");
});

test("a lead reads what is asked, no more, and names who works on it", async () => {
  const visit = await stage.enter(LEAD);
  const { page } = visit;
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Cases" }).click();
  await visit.settled();
  await visit.goto("/cases/asked");
  await check(visit);
  await visit.picture("cases-asked-lead");
  await page.getByRole("link", { name: course.reference }).click();
  await visit.arrived("Your agency is asked to take part in a case");
  await says(page, "Carry on at school what helps.");
  await says(page, BEFORE);
  assert.equal(await page.getByText("May 2012").count(), 0, "the month of birth is not told");
  await button(page, "Send the answer").click();
  await says(await problems(page), "Choose whether your agency takes part");
  await choose(page, "Does your agency take part?", "Yes");
  await page.getByRole("checkbox", { name: "Leah Barrett" }).check();
  await words(page, "What you offer").fill("A worker at school, every week at the same time.");
  await check(visit);
  await visit.picture("case-asked-answer");
  await button(page, "Send the answer").click();
  await says(page, "Your agency takes part. Those whom you named can read the case.");

  // The lead is not named, and so reads nothing of the case.
  visit.expect(/status of 404/);
  await visit.goto(course.case);
  await says(page, "There is nothing here");
});

test("responsibility passes when it was accepted and a first contact attended, and not before", async () => {
  const holder = await stage.enter(HOLDER);
  await openCase(holder);
  await says(holder.page, "A worker at school, every week at the same time.");
  await holder.follow("Pass responsibility on", "Who holds responsibility");
  await choose(holder.page, "Which agency is to hold it?", SCHOOLS);
  await words(holder.page, "Why, and what it takes over").fill("What is left to do is done at school.");
  await check(holder);
  await button(holder.page, "Ask it to hold responsibility").click();
  await says(holder.page, `${PROVIDER} holds responsibility now. ${SCHOOLS} has been asked to take it over.`);
  await check(holder);
  await holder.picture("case-pass-asked");

  const receiver = await stage.enter(RECEIVER);
  await openCase(receiver);
  await receiver.follow("Answer, or record the first contact", "Who holds responsibility");
  await choose(receiver.page, "Does your agency accept responsibility?", "Yes");
  await button(receiver.page, "Send the answer").click();
  await says(receiver.page, `${PROVIDER} holds responsibility now. ${SCHOOLS} has accepted it, and holds it from the first contact on.`);
  await button(receiver.page, "Record the first contact").click();
  await says(await problems(receiver.page), "Enter the day of the first contact");
  await check(receiver);
  await receiver.picture("case-pass-accepted");
  await today(receiver.page, /^Day on which the young person attended it/);
  await button(receiver.page, "Record the first contact").click();
  await says(receiver.page, "Responsibility has passed.");
  await says(receiver.page, `${SCHOOLS} holds responsibility now.`);
  await check(receiver);
  await receiver.picture("case-pass-passed");

  // The one before takes part still, and can leave.
  await openCase(holder);
  await says(holder.page, `${SCHOOLS} holds responsibility now.`);
  await holder.follow(PROVIDER, PROVIDER);
  await check(holder);
  await holder.picture("case-own-part");
});

test("a case is opened in an emergency, its holder is told, and somebody else reviews it", async () => {
  const visit = await stage.enter(STRANGER);
  const { page } = visit;
  await visit.goto("/cases");
  await visit.follow("Open one in an emergency", "Open a case in an emergency");
  const reference = words(page, "Case reference");
  const last = course.reference.at(-1) === "2" ? "3" : "2";
  await reference.fill(`${course.reference.slice(0, -1)}${last}`);
  await choose(page, "Reason", "The young person has come for help in a crisis");
  await words(page, "What has happened, and what you need to know").fill("urgent");
  await button(page, "Open the case and tell its holders").click();
  const faults = await problems(page);
  await says(faults, /20 characters or more/);
  assert.equal(await faults.getByRole("link").count(), 2, "the reference and the words");
  await check(visit);
  await visit.picture("glass-faults");
  await reference.fill(course.reference);
  await words(page, "What has happened, and what you need to know").fill("Came to us tonight in a crisis. We need to know what helps and whom to call.");
  await check(visit);
  await visit.picture("glass");
  await button(page, "Open the case and tell its holders").click();
  await visit.arrived("Case");
  await says(page, "You opened this case in an emergency");
  await says(page, /This case is open to you until .+ left\./);
  assert.equal(await page.getByRole("link", { name: "Change the details" }).count(), 0, "it can be read and not changed");
  await check(visit);
  await visit.picture("glass-open");

  const holder = await stage.enter(RECEIVER);
  await holder.goto("/notices");
  await check(holder);
  await holder.picture("glass-notice");
  await holder.page.getByRole("link", { name: "Open emergency access" }).first().click();
  await holder.arrived("Emergency access");
  const entry = holder.page.getByRole("region", { name: /^Omar Hussain, / });
  await says(entry, "To review");
  await entry.getByRole("button", { name: "Record a review" }).click();
  await button(holder.page, "Save the review").click();
  await says(await problems(holder.page), "Choose what you found");
  await check(holder);
  await choose(holder.page, "What did you find?", "It was needed");
  await words(holder.page, "Why, and what follows from it").fill("It was a crisis, and what we wrote helped.");
  await holder.picture("glass-review");
  await button(holder.page, "Save the review").click();
  await says(holder.page, "The review has been recorded.");
  await says(entry, "Reviewed");
  await check(holder);

  await button(page, "End now").click();
  await says(page, "Your emergency access has ended.");
  visit.expect(/status of 404/);
  await visit.goto(course.case);
  await says(page, "There is nothing here");
});

test("an auditor sees who opened what in an emergency, and no word of the case", async () => {
  const visit = await stage.enter("auditor");
  await visit.goto("/cases/glass");
  await says(visit.page, "Came to us tonight in a crisis.");
  assert.equal(await visit.page.getByText(course.reference).count(), 0, "no reference");
  await check(visit);
  await visit.picture("glass-auditor");
});

test("the administrator keeps the sharing agreements, and a practitioner reads them", async () => {
  const visit = await stage.enter("admin");
  const { page } = visit;
  await visit.goto("/agencies");
  await visit.follow("Sharing agreements", "Sharing agreements");
  await check(visit);
  await visit.picture("agreements");
  await visit.follow("Add a sharing agreement", "Add a sharing agreement");
  await button(page, "Add the agreement").click();
  await says(await problems(page), "Choose two or more agencies that have signed it");
  await check(visit);
  await words(page, "Name").fill("Crisis care");
  await words(page, "What is shared, and for what").fill("What helps in a crisis, so that nobody has to start again.");
  await words(page, "Ground of the law").fill("The public task of each agency.");
  await today(page, /^First day/);
  await page.getByRole("checkbox", { name: PROVIDER }).check();
  await page.getByRole("checkbox", { name: "KCC Public Health", exact: true }).check();
  await button(page, "Add the agreement").click();
  await visit.arrived("Crisis care");
  await says(page, "Crisis care has been added.");
  await check(visit);
  await visit.picture("agreement");
  await visit.follow("Change the agreement", "Change the agreement");
  await words(page, "Name").fill("Crisis care in Kent");
  await button(page, "Save").click();
  await visit.arrived("Crisis care in Kent");

  const reader = await stage.enter(HOLDER);
  await reader.goto("/sharing-agreements");
  await says(reader.page, "Crisis care in Kent");
  assert.equal(await reader.page.getByRole("link", { name: "Add a sharing agreement" }).count(), 0);
});
