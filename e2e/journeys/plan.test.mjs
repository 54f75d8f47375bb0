// @ts-check
// Reading the plan: the register in its three orders, the figures and the lists behind them, an action, an earlier day.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { OverviewPage } from "../support/pages/overview.mjs";
import { RegisterPage } from "../support/pages/register.mjs";
import { announces, figure, focused, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "kent-2015";
const ALL = 22;
const stage = new Stage();

test("the register reads by level, by outcome and by agency, and every count is the number of its rows", async () => {
  const visit = await stage.enter("board");
  const register = new RegisterPage(visit, PLAN);
  await register.open();
  for (const [order, sections] of /** @type {const} */ ([["By level of need", 4], ["By outcome", 5], ["By agency", 11]])) {
    await visit.page.getByRole("link", { name: order }).and(visit.page.locator('[href*="actions"]')).click();
    await visit.page.getByRole("link", { name: order }).and(visit.page.locator('[aria-current="page"]')).waitFor();
    assert.equal(await register.agrees(), ALL);
    assert.equal(await register.sections.count(), sections, order);
    await check(visit);
  }
  await visit.picture("register");
});

test("filters, search and order stand in the address, survive a reload, and Back undoes them", async () => {
  const visit = await stage.enter("board");
  const register = new RegisterPage(visit, PLAN);
  await register.open();
  await register.filter("Rating", "On track");
  await visit.page.waitForURL(/rating=green/);
  const green = await register.agrees();
  assert.ok(green > 0 && green < ALL);
  await announces(visit.page, `Showing ${green} of ${ALL} actions`);

  await register.filter("Sort by", "Title, A to Z");
  await visit.page.waitForURL(/sort=/);
  await register.search.fill("advice line");
  await visit.page.waitForURL(/advice/);
  const found = await register.agrees();
  assert.ok(found > 0 && found < green);
  await visit.picture("register-filtered");
  await check(visit);

  await visit.page.reload();
  await visit.arrived("Actions");
  await register.shows(found, ALL);
  assert.equal(await register.agrees(), found);
  assert.equal(await register.search.inputValue(), "advice line");

  await visit.page.goBack();
  await visit.page.goBack();
  await visit.page.waitForURL((url) => !url.search.includes("rating"));
  await register.shows(ALL, ALL);

  await register.search.fill("no such action");
  await register.shows(0, ALL);
  await check(visit);
  await visit.page.getByRole("link", { name: "Clear filters" }).click();
  await register.shows(ALL, ALL);
});

test("every figure of the overview opens a list of exactly that many actions", async () => {
  const visit = await stage.enter("board");
  const overview = new OverviewPage(visit, PLAN);
  await overview.open();
  await check(visit);
  await visit.picture("overview");
  const figures = await overview.figures();
  assert.ok(figures.length > 40, `${figures.length} figures lead to a list`);
  const register = new RegisterPage(visit, PLAN);
  for (const { href, words, figure } of figures) {
    // The register stays on the page and follows the address, as it does with Back; only the first one loads it, and
    // those of which the server tells which actions they are.
    const told = [visit.page.url(), href].some((address) => address.includes("show="));
    if (new URL(visit.page.url()).pathname.endsWith("/actions") && !told) {
      await visit.page.evaluate((address) => {
        history.pushState(null, "", address);
        dispatchEvent(new PopStateEvent("popstate"));
      }, href);
    } else {
      await register.open(new URL(href, stage.server.url).search);
    }
    await register.shows(figure, ALL);
    assert.equal(await register.agrees(), figure, `${words} at ${href}`);
  }
});

test("an action is linked in both directions, and the focus follows to the heading", async () => {
  const visit = await stage.enter("editor.health");
  const { page } = visit;
  await visit.goto(`/plans/${PLAN}/actions/1.1`);
  await check(visit);
  const links = page.getByRole("region", { name: "Links" });
  await links.getByRole("link", { name: /^2\.1 / }).first().click();
  await visit.arrived("Shared training plan for staff in universal settings");
  await focused(page.getByRole("heading", { level: 1 }));
  await links.getByRole("link", { name: /^1\.1 / }).first().click();
  await visit.arrived("Whole-school work on resilience and wellbeing");
  await says(page.getByRole("complementary", { name: "Facts about this action" }), "Individual schools");
});

test("the plan can be read as it stood on an earlier day, and the page says so", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  const overview = new OverviewPage(visit, PLAN);
  await overview.open();
  await page.getByText("Show an earlier day").click();
  const day = page.getByRole("group", { name: "Show the plan as it stood at the end of" });
  const fill = async (/** @type {Date} */ date) => {
    await day.getByLabel("Day").fill(String(date.getDate()));
    await day.getByLabel("Month").fill(String(date.getMonth() + 1));
    await day.getByLabel("Year").fill(String(date.getFullYear()));
    await page.getByRole("button", { name: "Show this day" }).click();
  };
  const away = (/** @type {number} */ days) => new Date(Date.now() + days * 86_400_000);
  await fill(away(10));
  await says(page, "The day must be today or in the past");
  // Nothing was reported yet a week after the plan was loaded, 210 days ago.
  await fill(away(-203));
  await says(page, /^You are looking at the end of \d+ \w+ \d{4}/);
  assert.equal(await overview.count("Not reported"), ALL);
  await check(visit);
  await visit.picture("overview-earlier");
  await page.getByRole("link", { name: "Not reported" }).first().click();
  await visit.arrived("Actions");
  await says(page, /^You are looking at the end of/);
  await page.getByRole("link", { name: "Show it as it stands now" }).click();
  await page.getByText(/^You are looking at the end of/).waitFor({ state: "detached" });
});

test("what the plan says, and its words", async () => {
  const visit = await stage.enter("board");
  const { page } = visit;
  await visit.goto(`/plans/${PLAN}/about/outcomes`);
  const parts = page.getByRole("navigation", { name: "Parts of the plan" });
  const names = await parts.getByRole("link").allTextContents();
  assert.deepEqual(names, ["Outcomes", "Pledges", "Levels of need", "Groups at risk", "Evidence", "Key dates", "Also in the file", "Glossary"]);
  for (const name of names) {
    await parts.getByRole("link", { name }).click();
    await parts.getByRole("link", { name }).and(page.locator('[aria-current="page"]')).waitFor();
    await visit.settled();
    await check(visit);
    await visit.picture(`about-${name.toLowerCase().replaceAll(" ", "-")}`);
  }
  assert.ok((await page.getByRole("term").count()) > 10, "the glossary has words");
});
