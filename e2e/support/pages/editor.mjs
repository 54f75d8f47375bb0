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
  difference: "Why you rate it otherwise than its dates do",
  cause: "What keeps it back",
  step: "The step that brings it back on track",
  owner: "Who takes the step",
  by: "By when",
};

/** @typedef {{ cause: string, step: string, owner: string, by: { day: string, month: string, year: string } }} Recovery */

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
   * @param {{ delivery?: string, rating: string, done: string, next: string, recovery?: Recovery }} answers
   */
  async answer({ delivery = "In progress", rating, done, next, recovery }) {
    await this.choice("delivery", delivery).check();
    await this.choice("rating", rating).check();
    await this.words("done").fill(done);
    await this.words("next").fill(next);
    if (recovery) await this.recover(recovery);
  }

  /**
   * Says what keeps the action back, and how it gets back on track.
   * @param {Recovery} recovery
   */
  async recover({ cause, step, owner, by }) {
    await this.page.getByLabel(QUESTIONS.cause).selectOption(cause);
    await this.page.getByRole("textbox", { name: QUESTIONS.step }).fill(step);
    await this.page.getByRole("textbox", { name: QUESTIONS.owner }).fill(owner);
    const group = this.page.getByRole("group", { name: QUESTIONS.by, exact: true });
    for (const [part, value] of [["Day", by.day], ["Month", by.month], ["Year", by.year]]) {
      await group.getByRole("textbox", { name: part }).fill(value);
    }
  }
}
