// @ts-check
// What must hold on every page for every role, in both colour schemes, by keyboard, and where there is no page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check, contrasts, glance } from "../support/check.mjs";
import { RegisterPage } from "../support/pages/register.mjs";
import { focused, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "/plans/kent-2015";
const stage = new Stage();

/** The roles of the demonstration, with the sections of the navigation that each has. */
const ROLES = /** @type {const} */ ([
  ["editor.health", ["My work", "Overview", "Actions", "About the plan", "Reporting cycles", "Meetings", "Decisions", "Who has reported", "Findings", "Pathways", "Services", "Agencies", "Audit log"]],
  ["lead.health", ["My work", "Cases", "Overview", "Actions", "About the plan", "Reporting cycles", "Meetings", "Decisions", "Who has reported", "Findings", "Pathways", "Services", "Agencies", "People", "API clients", "Audit log"]],
  ["coordinator", ["My work", "Overview", "Actions", "About the plan", "Reporting cycles", "Meetings", "Decisions", "Who has reported", "Findings", "Pathways", "Services", "Agencies", "People", "Audit log"]],
  ["board", ["My work", "Overview", "Actions", "About the plan", "Reporting cycles", "Meetings", "Decisions", "Who has reported", "Pathways", "Services", "Agencies", "Audit log"]],
  ["practitioner", ["My work", "Cases", "Services", "Agencies", "Audit log"]],
  ["auditor", ["My work", "Emergency access", "Overview", "Actions", "About the plan", "Reporting cycles", "Meetings", "Decisions", "Who has reported", "Findings", "Pathways", "Services", "Agencies", "People", "API clients", "Audit log"]],
  ["admin", ["My work", "Retention", "Overview", "Actions", "About the plan", "Reporting cycles", "Meetings", "Decisions", "Who has reported", "Findings", "Pathways", "Services", "Agencies", "People", "API clients", "Audit log"]],
]);

/** What axe has judged: a page that says the same to another role is only looked at. */
const judged = new Set();

for (const [name, sections] of ROLES) {
  test(`every section holds for ${name}`, async () => {
    const visit = await stage.enter(name);
    const { page } = visit;
    const navigation = page.getByRole("navigation", { name: "Sections" });
    const links = await navigation.getByRole("link").allTextContents();
    assert.deepEqual(links.map((text) => text.trim()), sections);
    for (const section of sections) {
      const link = navigation.getByRole("link", { name: section });
      await link.click();
      await link.and(page.locator("[aria-current]")).waitFor();
      await visit.settled();
      await page.getByRole("complementary", { name: "About this copy of the service" }).waitFor();
      const said = `${section}: ${await page.getByRole("main").innerText()}`;
      await (judged.has(said) ? glance(visit) : check(visit));
      judged.add(said);
    }
  });
}

test("the forms behind the sections hold", async () => {
  const visit = await stage.enter("coordinator");
  for (const path of [`${PLAN}/actions/3.1?do=change`, `${PLAN}/actions/3.1?do=milestone`, `${PLAN}/cycles/new`, "/plans", "/accessibility"]) {
    await visit.goto(path);
    await check(visit);
  }
  await visit.goto(`${PLAN}/actions/3.1`);
  await visit.page.getByRole("link", { name: /^Third demonstration cycle: / }).click();
  await visit.arrived("Update on 3.1");
  await check(visit);
});

test("every kind of page keeps its contrasts in dark colours", async () => {
  const visit = await stage.enter("coordinator", { colours: "dark" });
  for (const path of [
    "/",
    PLAN,
    `${PLAN}/actions`,
    `${PLAN}/actions/3.1`,
    `${PLAN}/actions/3.1?do=change`,
    `${PLAN}/about/outcomes`,
    `${PLAN}/levels`,
    `${PLAN}/groups`,
    `${PLAN}/glossary`,
    `${PLAN}/findings`,
    `${PLAN}/cycles`,
    `${PLAN}/meetings`,
    `${PLAN}/decisions`,
    `${PLAN}/pathways`,
    "/agencies",
    "/people",
    "/audit",
    "/account",
    "/account/calendar",
    "/notices",
    "/api-reference",
  ]) {
    await visit.goto(path);
    await contrasts(visit);
    await visit.picture(`dark${path.replace(/\W+/g, "-")}`);
  }
});

test("the register is worked by keyboard, and the focus is seen and follows to the heading", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await visit.goto(`${PLAN}/actions`);
  await page.keyboard.press("Tab");
  await focused(page.getByRole("link", { name: "Skip to main content" }));
  await page.keyboard.press("Enter");
  /** @type {string[]} */ const passed = [];
  while (!passed.includes("search")) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = /** @type {HTMLElement} */ (document.activeElement);
      const style = getComputedStyle(element);
      const around = element.closest("a, button, select, input, summary") ?? element;
      const seen = style.outlineStyle !== "none" || style.boxShadow !== "none" || getComputedStyle(around).boxShadow !== "none";
      const { top, bottom } = element.getBoundingClientRect();
      return { type: element.getAttribute("type") ?? element.tagName.toLowerCase(), seen, inSight: bottom > 0 && top < innerHeight };
    });
    assert.ok(at.seen, `the focus is seen on the ${at.type} after ${passed.join(", ")}`);
    assert.ok(at.inSight, `the ${at.type} with the focus is in sight`);
    passed.push(at.type);
    assert.ok(passed.length < 40, `the search box is reached: ${passed.join(", ")}`);
  }
  assert.ok(passed.filter((type) => type === "select").length >= 6, "the filters are on the way");
  await page.keyboard.type("eating");
  const register = new RegisterPage(visit, "kent-2015");
  await register.shows(1, 22);
  await page.getByRole("link", { name: "Community pathway for eating disorders" }).focus();
  await page.keyboard.press("Enter");
  await visit.arrived("Community pathway for eating disorders");
  await focused(page.getByRole("heading", { level: 1 }));
});

test("an unknown address, and what one may not see, say that there is nothing", async () => {
  const visit = await stage.enter("board");
  visit.expect(/status of 404/);
  const { page } = visit;
  for (const path of ["/nowhere", `${PLAN}/nothing`]) {
    await visit.goto(path);
    await page.getByRole("heading", { level: 1, name: "Page not found" }).waitFor();
    await check(visit);
  }
  for (const path of ["/plans/another-plan", `${PLAN}/actions/9.9`, "/updates/01900000-0000-7000-8000-000000000000", `${PLAN}/findings`]) {
    await visit.goto(path);
    await says(page, "There is nothing here");
  }
  await visit.picture("nothing-here");
});

test("a guest is taken to the sign-in, and from there to where they wanted to be", async () => {
  const visit = await stage.visit({ size: "phone" });
  const { page } = visit;
  await page.goto(`${PLAN}/actions?rating=red`);
  await visit.arrived("Sign in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  await check(visit);
  await page.getByLabel(/email/i).fill("board@demo.example");
  await page.getByLabel("Password", { exact: true }).fill("kent demonstration");
  await page.getByRole("button", { name: "Sign in" }).click();
  await visit.arrived("Actions");
  assert.match(page.url(), /rating=red/);
  await page.getByRole("button", { name: "Show filters" }).click();
  await check(visit);
});
