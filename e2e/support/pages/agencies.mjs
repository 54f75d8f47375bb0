// @ts-check
// Agencies, by role and label.

export class AgenciesPage {
  /** @param {import("../browser.mjs").Visit} visit */
  constructor(visit) {
    this.visit = visit;
    this.page = visit.page;
    this.search = this.page.getByRole("searchbox", { name: "Search by name" });
    this.rows = this.page.getByRole("rowheader");
  }

  async open() {
    await this.visit.goto("/agencies");
    await this.rows.first().waitFor();
  }

  /**
   * Opens an agency from the list.
   * @param {string} name
   */
  async choose(name) {
    await this.open();
    await this.page.getByRole("rowheader").getByRole("link", { name, exact: true }).click();
    await this.visit.arrived(name);
  }

  /**
   * A fact about the agency on the page.
   * @param {string} name
   */
  fact(name) {
    const row = this.page.locator("dl > div").filter({ has: this.page.getByRole("term").getByText(name, { exact: true }) });
    return row.getByRole("definition").first();
  }

  /**
   * Fills the three fields of a date.
   * @param {string} legend
   * @param {Date} date
   */
  async date(legend, date) {
    const group = this.page.getByRole("group", { name: legend });
    await group.getByLabel("Day").fill(String(date.getDate()));
    await group.getByLabel("Month").fill(String(date.getMonth() + 1));
    await group.getByLabel("Year").fill(String(date.getFullYear()));
  }
}
