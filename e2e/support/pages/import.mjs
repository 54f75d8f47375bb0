// @ts-check
// Where a sheet is brought in, by role and label.

export class ImportPage {
  /** @param {import("../browser.mjs").Visit} visit @param {string} plan */
  constructor(visit, plan) {
    this.visit = visit;
    this.page = visit.page;
    this.address = `/plans/${plan}/import`;
    this.file = this.page.getByLabel("The filled-in sheet");
    this.checkIt = this.page.getByRole("button", { name: "Check the sheet" });
    this.faults = this.page.getByRole("table", { name: "What does not fit" });
    this.changes = this.page.getByRole("table", { name: "Rows that change something" });
    this.confirm = this.page.getByRole("button", { name: /^Import \d+ rows?$/ });
  }

  async open() {
    await this.visit.goto(this.address);
  }

  /**
   * Chooses a file.
   * @param {string} name @param {Buffer} buffer
   */
  async choose(name, buffer) {
    const mimeType = name.endsWith(".csv") ? "text/csv" : "application/octet-stream";
    await this.file.setInputFiles({ name, mimeType, buffer });
  }

  /** The report under its heading, which has the focus. @param {string} heading */
  async reported(heading) {
    const title = this.page.getByRole("heading", { level: 2, name: heading });
    await title.and(this.page.locator(":focus")).waitFor();
  }
}
