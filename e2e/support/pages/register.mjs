// @ts-check
// The register of actions, by role and label.
import assert from "node:assert/strict";

import { figure } from "../say.mjs";

export class RegisterPage {
  /** @param {import("../browser.mjs").Visit} visit @param {string} plan */
  constructor(visit, plan) {
    this.visit = visit;
    this.page = visit.page;
    this.address = `/plans/${plan}/actions`;
    this.count = this.page.getByText(/^Showing \d+/).filter({ visible: true }).first();
    this.sections = this.page.getByRole("main").getByRole("region").filter({ has: this.page.getByRole("table") });
    // Sections that are far from the screen are not drawn, and count as hidden until they are.
    // Rows that a filter leaves out are there without being shown, and do not count.
    this.actions = this.#shown(this.page.getByRole("main"));
    this.search = this.page.getByRole("searchbox", { name: "Search by reference, title or agency" });
  }

  /** @param {import("playwright-core").Locator} part */
  #shown(part) {
    return part.getByRole("rowheader", { includeHidden: true }).and(this.page.locator(":not([hidden] *)"));
  }

  /** @param {string} [query] */
  async open(query = "") {
    await this.visit.goto(`${this.address}${query}`);
    await this.count.waitFor();
  }

  /**
   * Waits until so many actions are said to be shown.
   * @param {number} shown
   * @param {number} all
   */
  async shows(shown, all) {
    const words = shown === all ? `Showing ${all} actions` : `Showing ${shown} of ${all} actions`;
    await this.page.getByText(words, { exact: true }).filter({ visible: true }).first().waitFor();
  }

  /** @param {string} label @param {string} choice */
  async filter(label, choice) {
    await this.page.getByRole("combobox", { name: label, exact: true }).selectOption({ label: choice });
  }

  /**
   * Fails unless the number said, the rows on the page and the numbers over the sections agree. An action that several
   * share stands in the section of each.
   */
  async agrees() {
    const said = figure(await this.count.textContent());
    const links = await this.actions.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    assert.equal(new Set(links).size, said, `the rows of ${this.page.url()}`);
    for (const section of await this.sections.all()) {
      const heading = figure(await section.getByText(/^\d+ actions?$/).textContent());
      assert.equal(await this.#shown(section).count(), heading, "the number over a section");
    }
    return said;
  }
}
