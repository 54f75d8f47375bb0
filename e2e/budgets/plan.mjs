// @ts-check
// A plan of 1,000 actions, made up, brought in as a plan file is.
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { BINARY } from "../support/server.mjs";

const SLUG = "thousand";
const ACTIONS = 1_000;
const AGENCIES = 40;
const OUTCOMES = 6;
const LEVELS = 4;

/** @param {number} length @param {(at: number) => object} make */
const several = (length, make) => Array.from({ length }, (_, at) => make(at));

function thousand() {
  return {
    plan: { id: SLUG, title: "A plan of a thousand actions" },
    outcomes: several(OUTCOMES, (at) => ({ id: `out-${at}`, number: at + 1, name: `Made-up outcome ${at + 1}` })),
    levels: several(LEVELS, (at) => ({ id: `level-${at}`, number: at + 1, name: `Made-up level ${at + 1}` })),
    agencies: several(AGENCIES, (at) => ({ id: `made-up-${at}`, name: `Made-up agency ${at + 1}`, kind: "council" })),
    actions: several(ACTIONS, (at) => ({
      id: `act-${at}`,
      order: at + 1,
      printed_ref: `${(at % OUTCOMES) + 1}.${Math.floor(at / OUTCOMES) + 1}`,
      title: `Made-up action number ${at + 1} of the plan, for a school or a hub`,
      summary: "What somebody would do, in a sentence or two, as a plan has it.",
      level: `level-${at % LEVELS}`,
      outcomes: [`out-${at % OUTCOMES}`],
      leads: [
        { agency: `made-up-${at % AGENCIES}`, role: "lead" },
        { agency: `made-up-${(at * 7 + 3) % AGENCIES}`, role: "support" },
      ].filter(({ agency }, place, all) => all.findIndex((one) => one.agency === agency) === place),
    })),
  };
}

/**
 * Brings the plan into the database beside the demonstration's, and returns its slug.
 * @param {string} dataDir
 */
export async function loadPlan(dataDir) {
  const file = join(dataDir, `${SLUG}.json`);
  await writeFile(file, JSON.stringify(thousand()));
  const { stdout } = await promisify(execFile)(BINARY, ["import", "plan", file, "--data-dir", dataDir], { maxBuffer: 1 << 26 });
  await rm(file);
  const slug = stdout.match(/is stored as ([\w-]+)\./)?.[1];
  if (!slug) throw new Error(`the plan was not stored:\n${stdout.slice(-2_000)}`);
  return slug;
}
