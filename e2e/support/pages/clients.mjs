// @ts-check
// API clients, by role and label.

export class ClientsPage {
  /** @param {import("../browser.mjs").Visit} visit */
  constructor(visit) {
    this.visit = visit;
    this.page = visit.page;
    this.add = this.page.getByRole("link", { name: "Add an API client" });
    this.submit = this.page.getByRole("button", { name: "Add API client" });
  }

  async open() {
    await this.visit.goto("/clients");
  }

  /**
   * Fills in the form and sends it.
   * @param {string} name
   * @param {string[]} scopes
   * @returns {Promise<{ id: string, secret: string }>} what is shown once
   */
  async make(name, scopes) {
    await this.page.getByRole("textbox", { name: "Name" }).fill(name);
    for (const scope of scopes) await this.page.getByRole("checkbox", { name: scope }).check();
    await this.submit.click();
    await this.visit.arrived(`${name} has been added`);
    return this.shown();
  }

  /** The id and the secret that the page shows once. */
  async shown() {
    return {
      id: await this.page.getByRole("textbox", { name: "Client id" }).inputValue(),
      secret: await this.page.getByRole("textbox", { name: "Client secret" }).inputValue(),
    };
  }

  /** @param {"scopes" | "secrets" | "public keys"} what */
  async change(what) {
    await this.page.getByRole("link", { name: `Change ${what}` }).click();
  }
}

/**
 * What the token endpoint answers to a client that shows its secret.
 * @param {string} origin
 * @param {{ id: string, secret: string }} client
 */
export async function token(origin, { id, secret }) {
  const answer = await fetch(`${origin}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return { status: answer.status, ...(await answer.json()) };
}
