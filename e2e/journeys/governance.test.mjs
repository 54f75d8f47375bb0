// @ts-check
// Boards: a coordinator records a meeting with its papers and what it decides; an action is paused by that decision; others
// read it, narrow the list, and look at an earlier day.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { GovernancePage } from "../support/pages/governance.mjs";
import { problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "kent-2015";
const BOARD = "Kent Children’s Health and Wellbeing Board";
const stage = new Stage();
let reference = "";

test("a coordinator adds a meeting with its papers, and mends what is wrong first", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  const governance = new GovernancePage(visit, PLAN);
  await governance.meetings();
  await check(visit);
  await visit.picture("meetings");
  await page.getByRole("link", { name: "Add a meeting" }).click();
  await visit.arrived("Add a meeting");
  await page.getByRole("button", { name: "Add a paper" }).click();
  await governance.type("Title of paper 1", "Report");
  await governance.type("Address of paper 1", "javascript:alert(1)");
  await page.getByRole("button", { name: "Add the meeting" }).click();
  await problems(page);
  await says(page.getByRole("alert"), "Choose the board that meets");
  await says(page.getByRole("alert"), "Enter an address that begins with https:// or http://");
  await check(visit);
  await visit.picture("meeting-refused");
  await page.getByLabel("Board", { exact: true }).selectOption({ label: BOARD });
  await governance.on(new Date());
  await governance.type("What it is called", "Meeting of today");
  await governance.type("Address of paper 1", "https://www.example.org/report.pdf");
  await page.getByRole("button", { name: "Add the meeting" }).click();
  await visit.arrived("Meeting of today");
  await says(page, "The meeting has been added.");
  assert.equal(await page.getByRole("link", { name: "Report", exact: true }).getAttribute("href"), "https://www.example.org/report.pdf");
  await check(visit);
  await visit.picture("meeting");
});

test("a decision is put to it, agreed with a condition, and quoted by its reference", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  const governance = new GovernancePage(visit, PLAN);
  await governance.meetings();
  await page.getByRole("row", { name: /Meeting of today/ }).getByRole("link").click();
  await visit.arrived("Meeting of today");
  await page.getByRole("link", { name: "Add a decision" }).click();
  await visit.arrived("Add a decision");
  await governance.type("Actions that it is about (optional)", "3.1, 9.9");
  await page.getByRole("button", { name: "Add the decision" }).click();
  await problems(page);
  await says(page.getByRole("alert"), /The plan has no action 9\.9/);
  await check(visit);
  await governance.type("What is to be decided", "To pause the work on the front door until the spring.");
  await governance.type("Actions that it is about (optional)", "3.1");
  await page.getByRole("button", { name: "Add the decision" }).click();
  const heading = page.getByRole("heading", { level: 1, name: /^Decision D-\d{4}-\d{3}$/ });
  await heading.waitFor();
  reference = (await heading.innerText()).replace("Decision ", "");
  await check(visit);
  await visit.picture("decision-proposed");

  await governance.record("Agreed with conditions", "");
  await problems(page);
  await says(page.getByRole("alert"), "Write the conditions");
  await check(visit);
  await governance.record("Agreed with conditions", "Families are told before.");
  await says(page, `${reference} has been recorded.`);
  await says(page, "Families are told before.");
  await page.getByRole("heading", { name: "Record how far it has been carried out" }).waitFor();
  await governance.record("Work has begun");
  await page.getByText("In progress", { exact: true }).first().waitFor();
  await check(visit);
  await visit.picture("decision");
  await page.getByRole("link", { name: "Change", exact: true }).click();
  await visit.arrived("Change a decision");
  assert.equal(await page.getByRole("textbox", { name: "What is to be decided" }).count(), 0, "its words no longer change");
  await check(visit);
});

test("an action is paused by it, and both say so", async () => {
  const visit = await stage.enter("coordinator");
  visit.expect(/status of 422/);
  const { page } = visit;
  await visit.goto(`/plans/${PLAN}/actions/3.1?do=pause`);
  await page.getByRole("textbox", { name: "The decision behind it" }).fill("D-1999-001");
  await page.getByRole("button", { name: "Pause this action" }).click();
  await says(page.getByRole("alert"), /The plan has no decision D-1999-001/);
  await page.getByRole("textbox", { name: "The decision behind it" }).fill(reference);
  await page.getByRole("button", { name: "Pause this action" }).click();
  await says(page, "The action is paused.");
  const decisions = page.getByRole("region", { name: "Decisions" });
  await decisions.getByRole("link", { name: reference }).waitFor();
  await check(visit);
  await visit.picture("action-decisions");
  await decisions.getByRole("link", { name: reference }).click();
  await visit.arrived(`Decision ${reference}`);
  await says(page.getByRole("region", { name: "What was done by it" }), /was paused on/);
});

test("others read the decisions, narrow them in the address, and look at an earlier day", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  const governance = new GovernancePage(visit, PLAN);
  await governance.decisions();
  await governance.rows.first().waitFor();
  const all = await governance.rows.count();
  await check(visit);
  await visit.picture("decisions");
  await page.getByLabel("Where it stands").selectOption({ label: "Deferred" });
  await page.waitForURL(/status=deferred/);
  await page.getByText(`Showing 1 of ${all} decisions, latest first`).waitFor();
  await page.reload();
  await page.getByText(`Showing 1 of ${all} decisions, latest first`).waitFor();
  await page.goBack();
  await page.getByText(`Showing ${all} of ${all} decisions, latest first`).waitFor();
  await page.getByLabel("Due date").selectOption({ label: "Only what is overdue" });
  await page.getByText(`Showing 1 of ${all} decisions, latest first`).waitFor();

  const day = new Date(Date.now() - 66 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await governance.decisions(`?as_at=${day}`);
  await says(page, /You are looking at the end of/);
  assert.equal(await governance.rows.filter({ hasText: "Proposed" }).count(), 3);
  await governance.rows.first().getByRole("link", { name: /^D-/ }).click();
  await page.getByRole("heading", { level: 1, name: /^Decision D-/ }).waitFor();
  await says(page, /You are looking at the end of/);
  assert.equal(await page.getByRole("button", { name: "Record it" }).count(), 0);
  assert.equal(await page.getByRole("link", { name: "Change", exact: true }).count(), 0);
  await check(visit);
});
