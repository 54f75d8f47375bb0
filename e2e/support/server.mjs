// @ts-check
// A real server for the journeys: the built `throughline`, its own data directory, a free port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program itself. */
export const BINARY = process.env.THROUGHLINE ?? fileURLToPath(new URL("../../target/debug/throughline", import.meta.url));
/** How long a server may take to load the demonstration and answer, in milliseconds. */
const PATIENCE = 60_000;
/** How long it may take to stop, in milliseconds. */
const GRACE = 15_000;

/**
 * @typedef {object} Options
 * @property {boolean} [demo] Whether an empty database gets the demonstration. It does unless told otherwise.
 * @property {string} [dataDir] A data directory to keep; without one the server's directory goes when it stops.
 * @property {boolean} [loopbackWebhooks] Whether webhooks may call receivers on this machine.
 * @property {string} [mailServer] The address of a mail server; without one the service sends no mail. Digests go out at any hour.
 * @property {number} [port] A port to listen on; without one any free port.
 */

export class Server {
  /** @type {import("node:child_process").ChildProcess} */ #process;
  /** @type {string[]} */ #words = [];
  /** @type {string | undefined} */ #temporary;

  /** @param {string} url @param {number} port @param {string} dataDir @param {string | undefined} temporary @param {string[]} args */
  constructor(url, port, dataDir, temporary, args) {
    this.url = url;
    this.port = port;
    this.dataDir = dataDir;
    this.#temporary = temporary;
    this.#process = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"], env: environment() });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => this.#words.push(text));
    }
    this.#process.on("error", (error) => this.#words.push(String(error)));
  }

  /**
   * Starts a server and waits until it is ready.
   * @param {Options} [options]
   */
  static async start({ demo = true, dataDir, port, loopbackWebhooks = false, mailServer } = {}) {
    const temporary = dataDir ? undefined : await mkdtemp(join(tmpdir(), "throughline-e2e-"));
    const directory = dataDir ?? /** @type {string} */ (temporary);
    const chosen = port ?? (await freePort());
    const args = ["serve", "--addr", `127.0.0.1:${chosen}`, "--data-dir", directory, demo ? "--demo" : "--no-demo"];
    if (loopbackWebhooks) args.push("--allow-loopback-webhooks");
    if (mailServer) args.push("--smtp-url", mailServer, "--mail-from", "Partnership <reports@demo.example>", "--mail-hour", "0");
    const server = new Server(`http://127.0.0.1:${chosen}`, chosen, directory, temporary, args);
    try {
      await server.#ready();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Everything that the server has printed so far. */
  get output() {
    return this.#words.join("");
  }

  /** Stops the server as an operator would, and removes a directory that was its own. */
  async stop() {
    if (this.#process.exitCode === null && this.#process.signalCode === null && this.#process.pid !== undefined) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGTERM");
      const late = setTimeout(() => this.#process.kill("SIGKILL"), GRACE);
      await ended;
      clearTimeout(late);
    }
    if (this.#temporary) await rm(this.#temporary, { recursive: true, force: true });
  }

  async #ready() {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      if (this.#process.exitCode !== null || this.#process.pid === undefined) break;
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${BINARY} was not ready:\n${this.output}`);
  }
}

/** Our own environment, without what would configure the server behind the journey's back. */
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== "DATABASE_URL" && !name.startsWith("THROUGHLINE_")));
}

/** @returns {Promise<number>} a port that was free a moment ago */
export async function freePort() {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
