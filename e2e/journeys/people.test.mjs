// @ts-check
// People: the first administrator, an invitation, roles, a closed account, devices, a new password.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { password } from "../support/demonstration.mjs";
import { InvitePage, PersonPage, WelcomePage } from "../support/pages/people.mjs";
import { SignInPage } from "../support/pages/sign-in.mjs";
import { problems, says } from "../support/say.mjs";
import { Server } from "../support/server.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();
const SECRET = "kettle harbour violin";

test("an invited person chooses a password, is given another role, and is out when the account is closed", async () => {
  const administrator = await stage.enter("admin");
  const invite = new InvitePage(administrator);
  await invite.open();
  await check(administrator);
  await invite.submit.click();
  await problems(administrator.page);
  await check(administrator);
  await administrator.picture("invite-problems");
  const link = await invite.send({ name: "Nadia Rahman", email: "nadia@demo.example", role: "Agency editor", agency: "KCC Public Health" });
  await check(administrator);
  await administrator.picture("invited");

  const guest = await stage.visit({ size: "phone" });
  const welcome = new WelcomePage(guest);
  await welcome.open(link);
  await says(guest.page, /^This link is for Nadia Rahman/);
  assert.equal(new URL(guest.page.url()).hash, "", "the secret has left the address");
  await check(guest);
  await guest.picture("welcome");
  await welcome.choose("short");
  await problems(guest.page);
  await welcome.choose(SECRET);
  await guest.arrived("My work");
  await says(guest.page, "Your password is set and you are signed in.");

  const again = await stage.visit();
  again.expect(/status of 4\d\d/);
  await new WelcomePage(again).open(link);
  await says(again.page, /used|no longer|expired|does not work/i);

  const person = new PersonPage(administrator);
  await person.open("Nadia Rahman");
  await check(administrator);
  await administrator.picture("person");
  await person.change("Roles");
  await administrator.arrived("Change roles");
  await check(administrator);
  const role = administrator.page.getByRole("group", { name: "Role 1" });
  await role.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: "Agency lead" });
  await administrator.page.getByRole("button", { name: "Save roles" }).click();
  await administrator.arrived("Nadia Rahman");
  await says(administrator.page, "The roles have been changed.");
  await says(administrator.page.getByRole("main"), /Agency lead/);

  await administrator.page.getByRole("button", { name: "Close the account" }).click();
  const dialog = administrator.page.getByRole("dialog", { name: "Close the account of Nadia Rahman?" });
  await check(administrator);
  await dialog.getByRole("button", { name: "Close the account" }).click();
  await says(administrator.page, "The account of Nadia Rahman is closed.");

  guest.expect(/status of 401/);
  await guest.page.reload();
  await guest.arrived("Sign in");
  const signIn = new SignInPage(guest.page);
  await signIn.email.fill("nadia@demo.example");
  await signIn.password.fill(SECRET);
  await signIn.submit.click();
  await problems(guest.page);
});

test("a person ends another device and changes the password", async () => {
  const desk = await stage.enter("editor.health");
  const phone = await stage.enter("editor.health", { device: "phone", size: "phone" });
  await desk.goto("/account");
  await check(desk);
  await desk.picture("account");
  const devices = desk.page.getByRole("table", { name: "Where you are signed in" });
  assert.equal(await devices.getByRole("rowheader").count(), 2);
  await devices.getByRole("button", { name: /^Sign out there/ }).click();
  await devices.getByRole("button", { name: /^Sign out there/ }).waitFor({ state: "detached" });
  phone.expect(/status of 401/);
  await phone.page.reload();
  await phone.arrived("Sign in");

  const old = password(stage.server);
  await desk.follow("Change password", "Change your password");
  await check(desk);
  await desk.page.getByRole("textbox", { name: "Password so far" }).fill("not the password");
  await desk.page.getByRole("textbox", { name: "New password" }).fill(SECRET);
  desk.expect(/status of 4\d\d/);
  await desk.page.getByRole("button", { name: "Change password" }).click();
  await problems(desk.page);
  await desk.page.getByRole("textbox", { name: "Password so far" }).fill(old);
  await desk.page.getByRole("button", { name: "Change password" }).click();
  await desk.arrived("Your account");
  await says(desk.page, "Your password has been changed.");

  await new SignInPage(phone.page).as("editor.health@demo.example", SECRET);
  await phone.arrived("My work");
  await phone.page.getByRole("button", { name: "Sign out" }).click();
  await phone.arrived("Sign in");
});

test("the first administrator of an empty service comes by the link on the console", async () => {
  const empty = await Server.start({ demo: false });
  try {
    const link = empty.output.match(/https?:\/\/\S+\/welcome#\S+/)?.[0];
    assert.ok(link, `the console prints a link:\n${empty.output}`);
    const visit = await stage.visit();
    const welcome = new WelcomePage(visit);
    await welcome.open(link);
    await check(visit);
    await visit.picture("first-administrator");
    await visit.page.getByRole("textbox", { name: "Your name" }).fill("Imogen Hart");
    await visit.page.getByRole("textbox", { name: "Email address" }).fill("imogen@kent.example");
    await welcome.choose(SECRET);
    await visit.arrived("My work");
    await check(visit);
    assert.equal(await visit.page.getByText("Demonstration.").count(), 0, "nothing here is a demonstration");
    await visit.goto(`${empty.url}/people`);
    await says(visit.page, "Imogen Hart");
    await check(visit);
    await visit.goto(`${empty.url}/agencies`);
    await check(visit);
    await visit.picture("agencies-none");
  } finally {
    await empty.stop();
  }
});
