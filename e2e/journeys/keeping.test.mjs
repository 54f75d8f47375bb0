// @ts-check
// Words survive: a reload, a server that goes away, a session that ends, and somebody else at the same update.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { check } from "../support/check.mjs";
import { password } from "../support/demonstration.mjs";
import { EditorPage } from "../support/pages/editor.mjs";
import { WorkPage } from "../support/pages/work.mjs";
import { announces, says } from "../support/say.mjs";
import { Server } from "../support/server.mjs";
import { Stage } from "../support/stage.mjs";

// The data outlives the server here, so that another can carry on with it.
const dataDir = await mkdtemp(join(tmpdir(), "throughline-e2e-"));
const stage = new Stage({ dataDir });
after(() => rm(dataDir, { recursive: true, force: true }));

/** @param {import("../support/browser.mjs").Visit} visit @param {string} reference */
async function draft(visit, reference) {
  await new WorkPage(visit).take("Drafts", reference);
  return new EditorPage(visit.page);
}

test("words typed a moment before a reload are still there, and reach the server", async () => {
  const visit = await stage.enter("editor.ccg");
  const form = await draft(visit, "2.4");
  await form.words("help").fill("A printer for the leaflets.");
  await visit.page.reload();
  await visit.arrived("Report on 2.4");
  assert.equal(await form.words("help").inputValue(), "A printer for the leaflets.");
  // They went off with the old page, or else the new one says where it has them from and sends them.
  const restored = await visit.page.getByText(/had not reached the server/).count();
  if (restored > 0) await form.saved.waitFor();

  const elsewhere = await stage.enter("lead.ccg");
  const same = await draft(elsewhere, "2.4");
  assert.equal(await same.words("help").inputValue(), "A printer for the leaflets.");
});

test("while the server is gone the page keeps the words and says so; when it is back they are saved", async () => {
  const visit = await stage.enter("editor.ccg");
  // A part of the program that is foreseen cannot be fetched either.
  visit.expect(/ERR_CONNECTION_REFUSED|Failed to fetch/);
  const form = await draft(visit, "2.4");
  const { port } = stage.server;
  await stage.server.stop();
  await form.words("changed").fill("Mothers hear back within a week.");
  await form.unreachable.waitFor();
  await announces(visit.page, "The server cannot be reached, trying again");
  await check(visit);
  await visit.picture("editor-unreachable");

  stage.server = await Server.start({ dataDir, port });
  await form.saved.waitFor();
  await visit.page.reload();
  await visit.arrived("Report on 2.4");
  assert.equal(await form.words("changed").inputValue(), "Mothers hear back within a week.");
});

test("a session that ends in the middle is begun again over the page, and the words are saved", async () => {
  const visit = await stage.enter("editor.ccg");
  visit.expect(/status of 401/);
  const form = await draft(visit, "2.4");

  const elsewhere = await stage.enter("editor.ccg", { device: "second" });
  await elsewhere.goto("/account/password");
  // A new password signs the person out everywhere else; here it is the one that they had.
  const secret = password(stage.server);
  await elsewhere.page.getByRole("textbox", { name: "Password so far" }).fill(secret);
  await elsewhere.page.getByRole("textbox", { name: "New password" }).fill(`${secret} again`);
  await elsewhere.page.getByRole("button", { name: "Change password" }).click();
  await elsewhere.arrived("Your account");

  await form.words("help").fill("A second printer.");
  const dialog = visit.page.getByRole("dialog", { name: "Sign in again" });
  await dialog.waitFor();
  await says(visit.page, "Kept on this device. Your session has ended: sign in again and it is saved");
  await visit.picture("sign-in-again");
  const again = dialog.getByRole("textbox", { name: "Password" });
  await again.fill(secret);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await says(dialog, "The password is not right");
  await again.fill(`${secret} again`);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "hidden" });
  await form.saved.waitFor();
  assert.equal(await form.words("help").inputValue(), "A second printer.");
  await check(visit);
});

test("two people at one draft choose between their words", async () => {
  const [visit, other] = [await stage.enter("lead.ccg"), await stage.enter("editor.ccg", { device: "second" })];
  visit.expect(/status of 412/);
  const [form, theirs] = [await draft(visit, "5.1"), await draft(other, "5.1")];
  await theirs.words("done").fill("Seven workers have started.");
  await theirs.words("next").fill("Two more start in March.");
  await theirs.saved.waitFor();

  await form.words("done").fill("Six workers have started.");
  await form.words("next").fill("The rest start in March.");
  await says(visit.page, "This update has changed since you opened it");
  await says(visit.page, "Six workers have started.");
  await says(visit.page, "Seven workers have started.");
  await check(visit);
  await visit.picture("editor-clash");
  const choice = (/** @type {string} */ question) => visit.page.getByRole("group", { name: `Which words to keep: ${question}` });
  await choice("what was done in this period").getByRole("radio", { name: "Take theirs" }).check();
  await choice("what comes next").getByRole("radio", { name: "Keep yours" }).check();
  await visit.page.getByRole("button", { name: "Keep these words" }).click();
  await form.saved.waitFor();

  await other.page.reload();
  await other.arrived("Report on 5.1");
  assert.equal(await theirs.words("done").inputValue(), "Seven workers have started.");
  assert.equal(await theirs.words("next").inputValue(), "The rest start in March.");
});
