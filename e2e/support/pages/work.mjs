// @ts-check
// My work, by role and label.

export class WorkPage {
  /** @param {import("../browser.mjs").Visit} visit */
  constructor(visit) {
    this.visit = visit;
    this.page = visit.page;
  }

  async open() {
    await this.visit.goto("/");
  }

  /**
   * The table of what waits in one way: "To review", "Returned to you", "Drafts", "To report", "With a reviewer".
   * @param {string} title
   */
  table(title) {
    return this.page.getByRole("table", { name: new RegExp(`^${title} \\(\\d+\\)$`) });
  }

  /**
   * Opens the update on an action from the table in which it waits.
   * @param {string} title
   * @param {string} reference
   */
  async take(title, reference) {
    await this.table(title).getByRole("link", { name: new RegExp(`^${reference.replace(".", "\\.")} `) }).click();
    await this.visit.arrived(new RegExp(` on ${reference}$`));
  }

  /** @param {string} reference */
  async start(reference) {
    await this.page.getByRole("button", { name: `Start the update on ${reference}` }).click();
    await this.visit.arrived(`Report on ${reference}`);
  }
}
