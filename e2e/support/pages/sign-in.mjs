// @ts-check
// The sign-in page, by role and label.

export class SignInPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.email = page.getByLabel(/email/i);
    this.password = page.getByLabel("Password", { exact: true });
    this.submit = page.getByRole("button", { name: "Sign in" });
    this.problem = page.getByRole("alert");
  }

  async open() {
    await this.page.goto("/sign-in");
    await this.submit.waitFor();
  }

  /**
   * Signs in and waits until the person is in.
   * @param {string} email
   * @param {string} password
   */
  async as(email, password) {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.submit.click();
    await this.page.waitForURL((url) => url.pathname !== "/sign-in");
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }
}
