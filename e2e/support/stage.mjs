// @ts-check
// What every file of journeys stands on: one server, one browser, and visits that are judged after each test. To sign in
// and load the pages takes seconds, so a person's visit goes on from test to test.
import { after, afterEach, before } from "node:test";

import { launch, Visit } from "./browser.mjs";
import { password } from "./demonstration.mjs";
import { SignInPage } from "./pages/sign-in.mjs";
import { Server } from "./server.mjs";

/** @typedef {import("./browser.mjs").Look} Look */

export class Stage {
  /** @type {Server | undefined} */ #server;
  /** @type {import("playwright-core").Browser | undefined} */ #browser;
  /** @type {Visit[]} */ #passing = [];
  /** @type {Map<string, Visit>} */ #staying = new Map();

  /**
   * Sets the stage for the journeys of the calling file.
   * @param {import("./server.mjs").Options} [options]
   */
  constructor(options) {
    before(async () => {
      this.#browser = await launch();
      this.#server = await Server.start(options);
    });
    afterEach(() => this.#judge());
    after(async () => {
      await this.#browser?.close();
      await this.#server?.stop();
    });
  }

  get server() {
    if (!this.#server) throw new Error("the server is not up");
    return this.#server;
  }

  /**
   * Puts another server in the place of one that was stopped.
   * @param {Server} server
   */
  set server(server) {
    this.#server = server;
  }

  /**
   * An empty page in a browser profile of its own, until the test is over.
   * @param {Look} [look]
   */
  async visit(look) {
    const visit = await this.#open(look);
    this.#passing.push(visit);
    return visit;
  }

  /**
   * A person of the demonstration, signed in and at their work.
   * @param {string} name The part of their address before the @.
   * @param {Look & { device?: string }} [look] A person has one device unless more are named.
   */
  async enter(name, { device = "", ...look } = {}) {
    const key = JSON.stringify([name, device, look]);
    const held = this.#staying.get(key);
    if (held) {
      await held.goto("/");
      return held;
    }
    const visit = await this.#open(look);
    this.#staying.set(key, visit);
    const signIn = new SignInPage(visit.page);
    await signIn.open();
    await signIn.as(`${name}@demo.example`, password(this.server));
    await visit.settled();
    return visit;
  }

  /** @param {Look} [look] */
  async #open(look) {
    if (!this.#browser) throw new Error("the browser is not up");
    return Visit.open(this.#browser, this.server, look);
  }

  /** Throws when anything went wrong in the test unseen. */
  async #judge() {
    const passing = this.#passing.splice(0);
    const ends = await Promise.allSettled([...passing.map((visit) => visit.close()), ...[...this.#staying.values()].map((visit) => visit.judge())]);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }
}
