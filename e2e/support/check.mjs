// @ts-check
// What must hold on every page.
import assert from "node:assert/strict";

import { AxeBuilder } from "@axe-core/playwright";

import { SIZES, unroll } from "./browser.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/**
 * Checks a page that has finished loading: axe finds nothing, there is one h1, the title names the page and the service,
 * nothing went wrong unseen, and on a phone, down to 320 pixels, nothing has to be scrolled sideways.
 * @param {import("./browser.mjs").Visit} visit
 */
export async function check(visit) {
  const { page } = visit;
  const before = page.viewportSize();
  const where = new URL(page.url()).pathname;
  await unroll(page);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  if (before) await page.setViewportSize(before);
  const findings = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}\n    ${node.html}\n    ${node.failureSummary}`));
  assert.ok(findings.length === 0, `axe on ${where}:\n${findings.join("\n")}`);
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, `${where} has exactly one h1`);
  assert.match(await page.title(), /Throughline/, `the title of ${where} names the service`);
  await reflows(visit, where);
  assert.deepEqual(visit.faults, [], `faults on ${where}`);
}

/** @param {import("./browser.mjs").Visit} visit @param {string} where */
async function reflows({ page }, where) {
  const before = page.viewportSize();
  for (const { width, height } of [SIZES.phone, SIZES.narrow]) {
    await page.setViewportSize({ width, height });
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(needed <= width, `${where} is ${needed} pixels wide at ${width}`);
  }
  if (before) await page.setViewportSize(before);
}
