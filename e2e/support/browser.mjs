// @ts-check
// The browser, and a page that fails its journey for whatever a person would not see at once: errors in the console,
// violations of the content security policy, requests that failed.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

/** The widths that every page must hold: a desktop, a phone, and the narrowest that WCAG's reflow asks for. */
export const SIZES = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 800 },
};

// A page asks who is signed in before it can know; Chromium calls the answer "nobody" an error.
// The connection over which a page hears of changes may break off: a page mends that by itself.
const ALWAYS = [/status of 401 .*\/api\/v1\/session\)$/, /\/api\/v1\/live\b/];

const PICTURES = fileURLToPath(new URL("../output/", import.meta.url));

/** How every browser is started. Its sandbox is off only where it cannot be on, as root. */
export const SWITCHES = [
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
  "--no-default-browser-check",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** Starts a browser. */
export async function launch() {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error("CHROMIUM does not name a browser; `cargo xtask test --only journeys` finds one");
  return chromium.launch({ executablePath, args: SWITCHES });
}

/** How high a window may become, in pixels. */
const TALLEST = 12_000;

/**
 * Makes the window as high as the page, so that what is drawn only in sight is drawn.
 * @param {import("playwright-core").Page} page
 */
export async function unroll(page) {
  const size = page.viewportSize();
  if (!size) return;
  const needed = () => page.evaluate(() => document.documentElement.scrollHeight);
  const height = Math.min(Math.max(await needed(), size.height), TALLEST);
  if (height > size.height) await page.setViewportSize({ width: size.width, height });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/**
 * @typedef {object} Look
 * @property {keyof typeof SIZES} [size]
 * @property {"light" | "dark"} [colours]
 * @property {"active" | "none"} [forcedColours]
 * @property {boolean} [scripts] Whether pages may run scripts. They may unless told otherwise.
 */

/** A page in a browser profile of its own, and what went wrong in it. */
export class Visit {
  /** @type {string[]} */ #faults = [];
  /** @type {RegExp[]} */ #expected = [...ALWAYS];

  /** @param {import("playwright-core").BrowserContext} context @param {import("playwright-core").Page} page */
  constructor(context, page) {
    this.context = context;
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error") this.#faults.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.#faults.push(`page error: ${error.message}`));
    page.on("requestfailed", (request) => {
      // A page that is left behind gives up what it was waiting for.
      const reason = request.failure()?.errorText ?? "";
      if (reason !== "net::ERR_ABORTED") this.#faults.push(`request failed: ${request.method()} ${request.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.#faults.push(`${response.status()} from ${response.url()}`);
    });
  }

  /**
   * Opens an empty page against one server.
   * @param {import("playwright-core").Browser} browser
   * @param {{ url: string }} server
   * @param {Look} [look]
   */
  static async open(browser, server, { size = "desktop", colours = "light", forcedColours = "none", scripts = true } = {}) {
    const context = await browser.newContext({
      baseURL: server.url,
      viewport: SIZES[size],
      javaScriptEnabled: scripts,
      colorScheme: colours,
      forcedColors: forcedColours,
      locale: "en-GB",
      timezoneId: "Europe/London",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(30_000);
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`);
      });
    });
    return new Visit(context, await context.newPage());
  }

  /**
   * Announces a fault that the journey brings about itself: a server taken away, a password mistyped.
   * @param {RegExp} pattern
   */
  expect(pattern) {
    this.#expected.push(pattern);
  }

  /**
   * Loads a page and waits until it shows what it is for.
   * @param {string} path
   */
  async goto(path) {
    await this.page.goto(path);
    await this.settled();
  }

  /** Waits until the application is in sight, the page has its heading and nothing on it is still on its way. */
  async settled() {
    await this.page.locator("#boot").waitFor({ state: "detached" });
    await this.page.getByRole("heading", { level: 1 }).waitFor();
    await this.page.getByRole("main").filter({ hasNot: this.page.locator('[aria-busy="true"]') }).waitFor();
  }

  /**
   * Waits until the page is the one with this heading, and has settled.
   * @param {string | RegExp} heading
   */
  async arrived(heading) {
    await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await this.settled();
  }

  /**
   * Follows a link by its name.
   * @param {string | RegExp} name
   * @param {string | RegExp} heading The heading of the page that it leads to.
   */
  async follow(name, heading) {
    await this.page.getByRole("link", { name }).first().click();
    await this.arrived(heading);
  }

  /** What went wrong so far, but for what the journey announced. */
  get faults() {
    return this.#faults.filter((fault) => !this.#expected.some((pattern) => pattern.test(fault)));
  }

  /**
   * Keeps a picture of the page as it stands, at every size, in `e2e/output`, where `PICTURES` asks for it.
   * @param {string} name
   */
  async picture(name) {
    if (!process.env.PICTURES) return;
    await mkdir(PICTURES, { recursive: true });
    const before = this.page.viewportSize();
    for (const [size, viewport] of Object.entries(SIZES)) {
      await this.page.setViewportSize(viewport);
      await unroll(this.page);
      await this.page.screenshot({ path: `${PICTURES}${name}-${size}.png`, fullPage: true });
    }
    if (before) await this.page.setViewportSize(before);
  }

  /** Throws when anything went wrong that the journey did not announce, and begins anew. */
  async judge() {
    const { faults } = this;
    this.#faults = [];
    this.#expected = [...ALWAYS];
    if (faults.length > 0) throw new Error(`The page had faults:\n${faults.join("\n")}`);
  }

  /** Ends the visit, and judges it. */
  async close() {
    await this.context.close();
    await this.judge();
  }
}
