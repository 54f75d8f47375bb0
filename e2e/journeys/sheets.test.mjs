// @ts-check
// Spreadsheets: the register taken away, and updates brought in from a real workbook: wrong, mended, checked, written.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { ImportPage } from "../support/pages/import.mjs";
import { RegisterPage } from "../support/pages/register.mjs";
import { WorkPage } from "../support/pages/work.mjs";
import { focused, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";
import { workbook } from "../support/workbook.mjs";

const PLAN = "kent-2015";
const stage = new Stage();

/**
 * Follows a link to a file.
 * @param {import("../support/browser.mjs").Visit} visit @param {string} name
 */
async function download(visit, name) {
  const coming = visit.page.waitForEvent("download");
  await visit.page.getByRole("link", { name }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The headings of updates, and a row by heading. */
const HEADINGS = [
  "Action reference",
  "How far has it got?",
  "How is it going?",
  "What was done in this period",
  "What it changed for children and families",
  "What comes next",
  "What help is needed, and from whom",
  "Submit",
];

/** @param {...string[]} rows */
const sheet = (...rows) => workbook([HEADINGS, ...rows]);

test("a board member takes the register away, as it is filtered", async () => {
  const visit = await stage.enter("board");
  const register = new RegisterPage(visit, PLAN);
  await register.open("?rating=green");
  const shown = await register.agrees();
  const csv = await download(visit, "Download as CSV");
  assert.match(csv.name, /^kent-2015-actions-.*\.csv$/);
  assert.equal(csv.bytes.toString("utf8").split("\r\n").length - 2, shown, "a row an action, below the headings");
  const xlsx = await download(visit, "Download as Excel");
  assert.match(xlsx.name, /\.xlsx$/);
  assert.equal(xlsx.bytes.subarray(0, 2).toString(), "PK");
  assert.equal(await visit.page.getByRole("link", { name: "Import from a spreadsheet" }).count(), 0, "a board member brings nothing in");
  await check(visit);
  await visit.picture("register-downloads");
  await visit.goto(`/plans/${PLAN}/import`);
  await says(visit.page, "There is nothing for you to import");
  await check(visit);
});

test("updates from a workbook are refused by row, mended, checked and written", async () => {
  const editor = await stage.enter("editor.ccg");
  await editor.follow("Report on several actions in a spreadsheet", "Import from a spreadsheet");
  const page = new ImportPage(editor, PLAN);
  await check(editor);
  await page.checkIt.click();
  const summary = await problems(editor.page);
  await summary.getByRole("link", { name: "Choose a file" }).click();
  await focused(page.file);
  await check(editor);
  await editor.picture("import-problems");

  const words = ["In progress", "On track", "Two clinics opened.", "", "A third one.", "", ""];
  await page.choose("updates.xlsx", sheet(["3.12", "In progress", "Green", "a", "", "b", "", ""], ["99.9", ...words]));
  await page.checkIt.press("Enter");
  await page.reported("2 things have to change first");
  assert.deepEqual(await page.faults.getByRole("row").nth(1).getByRole("cell").first().innerText(), "How is it going?");
  await says(page.faults, "Write one of these: On track, At risk, Off track, Complete");
  await says(page.faults, "The plan has no action 99.9. Use a reference from the register");
  assert.equal(await page.confirm.count(), 0, "what does not fit cannot be imported");
  await check(editor);
  await editor.picture("import-faults");

  await page.choose("updates.xlsx", sheet(["3.12", ...words]));
  await page.faults.waitFor({ state: "detached" });
  await page.checkIt.press("Enter");
  await page.reported("The file can be imported");
  assert.match(await page.changes.innerText(), /3\.12/);
  await check(editor);
  await editor.picture("import-checked");
  await page.confirm.press("Enter");
  await says(editor.page, "The sheet has been imported: 1 update added.");
  await check(editor);

  const work = new WorkPage(editor);
  await work.open();
  await work.take("Drafts", "3.12");
  assert.equal(await editor.page.getByLabel("What was done in this period").inputValue(), "Two clinics opened.");
});

test("what was downloaded comes back and changes nothing", async () => {
  const editor = await stage.enter("editor.ccg");
  const page = new ImportPage(editor, PLAN);
  await page.open();
  for (const kind of ["Excel", "CSV"]) {
    const file = await download(editor, `Updates to fill in, ${kind}`);
    await page.choose(file.name, file.bytes);
    await page.checkIt.click();
    await page.reported("There is nothing to import");
  }
  await page.choose("updates.pdf", Buffer.from("%PDF"));
  await page.checkIt.click();
  await problems(editor.page);
  editor.expect(/status of 400 /);
  await page.choose("updates.xlsx", Buffer.from("not a workbook"));
  await page.checkIt.click();
  await (await problems(editor.page)).getByText("This is not an Excel workbook.").waitFor();
});
