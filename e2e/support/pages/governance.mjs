// @ts-check
// Meetings and decisions, by role and label.

export class GovernancePage {
  /** @param {import("../browser.mjs").Visit} visit @param {string} plan */
  constructor(visit, plan) {
    this.visit = visit;
    this.page = visit.page;
    this.plan = plan;
  }

  async meetings() {
    await this.visit.goto(`/plans/${this.plan}/meetings`);
  }

  async decisions(query = "") {
    await this.visit.goto(`/plans/${this.plan}/decisions${query}`);
  }

  /** @param {Date} day */
  async on(day) {
    const group = this.page.getByRole("group", { name: "Day of the meeting" });
    await group.getByLabel("Day", { exact: true }).fill(String(day.getDate()));
    await group.getByLabel("Month").fill(String(day.getMonth() + 1));
    await group.getByLabel("Year").fill(String(day.getFullYear()));
  }

  /** @param {string} label @param {string} words */
  async type(label, words) {
    await this.page.getByRole("textbox", { name: label }).fill(words);
  }

  /**
   * Records what happened to the decision on the page.
   * @param {string} what @param {string} [words]
   */
  async record(what, words) {
    await this.page.getByRole("radio", { name: what, exact: true }).check();
    if (words !== undefined) await this.type("In words", words);
    await this.page.getByRole("button", { name: "Record it" }).click();
  }

  /** The rows of the table of decisions. */
  get rows() {
    return this.page.getByRole("table").getByRole("row").filter({ has: this.page.getByRole("rowheader") });
  }
}
