// @ts-check
// An update on its way: owed, written, returned with a comment, mended, accepted, and what the plan shows then.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { EditorPage, QUESTIONS } from "../support/pages/editor.mjs";
import { OverviewPage } from "../support/pages/overview.mjs";
import { UpdatePage } from "../support/pages/update.mjs";
import { WorkPage } from "../support/pages/work.mjs";
import { focused, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "kent-2015";
const stage = new Stage();

test("an owed update is written, returned, mended and accepted, and the plan shows it", async () => {
  const [editor, lead] = [await stage.enter("editor.ccg"), await stage.enter("lead.ccg")];
  const overview = new OverviewPage(lead, PLAN);
  await overview.open();
  const before = { atRisk: await overview.count("At risk"), silent: await overview.count("Not reported") };

  const work = new WorkPage(editor);
  await work.start("3.12");
  const form = new EditorPage(editor.page);
  await check(editor);
  await editor.picture("editor");

  await form.submit.click();
  const summary = await problems(editor.page);
  await check(editor);
  await editor.picture("editor-problems");
  await summary.getByRole("link", { name: "Select a rating" }).click();
  await focused(form.choice("rating", "On track"));
  await summary.getByRole("link", { name: "Enter what was done in this period" }).click();
  await focused(form.words("done"));

  await form.answer({
    rating: "At risk",
    done: "Two of the three clinics opened in the spring.",
    next: "Open the third clinic by the end of January.",
  });
  await form.submit.click();
  await (await problems(editor.page)).getByRole("link", { name: "Select what keeps the action back" }).click();
  await focused(editor.page.getByLabel(QUESTIONS.cause));
  await check(editor);
  await editor.picture("editor-recovery");
  await form.recover({
    cause: "Posts are empty or staff are away",
    step: "Lend two nurses from the first clinic.",
    owner: "The clinic manager",
    by: { day: "31", month: "1", year: "2199" },
  });
  await form.submit.click();
  await editor.arrived("Update on 3.12");
  await says(editor.page, "Your update on 3.12 has been submitted for review.");
  assert.equal(await new UpdatePage(editor.page).decision.count(), 0, "an editor decides nothing");

  const desk = new WorkPage(lead);
  const review = new UpdatePage(lead.page);
  await desk.open();
  await desk.take("To review", "3.12");
  await check(lead);
  await lead.picture("review");
  await review.decide("Return it");
  await (await problems(lead.page)).getByRole("link", { name: "Enter what has to change before it can be accepted" }).click();
  await focused(review.comment);
  await review.decide("Return it", "Say how many families the two clinics have seen.");
  await says(lead.page, "The update on 3.12 has been returned with your comment.");

  await work.open();
  await work.take("Returned to you", "3.12");
  await says(editor.page, /^Returned by Priya Nair on /);
  await says(editor.page, "Say how many families the two clinics have seen.");
  await check(editor);
  await editor.picture("editor-returned");
  await form.words("done").fill("Two of the three clinics opened in the spring and have seen 48 families.");
  await form.submit.click();
  await editor.arrived("Update on 3.12");

  await desk.open();
  await desk.take("To review", "3.12");
  await says(lead.page, "Say how many families the two clinics have seen.");
  await review.decide("Accept it");
  await says(lead.page, "The update on 3.12 has been accepted.");

  await lead.goto(`/plans/${PLAN}/actions/3.12`);
  const history = lead.page.getByRole("region", { name: "Reports and changes" });
  await says(history, "Two of the three clinics opened in the spring and have seen 48 families.");
  await history.getByRole("heading", { name: "Third demonstration cycle: at risk" }).waitFor();
  await check(lead);
  await lead.picture("action");

  await overview.open();
  assert.equal(await overview.count("At risk"), before.atRisk + 1);
  assert.equal(await overview.count("Not reported"), before.silent - 1);
});

test("a lead who wrote an update cannot accept it", async () => {
  const lead = await stage.enter("lead.ccg");
  await new WorkPage(lead).take("Drafts", "2.4");
  const form = new EditorPage(lead.page);
  await form.answer({ rating: "On track", done: "Both teams have their staff.", next: "Begin in February." });
  await form.submit.click();
  await lead.arrived("Update on 2.4");
  await says(lead.page, "You wrote or last changed this update, so a colleague has to review it.");
  assert.equal(await new UpdatePage(lead.page).record.count(), 0, "there is nothing to press");
  await check(lead);
});

test("a joint lead asks for a change, and the update goes back with the words", async () => {
  const [partner, editor] = [await stage.enter("lead.health"), await stage.enter("editor.ccg")];
  const desk = new WorkPage(partner);
  const update = new UpdatePage(partner.page);
  await desk.open();
  await desk.take("To confirm for your agency", "3.4");
  await says(partner.page, "Not agreed yet");
  await check(partner);
  await partner.picture("endorse");
  await update.answer.getByRole("radio", { name: "Ask for a change" }).check();
  await update.recordAnswer.click();
  await (await problems(partner.page)).getByRole("link", { name: "Enter what has to change" }).click();
  await focused(update.change);
  await update.change.fill("Say which of the two districts has begun.");
  await update.recordAnswer.click();
  await says(partner.page, "The update on 3.4 has gone back with your words.");

  const work = new WorkPage(editor);
  await work.open();
  await work.take("Returned to you", "3.4");
  await says(editor.page, /^Disputed by /);
  await says(editor.page, "Say which of the two districts has begun.");
  await check(editor);
});
