// @ts-check
// Two people with the same page open: what one changes, the other hears of, and sees when they ask.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { EditorPage } from "../support/pages/editor.mjs";
import { WorkPage } from "../support/pages/work.mjs";
import { announces, focused, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

const ACTION = "/plans/kent-2015/actions/3.4";

/** @param {import("../support/browser.mjs").Visit} visit @param {string} reference */
async function draft(visit, reference) {
  await new WorkPage(visit).take("Drafts", reference);
  return new EditorPage(visit.page);
}

/** @param {import("../support/browser.mjs").Visit} visit */
const news = (visit) => visit.page.getByRole("region", { name: "Changes by others" });

test("a page says that others have changed it, and changes only when its reader asks", async () => {
  const coordinator = await stage.enter("coordinator");
  const board = await stage.enter("board");
  await board.goto(ACTION);
  const title = await board.page.getByRole("heading", { level: 1 }).textContent();
  await rename(coordinator, "A title of today");
  await says(news(board), "1 change by others");
  await announces(board.page, /^Others have changed what this page shows/);
  assert.equal(await board.page.getByRole("heading", { level: 1 }).textContent(), title, "nothing has changed under the reader");
  await check(board);
  await board.picture("changes-by-others");
  await news(board).getByRole("button", { name: "Show them" }).press("Enter");
  await board.arrived("A title of today");
  await news(board).waitFor({ state: "detached" });
  await focused(board.page.getByRole("main"));
  assert.equal(await news(coordinator).count(), 0, "one's own change is no news");
});

test("the tabs of a browser share one connection, and the next one takes it over", async () => {
  const visit = await stage.enter("auditor");
  /** @type {string[]} */ const opened = [];
  const count = (/** @type {import("playwright-core").Page} */ page) =>
    page.on("request", (request) => {
      if (new URL(request.url()).pathname === "/api/v1/live") opened.push(request.url());
    });
  const second = await visit.context.newPage();
  count(second);
  await second.goto("/plans/kent-2015/actions");
  await second.getByRole("heading", { level: 1, name: "Actions" }).waitFor();
  const coordinator = await stage.enter("coordinator");
  await rename(coordinator, "A first new title");
  await second.getByText("1 change by others").waitFor();
  assert.deepEqual(opened, [], "the first tab has the connection");
  await visit.goto("/accessibility");
  await second.getByRole("button", { name: "Show them" }).click();
  await second.getByText("A first new title").first().waitFor();
  await rename(coordinator, "A second new title");
  await second.getByText("1 change by others").waitFor();
  await second.close();
});

/**
 * @param {import("../support/browser.mjs").Visit} visit
 * @param {string} title
 */
async function rename(visit, title) {
  await visit.goto(`${ACTION}?do=change`);
  await visit.page.getByRole("textbox", { name: "Title" }).fill(title);
  await visit.page.getByRole("button", { name: /^Save/ }).click();
  await visit.arrived(title);
}

test("whoever writes an update hears that a colleague has written into it too", async () => {
  const editor = await stage.enter("editor.ccg");
  const own = await draft(editor, "2.4");
  const lead = await stage.enter("lead.ccg");
  const theirs = await draft(lead, "2.4");
  await theirs.words("done").fill("Written by the lead.");
  await theirs.saved.waitFor();
  await says(editor.page, /^Priya Nair changed this update at the same time/);
  await check(editor);
  await editor.picture("changed-at-the-same-time");
  await editor.page.getByRole("button", { name: "Show their words" }).click();
  await editor.page.getByText("changed this update at the same time").waitFor({ state: "detached" });
  assert.equal(await own.words("done").inputValue(), "Written by the lead.");
});

test("what people did in a plan stands in words, the latest first", async () => {
  const visit = await stage.enter("board");
  await visit.goto("/plans/kent-2015");
  await visit.page.getByRole("link", { name: "What people did in this plan lately" }).click();
  await visit.arrived("Activity");
  await says(visit.page, "Accepted a progress update");
  await check(visit);
  await visit.picture("activity");
});
