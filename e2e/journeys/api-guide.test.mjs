// @ts-check
// The guide of docs/API.md is true: every command of it does what it says, in order, on a fresh demonstration.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Server } from "../support/server.mjs";

const PAGE = fileURLToPath(new URL("../../docs/API.md", import.meta.url));
const WRITTEN = "http://127.0.0.1:8080";

/** The shell blocks of the guide, in order. */
async function blocks() {
  const text = await readFile(PAGE, "utf8");
  const guide = text.split("\n## ").find((part) => part.startsWith("From nothing to a submitted update"));
  assert.ok(guide, "docs/API.md begins with the guide");
  return [...guide.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => String(block));
}

/**
 * Runs a script with nothing but the usual tools, in a folder that goes afterwards.
 * @param {string} script
 */
async function run(script) {
  const folder = await mkdtemp(join(tmpdir(), "throughline-guide-"));
  try {
    const bash = spawn("bash", ["-euo", "pipefail"], { cwd: folder, env: { PATH: process.env.PATH ?? "" } });
    let output = "";
    for (const stream of [bash.stdout, bash.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    bash.stdin.end(script);
    const [code] = await once(bash, "close");
    return { code, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("every command of the guide works, and the update is submitted", async () => {
  const script = (await blocks()).join("\n");
  assert.ok(script.includes(`HOST=${WRITTEN}`), "the guide names the demonstration's own address");
  for (const tool of script.matchAll(/(?:^|\||\$\()\s*([a-z]+)(?= -)/gm)) {
    assert.ok(["curl", "grep", "sed"].includes(String(tool[1])), `the guide needs ${tool[1]}`);
  }
  const server = await Server.start();
  try {
    const told = `${script.replaceAll(WRITTEN, server.url)}
curl -sS -H "$AUTH" $API/updates/$UPDATE
`;
    const { code, output } = await run(told);
    assert.equal(code, 0, output);
    for (const line of ['"state":"submitted"', '"code":"wrong_state"', '"code":"forbidden"']) assert.ok(output.includes(line), output);
    const update = JSON.parse(output.split("\n").findLast((line) => line.startsWith('{"id":')) ?? "");
    assert.equal(update.state, "submitted");
    assert.equal(update.content.done, "Two courses held.");
    assert.match(update.author.name, / \(program\)$/);
  } finally {
    await server.stop();
  }
});

test("a command that fails fails the guide", async () => {
  const [first = ""] = await blocks();
  const { code } = await run(`${first}\ncurl -sS $HOST/oauth/token | grep -oE '"access_token"'\n`.replaceAll(WRITTEN, "http://127.0.0.1:9"));
  assert.notEqual(code, 0);
});
