// @ts-check
// Where an update is written, by role and label.

/** The questions, as they stand over the fields. */
export const QUESTIONS = {
  delivery: "How far has it got?",
  rating: "How is it going?",
  done: "What was done in this period",
  changed: "What it changed for children and families",
  next: "What comes next",
  help: "What help is needed, and from whom",
};

export class EditorPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.submit = page.getByRole("button", { name: "Submit for review" });
    this.saved = page.getByRole("main").getByText(/^Saved at /);
    this.unreachable = page.getByRole("main").getByText("Kept on this device. The server cannot be reached, trying again");
  }

  /** @param {"done" | "changed" | "next" | "help"} question */
  words(question) {
    return this.page.getByRole("textbox", { name: QUESTIONS[question], exact: true });
  }

  /** @param {"delivery" | "rating"} question @param {string} answer */
  choice(question, answer) {
    return this.page.getByRole("group", { name: QUESTIONS[question] }).getByRole("radio", { name: answer });
  }

  /**
   * Answers what an update has to say at least.
   * @param {{ delivery?: string, rating: string, done: string, next: string }} answers
   */
  async answer({ delivery = "In progress", rating, done, next }) {
    await this.choice("delivery", delivery).check();
    await this.choice("rating", rating).check();
    await this.words("done").fill(done);
    await this.words("next").fill(next);
  }
}
