// @ts-check
// What the checks found, by role and label.
import { figure } from "../say.mjs";

export class FindingsPage {
  /** @param {import("../browser.mjs").Visit} visit @param {string} plan */
  constructor(visit, plan) {
    this.visit = visit;
    this.page = visit.page;
    this.address = `/plans/${plan}/findings`;
    this.states = this.page.getByRole("navigation", { name: "Findings by decision" });
  }

  async open() {
    await this.visit.goto(this.address);
    await this.states.waitFor();
  }

  /** @param {string} state */
  async choose(state) {
    const link = this.states.getByRole("link", { name: new RegExp(`^${state} \\(`) });
    await link.click();
    await link.and(this.page.locator('[aria-current="page"]')).waitFor();
  }

  /** @param {string} state */
  async count(state) {
    return figure(await this.states.getByRole("link", { name: new RegExp(`^${state} \\(`) }).textContent());
  }

  /** @param {string} state @param {number} count */
  async counts(state, count) {
    await this.states.getByRole("link", { name: `${state} (${count})` }).waitFor();
  }

  /** @param {string} title */
  kind(title) {
    return this.page.getByRole("region", { name: title });
  }

  /**
   * The finding of a kind in which this is printed.
   * @param {import("playwright-core").Locator} kind
   * @param {string} printed
   */
  about(kind, printed) {
    return kind.getByRole("article").filter({ has: this.page.getByRole("definition").getByText(printed, { exact: true }) });
  }
}
