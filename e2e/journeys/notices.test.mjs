// @ts-check
// What people are told in the product: counted on every page as it happens, read, and gone to. And what is due, in a
// calendar of their own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { EditorPage } from "../support/pages/editor.mjs";
import { UpdatePage } from "../support/pages/update.mjs";
import { WorkPage } from "../support/pages/work.mjs";
import { announces, focused, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

/** @typedef {import("../support/browser.mjs").Visit} Visit */

/** @param {Visit} visit */
const bell = ({ page }) => page.getByRole("banner").getByRole("link", { name: /^Notices/ });

/** @param {Visit} visit How many are unread, as the header says. */
async function unread(visit) {
  const words = (await bell(visit).innerText()).replaceAll(/\s+/g, " ").trim();
  return Number(words.match(/\d+/)?.[0] ?? 0);
}

/**
 * Waits until the header says so many.
 * @param {Visit} visit
 * @param {number} count
 */
async function counts(visit, count) {
  const words = count === 0 ? /^\s*Notices\s*$/ : new RegExp(`^\\s*Notices\\s+${count}\\s+unread\\s*$`);
  await visit.page.getByRole("banner").getByRole("link", { name: words }).waitFor();
}

/** @param {Visit} visit @param {RegExp} words */
const notice = ({ page }, words) => page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("heading", { name: words }) });

test("who has to act hears of it at once, goes there, and the writer hears what became of it", async () => {
  const [editor, lead] = [await stage.enter("editor.ccg"), await stage.enter("lead.ccg")];
  await lead.goto("/agencies");
  const [before, own] = [await unread(lead), await unread(editor)];

  await new WorkPage(editor).start("3.12");
  const form = new EditorPage(editor.page);
  await form.answer({ rating: "On track", done: "Two clinics opened in the spring.", next: "Open the third in January." });
  await form.submit.click();
  await editor.arrived("Update on 3.12");
  await counts(lead, before + 1);

  await bell(lead).click();
  await lead.arrived("Notices");
  await check(lead);
  await lead.picture("notices");
  const asked = notice(lead, /^An update waits for your review: 3\.12 /);
  await says(asked, "Unread");
  await asked.getByRole("button", { name: "Mark as read" }).click();
  await announces(lead.page, "Marked as read");
  const way = asked.getByRole("link", { name: "Open the update" });
  await focused(way);
  await counts(lead, before);
  assert.equal(await asked.getByRole("button").count(), 0);

  await way.click();
  await lead.arrived("Update on 3.12");
  await new UpdatePage(lead.page).decide("Return it", "Say how many families have been seen.");
  await says(lead.page, "The update on 3.12 has been returned with your comment.");
  await counts(editor, own + 1);
  await bell(editor).click();
  await editor.arrived("Notices");
  await notice(editor, /^Priya Nair returned your update with a comment: 3\.12 /).getByRole("link", { name: "Open the update" }).click();
  await editor.arrived(/ on 3\.12$/);
  await says(editor.page, "Say how many families have been seen.");
  await counts(editor, own);
});

test("a page of notices says that there are more, and is done with all of them", async () => {
  const [editor, lead] = [await stage.enter("editor.ccg"), await stage.enter("lead.ccg")];
  await lead.goto("/notices");
  const before = await unread(lead);
  await new WorkPage(editor).take("Returned to you", "3.12");
  const form = new EditorPage(editor.page);
  await form.words("done").fill("Two clinics opened in the spring and have seen 48 families.");
  await form.submit.click();
  await editor.arrived("Update on 3.12");
  await counts(lead, before + 1);
  const changes = lead.page.getByRole("region", { name: "Changes by others" });
  await changes.getByRole("button", { name: "Show them" }).click();
  const asked = notice(lead, /^An update waits for your review: 3\.12 /);
  await asked.getByRole("button", { name: "Mark as read" }).waitFor();
  assert.equal(await asked.count(), 1, "one notice, told anew");
  await lead.page.getByRole("button", { name: "Mark all as read" }).click();
  await says(lead.page, "You have read all of them.");
  await focused(lead.page.getByText("You have read all of them."));
  await counts(lead, 0);
  assert.equal(await lead.page.getByRole("button", { name: "Mark as read" }).count(), 0);
  await check(lead);
  await lead.picture("notices-read");
  await lead.goto("/notices");
  await counts(lead, 0);
});

test("who is told nothing is told why", async () => {
  const visit = await stage.enter("board");
  await counts(visit, 0);
  await bell(visit).click();
  await visit.arrived("Notices");
  await visit.page.getByRole("heading", { name: "No notices" }).waitFor();
  await check(visit);
  await visit.picture("notices-none");
});

test("a calendar gets what is due by a link that is shown once and can be ended", async () => {
  const visit = await stage.enter("lead.health");
  const { page } = visit;
  await visit.goto("/account");
  await page.getByRole("link", { name: /^Change\W+calendar$/i }).click();
  await visit.arrived("Due dates in your calendar");
  await check(visit);
  await page.getByRole("button", { name: "Make a link" }).click();
  const field = page.getByRole("textbox", { name: "Link for your calendar" });
  await field.waitFor();
  await announces(page, "The link has been made. Copy it now.");
  await focused(field);
  await check(visit);
  const address = await field.inputValue();
  // A calendar has no session.
  const answer = await fetch(address);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "text/calendar; charset=utf-8");
  const text = await answer.text();
  assert.ok(text.startsWith("BEGIN:VCALENDAR\r\n") && text.endsWith("END:VCALENDAR\r\n"));
  assert.ok(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75), "lines are folded");
  const days = text.replaceAll("\r\n ", "").split("BEGIN:VEVENT\r\n").slice(1);
  assert.ok(days.some((day) => /^SUMMARY:Updates are due: Third demonstration cycle/m.test(day)), text);
  for (const day of days) assert.match(day, /^DTSTART;VALUE=DATE:\d{8}\r$/m);
  const known = await fetch(address, { headers: { "if-none-match": answer.headers.get("etag") ?? "" } });
  assert.equal(known.status, 304);

  await visit.goto("/account/calendar");
  await says(page, /^You made a link on /);
  assert.equal(await field.count(), 0, "it is shown once");
  await visit.picture("calendar");
  await page.getByRole("button", { name: "End the link" }).click();
  await says(page, "The link has been ended. Calendars that use it get nothing more.");
  assert.equal((await fetch(address)).status, 404);
});
