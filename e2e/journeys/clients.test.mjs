// @ts-check
// API clients: made by an agency's lead, given a secret and keys, used by a program, disabled.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { ClientsPage, token } from "../support/pages/clients.mjs";
import { problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

test("a lead adds a client, changes its secret, scopes and keys, and disables it", async () => {
  const lead = await stage.enter("lead.ccg");
  const { page } = lead;
  const clients = new ClientsPage(lead);
  await lead.follow("API clients", "API clients");
  await says(page, /No API clients yet/);
  await check(lead);
  await clients.add.click();
  await lead.arrived("Add an API client");
  await check(lead);
  await lead.picture("client-new");
  await clients.submit.click();
  await problems(page);
  await says(page.getByRole("alert"), /Choose at least one scope/);
  await check(lead);
  await lead.picture("client-problems");
  const first = await clients.make("Case system", ["plans:read", "updates:write"]);
  await says(page, /This secret is shown once/);
  await check(lead);
  await lead.picture("client-made");
  const given = await token(stage.server.url, first);
  assert.equal(given.scope, "plans:read updates:write");
  const call = (/** @type {string} */ path) =>
    fetch(`${stage.server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${given.access_token}` } });
  assert.equal((await call("/plans")).status, 200);

  await page.getByRole("link", { name: "See the client" }).click();
  await lead.arrived("Case system");
  await check(lead);
  await lead.picture("client");
  assert.ok(!(await page.content()).includes(first.secret), "the secret is not shown again");

  await clients.change("secrets");
  await lead.arrived("Make a new secret");
  await check(lead);
  await lead.picture("client-secret");
  await page.getByRole("radio", { name: "It works for another hour" }).check();
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await lead.arrived("The new secret");
  await says(page, /The secret so far works until/);
  await check(lead);
  const second = await clients.shown();
  assert.notEqual(second.secret, first.secret);
  for (const live of [first, second]) assert.equal((await token(stage.server.url, live)).status, 200);
  await page.getByRole("link", { name: "Back to the client" }).click();
  await lead.arrived("Case system");

  await clients.change("scopes");
  await lead.arrived("Change an API client");
  await check(lead);
  await page.getByRole("checkbox", { name: "plans:read" }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await lead.arrived("Case system");
  await says(page, /The client has been changed/);
  assert.equal((await call("/plans")).status, 403, "a token that is out loses what was taken away");

  await clients.change("public keys");
  await lead.arrived("Set the public keys");
  await check(lead);
  await lead.picture("client-keys");
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const set = page.getByRole("textbox", { name: "Key set" });
  await set.fill(JSON.stringify({ keys: [{ ...privateKey.export({ format: "jwk" }), kid: "2026" }] }));
  await page.getByRole("button", { name: "Save" }).click();
  await problems(page);
  await says(page.getByRole("alert"), /This is a private key/);
  await set.fill(JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "2026" }] }));
  await page.getByRole("button", { name: "Save" }).click();
  await lead.arrived("Case system");
  await says(page.getByRole("main"), /2026, EdDSA/);

  await page.getByRole("button", { name: "Disable the client" }).click();
  const dialog = page.getByRole("dialog", { name: "Disable Case system?" });
  await check(lead);
  await dialog.getByRole("button", { name: "Disable the client" }).click();
  await says(page, "Case system is disabled.");
  assert.equal((await call("/my-work")).status, 401, "its token is dead at once");
  assert.equal((await token(stage.server.url, second)).error, "invalid_client");
  await page.getByRole("button", { name: "Enable the client again" }).click();
  await says(page, "Case system is enabled again.");
  assert.equal((await call("/my-work")).status, 200);

  await lead.goto("/clients");
  await says(page.getByRole("main"), /Case system/);
  await check(lead);
  await lead.picture("clients");
  await lead.goto("/audit");
  await says(page.getByRole("main"), /Fetched an access token/);
});

test("the office gives no more than it may, and others do not see the pages", async () => {
  const office = await stage.enter("admin");
  await office.goto("/clients/new");
  await office.page.getByRole("combobox", { name: "Agency" }).selectOption({ label: "KCC Public Health" });
  await office.page.getByRole("checkbox", { name: "plans:read" }).waitFor();
  assert.equal(await office.page.getByRole("checkbox", { name: "updates:write" }).count(), 0);
  await check(office);
  const auditor = await stage.enter("auditor");
  await auditor.goto("/clients");
  await auditor.arrived("API clients");
  assert.equal(await auditor.page.getByRole("link", { name: "Add an API client" }).count(), 0);
  await check(auditor);
  const editor = await stage.enter("editor.ccg");
  assert.equal(await editor.page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "API clients" }).count(), 0);
});
