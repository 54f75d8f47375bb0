// @ts-check
// What must hold on every page.
import assert from "node:assert/strict";

import { AxeBuilder } from "@axe-core/playwright";

import { SIZES, unroll } from "./browser.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
/** How many places of one fault are told. */
const PLACES = 3;

/** @typedef {import("./browser.mjs").Visit} Visit */

/**
 * Checks a page that has finished loading: axe finds nothing, and all that `glance` looks at.
 * @param {Visit} visit
 */
export async function check(visit) {
  await judged(visit, (axe) => axe.withTags(RULES));
  await glance(visit);
}

/**
 * Checks the contrasts of a page whose other colours have been checked whole.
 * @param {Visit} visit
 */
export async function contrasts(visit) {
  await judged(visit, (axe) => axe.withRules(["color-contrast"]));
  await glance(visit);
}

/**
 * Looks at a page without axe: there is one h1, the title names the page and the service, nothing went wrong unseen, and on
 * a phone, down to 320 pixels, nothing has to be scrolled sideways.
 * @param {Visit} visit
 */
export async function glance(visit) {
  const { page } = visit;
  const where = new URL(page.url()).pathname;
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, `${where} has exactly one h1`);
  assert.match(await page.title(), /Throughline/, `the title of ${where} names the service`);
  const before = page.viewportSize();
  for (const { width, height } of [SIZES.phone, SIZES.narrow]) {
    await page.setViewportSize({ width, height });
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(needed <= width, `${where} is ${needed} pixels wide at ${width}`);
  }
  if (before) await page.setViewportSize(before);
  assert.deepEqual(visit.faults, [], `faults on ${where}`);
}

/** @param {Visit} visit @param {(axe: AxeBuilder) => AxeBuilder} rules */
async function judged({ page }, rules) {
  const before = page.viewportSize();
  await unroll(page);
  // There are no frames here, so that axe need not open a page of its own to put their results together.
  const { violations } = await rules(new AxeBuilder({ page })).setLegacyMode().analyze();
  if (before) await page.setViewportSize(before);
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, PLACES).map((node) => `${id}: ${help} (${nodes.length})\n    ${node.html}\n    ${node.failureSummary}`),
  );
  assert.ok(told.length === 0, `axe on ${page.url()}:\n${told.join("\n")}`);
}
