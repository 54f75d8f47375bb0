// @ts-check
// Chasing: who has reported in which cycle, with the actions behind every figure; digests as a real mail server gets
// them; and what people choose to get.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import { check } from "../support/check.mjs";
import { RegisterPage } from "../support/pages/register.mjs";
import { part, Post } from "../support/post.mjs";
import { figure, focused, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "kent-2015";
const ALL = 22;
const post = await Post.start();
after(() => post.stop());
const stage = new Stage({ mailServer: post.url });

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

test("an agency's people get one digest each, in words and links that lead to the action", async () => {
  const mail = await post.arrived("editor.ccg@demo.example");
  await post.arrived("lead.ccg@demo.example");
  const people = post.mails.map(({ to }) => to);
  assert.equal(new Set(people).size, people.length, "one each");
  assert.ok(!people.some((to) => /^(board|admin|auditor|coordinator)@/.test(to)), "and nobody else");
  assert.match(mail.raw, /^Subject: \d+ updates? due by \d+ \w+ \d{4}\r$/m);
  const text = part(mail, "text/plain");
  assert.match(text, /This is today's digest for NHS West Kent CCG/);
  assert.match(text, /Nothing has been sent yet on:/);
  assert.ok(!/Tom|Ashworth|Priya/.test(text), "no person is named");
  const address = text.match(/http:\S+\/actions\/\S+/)?.[0] ?? "";
  assert.ok(part(mail, "text/html").includes(`href="${address}"`));
  const visit = await stage.enter("editor.ccg");
  await visit.goto(new URL(address).pathname);
  await visit.page.getByRole("complementary", { name: "Facts about this action" }).waitFor();
});

test("a person chooses what they get, and an agency who answers for it", async () => {
  const visit = await stage.enter("lead.health");
  const { page } = visit;
  await visit.goto("/account");
  await page.getByRole("link", { name: /^Change\W+mail$/i }).click();
  await visit.arrived("What you get by mail");
  await check(visit);
  await visit.picture("mail-choices");
  await says(page, /^You answer for KCC Public Health/);
  await page.getByRole("checkbox", { name: "What became of your updates" }).uncheck();
  await page.getByRole("checkbox", { name: "A summary on Mondays" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await visit.arrived("Your account");
  await says(page, "Your choice has been saved.");
  await visit.goto("/account/mail");
  assert.ok(await page.getByRole("checkbox", { name: "A summary on Mondays" }).isChecked());
  assert.ok(!(await page.getByRole("checkbox", { name: "What became of your updates" }).isChecked()));

  await visit.goto("/agencies");
  await page.getByRole("link", { name: "KCC Public Health", exact: true }).first().click();
  await visit.arrived("KCC Public Health");
  await visit.follow("Who answers for it", "Who answers for the agency");
  await check(visit);
  await visit.picture("accountable");
  await page.getByRole("combobox", { name: "Who answers" }).selectOption({ label: "Grace Okafor" });
  await page.getByRole("button", { name: "Save" }).click();
  await visit.arrived("KCC Public Health");
  await says(page, "Grace Okafor will be told when a cycle closes without reports.");
});
