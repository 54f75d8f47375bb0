// @ts-check
// Pages in a browser profile of their own, empty or with somebody signed in.
import { SIZES } from "../support/browser.mjs";
import { password } from "../support/demonstration.mjs";
import { SignInPage } from "../support/pages/sign-in.mjs";

/** @typedef {import("./run.mjs").Bench} Bench */
/** @typedef {import("playwright-core").Page} Page */

/** Reports for an agency, and has drafts. */
export const EDITOR = "editor.ccg@demo.example";
/** Sees every plan. */
export const AUDITOR = "auditor@demo.example";

/** An empty page in a new profile. @param {Bench} bench */
export async function stranger({ browser, server }) {
  const context = await browser.newContext({ baseURL: server.url, viewport: SIZES.desktop, locale: "en-GB", timezoneId: "Europe/London" });
  return context.newPage();
}

/** Waits until the application is in sight and has all that the page loads. @param {Page} page */
export async function settled(page) {
  await page.locator("#boot").waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("main").filter({ hasNot: page.locator('[aria-busy="true"]') }).waitFor();
}

/** Signs somebody in on the sign-in page, which is open. @param {Page} page @param {Bench} bench @param {string} [email] */
export async function signIn(page, { server }, email = EDITOR) {
  await new SignInPage(page).as(email, password(server));
  await page.getByRole("heading", { level: 1, name: "My work" }).waitFor();
  await settled(page);
}

/** A page with somebody signed in and at their work. @param {Bench} bench @param {string} [email] */
export async function person(bench, email) {
  const page = await stranger(bench);
  await page.goto("/sign-in");
  await settled(page);
  await signIn(page, bench, email);
  return page;
}
