// @ts-check
// From a click on a link to the page that it leads to, painted with all that it loads.
import { person, settled } from "./people.mjs";
import { median } from "./table.mjs";

const TIMES = 5;
/** The links of the navigation, in the order in which they are followed. */
const WAY = ["Overview", "Actions", "About the plan", "Reporting cycles", "Agencies", "My work"];

/** @param {import("playwright-core").Page} page @param {string} link */
async function move(page, link) {
  await page.evaluate(() => {
    const was = location.pathname;
    addEventListener(
      "click",
      (event) => {
        const look = () => {
          const there = location.pathname !== was && document.querySelector("#main h1") && !document.querySelector('#main [aria-busy="true"]');
          if (!there) return requestAnimationFrame(look);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => Object.assign(globalThis, { movedIn: performance.now() - event.timeStamp });
          return requestAnimationFrame(() => port2.postMessage(undefined));
        };
        requestAnimationFrame(look);
      },
      { once: true, capture: true },
    );
    Object.assign(globalThis, { movedIn: undefined });
  });
  const target = page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: link, exact: true });
  // A person points before they press.
  await target.hover();
  await target.click();
  await page.waitForFunction(() => /** @type {any} */ (globalThis).movedIn !== undefined);
  await settled(page);
  return /** @type {Promise<number>} */ (page.evaluate(() => /** @type {any} */ (globalThis).movedIn));
}

/** @param {import("./run.mjs").Bench} bench */
export async function moves(bench) {
  /** @type {Map<string, number[]>} */
  const took = new Map(WAY.map((link) => [link, []]));
  /** @type {number[]} */
  const first = [];
  for (let time = 0; time < TIMES; time += 1) {
    const page = await person(bench);
    // The first way round fetches the parts of the program.
    for (const link of WAY) {
      const cold = await move(page, link);
      if (link === "Overview" || link === "Agencies") first.push(cold);
    }
    for (const link of WAY) took.get(link)?.push(await move(page, link));
    await page.context().close();
  }
  const medians = [...took].map(([link, times]) => ({ link, time: median(times) })).sort((a, b) => b.time - a.time);
  for (const { link, time } of medians) console.error(`  ${time.toFixed(0).padStart(5)} ms  to ${link}`);
  return [
    { what: `Route change, the slowest (${medians[0].link})`, value: Math.round(medians[0].time), unit: "ms", limit: { most: 100 } },
    { what: "Route change that fetches a part of the program", value: Math.round(median(first)), unit: "ms", limit: { most: 250 } },
  ];
}
