// @ts-check
// Where the plan stands, by role and label.
import { figure } from "../say.mjs";

export class OverviewPage {
  /** @param {import("../browser.mjs").Visit} visit @param {string} plan */
  constructor(visit, plan) {
    this.visit = visit;
    this.page = visit.page;
    this.address = `/plans/${plan}`;
  }

  async open() {
    await this.visit.goto(this.address);
  }

  /**
   * How many of all actions have a rating.
   * @param {string} rating
   */
  async count(rating) {
    const figures = this.page.getByRole("region", { name: "All actions by rating" }).getByRole("listitem");
    return figure(await figures.filter({ hasText: rating }).textContent());
  }

  /**
   * Every figure on the page that leads to the register.
   * @returns {Promise<{ href: string, words: string, figure: number }[]>}
   */
  async figures() {
    const links = await this.page.getByRole("main").locator(`a[href^="${this.address}/actions?"]`).filter({ hasText: /\d/ }).all();
    return Promise.all(
      links.map(async (link) => {
        const words = (await link.textContent()) ?? "";
        // A figure in a table has its row and column said before it, and row names hold numbers of their own.
        return { href: (await link.getAttribute("href")) ?? "", words, figure: figure(words.split(":").at(-1) ?? words) };
      }),
    );
  }
}
