// @ts-check
// A real mail server for the journeys, which keeps what it gets.
import { once } from "node:events";

import { SMTPServer } from "smtp-server";

/** @typedef {{ to: string, raw: string }} Mail */

export class Post {
  /** @type {import("smtp-server").SMTPServer} */ #server;
  /** @type {Mail[]} */ mails = [];
  url = "";

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData: (stream, session, done) => {
        let raw = "";
        stream.setEncoding("utf8").on("data", (/** @type {string} */ part) => (raw += part));
        stream.on("end", () => {
          for (const { address } of session.envelope.rcptTo) this.mails.push({ to: address, raw });
          this.#server.server.emit("mail");
          done();
        });
      },
    });
  }

  /** A mail server on a free port. */
  static async start() {
    const post = new Post();
    post.#server.listen(0, "127.0.0.1");
    await once(post.#server.server, "listening");
    const address = post.#server.server.address();
    if (address === null || typeof address === "string") throw new Error("no free port");
    post.url = `smtp://127.0.0.1:${address.port}`;
    return post;
  }

  /**
   * Waits for a mail to somebody.
   * @param {string} to
   */
  async arrived(to) {
    for (;;) {
      const found = this.mails.find((mail) => mail.to === to);
      if (found) return found;
      await once(this.#server.server, "mail");
    }
  }

  async stop() {
    await new Promise((resolve) => this.#server.close(() => resolve(undefined)));
  }
}

/**
 * A part of a mail as its reader sees it.
 * @param {Mail} mail
 * @param {string} type
 */
export function part(mail, type) {
  const found = mail.raw.split(/\r\n--/).find((piece) => piece.includes(`Content-Type: ${type}`));
  if (!found) throw new Error(`no ${type} in ${mail.raw}`);
  const [head, ...words] = found.split("\r\n\r\n");
  const body = words.join("\r\n\r\n");
  if (/base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (!/quoted-printable/i.test(head)) return body;
  const bytes = body.replaceAll("=\r\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
