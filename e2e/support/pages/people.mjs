// @ts-check
// People, invitations and one-time links, by role and label.

export class InvitePage {
  /** @param {import("../browser.mjs").Visit} visit */
  constructor(visit) {
    this.visit = visit;
    this.page = visit.page;
    this.submit = this.page.getByRole("button", { name: "Invite", exact: true });
  }

  async open() {
    await this.visit.goto("/people/invite");
    await this.submit.waitFor();
  }

  /**
   * Invites a person into one role in an agency.
   * @param {{ name: string, email: string, role: string, agency: string }} person
   * @returns {Promise<string>} the one-time link to hand to them
   */
  async send({ name, email, role, agency }) {
    await this.page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
    await this.page.getByRole("textbox", { name: "Email address" }).fill(email);
    await this.page.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: role });
    await this.page.getByRole("combobox", { name: "In which agency" }).selectOption({ label: agency });
    await this.submit.click();
    await this.visit.arrived(`${name} has been invited`);
    return this.page.getByRole("textbox", { name: `Link for ${name}` }).inputValue();
  }
}

export class WelcomePage {
  /** @param {import("../browser.mjs").Visit} visit */
  constructor(visit) {
    this.visit = visit;
    this.page = visit.page;
  }

  /** @param {string} link */
  async open(link) {
    await this.visit.goto(link);
  }

  /** @param {string} password */
  async choose(password) {
    await this.page.getByRole("textbox", { name: "New password" }).fill(password);
    await this.page.getByRole("button", { name: "Set password and sign in" }).click();
  }
}

export class PersonPage {
  /** @param {import("../browser.mjs").Visit} visit */
  constructor(visit) {
    this.visit = visit;
    this.page = visit.page;
  }

  /** @param {string} name */
  async open(name) {
    await this.visit.goto("/people");
    await this.visit.follow(name, name);
  }

  /** @param {"Name" | "Roles"} what */
  async change(what) {
    await this.page.getByRole("link", { name: `Change ${what.toLowerCase()}` }).click();
  }
}
