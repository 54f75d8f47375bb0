// @ts-check
// Chasing: who has reported in which cycle, and the actions behind every figure.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { RegisterPage } from "../support/pages/register.mjs";
import { figure, focused } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "kent-2015";
const ALL = 22;
const stage = new Stage();

test("the grid shows who has reported in each cycle, and opens the actions that are missing", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  await visit.follow("Who has reported", "Who has reported");
  const grid = page.getByRole("table", { name: "Accepted reports by agency and cycle, latest cycle first" });
  await grid.waitFor();
  await check(visit);
  await visit.picture("reporting");
  assert.equal(await grid.getByRole("columnheader").count(), 5, "agency, last report and three cycles");
  assert.match((await grid.getByRole("columnheader").nth(2).textContent()) ?? "", /^Third demonstration cycle/);
  const quiet = grid.getByRole("row").filter({ hasText: "Never" });
  assert.ok((await quiet.count()) > 0, "some agencies were never heard of");
  assert.equal(await quiet.first().getByText("None reported").count(), 2, "in both cycles that have closed");

  const missing = await grid.getByRole("link", { name: /^\d+ not reported$/ }).evaluateAll((links) =>
    links.map((link) => ({ href: link.getAttribute("href") ?? "", words: link.textContent ?? "" })),
  );
  const register = new RegisterPage(visit, PLAN);
  for (const { href, words } of [...missing.slice(0, 3), ...missing.slice(-2)]) {
    await register.open(new URL(href, stage.server.url).search);
    await register.shows(figure(words), ALL);
    assert.equal(await register.agrees(), figure(words), href);
  }
});

test("the grid works by keyboard and reads as blocks on a phone", async () => {
  const visit = await stage.enter("lead.health", { size: "phone" });
  const { page } = visit;
  await visit.goto(`/plans/${PLAN}/reporting`);
  const grid = page.getByRole("table", { name: "Accepted reports by agency and cycle, latest cycle first" });
  await grid.waitFor();
  await visit.picture("reporting-phone");
  const own = grid.getByRole("row").filter({ hasText: "KCC Public Health" });
  await own.getByRole("link", { name: "KCC Public Health" }).focus();
  await page.keyboard.press("Tab");
  await focused(own.getByRole("link", { name: /^\d+ of \d+$/ }).first());
  await page.keyboard.press("Enter");
  await visit.arrived("Actions");
});
