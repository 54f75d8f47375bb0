// @ts-check
// When a page is painted, and whether anything moves: cold and warm, on this machine and with its processor slowed.
import { person, settled, stranger } from "./people.mjs";
import { median } from "./table.mjs";

/** How often each figure is taken; the median counts. */
const TIMES = 5;

/** @typedef {import("playwright-core").Page} Page */

/** The paints of the page so far, and how far things moved. @param {Page} page */
function painted(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const found = { largest: 0, moved: 0 };
        const seen = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if (entry.entryType === "largest-contentful-paint") found.largest = entry.startTime;
            else if (!(/** @type {any} */ (entry).hadRecentInput)) found.moved += /** @type {any} */ (entry).value;
          }
        });
        seen.observe({ type: "largest-contentful-paint", buffered: true });
        seen.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(found), 200));
      }),
  );
}

/** @param {Page} page @param {number} rate */
async function slow(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

/** @param {() => Promise<Page>} open @param {string} path @param {number} rate */
async function takes(open, path, rate) {
  const largest = [];
  let moved = 0;
  for (let time = 0; time < TIMES; time += 1) {
    const page = await open();
    await slow(page, rate);
    await page.goto(path);
    await settled(page);
    await page.waitForLoadState("networkidle");
    const found = /** @type {{ largest: number, moved: number }} */ (await painted(page));
    largest.push(found.largest);
    moved = Math.max(moved, found.moved);
    await page.close();
  }
  return { largest: median(largest), moved };
}

/** Whether heading and navigation are painted while the program is kept back. @param {Page} page */
async function before(page) {
  /** @type {() => void} */
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  await page.getByRole("heading", { level: 1, name: "My work" }).waitFor();
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Overview" }).waitFor();
  const waiting = await page.locator("#boot").count();
  release();
  await settled(page);
  return waiting;
}

/** @param {import("./run.mjs").Bench} bench */
export async function paint(bench) {
  const cold = () => stranger(bench);
  const known = await person(bench);
  const warm = () => known.context().newPage();
  const rows = [
    { what: "Largest paint, first visit", open: cold, path: "/sign-in", rate: 1, most: 450 },
    { what: "Largest paint, first visit, processor slowed 4 times", open: cold, path: "/sign-in", rate: 4, most: 1_000 },
    { what: "Largest paint, My work again", open: warm, path: "/", rate: 1, most: 450 },
    { what: "Largest paint, My work again, processor slowed 4 times", open: warm, path: "/", rate: 4, most: 1_000 },
  ];
  const result = [];
  let moved = 0;
  for (const { what, open, path, rate, most } of rows) {
    const found = await takes(open, path, rate);
    moved = Math.max(moved, found.moved);
    result.push({ what, value: Math.round(found.largest), unit: "ms", limit: { most } });
  }
  result.push({ what: "Layout shift, the worst of these", value: moved, unit: "", limit: { most: 0 } });
  result.push({ what: "Heading and navigation before the program", value: await before(await warm()), unit: "", limit: { least: 1 } });
  await known.context().close();
  return result;
}
