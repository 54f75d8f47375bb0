// @ts-check
// Lighthouse's own verdict on the first page, as its desktop and its phone see it.
import { chromium } from "playwright-core";

import { SWITCHES } from "../support/browser.mjs";
import { median } from "./table.mjs";

const TIMES = 3;

/** @param {import("./run.mjs").Bench} bench */
export async function lighthouse({ server }) {
  const { default: run, desktopConfig } = await import("lighthouse");
  const port = 20_000 + (process.pid % 20_000);
  // A browser of its own: Lighthouse takes the port by which it is driven.
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [...SWITCHES, `--remote-debugging-port=${port}`],
  });
  /** @type {Record<"desktop" | "phone", { performance: number[], accessibility: number[], moved: number[] }>} */
  const scores = { desktop: { performance: [], accessibility: [], moved: [] }, phone: { performance: [], accessibility: [], moved: [] } };
  try {
    for (const form of /** @type {const} */ (["desktop", "phone"])) {
      for (let time = 0; time < TIMES; time += 1) {
        const answer = await run(
          `${server.url}/sign-in`,
          { port, output: "json", logLevel: "error", onlyCategories: ["performance", "accessibility"] },
          form === "desktop" ? desktopConfig : undefined,
        );
        if (!answer) throw new Error("Lighthouse gave no answer");
        const { categories, audits, runtimeError } = answer.lhr;
        if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
        scores[form].performance.push(categories.performance.score ?? 0);
        scores[form].accessibility.push(categories.accessibility.score ?? 0);
        scores[form].moved.push(audits["cumulative-layout-shift"].numericValue ?? NaN);
        const of = (/** @type {string} */ id) => `${id} ${audits[id].displayValue}`;
        console.error(`  ${form}: ${["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "speed-index"].map(of).join(", ")}`);
      }
    }
  } finally {
    await browser.close();
  }
  const all = [...scores.desktop.accessibility, ...scores.phone.accessibility];
  return [
    { what: "Lighthouse, performance on a desktop", value: median(scores.desktop.performance), unit: "", limit: { least: 0.99 } },
    { what: "Lighthouse, performance on a phone", value: median(scores.phone.performance), unit: "", limit: { least: 0.91 } },
    { what: "Lighthouse, accessibility", value: Math.min(...all), unit: "", limit: { least: 1 } },
    { what: "Lighthouse, layout shift", value: Math.max(...scores.desktop.moved, ...scores.phone.moved), unit: "", limit: { most: 0 } },
  ];
}
