// @ts-check
// A case: opened by its practitioner, with what would tell who the child is marked and refused; read in its passport and
// time line; changed and moved on; found by a reference that catches its typing errors; closed to everybody else.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SIZES } from "../support/browser.mjs";
import { check, contrasts } from "../support/check.mjs";
import { announces, focused, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

const HOLDER = "practitioner";
const INVITED = "practitioner.schools";
const STRANGER = "practitioner.health";
const LEAD = "lead.schools";
const AUDITOR = "auditor";

/** @typedef {import("../support/browser.mjs").Visit} Visit */
/** @typedef {import("playwright-core").Page} Page */

/** What one test leaves for the next. */
const opened = { path: "", reference: "" };

/**
 * Asks the interface in the name of whoever is signed in on the page.
 * @param {Page} page
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 */
async function ask(page, method, path, body) {
  const answer = await page.evaluate(
    async ([method, path, body]) => {
      const headers = { "content-type": "application/json", "idempotency-key": `"${crypto.randomUUID()}"`, "x-throughline": "1" };
      const sent = await fetch(`/api/v1${path}`, { method, headers, body: body ?? undefined });
      return { status: sent.status, text: await sent.text() };
    },
    /** @type {[string, string, string | null]} */ ([method, path, body === undefined ? null : JSON.stringify(body)]),
  );
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.text ? JSON.parse(answer.text) : null;
}

/** The same number in full-width digits. @param {string} number */
const fullWidth = (number) => number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

/** The reference with its last character replaced by another one of the alphabet. @param {string} reference */
const mistyped = (reference) => reference.slice(0, -1) + (reference.endsWith("4") ? "7" : "4");

/** Opens the page of the case. @param {Visit} visit */
async function openCase(visit) {
  await visit.goto(opened.path);
  await visit.arrived(/^Case$/);
}

test("a practitioner opens a case, and is told what may not stand in it", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await visit.goto("/");
  await visit.follow("Cases", "My cases");
  await check(visit);
  await visit.picture("cases");
  await visit.follow("Open a case", "Open a case");
  await check(visit);
  await page.getByRole("button", { name: "Open the case" }).click();
  const missing = await problems(page);
  await says(missing, "Choose the month and the year of birth");
  await says(missing, "Choose the level of need");
  await missing.getByRole("link", { name: "Choose the level of need" }).click();
  await focused(page.getByRole("radio", { name: "Level 1" }));
  await check(visit);

  await page.getByRole("combobox", { name: "Month of birth" }).selectOption({ label: "May" });
  await page.getByRole("combobox", { name: "Year of birth" }).selectOption("2011");
  await page.getByRole("combobox", { name: "District" }).selectOption({ label: "Thanet" });
  await page.getByRole("radio", { name: "Level 3" }).check();

  const own = page.getByRole("textbox", { name: /^Your own reference/ });
  await own.fill("943 476 5919");
  const offers = page.getByRole("textbox", { name: /^What your agency offers/ });
  await offers.fill("Weekly sessions. Her mum is on 07700 900123, ask before 12 June 2026.");
  await announces(page, /Take this out: a telephone number/);
  await announces(page, /Look at this again: /);
  const marked = page.locator("mark").filter({ hasText: "07700 900123" });
  await marked.waitFor();
  await check(visit);
  await visit.picture("case-new-marked");
  await page.getByRole("button", { name: "Open the case" }).click();
  const refused = await problems(page);
  await says(refused, /^Take out what could tell who somebody is: a telephone number at character 32\. /);
  await says(refused, /^This looks like an NHS number/);
  await check(visit);
  await visit.picture("case-new-refused");

  const spellings = ["943 476 5919", "9 4 3 4 7 6 5 9 1 9", fullWidth("943 476 5919"), "943.476-5919"];
  for (const [at, hidden] of spellings.entries()) {
    // Each stands in another place, so that what is told is told of this one.
    const text = `${"Weekly. ".repeat(at)}Their number is ${hidden} elsewhere`;
    await offers.fill(text);
    await page.getByRole("button", { name: "Open the case" }).click();
    await says(await problems(page), new RegExp(`^Take out what could tell who somebody is: an NHS number at character ${text.indexOf(hidden) + 1}\\. `));
  }

  await own.fill("N-20417");
  await offers.fill("Weekly sessions in the clinic, and a telephone line for the parent.");
  await page.getByRole("button", { name: "Open the case" }).click();
  await visit.arrived(/^Case$/);
  await says(page, "The case is open, and your agency holds responsibility for it.");
  opened.path = new URL(page.url()).pathname;
  opened.reference = await page.getByRole("textbox", { name: "Case reference" }).inputValue();
  assert.match(opened.reference, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.ok(!page.url().includes(opened.reference.replace("-", "")), "the address does not tell the reference");
  assert.ok(!(await page.title()).includes(opened.reference), "the title does not tell the reference");
});

test("the page of the case says who holds it, who is involved and what can be done", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await openCase(visit);
  await says(page.getByRole("region", { name: "Responsibility" }), /holds responsibility now\.$/);
  await says(page, "Weekly sessions in the clinic, and a telephone line for the parent.");
  await says(page, /^May 2011 \(aged \d+( or \d+)?\)$/);
  await says(page, "N-20417");
  await says(page, "Opened a case");
  await page.getByRole("button", { name: "Copy Case reference" }).click();
  await announces(page, /^(Copied|Selected)/);
  await check(visit);

  const session = await ask(await (await stage.enter(INVITED)).page, "GET", "/session");
  const invited = session.grants.find((/** @type {any} */ grant) => grant.agency).agency;
  const agreements = await ask(page, "GET", "/sharing-agreements");
  const agreement = agreements.items.find((/** @type {any} */ one) => one.standing === "in_force");
  const today = await page.evaluate(() => new Date().toLocaleDateString("en-CA", { timeZone: "Europe/London" }));
  await ask(page, "POST", `${opened.path}/participants`, {
    agency: invited.id,
    agreement: agreement.id,
    words: "To carry on at school what helps.",
    sharing: { basis: "consent", consenter: "both", on: today, purpose: "What helps, so that school can carry it on", told: true },
  });
  await openCase(visit);
  await says(page, "Asked, and not answered yet");
  await check(visit);
  await visit.picture("case");
});

