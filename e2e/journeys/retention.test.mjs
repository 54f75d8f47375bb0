// @ts-check
// What is held of a case and for how long: all of it on paper, a legal hold that wins, and a case that is erased before its
// time because one person asked and another agreed.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check, contrasts } from "../support/check.mjs";
import { problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

const HOLDER = "practitioner";
const LEAD = "lead.schools";

/** @typedef {import("../support/browser.mjs").Visit} Visit */
/** @typedef {import("playwright-core").Page} Page */

/** What one test leaves for the next. */
const kept = { path: "", reference: "" };

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
      const key = `"${crypto.randomUUID()}"`;
      const headers = { "content-type": "application/json", "idempotency-key": key, "x-throughline": "1" };
      const sent = await fetch(`/api/v1${path}`, { method, headers, body: body ?? undefined });
      return { status: sent.status, text: await sent.text() };
    },
    /** @type {[string, string, string | null]} */ ([method, path, body === undefined ? null : JSON.stringify(body)]),
  );
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.text ? JSON.parse(answer.text) : null;
}

/** Opens the page of the case. @param {Visit} visit */
async function openCase(visit) {
  await visit.goto(kept.path);
  await visit.arrived(/^Case$/);
}

test("all that is held of a case goes on paper, with who has seen it", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  const session = await ask(page, "GET", "/session");
  const own = session.grants.find((/** @type {any} */ grant) => grant.agency).agency;
  const opened = await ask(page, "POST", "/cases", {
    agency: own.id,
    offers: "A quiet room on Tuesdays.",
    case: { born: "2010-09", cohorts: [], level: 2 },
  });
  kept.path = `/cases/${opened.id}`;
  await openCase(visit);
  kept.reference = await page.getByRole("textbox", { name: "Case reference" }).inputValue();
  await visit.follow("All that is held", "All that is held");
  await says(page, kept.reference);
  await says(page, "A quiet room on Tuesdays.");
  await says(page, "Its time of keeping begins when it has ended.");
  await says(page.getByRole("row"), "Read a case");
  assert.equal(await page.getByRole("main").getByText(session.person.name).count(), 0, "staff stand in it by agency and role");
  await check(visit);
  await visit.picture("case-held");
  await page.emulateMedia({ media: "print" });
  await visit.picture("case-held-paper");
  await page.emulateMedia({ media: null });
});

test("a legal hold wins over everything that is asked for", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await visit.goto(`${kept.path}/erase`);
  await says(page, "A case is erased when it has ended. Close it first");
  await check(visit);
  await visit.goto(`${kept.path}/held`);
  await visit.follow("Set a legal hold", "Legal hold");
  await check(visit);
  await page.getByRole("button", { name: "Set the hold" }).click();
  await says(await problems(page), "Say what the hold is for");
  await page.getByRole("textbox", { name: "What the hold is for" }).fill("A court has asked that everything is kept.");
  await page.getByRole("button", { name: "Set the hold" }).click();
  await visit.arrived(/^Case$/);
  await says(page, "A legal hold lies on this case: nothing of it is erased.");
  await check(visit);

  await visit.goto(`${kept.path}/event/close`);
  await page.getByRole("textbox", { name: "How support ended, and what carries on" }).fill("Support ended as agreed.");
  await page.getByRole("button", { name: "Record it" }).click();
  await visit.arrived(/^Case$/);
  await visit.goto(`${kept.path}/erase`);
  await says(page, "A legal hold lies on the case. It wins over everything that is asked for");
  await check(visit);
  await visit.goto(`${kept.path}/hold`);
  await page.getByRole("textbox", { name: "Why the hold is lifted" }).fill("The court has decided.");
  await page.getByRole("button", { name: "Lift the hold" }).click();
  await visit.arrived(/^Case$/);
  await says(page, "The legal hold has been lifted.");
});

test("one person asks that a case is erased, another agrees, and it is gone", async () => {
  const visit = await stage.enter(HOLDER);
  visit.expect(/status of 404/);
  const { page } = visit;
  await visit.goto(`${kept.path}/held`);
  await visit.follow("Ask that it is erased before its time", "Erase before its time");
  await check(visit);
  await visit.picture("case-erase");
  await page.getByRole("textbox", { name: "Who asked for it, and why nothing has to be kept" }).fill("The young person asked, and nothing has to be kept.");
  await page.getByRole("button", { name: "Ask that it is erased" }).click();
  await visit.arrived(/^Case$/);
  await says(page, "It has been asked for.");
  // Who works on cases reads nothing of the runs.
  await visit.goto("/retention");
  await says(page, "There is nothing here");

  const lead = await stage.enter(LEAD);
  await lead.goto("/cases");
  await lead.follow("How long cases are kept", "How long cases are kept");
  await lead.page.getByRole("button", { name: "Look at what is due" }).click();
  await says(lead.page, "Nothing is due today.");
  await says(lead.page, "The young person asked, and nothing has to be kept.");
  assert.equal(await lead.page.getByText(kept.reference).count(), 0, "nothing tells which case it is");
  await check(lead);
  await lead.picture("retention");
  await lead.page.getByRole("button", { name: /^Agree and carry out/ }).click();
  await says(lead.page, "You have agreed, and it has been carried out.");
  await says(lead.page, /^1 case anonymised/);
  await check(lead);
  await lead.picture("retention-done");

  await visit.goto(kept.path);
  await says(page, "There is nothing here");
  await visit.goto("/cases/ended");
  assert.equal(await page.getByText(kept.reference).count(), 0, "it stands in no list");
  await visit.goto("/cases/find");
  await page.getByRole("textbox", { name: "Case reference" }).fill(kept.reference);
  await page.getByRole("button", { name: "Find the case" }).click();
  await says(await problems(page), /^No case with this reference is open to you/);
});

test("auditors and administrators read the numbers, and nothing of a case", async () => {
  const auditor = await stage.enter("auditor");
  await auditor.goto("/cases/glass");
  await auditor.follow("How long cases are kept", "How long cases are kept");
  await says(auditor.page, "Carried out");
  assert.equal(await auditor.page.getByRole("button", { name: /^(Look|Propose|Agree)/ }).count(), 0, "an auditor changes nothing");
  await check(auditor);
  const admin = await stage.enter("admin", { colours: "dark" });
  await admin.follow("Retention", "How long cases are kept");
  await says(admin.page, /^1 case anonymised/);
  await contrasts(admin);
});
