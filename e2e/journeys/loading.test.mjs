// @ts-check
// How the program comes to the browser: the frame before it, its parts when they are needed, nothing twice, and word of a
// newer version.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { EditorPage } from "../support/pages/editor.mjs";
import { WorkPage } from "../support/pages/work.mjs";
import { announces, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

/** @typedef {import("playwright-core").Page} Page */

/**
 * The modules that the page asks for from now on, by their names.
 * @param {Page} page
 */
function modules(page) {
  /** @type {string[]} */
  const names = [];
  page.on("request", (request) => {
    const name = new URL(request.url()).pathname.split("/").at(-1) ?? "";
    if (name.endsWith(".wasm")) names.push(name);
  });
  return names;
}

test("each part of the program comes when the first of its pages is asked for, and once", async () => {
  const visit = await stage.visit();
  const names = modules(visit.page);
  await visit.goto("/sign-in");
  assert.deepEqual(names, ["app_bg.wasm"], "the sign-in page needs the start alone");

  const person = await stage.enter("editor.ccg");
  const fetched = modules(person.page);
  const count = (/** @type {string} */ part) => fetched.filter((name) => name === `split_${part}.wasm`).length;
  await person.goto("/");
  assert.deepEqual([count("plans"), count("updates"), count("office")], [0, 0, 0], "My work needs no part");
  await person.follow("Overview", "Where the plan stands");
  assert.deepEqual([count("plans"), count("updates"), count("office")], [1, 0, 0]);
  await person.follow("Agencies", "Agencies");
  assert.deepEqual([count("plans"), count("updates"), count("office")], [1, 0, 1]);
  await person.follow("My work", "My work");
  await new WorkPage(person).take("Drafts", "2.4");
  await person.follow("Actions", "Actions");
  assert.deepEqual([count("plans"), count("updates"), count("office")], [1, 1, 1]);
});

test("a part that cannot be fetched is said to be missing, and comes when it is asked for again", async () => {
  const visit = await stage.enter("lead.ccg");
  visit.expect(/split_office\.wasm|Failed to fetch/);
  await visit.page.route("**/split_office.wasm", (route) => route.abort());
  await visit.page.getByRole("link", { name: "Agencies", exact: true }).click();
  await visit.arrived("This page could not be fetched");
  await check(visit);
  await visit.picture("part-missing");
  await visit.page.unroute("**/split_office.wasm");
  await visit.page.getByRole("button", { name: "Try again" }).click();
  await visit.arrived("Agencies");
});

test("heading and navigation are there before the program", async () => {
  const visit = await stage.enter("editor.ccg");
  /** @type {() => void} */
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  await visit.page.route("**/app_bg.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await visit.page.goto("/", { waitUntil: "commit" });
  await visit.page.getByRole("heading", { level: 1, name: "My work" }).waitFor();
  const link = visit.page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Overview" });
  await link.waitFor();
  assert.equal(await visit.page.locator("#boot").count(), 1, "the program has not come yet");
  await visit.picture("waiting");
  release();
  await visit.settled();
  await visit.page.unroute("**/app_bg.wasm");
});

test("somebody who has signed out leaves nothing of the frame behind", async () => {
  const visit = await stage.enter("practitioner");
  const kept = () => visit.page.evaluate(() => localStorage.getItem("throughline.frame"));
  assert.match((await kept()) ?? "", /My work/);
  await visit.page.getByRole("button", { name: "Sign out" }).click();
  await visit.arrived("Sign in");
  assert.equal(await kept(), null);
});

test("a second visit fetches nothing that has not changed", async () => {
  const visit = await stage.enter("auditor");
  const next = await visit.context.newPage();
  /** @type {string[]} */
  const sent = [];
  const session = await visit.context.newCDPSession(next);
  await session.send("Network.enable");
  session.on("Network.responseReceivedExtraInfo", ({ statusCode, headers }) => {
    // What the server sends again in whole; a page that has not changed is answered 304.
    if (statusCode === 200 && /immutable/.test(headers["cache-control"] ?? "")) sent.push(headers["content-type"] ?? "");
  });
  const answer = next.waitForResponse((response) => new URL(response.url()).pathname === "/");
  await next.goto("/");
  await next.locator("#boot").waitFor({ state: "detached" });
  assert.deepEqual(sent, []);
  assert.match((await (await answer).allHeaders())["cache-control"] ?? "", /no-cache/);
  await next.close();
});

test("an open page offers the new version, and the words in it survive", async () => {
  const visit = await stage.enter("editor.ccg");
  await new WorkPage(visit).take("Drafts", "2.4");
  const form = new EditorPage(visit.page);
  await visit.page.route("**/api/v1/**", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "throughline-pages": "another" } });
  });
  await form.words("help").fill("Somebody to hang the posters.");
  await announces(visit.page, "A new version of this service is in place.");
  await says(visit.page, "Words in an update are kept");
  assert.equal(await form.words("help").inputValue(), "Somebody to hang the posters.", "nothing is loaded by force");
  await check(visit);
  await visit.picture("upgrade");
  await visit.page.unroute("**/api/v1/**");
  await visit.page.getByRole("button", { name: "Load the new version" }).click();
  await visit.page.getByText("A new version of this service is in place.").first().waitFor({ state: "hidden" });
  await visit.arrived("Report on 2.4");
  assert.equal(await form.words("help").inputValue(), "Somebody to hang the posters.");
});
