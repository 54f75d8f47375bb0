// @ts-check
// One update, to read and to review, by role and label.

export class UpdatePage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.decision = page.getByRole("group", { name: "What do you decide?" });
    this.comment = page.getByRole("textbox", { name: "Comment" });
    this.record = page.getByRole("button", { name: "Record decision" });
    this.answer = page.getByRole("group", { name: /^What does .* say\?$/ });
    this.change = page.getByRole("textbox", { name: "What has to change" });
    this.recordAnswer = page.getByRole("button", { name: "Record answer" });
  }

  /**
   * @param {"Accept it" | "Return it"} verdict
   * @param {string} [comment]
   */
  async decide(verdict, comment = "") {
    await this.decision.getByRole("radio", { name: verdict, exact: true }).check();
    await this.comment.fill(comment);
    await this.record.click();
  }
}
