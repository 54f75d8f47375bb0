// @ts-check
// Measures the pages against their budgets and prints the table. The process fails when a limit is passed.
//   CHROMIUM=/usr/bin/chromium node run.mjs [--only wire,paint,moves,typing,filter,lighthouse] [--json FILE]
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { launch } from "../support/browser.mjs";
import { Server } from "../support/server.mjs";
import { filter } from "./filter.mjs";
import { lighthouse } from "./lighthouse.mjs";
import { moves } from "./moves.mjs";
import { paint } from "./paint.mjs";
import { loadPlan } from "./plan.mjs";
import { table } from "./table.mjs";
import { typing } from "./typing.mjs";
import { wire } from "./wire.mjs";

/** @typedef {import("./table.mjs").Measure} Measure */
/** @typedef {{ browser: import("playwright-core").Browser, server: Server, plan: string }} Bench */

/** @type {Record<string, (bench: Bench) => Promise<Measure[]>>} */
const PARTS = { wire, paint, moves, typing, filter, lighthouse };

const { values } = parseArgs({ options: { only: { type: "string" }, json: { type: "string" } } });
const chosen = values.only?.split(",") ?? Object.keys(PARTS);
const unknown = chosen.find((name) => !(name in PARTS));
if (unknown) throw new Error(`there is no part called ${unknown}; the parts are ${Object.keys(PARTS).join(", ")}`);

const dataDir = await mkdtemp(join(tmpdir(), "throughline-budgets-"));
const server = await Server.start({ dataDir });
const browser = await launch();
/** @type {Measure[]} */
const measures = [];
try {
  const plan = await loadPlan(dataDir);
  for (const name of chosen) {
    console.error(`${name} …`);
    measures.push(...(await PARTS[name]({ browser, server, plan })));
  }
} finally {
  await browser.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
const { text, over } = table(measures);
console.log(text);
console.log(`Load of the machine in the last minute: ${loadavg()[0].toFixed(1)}`);
if (values.json) await writeFile(values.json, JSON.stringify(measures, null, 2));
if (over > 0) {
  console.error(`${over} of ${measures.length} over the limit`);
  process.exitCode = 1;
}
