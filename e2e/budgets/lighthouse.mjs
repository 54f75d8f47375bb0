// @ts-check
// Lighthouse's own verdict on the first page, as its desktop and its phone see it.
import { chromium } from "playwright-core";

import { SWITCHES } from "../support/browser.mjs";
import { freePort } from "../support/server.mjs";
import { median } from "./table.mjs";

const TIMES = 3;

/**
 * Lighthouse's report on an address, from a browser of its own: it takes the port by which that is driven.
 * @param {typeof import("lighthouse").default} run @param {string} url @param {import("lighthouse").Config | undefined} config
 */
async function judge(run, url, config) {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: [...SWITCHES, `--remote-debugging-port=${port}`] });
  try {
    const answer = await run(url, { port, output: "json", logLevel: "error", onlyCategories: ["performance", "accessibility"] }, config);
    if (!answer) throw new Error("Lighthouse gave no answer");
    if (answer.lhr.runtimeError) throw new Error(`Lighthouse: ${answer.lhr.runtimeError.message}`);
    return answer.lhr;
  } finally {
    await browser.close();
  }
}

/** @param {import("./run.mjs").Bench} bench */
export async function lighthouse({ server }) {
  const { default: run, desktopConfig } = await import("lighthouse");
  /** @type {Record<"desktop" | "phone", { performance: number[], accessibility: number[], moved: number[] }>} */
  const scores = { desktop: { performance: [], accessibility: [], moved: [] }, phone: { performance: [], accessibility: [], moved: [] } };
  for (const form of /** @type {const} */ (["desktop", "phone"])) {
    for (let time = 0; time < TIMES; time += 1) {
      const { categories, audits } = await judge(run, `${server.url}/sign-in`, form === "desktop" ? desktopConfig : undefined);
      scores[form].performance.push(categories.performance.score ?? 0);
      scores[form].accessibility.push(categories.accessibility.score ?? 0);
      scores[form].moved.push(audits["cumulative-layout-shift"].numericValue ?? NaN);
      const of = (/** @type {string} */ id) => `${id} ${audits[id].displayValue}`;
      console.error(`  ${form}: ${["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "speed-index"].map(of).join(", ")}`);
    }
  }
  const all = [...scores.desktop.accessibility, ...scores.phone.accessibility];
  return [
    { what: "Lighthouse, performance on a desktop", value: median(scores.desktop.performance), unit: "", limit: { least: 0.99 } },
    { what: "Lighthouse, performance on a phone", value: median(scores.phone.performance), unit: "", limit: { least: 0.91 } },
    { what: "Lighthouse, accessibility", value: Math.min(...all), unit: "", limit: { least: 1 } },
    { what: "Lighthouse, layout shift", value: Math.max(...scores.desktop.moved, ...scores.phone.moved), unit: "", limit: { most: 0 } },
  ];
}
