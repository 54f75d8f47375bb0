// @ts-check
// What the checks found in the imported plan, and what a coordinator decides of it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { FindingsPage } from "../support/pages/findings.mjs";
import { says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const PLAN = "kent-2015";
const stage = new Stage();

test("a coordinator accepts one finding, overrules one and leaves one for later", async () => {
  const visit = await stage.enter("coordinator");
  const findings = new FindingsPage(visit, PLAN);
  await findings.open();
  await check(visit);
  await visit.picture("findings");
  const accepted = await findings.count("Accepted");

  const wrong = findings.kind("Link that seems to mean another action");
  const link = findings.about(wrong, "4.1 (promoting recovery)");
  await link.getByRole("button", { name: /^Accept the repair/ }).click();
  await says(visit.page, /^The repair is made\./);
  await says(link, /^Accepted by Sam Whitfield, /);
  await findings.counts("Accepted", accepted + 1);

  // The reason is asked for by the server.
  visit.expect(/status of 422/);
  const alias = findings.about(findings.kind("Several names for one body or outcome"), "Department of Health");
  await alias.getByRole("button", { name: /^Overrule/ }).click();
  await alias.getByRole("button", { name: "Overrule", exact: true }).click();
  await says(alias, "Say why, so that others can follow the decision");
  await alias.getByRole("textbox").fill("They were two departments at the time of the plan.");
  await alias.getByRole("button", { name: "Overrule", exact: true }).click();
  await says(visit.page, "The finding is overruled. The plan stays as it is.");
  await says(alias, "They were two departments at the time of the plan.");

  const dates = findings.kind("Actions without a date").getByRole("article");
  await dates.getByRole("button", { name: /^Leave for later/ }).click();
  await dates.getByRole("textbox").fill("The leads bring dates to the next board.");
  await dates.getByRole("button", { name: "Leave for later", exact: true }).click();
  await says(visit.page, "The finding is left for later.");
  await check(visit);

  // A reload shows the lists as the server has them.
  for (const [state, word] of /** @type {const} */ ([
    ["Accepted", "4.1 (promoting recovery)"],
    ["Overruled", "They were two departments"],
    ["Parked", "The leads bring dates"],
  ])) {
    await findings.open();
    await findings.choose(state);
    await says(visit.page, new RegExp(word.replace(/[()]/g, "\\$&")));
    await check(visit);
  }
});

test("an accepted repair is what the action shows, and a decision that changed nothing can be taken back", async () => {
  const visit = await stage.enter("coordinator");
  const findings = new FindingsPage(visit, PLAN);
  await findings.open();
  const link = findings.about(findings.kind("Link that seems to mean another action"), "3.6 (neurodevelopmental disorders)");
  await link.getByRole("button", { name: /^Accept the repair/ }).click();
  await says(link, /^Accepted by /);
  await link.getByRole("link", { name: /Shared training plan/ }).first().click();
  await visit.arrived("Shared training plan for staff in universal settings");
  const links = visit.page.getByRole("region", { name: "Links" });
  await links.getByRole("link", { name: /Community support for learning disability/ }).first().waitFor();

  await findings.open();
  const open = await findings.count("To decide");
  await findings.choose("Parked");
  await visit.page.getByRole("button", { name: /^Take the decision back/ }).first().click();
  await says(visit.page, /^The decision is taken back\./);
  await findings.counts("To decide", open + 1);
});

test("others read the findings and decide nothing, and a practitioner does not find them", async () => {
  const editor = await stage.enter("editor.schools");
  const findings = new FindingsPage(editor, PLAN);
  await findings.open();
  await findings.kind("Count that does not match").waitFor();
  assert.equal(await editor.page.getByRole("article").getByRole("button").count(), 0, "there is nothing to press");
  await check(editor);

  const practitioner = await stage.enter("practitioner");
  practitioner.expect(/status of 404/);
  assert.equal(await practitioner.page.getByRole("link", { name: "Findings" }).count(), 0, "nothing leads there");
  await practitioner.goto(findings.address);
  await says(practitioner.page, "There is nothing here");
  await practitioner.picture("not-for-a-practitioner");
});
