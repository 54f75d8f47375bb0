// @ts-check
// Looking for words from any page: what is found, where it leads, and what a person is told when nothing is.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { announces, figure, focused, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

/** @param {import("../support/browser.mjs").Visit} visit */
const box = (visit) => visit.page.getByRole("search").getByRole("searchbox", { name: /^Search actions, updates/ });

test("words lead from any page to the records that hold them", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  await visit.goto("/agencies");
  await box(visit).fill("perinatal");
  await box(visit).press("Enter");
  await visit.arrived("Search for perinatal");
  // Whoever types stays in the box, to type something else, and is told how much was found.
  await focused(box(visit));
  await announces(page, /^\d+ records? found/);
  assert.equal(await box(visit).inputValue(), "perinatal", "the words stay in the box");
  const actions = page.getByRole("region", { name: /^Actions/ });
  const total = figure(await actions.getByRole("heading").textContent());
  assert.ok(total >= 1);
  assert.match((await actions.locator("mark").first().textContent()) ?? "", /perinatal/i);
  await check(visit);
  await visit.picture("search");

  await actions.getByRole("listitem").first().getByRole("link").click();
  await page.waitForURL(/\/actions\//);
  await visit.settled();
  await page.goBack();
  await visit.arrived("Search for perinatal");
});

test("one kind is read by itself, page by page", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  await visit.goto("/search?q=children");
  await page.getByRole("link", { name: /^All \d+ actions$/ }).click();
  await page.waitForURL(/kind=action/);
  const actions = page.getByRole("region", { name: /^Actions/ });
  await page.getByRole("link", { name: "Results of every kind" }).waitFor();
  const total = figure(await actions.getByRole("heading").textContent());
  assert.equal(await page.getByRole("region", { name: /^Evidence/ }).count(), 0);
  assert.ok((await actions.getByRole("listitem").count()) <= total);
  await check(visit);
  await page.getByRole("link", { name: "Results of every kind" }).click();
  await page.waitForURL((url) => !url.search.includes("kind"));
});

test("nothing found, common words and signs are answered plainly", async () => {
  const visit = await stage.enter("coordinator", { size: "narrow" });
  const { page } = visit;
  await visit.goto("/search");
  await says(page, "Enter the words to look for.");
  await check(visit);
  for (const [words, answer] of [
    ["xylophone", /Every word has to be found in the same record/],
    ["the and of", /These words stand in nearly every text/],
    ["\"' OR 1=1; -- <script>alert(1)</script>", /Every word has to be found in the same record/],
  ]) {
    await box(visit).fill(String(words));
    await page.getByRole("button", { name: "Search" }).click();
    await visit.arrived(`Search for ${words}`);
    await says(page, answer ?? "");
    await check(visit);
  }
  await visit.picture("search-nothing");
});

test("an agency does not find what another has not yet sent", async () => {
  const visit = await stage.enter("editor.health");
  await visit.goto("/search?q=wellbeing");
  const updates = visit.page.getByRole("region", { name: /^Progress updates/ });
  if (await updates.count()) {
    for (const item of await updates.getByRole("listitem").all()) {
      const words = (await item.textContent()) ?? "";
      assert.ok(words.includes("Accepted") || !/Draft|Submitted|Returned/.test(words), words);
    }
  }
  await check(visit);
});
