// @ts-check
// Webhooks of an agency: added with a secret that is shown once, tried out against a receiver of our own whose letters the
// standard's library checks, given a new secret, sent again, switched off and removed.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { Webhook } from "standardwebhooks";

import { check } from "../support/check.mjs";
import { AgenciesPage } from "../support/pages/agencies.mjs";
import { problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage({ loopbackWebhooks: true });

/** @type {{ headers: Record<string, string>, body: string }[]} */
const letters = [];
let answer = 200;
const receiver = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (part) => (body += part));
  request.on("end", () => {
    letters.push({ headers: /** @type {Record<string, string>} */ ({ ...request.headers }), body });
    receiver.emit("letter");
    response.writeHead(answer, { "content-type": "text/plain" }).end(answer === 200 ? "Thank you" : "Out of order");
  });
});
let url = "";

before(async () => {
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = receiver.address();
  assert.ok(address && typeof address === "object");
  url = `http://127.0.0.1:${address.port}/in`;
});
after(() => receiver.close());

/** @param {number} count The letters that have to have come. */
async function arrived(count) {
  while (letters.length < count) await once(receiver, "letter");
  return letters[count - 1];
}

test("a webhook is added, tried out, given a new secret, and sent again", async () => {
  const visit = await stage.enter("lead.ccg");
  const { page } = visit;
  const agencies = new AgenciesPage(visit);
  await agencies.open();
  await visit.goto(await ownAgency(visit));
  await page.getByRole("link", { name: "Webhooks" }).click();
  await visit.arrived("Webhooks");
  await says(page, "No webhooks yet");
  await check(visit);
  await visit.picture("webhooks-none");
  await page.getByRole("link", { name: "Add a webhook" }).click();
  await visit.arrived("Add a webhook");
  await page.getByRole("button", { name: "Add webhook" }).click();
  await problems(page);
  await check(visit);
  visit.expect(/status of 422/);
  await page.getByRole("textbox", { name: "Address of the receiver" }).fill("https://10.0.0.1/in");
  await page.getByRole("checkbox", { name: "A progress update was sent for review" }).check();
  await page.getByRole("button", { name: "Add webhook" }).click();
  await says(page.getByRole("alert"), /This address leads to a private network/);
  await visit.picture("webhook-refused");
  await page.getByRole("textbox", { name: "Address of the receiver" }).fill(url);
  await page.getByRole("textbox", { name: "What it is for (optional)" }).fill("Our case system");
  await page.getByRole("button", { name: "Add webhook" }).click();
  await visit.arrived("The webhook has been added");
  const secret = await page.getByRole("textbox", { name: "Secret that signs" }).inputValue();
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  await check(visit);
  await visit.picture("webhook-secret");

  await page.getByRole("link", { name: "Go to the webhook" }).click();
  await visit.arrived("Webhook");
  await page.getByRole("button", { name: "Send a test" }).click();
  const first = await arrived(1);
  const event = /** @type {{ type: string }} */ (new Webhook(secret).verify(first.body, first.headers));
  assert.equal(event.type, "webhook.test");
  await logged(page, "Delivered");
  await check(visit);
  await visit.picture("webhook");

  await page.getByRole("button", { name: "New secret" }).click();
  await page.getByRole("button", { name: "New secret, keep the old one for a day" }).click();
  const newer = page.getByRole("textbox", { name: "Secret that signs" });
  await newer.waitFor();
  const next = await newer.inputValue();
  assert.notEqual(next, secret);
  answer = 500;
  await page.getByRole("button", { name: "Send a test" }).click();
  const second = await arrived(2);
  new Webhook(secret).verify(second.body, second.headers);
  new Webhook(next).verify(second.body, second.headers);
  assert.throws(() => new Webhook(next).verify(first.body, first.headers), "the first was signed before there was a new secret");
  await logged(page, "Failed");
  answer = 200;
  await page.getByRole("row", { name: /Failed/ }).getByRole("button", { name: /^Send again/ }).click();
  const third = await arrived(3);
  assert.equal(third.headers["webhook-id"], second.headers["webhook-id"]);
  await check(visit);
});

test("a webhook is switched off and removed", async () => {
  const visit = await stage.enter("lead.ccg");
  const { page } = visit;
  await visit.goto(`${await ownAgency(visit)}/webhooks`);
  await page.getByRole("link", { name: url }).click();
  await visit.arrived("Webhook");
  await page.getByRole("button", { name: "Switch off" }).click();
  await says(page, "The webhook is switched off.");
  await says(page, /Somebody switched it off/);
  await page.getByRole("button", { name: "Switch on" }).click();
  await says(page, "The webhook is switched on.");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Remove the webhook" }).click();
  await visit.arrived("Webhooks");
  await says(page, "The webhook has been removed.");
  await says(page, "No webhooks yet");
});

/** @param {import("../support/browser.mjs").Visit} visit @returns {Promise<string>} the path of the agency that they lead */
async function ownAgency({ page }) {
  const session = await page.evaluate(async () => (await fetch("/api/v1/session")).json());
  return `/agencies/${session.grants[0].agency.id}`;
}

/**
 * Waits until the log shows a state, looking again as a person would.
 * @param {import("playwright-core").Page} page @param {string} state
 */
async function logged(page, state) {
  const row = page.getByRole("row", { name: new RegExp(state) });
  while ((await row.count()) === 0) {
    const answered = page.waitForResponse(/deliveries/);
    await page.getByRole("button", { name: "Look again" }).click();
    await answered;
  }
}
