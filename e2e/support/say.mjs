// @ts-check
// Waiting for what a page says, and reading the figures in it.
import assert from "node:assert/strict";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/**
 * Waits until the page shows these words.
 * @param {Page | Locator} where
 * @param {string | RegExp} words
 */
export async function says(where, words) {
  await where.getByText(words).filter({ visible: true }).first().waitFor();
}

/**
 * Waits until the page has told a person who cannot see it.
 * @param {Page} page
 * @param {string | RegExp} words
 */
export async function announces(page, words) {
  await page.getByRole("status").filter({ hasText: words }).waitFor();
}

/**
 * Waits until the element has the focus.
 * @param {Locator} element
 */
export async function focused(element) {
  await element.and(element.page().locator(":focus")).waitFor();
}

/**
 * The problems that a form reports: in a summary that has the focus, above the heading, with the title saying so. Each
 * links to its field.
 * @param {Page} page
 */
export async function problems(page) {
  const heading = page.getByRole("heading", { name: "There is a problem" });
  await page.locator(":focus").filter({ has: heading }).waitFor();
  assert.match(await page.title(), /^Error: /, "the title says that there is an error");
  return page.getByRole("alert").filter({ has: heading });
}

/**
 * The first number in a text.
 * @param {string | null} text
 */
export function figure(text) {
  const found = text?.match(/\d+/)?.[0];
  if (!found) throw new Error(`no figure in ${text}`);
  return Number(found);
}
