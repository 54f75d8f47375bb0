// @ts-check
// Reporting goes on when somebody is away: an update is handed to a colleague, a deputy accepts it, and greens as before
// are accepted together. What was done stands on the agency's page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { EditorPage } from "../support/pages/editor.mjs";
import { PersonPage } from "../support/pages/people.mjs";
import { UpdatePage } from "../support/pages/update.mjs";
import { WorkPage } from "../support/pages/work.mjs";
import { problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "kent-2015";
const stage = new Stage();

/** The day so many days from today, as the fields of a date want it. @param {number} days */
function inDays(days) {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return [["Day", String(day.getDate())], ["Month", String(day.getMonth() + 1)], ["Year", String(day.getFullYear())]];
}

test("a lead hands an update to a colleague, who finds it in their work", async () => {
  const lead = await stage.enter("lead.ccg");
  const work = new WorkPage(lead);
  await work.take("Drafts", "5.1");
  await lead.page.getByText("Hand this update to a colleague").click();
  const colleague = lead.page.getByLabel("Who is to write it");
  const names = await colleague.locator("option").allTextContents();
  assert.deepEqual(names.map((name) => name.trim()).sort(), ["Anyone in the agency", "Priya Nair", "Tom Ashworth"]);
  await colleague.selectOption({ label: "Tom Ashworth" });
  await check(lead);
  await lead.picture("hand-over");
  await lead.page.getByRole("button", { name: "Hand it over" }).click();
  await lead.arrived("My work");
  await says(lead.page, "The update on 5.1 is now Tom Ashworth\u2019s to write.");

  const editor = await stage.enter("editor.ccg");
  const desk = new WorkPage(editor);
  await desk.open();
  await check(editor);
  await editor.picture("handed-over");
  await desk.take("Drafts", "5.1");
  const form = new EditorPage(editor.page);
  await form.answer({ rating: "On track", done: "Both services have agreed who calls whom.", next: "Write it down for the wards." });
  await form.submit.click();
  await editor.arrived("Update on 5.1");
});

test("a lead who goes away names a deputy, who accepts what the lead wrote", async () => {
  const lead = await stage.enter("lead.ccg");
  const person = new PersonPage(lead);
  await person.open("Tom Ashworth");
  await person.change("Roles");
  await lead.arrived("Change roles");
  await lead.page.getByRole("button", { name: "Add another role" }).click();
  const role = lead.page.getByRole("group", { name: "Role 2" });
  await role.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: "Agency lead" });
  await role.getByRole("combobox", { name: "In which agency" }).selectOption({ label: "NHS West Kent CCG" });
  await role.getByRole("combobox", { name: "For how long" }).selectOption({ label: "For a time, as a deputy" });
  const save = lead.page.getByRole("button", { name: "Save roles" });
  await save.click();
  await problems(lead.page);
  await check(lead);
  const last = role.getByRole("group", { name: "Last day" });
  for (const [part, value] of inDays(10)) await last.getByLabel(part, { exact: true }).fill(value);
  await check(lead);
  await lead.picture("deputy");
  await save.click();
  await lead.arrived("Tom Ashworth");
  await says(lead.page.getByRole("main"), /Agency lead/);

  const work = new WorkPage(lead);
  await work.open();
  await work.start("3.12");
  const form = new EditorPage(lead.page);
  await form.answer({ rating: "On track", done: "Two of the three clinics have opened.", next: "Open the third in spring." });
  await form.submit.click();
  await lead.arrived("Update on 3.12");
  await says(lead.page, "You wrote or last changed this update, so a colleague has to review it.");

  const deputy = await stage.enter("editor.ccg");
  const desk = new WorkPage(deputy);
  await desk.open();
  await desk.take("To review", "3.12");
  await check(deputy);
  await deputy.picture("deputy-reviews");
  await new UpdatePage(deputy.page).decide("Accept it");
  await says(deputy.page, "The update on 3.12 has been accepted.");
});

test("greens as before are accepted together", async () => {
  const editor = await stage.enter("editor.ccg");
  const desk = new WorkPage(editor);
  await desk.open();
  await desk.take("Drafts", "2.4");
  const form = new EditorPage(editor.page);
  await form.answer({ rating: "On track", done: "Both teams have their staff.", next: "Begin in February." });
  await form.submit.click();
  await editor.arrived("Update on 2.4");
  const partner = await stage.enter("lead.health");
  await new WorkPage(partner).take("To confirm for your agency", "2.4");
  const update = new UpdatePage(partner.page);
  await update.answer.getByRole("radio", { name: "Confirm it" }).check();
  await update.recordAnswer.click();
  await update.recordAnswer.waitFor({ state: "detached" });

  const lead = await stage.enter("lead.ccg");
  const greens = lead.page.getByRole("group", { name: "Unchanged greens" });
  const boxes = greens.getByRole("checkbox");
  await boxes.first().waitFor();
  assert.equal(await boxes.count(), 2, "3.2 and 2.4");
  const accept = lead.page.getByRole("button", { name: "Accept the selected updates" });
  await accept.click();
  await problems(lead.page);
  for (const box of await boxes.all()) await box.check();
  await check(lead);
  await lead.picture("greens");
  await accept.click();
  await says(lead.page, "2 updates have been accepted.");
  await greens.waitFor({ state: "detached" });
});

test("an agency's page says what was done in its name", async () => {
  const lead = await stage.enter("lead.ccg");
  await lead.goto("/agencies");
  await lead.follow("NHS West Kent CCG", "NHS West Kent CCG");
  const lately = lead.page.getByRole("region", { name: "Lately" });
  await says(lately, "Tom Ashworth, NHS West Kent CCG");
  const entries = await lately.getByRole("listitem").count();
  assert.ok(entries > 0 && entries <= 8, "the latest few");
  await check(lead);
  await lead.picture("agency-lately");
  await lately.getByRole("link", { name: /^Update on 2\.4 / }).first().click();
  await lead.arrived("Update on 2.4");
});

test("the demonstration shows a deputy and an exception that hold today", async () => {
  const lead = await stage.enter("lead.schools");
  await new PersonPage(lead).open("Maya Singh");
  await says(lead.page.getByRole("main"), /Agency lead/);
  await check(lead);
  const coordinator = await stage.enter("coordinator");
  await coordinator.goto(`/plans/${PLAN}/cycles`);
  await coordinator.page.getByRole("link", { name: /^Exceptions\s+of Second demonstration cycle/ }).click();
  await coordinator.arrived("Exceptions");
  await says(coordinator.page.getByRole("table"), "Holds");
  await check(coordinator);
  await coordinator.picture("exception-holds");
});

test("the only approver of an agency cannot be let go before another is named", async () => {
  const admin = await stage.enter("admin");
  await new PersonPage(admin).open("Grace Okafor");
  await admin.page.getByRole("button", { name: "Close the account" }).click();
  admin.expect(/status of 409/);
  const dialog = admin.page.getByRole("dialog", { name: "Close the account of Grace Okafor?" });
  await dialog.getByRole("button", { name: "Close the account" }).click();
  await says(admin.page, "Somebody has to hold this role. Give it to another person first.");
  await check(admin);
  await admin.picture("only-approver");
});