test("what is changed stays on the time line, and a later change is not lost", async () => {
  const one = await stage.enter(HOLDER);
  const two = await stage.enter(HOLDER, { device: "second" });
  two.expect(/status of 412/);
  for (const visit of [one, two]) {
    await openCase(visit);
    await visit.follow("Change the details", "Change the details");
  }
  await check(one);
  await one.page.getByRole("combobox", { name: "District" }).selectOption({ label: "Swale" });
  await one.page.getByRole("button", { name: "Save" }).click();
  await one.arrived(/^Case$/);
  await says(one.page, "Changed a case");
  await says(one.page, "Swale");

  const { page } = two;
  await page.getByRole("radio", { name: "Level 2" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await problems(page);
  await says(page, "Somebody else changed this while you had it open");
  await says(page.getByRole("listitem").filter({ hasText: "District" }), /Swale/);
  assert.ok(await page.getByRole("radio", { name: "Level 2" }).isChecked(), "what was chosen stays");
  await check(two);
  await two.picture("case-edit-meanwhile");
  await page.getByRole("combobox", { name: "District" }).selectOption({ label: "Swale" });
  await page.getByRole("button", { name: "Save" }).click();
  await two.arrived(/^Case$/);
  await says(page, "Level 2");
});

test("a concern is raised in words, holds the case open, and is settled", async () => {
  const visit = await stage.enter(HOLDER);
  visit.expect(/status of 409/);
  const { page } = visit;
  await openCase(visit);
  await page.getByText("Something has happened").click();
  await check(visit);
  await visit.follow("Raise a safeguarding concern", "Raise a safeguarding concern");
  await says(page, /Report it to children’s social care first/);
  await check(visit);
  await page.getByRole("button", { name: "Record it" }).click();
  await says(await problems(page), "Say to whom you have reported it. This record does not report it");
  const words = page.getByRole("textbox", { name: "To whom you have reported it" });
  await words.fill("The front door, by telephone; they gave the number NHS 943 476 5919.");
  await page.getByRole("button", { name: "Record it" }).click();
  await says(await problems(page), /an NHS number/);
  await words.fill("The front door of children’s services, by telephone.");
  await page.getByRole("button", { name: "Record it" }).click();
  await visit.arrived(/^Case$/);
  await says(page, "A safeguarding concern has been raised and has not been dealt with yet.");
  await says(page, "The front door of children’s services, by telephone.");
  await check(visit);
  await visit.picture("case-concern");
  await visit.goto("/cases/stuck");
  await says(page.getByRole("row").filter({ hasText: opened.reference }), "Safeguarding concern");
  await check(visit);
  await visit.picture("cases-stuck");

  await visit.goto(`${opened.path}/event/settle_concern`);
  await page.getByRole("textbox", { name: "What became of it" }).fill("They looked into it and closed it.");
  await page.getByRole("button", { name: "Record it" }).click();
  await visit.arrived(/^Case$/);
  assert.equal(await page.getByText("has not been dealt with yet").count(), 0);
  await visit.goto(`${opened.path}/event/reopen`);
  await says(page, "This cannot happen to the case now");
  await check(visit);
});

test("a reference is found as it is typed, and a wrong digit is told at once", async () => {
  const visit = await stage.enter(HOLDER, { device: "keyboard" });
  const { page } = visit;
  await visit.goto("/cases/find");
  await check(visit);
  const field = page.getByRole("textbox", { name: "Case reference" });
  await page.getByRole("button", { name: "Find the case" }).click();
  await says(await problems(page), /^Enter the case reference/);
  await field.focus();
  await page.keyboard.type(mistyped(opened.reference));
  await announces(page, /a character is wrong, or two have changed places/);
  await page.keyboard.press("Enter");
  await says(await problems(page), /a character is wrong, or two have changed places/);
  await check(visit);
  await visit.picture("case-find-wrong");
  // In small letters, with a space in the place of the dash, by keyboard alone.
  await field.fill("");
  await field.focus();
  await page.keyboard.type(opened.reference.toLowerCase().replace("-", " "));
  await page.keyboard.press("Enter");
  await visit.arrived(/^Case$/);
  await focused(page.getByRole("heading", { level: 1 }));
  assert.equal(new URL(page.url()).pathname, opened.path);
});

test("whoever takes no part finds nothing, even with the address", async () => {
  for (const name of [STRANGER, INVITED, LEAD, AUDITOR]) {
    const visit = await stage.enter(name);
    visit.expect(/status of 404/);
    const { page } = visit;
    await visit.goto(opened.path);
    await says(page, "There is nothing here");
    assert.equal(await page.getByText(opened.reference).count(), 0, `${name} reads no reference`);
    await check(visit);
    for (const below of ["edit", "event/close"]) {
      await visit.goto(`${opened.path}/${below}`);
      await says(page, "There is nothing here");
    }
  }
  const stranger = await stage.enter(STRANGER);
  stranger.expect(/status of 404/);
  await stranger.goto(opened.path);
  await stranger.picture("case-stranger");
  await stranger.goto("/cases/find");
  await stranger.page.getByRole("textbox", { name: "Case reference" }).fill(opened.reference);
  await stranger.page.getByRole("button", { name: "Find the case" }).click();
  await says(await problems(stranger.page), /^No case with this reference is open to you/);
  await check(stranger);
});

test("the lead of the agency that is asked sees what is asked, and no more", async () => {
  const visit = await stage.enter(LEAD);
  const { page } = visit;
  await visit.goto("/cases/asked");
  const row = page.getByRole("row").filter({ hasText: opened.reference });
  await says(row, "Asked to take part");
  await check(visit);
  await visit.picture("cases-asked");
  for (const path of ["/cases", "/cases/reviews", "/cases/stuck", "/cases/ended", "/cases/log"]) {
    await visit.goto(path);
    await check(visit);
  }
  await visit.picture("cases-log");
});

test("the holders and the auditor see who has read the case", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await openCase(visit);
  await visit.follow("Who has read this case", "Who has read this case");
  await says(page.getByRole("row"), "Read a case");
  assert.ok((await page.getByRole("row").count()) > 3, "every reading stands in it");
  await check(visit);
  await visit.picture("case-log");
  const auditor = await stage.enter(AUDITOR);
  await auditor.follow("Emergency access", "Emergency access");
  await auditor.follow("Who has read cases", "Who has read cases");
  await check(auditor);
  await auditor.goto(`${opened.path}/log`);
  await says(auditor.page.getByRole("row"), "Read a case");
  assert.equal(await auditor.page.getByText(opened.reference).count(), 0, "the log tells no reference");
  await check(auditor);
});

test("a case is closed with words, and stands with those that have ended", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await openCase(visit);
  await page.getByText("Something has happened").click();
  await visit.follow("Close the case", "Close the case");
  await page.getByRole("textbox", { name: "How support ended, and what carries on" }).fill("Support ended as agreed; school carries on the check-ins.");
  await page.getByRole("button", { name: "Record it" }).click();
  await visit.arrived(/^Case$/);
  await says(page, "It has been recorded, and stands on the time line.");
  await says(page, "Support ended as agreed; school carries on the check-ins.");
  assert.equal(await page.getByRole("link", { name: "Change the details" }).count(), 0, "a closed case does not change");
  await check(visit);
  await visit.picture("case-closed");
  await visit.goto("/cases/ended");
  await page.getByRole("row").filter({ hasText: opened.reference }).waitFor();
  await check(visit);
  await visit.picture("cases-ended");
});

test("the pages of a case keep their contrasts in dark colours, and nothing of them is kept on the device", async () => {
  const visit = await stage.enter(HOLDER, { colours: "dark" });
  const { page } = visit;
  await openCase(visit);
  await contrasts(visit);
  await visit.picture("case-dark");
  await visit.goto("/cases/new");
  await page.getByRole("textbox", { name: /^What your agency offers/ }).fill("Ring 07700 900123 before 12 June 2026.");
  await announces(page, /Take this out: a telephone number/);
  await contrasts(visit);
  await page.setViewportSize(SIZES.narrow);
  await contrasts(visit);
  await page.setViewportSize(SIZES.desktop);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  for (const secret of [opened.reference, opened.path.split("/").pop() ?? "", "07700"]) assert.ok(!kept.includes(secret), `${secret} is not kept`);
});
