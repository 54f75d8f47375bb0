// @ts-check
// Agencies with their classes and successors, the audit log that remembers it, and the reference of the REST interface.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { AgenciesPage } from "../support/pages/agencies.mjs";
import { figure, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

test("a class of agencies gets a member that reports for it", async () => {
  const visit = await stage.enter("admin");
  const { page } = visit;
  const agencies = new AgenciesPage(visit);
  await agencies.open();
  await check(visit);
  await visit.picture("agencies");
  await agencies.search.fill("multi-agency partners");
  await page.waitForURL(/multi-agency/);
  await says(page, /^[1-9] of \d+ agencies$/);
  assert.equal(await agencies.rows.count(), figure(await page.getByText(/^\d+ of \d+ agencies$/).first().textContent()));

  await agencies.choose("Multi-agency partners");
  await says(page, /Nobody reports for it yet/);
  await check(visit);
  await visit.follow("Change the details", "Change the details");
  await check(visit);
  await visit.picture("agency-details");
  await page.getByRole("combobox", { name: "Who reports for it" }).selectOption({ label: "KCC Public Health" });
  await page.getByRole("button", { name: "Save" }).click();
  await visit.arrived("Multi-agency partners");
  await says(page, "The details have been changed.");
  await page.getByRole("main").getByRole("link", { name: "KCC Public Health" }).first().click();
  await visit.arrived("KCC Public Health");
  await agencies.fact("Reports for").getByRole("link", { name: "Multi-agency partners" }).waitFor();
  await check(visit);
  await visit.picture("agency");
});

test("an agency that is renamed hands its duties on, and history keeps the old name", async () => {
  const visit = await stage.enter("admin");
  const { page } = visit;
  const agencies = new AgenciesPage(visit);
  await agencies.choose("Kent Youth Offending Service");
  await visit.follow("Merge or rename", "Merge or rename an agency");
  await page.getByRole("button", { name: "End the agency and move its duties" }).click();
  await problems(page);
  await check(visit);
  await page.getByRole("radio", { name: "It carries on under a new name" }).check();
  await page.getByRole("textbox", { name: "The new name" }).fill("Kent Youth Justice Service");
  await agencies.date("First day of the successor's duties", new Date());
  await page.getByRole("textbox", { name: "Reason" }).fill("The service took a new name.");
  await visit.picture("succession");
  await page.getByRole("button", { name: "End the agency and move its duties" }).click();
  await visit.arrived("Kent Youth Justice Service");
  await says(page, "Kent Youth Justice Service carries on the duties.");
  await agencies.fact("Carries on from").getByRole("link", { name: "Kent Youth Offending Service" }).click();
  await visit.arrived("Kent Youth Offending Service");
  await says(page, /^This agency ended on /);
  await check(visit);

  await visit.goto("/plans/kent-2015/actions/3.4");
  const facts = page.getByRole("complementary", { name: "Facts about this action" });
  await facts.getByRole("link", { name: "Kent Youth Justice Service" }).waitFor();
  const history = page.getByRole("region", { name: "Reports and changes" });
  await says(history, /Kent Youth Offending Service/);
});

test("the audit log is narrowed by act, person and record, and read page by page", async () => {
  const visit = await stage.enter("auditor");
  const { page } = visit;
  await visit.goto("/audit");
  const entries = page.getByRole("table", { name: "Entries of the audit log" });
  await entries.waitFor();
  await check(visit);
  await visit.picture("audit");
  const first = await entries.getByRole("rowheader").count();
  const latest = await entries.getByRole("time").first().getAttribute("datetime");

  await page.getByRole("link", { name: "Next page" }).click();
  await page.waitForURL(/cursor=/);
  await page.getByRole("link", { name: "Back to the latest entries" }).waitFor();
  const newest = () => entries.getByRole("time").first().getAttribute("datetime");
  assert.ok(((await newest()) ?? "") < (latest ?? ""), "the next page is of an earlier time");
  await page.getByRole("link", { name: "Back to the latest entries" }).click();
  await page.getByRole("link", { name: "Back to the latest entries" }).waitFor({ state: "detached" });
  assert.equal(await newest(), latest);
  assert.ok(first > 10, "a page has many entries");

  await page.getByRole("combobox", { name: "By whom" }).selectOption({ label: "Sam Whitfield" });
  await page.waitForURL(/actor=/);
  await entries.getByRole("cell", { name: "Alex Morgan" }).first().waitFor({ state: "detached" });
  for (const row of await entries.getByRole("row").all()) {
    const words = (await row.textContent()) ?? "";
    assert.ok(words.includes("Sam Whitfield") || words.includes("By whom"), words);
  }
  await page.getByRole("combobox", { name: "What was done" }).selectOption({ index: 1 });
  await page.waitForURL(/act=/);
  await check(visit);
  await page.getByRole("link", { name: "Clear filters" }).click();
  await page.waitForURL((url) => url.search === "");
  await entries.getByRole("link", { name: /^Only this/ }).first().click();
  await page.waitForURL(/subject=/);
  await entries.getByRole("rowheader").first().waitFor();
  await check(visit);
});

test("the reference of the REST interface is read without signing in, and finds an operation", async () => {
  const visit = await stage.visit({ size: "phone" });
  await visit.goto("/api-reference");
  await visit.page.getByRole("heading", { name: "Operations" }).waitFor();
  await check(visit);
  await visit.picture("api-reference");
  await visit.page.getByRole("searchbox", { name: "Find an operation" }).fill("openapi.json");
  await visit.page.waitForURL(/openapi/);
  await check(visit);
});
