// @ts-check
// A step-down plan walked by four roles: who holds responsibility writes it, the lead of the receiving agency names who
// works on it, a third participant asks for a change by keyboard alone, all accept, support is reduced, reviews are
// recorded, and the young person comes back in by one step.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SIZES } from "../support/browser.mjs";
import { check, contrasts } from "../support/check.mjs";
import { focused, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

const HOLDER = "practitioner";
const RECEIVER = "practitioner.schools";
const THIRD = "practitioner.health";
const LEAD = "lead.schools";

/** @typedef {import("../support/browser.mjs").Visit} Visit */
/** @typedef {import("playwright-core").Page} Page */

/** What one test leaves for the next. */
const course = { plan: "", case: "" };

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

/** Who is signed in on the page: the person, and the agency of their first role. @param {Page} page */
async function self(page) {
  const session = await ask(page, "GET", "/session");
  return { id: session.person.id, name: session.person.name, agency: session.grants.find((/** @type {any} */ grant) => grant.agency).agency };
}

/** A day so many weeks from today. @param {number} weeks */
function inWeeks(weeks) {
  const day = new Date();
  day.setDate(day.getDate() + weeks * 7);
  return day;
}

/** The day as it stands in an address. @param {Date} day */
const iso = (day) => `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;

/** The day in words. @param {Date} day */
const inWords = (day) => day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/**
 * Types a date into its three fields.
 * @param {Page} page
 * @param {string | RegExp} legend
 * @param {Date} date
 */
async function type(page, legend, date) {
  const group = page.getByRole("group", { name: legend });
  await group.getByLabel("Day").fill(String(date.getDate()));
  await group.getByLabel("Month").fill(String(date.getMonth() + 1));
  await group.getByLabel("Year").fill(String(date.getFullYear()));
}

/**
 * The value of the open service that has this level of need.
 * @param {Page} page
 * @param {number} level
 */
async function serviceAt(page, level) {
  const { items } = await ask(page, "GET", `/services?standing=open&level=${level}`);
  assert.ok(items.length > 0, `an open service serves level ${level}`);
  return items[0].id;
}

/** Opens the plan's page. @param {Visit} visit */
async function openPlan(visit) {
  await visit.goto(`/step-downs/${course.plan}`);
  await visit.arrived("Step-down plan");
}

test("who holds responsibility begins a plan and is told what it lacks", async () => {
  const visit = await stage.enter(HOLDER);
  visit.expect(/status of 422/);
  const { page } = visit;
  const own = (await self(page)).agency;
  const opened = await ask(page, "POST", "/cases", { agency: own.id, offers: "Weekly sessions", case: { born: "2011-05", cohorts: [], level: 3 } });
  course.case = opened.id;
  const agreements = await ask(page, "GET", "/sharing-agreements");
  const agreement = agreements.items.find((/** @type {any} */ one) => one.standing === "in_force");
  for (const name of [RECEIVER, THIRD]) {
    const other = await self((await stage.enter(name)).page);
    await ask(page, "POST", `/cases/${course.case}/participants`, {
      agency: other.agency.id,
      agreement: agreement.id,
      words: "To carry on what helps at school.",
      sharing: { basis: "consent", consenter: "both", on: iso(new Date()), purpose: "What helps, so that it can be carried on", told: true },
    });
  }

  await visit.goto(`/cases/${course.case}`);
  await page.getByRole("button", { name: "Begin a step-down plan" }).click();
  await visit.arrived("Write the plan");
  course.plan = /** @type {string} */ (page.url().match(/step-downs\/([0-9a-f-]+)/)?.[1]);
  const gates = page.getByRole("region", { name: "Before it can be proposed" });
  await says(gates, "10 things to settle.");
  await check(visit);
  await visit.picture("step-down-empty");

  await page.getByRole("combobox", { name: "Service that reduces its support" }).selectOption(await serviceAt(page, 3));
  await page.getByRole("combobox", { name: "Its level of need", exact: true }).selectOption({ label: "Level 3" });
  await page.getByRole("combobox", { name: "Service that receives the young person" }).selectOption(await serviceAt(page, 2));
  await page.getByRole("combobox", { name: /^Its level of need, below/ }).selectOption({ label: "Level 4" });
  await says(gates, /^Choose a receiving service at a lower level of need/);
  const goal = page.getByRole("group", { name: "Goal 1" });
  await goal.getByRole("textbox", { name: "What is to be reached" }).fill("Go to school every day. NHS number 943 476 5919");
  await goal.getByRole("textbox", { name: "How we will know" }).fill("Nine days in ten for a half term");
  await page.getByRole("textbox", { name: "What the young person says to the plan" }).fill("I want to know who to talk to.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const refused = await problems(page);
  await says(refused, /^Take out what could tell who somebody is: an NHS number/);
  await check(visit);
  await visit.picture("step-down-refused-text");
  await refused.getByRole("link").first().click();
  await focused(goal.getByRole("textbox", { name: "What is to be reached" }));
  await goal.getByRole("textbox", { name: "What is to be reached" }).fill("Go to school every day");

  await page.getByRole("button", { name: "Save and propose" }).click();
  const lacking = await problems(page);
  await says(lacking, /^Choose a receiving service at a lower level of need/);
  await says(lacking, /^Enter two review dates or more/);
  await says(page, "The plan has been saved. It has not been proposed.");
  await check(visit);
  await visit.picture("step-down-refused-gaps");
  await lacking.getByRole("link", { name: /^Choose a receiving service/ }).click();
  await focused(page.getByRole("combobox", { name: /^Its level of need, below/ }));
  await page.getByRole("combobox", { name: /^Its level of need, below/ }).selectOption({ label: "Level 2" });
});

test("the lead of the receiving agency names who works on it, and reads nothing", async () => {
  const third = await stage.enter(THIRD);
  const { items } = await ask(third.page, "GET", "/cases?view=asked");
  const asked = items.find((/** @type {any} */ row) => row.id === course.case);
  await ask(third.page, "POST", `/cases/${course.case}/participants/${asked.part_id}/answer`, {
    accept: true,
    people: [(await self(third.page)).id],
    offers: "A drop-in on Tuesdays",
  });

  const person = await self((await stage.enter(RECEIVER)).page);
  const visit = await stage.enter(LEAD);
  visit.expect(/status of 404/);
  const { page } = visit;
  const waiting = await ask(page, "GET", "/cases?view=asked");
  const part = waiting.items.find((/** @type {any} */ row) => row.id === course.case).part_id;
  await visit.goto(`/cases/asked/${part}`);
  await visit.arrived("Your agency is asked to take part in a case");
  await page.getByRole("radio", { name: "Yes" }).check();
  await page.getByRole("group", { name: "Who is named" }).getByRole("checkbox", { name: person.name }).check();
  await page.getByRole("textbox", { name: "What you offer" }).fill("A weekly check-in at school");
  await visit.picture("step-down-lead");
  await page.getByRole("button", { name: "Send the answer" }).click();
  await says(page, /^Your agency takes part\./);
  await visit.goto(`/step-downs/${course.plan}`);
  await says(page, "There is nothing here");
  await check(visit);
});

test("the plan is completed by keyboard and mouse, and proposed", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await openPlan(visit);
  await says(page, "Draft");
  const missing = page.getByRole("region", { name: "Before it can be proposed" });
  await check(visit);
  await visit.picture("step-down-draft");
  await missing.getByRole("link", { name: "Enter a sign by which" }).click();
  await visit.arrived("Write the plan");
  const sign = page.getByRole("textbox", { name: "Early sign 1" });
  await focused(sign);
  await page.keyboard.type("Stops drawing");
  // A row is added and taken out without a mouse.
  await page.getByRole("button", { name: "Add an early sign" }).focus();
  await page.keyboard.press("Enter");
  await focused(page.getByRole("textbox", { name: "Early sign 2" }));
  await page.keyboard.type("To be taken out again");
  await page.getByRole("button", { name: "Remove early sign 2" }).focus();
  await page.keyboard.press("Enter");
  await focused(page.getByRole("button", { name: "Add an early sign" }));
  assert.equal(await sign.inputValue(), "Stops drawing");

  await page.getByRole("combobox", { name: /^Its level of need, below/ }).selectOption({ label: "Level 2" });
  await type(page, "Day from which support is reduced", new Date());
  await says(page, `Put the first one on a day from ${inWords(inWeeks(6))} to ${inWords(inWeeks(12))}`);
  const carried = page.getByRole("group", { name: "Carried on 1" });
  await carried.getByRole("combobox", { name: "Agency" }).selectOption((await self((await stage.enter(RECEIVER)).page)).agency.id);
  await carried.getByRole("textbox", { name: "What it carries on" }).fill("A weekly check-in at school");
  await page.getByRole("textbox", { name: "Whom to ask, and how" }).fill("Ask the link worker at school, who calls the team");
  await page.getByRole("combobox", { name: "An answer comes within" }).selectOption("working-days");
  await page.getByRole("textbox", { name: "How many days" }).fill("5");
  await page.getByRole("combobox", { name: "Crisis contact" }).selectOption(await serviceAt(page, 3));
  await type(page, "Review 1", inWeeks(8));
  await type(page, "Review 2", inWeeks(16));
  await page.getByRole("textbox", { name: "Or why there is nothing" }).last().fill("They were asked and would rather answer at the first review");
  await page.getByRole("button", { name: "Add a strength" }).click();
  await page.getByRole("textbox", { name: "Strength 1" }).fill("Draws, and is patient with younger children");
  await says(page.getByRole("region", { name: "Before it can be proposed" }), "Nothing is missing");
  await check(visit);
  await visit.picture("step-down-complete");
  await page.getByRole("button", { name: "Save and propose" }).click();
  await visit.arrived("Step-down plan");
  await says(page, "The plan has been proposed. Every agency that takes part is asked.");
  await check(visit);
  await visit.picture("step-down-proposed");
});

test("a third participant asks for a change by keyboard alone, and it is written", async () => {
  const third = await stage.enter(THIRD);
  const { page } = third;
  await openPlan(third);
  const link = page.getByRole("link", { name: "Ask for a change" });
  await link.focus();
  await page.keyboard.press("Enter");
  await third.arrived("Ask for a change");
  await focused(page.getByRole("heading", { level: 1 }));
  await page.keyboard.press("Tab");
  const words = page.getByRole("textbox", { name: "Which change you ask for" });
  while (!(await words.evaluate((field) => field === document.activeElement))) await page.keyboard.press("Tab");
  const button = page.getByRole("button", { name: "Ask for the change" });
  await button.focus();
  await page.keyboard.press("Enter");
  const refused = await problems(page);
  await says(refused, "Say which change you ask for");
  await check(third);
  await third.picture("step-down-change");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await focused(words);
  await page.keyboard.type("Name a second person to ask, for the holidays.");
  await page.keyboard.press("Tab");
  await focused(button);
  await page.keyboard.press("Enter");
  await third.arrived("Step-down plan");
  await says(page, "Name a second person to ask, for the holidays.");
  await check(third);

  const holder = await stage.enter(HOLDER);
  await openPlan(holder);
  await says(holder.page, "Name a second person to ask, for the holidays.");
  await holder.follow("Write the plan", "Write the plan");
  await holder.page.getByRole("textbox", { name: "Whom to ask, and how" }).fill("Ask the link worker at school, or the youth hub in the holidays");
  await holder.page.getByRole("button", { name: "Save and propose" }).click();
  await holder.arrived("Step-down plan");
});

test("what somebody else saved meanwhile is told, and what was typed stays", async () => {
  const one = await stage.enter(HOLDER);
  // Nothing is written while the plan is proposed.
  await one.goto(`/step-downs/${course.plan}/edit`);
  await says(one.page, "The plan is not being written");
  await check(one);
  await openPlan(one);
  await one.follow("Ask for a change", "Ask for a change");
  await one.page.getByRole("textbox", { name: "Which change you ask for" }).fill("The way back is to name the hours.");
  await one.page.getByRole("button", { name: "Ask for the change" }).click();
  await one.arrived("Step-down plan");
  const two = await stage.enter(RECEIVER);
  two.expect(/status of 412/);
  for (const visit of [one, two]) {
    await openPlan(visit);
    await visit.follow("Write the plan", "Write the plan");
  }
  await one.page.getByRole("textbox", { name: "Early sign 1" }).fill("Stops drawing, and sleeps less");
  await one.page.getByRole("button", { name: "Save", exact: true }).click();
  await one.arrived("Step-down plan");
  const { page } = two;
  const typed = "Keeps the evenings calm, from nine o'clock on";
  await page.getByRole("textbox", { name: "Whom to ask, and how" }).fill(typed);
  await page.getByRole("button", { name: "Save and propose" }).click();
  await problems(page);
  await says(page, "Somebody else changed this while you had it open");
  await says(page, /Stops drawing, and sleeps less/);
  assert.equal(await page.getByRole("textbox", { name: "Whom to ask, and how" }).inputValue(), typed);
  await check(two);
  await two.picture("step-down-meanwhile");
  await page.getByRole("textbox", { name: "Early sign 1" }).fill("Stops drawing, and sleeps less");
  await page.getByRole("button", { name: "Save and propose" }).click();
  await two.arrived("Step-down plan");
});

test("all accept, and support is reduced", async () => {
  for (const name of [RECEIVER, THIRD, HOLDER]) {
    const visit = await stage.enter(name);
    await openPlan(visit);
    await visit.page.getByRole("button", { name: "Accept it" }).click();
    await says(visit.page, "Your agency has accepted this version.");
    // Who has accepted is not asked again.
    await visit.page.getByRole("button", { name: "Accept it" }).waitFor({ state: "detached" });
  }
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await openPlan(visit);
  await says(page, /^Every agency that takes part has accepted it\./);
  await check(visit);
  await visit.picture("step-down-agreed");
  const summary = page.getByRole("region", { name: "For the young person and the family" });
  const [opened] = await Promise.all([
    page.context().waitForEvent("page"),
    summary.getByRole("link", { name: "Open the summary (opens in a new tab)" }).click(),
  ]);
  await opened.getByRole("heading", { level: 1 }).waitFor();
  await says(opened, "Go to school every day");
  assert.equal(await opened.getByText("2011").count(), 0, "nothing tells who it is about");
  await opened.close();

  await visit.follow("Record the step-down", "Record the step-down");
  await says(page, /^Then is owed: name the receiving worker by /);
  await check(visit);
  await visit.picture("step-down-record");
  await page.getByRole("button", { name: "Record it" }).click();
  await visit.arrived("Step-down plan");
  await says(page, "The way back in is open");
  await says(page, "Not yet: Hold two reviews first.");
  await check(visit);
  await visit.picture("step-down-stepping");
  await page.setViewportSize(SIZES.narrow);
  await says(page, "The way back in is open");
  await page.setViewportSize(SIZES.desktop);
});

test("the receiving service records what it owes, and a review that finds it hard", async () => {
  const visit = await stage.enter(RECEIVER);
  visit.expect(/status of 4(09|22)/);
  const { page } = visit;
  await openPlan(visit);
  const duties = page.getByRole("region", { name: "Owed around the step-down" });
  await duties.getByRole("link", { name: /^Record it ?: Name the receiving worker$/ }).click();
  await visit.arrived("Name the receiving worker");
  await check(visit);
  await page.getByRole("button", { name: "Record it" }).click();
  await visit.arrived("Step-down plan");
  await says(page, `Done on ${inWords(new Date())}`);

  const due = inWords(inWeeks(8));
  await page.getByRole("link", { name: new RegExp(`^Record it ?: review due on ${due}$`) }).click();
  await visit.arrived(`Review due on ${due}`);
  await page.getByRole("button", { name: "Record the review" }).click();
  await says(await problems(page), "Choose what the review found");
  await page.getByRole("radio", { name: "Struggling" }).check();
  await says(page, new RegExp(`^The next review has to be held by ${inWords(inWeeks(2))}\\. One is set for .*too late`));
  await page.getByRole("button", { name: "Record the review" }).click();
  await says(await problems(page), "Say what changes");
  await page.getByRole("textbox", { name: "What changes" }).fill("Two check-ins a week, and the youth hub on Fridays.");
  await page.getByRole("button", { name: "Record the review" }).click();
  await says(await problems(page), /^Set an earlier next review: within 2 weeks when struggling/);
  await check(visit);
  await visit.picture("step-down-review");
  await type(page, "Day of the next review (optional)", inWeeks(1));
  await page.getByRole("button", { name: "Record the review" }).click();
  await visit.arrived("Step-down plan");
  await says(page, "The review has been recorded.");
  await says(page, "Struggling");
  await visit.goto(`/step-downs/${course.plan}/review/${iso(inWeeks(8))}`);
  await says(page, "This review has been recorded");
  await check(visit);
});

test("one step leads back in, and the promised time is counted", async () => {
  const visit = await stage.enter(HOLDER);
  const { page } = visit;
  await openPlan(visit);
  await visit.follow("Bring back in", "Bring back in");
  await says(page, /^The plan promises an answer within 5 working days: by /);
  await check(visit);
  await visit.picture("step-down-back");
  await page.getByRole("textbox", { name: "By which sign, or what they asked for" }).fill("They asked at school to come back.");
  await page.getByRole("button", { name: "Bring back in" }).click();
  await visit.arrived("Step-down plan");
  await says(page, "Came back in");
  await says(page, /^An answer was promised by /);
  assert.equal(await page.getByRole("link", { name: "Write the plan" }).count(), 0, "a plan that has ended does not change");
  await check(visit);
  await visit.picture("step-down-came-back");
  await visit.follow("Go to the case", "Case");
  await page.getByRole("button", { name: "Begin a step-down plan" }).waitFor();
});

test("a plan keeps its contrasts in dark colours", async () => {
  const visit = await stage.enter(HOLDER, { colours: "dark" });
  await openPlan(visit);
  await contrasts(visit);
  await visit.picture("step-down-dark");
});
