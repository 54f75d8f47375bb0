// @ts-check
// What travels on a first visit, from the sign-in to My work, and on the next one.
import { person, settled, signIn, stranger } from "./people.mjs";

/** @typedef {{ url: string, status: number, bytes: number, cached: boolean }} Fetched */

/**
 * Notes everything that the page fetches from now on, with its bytes on the wire, headers and all.
 * @param {import("playwright-core").Page} page
 */
async function listen(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  /** @type {Map<string, Fetched>} */
  const fetched = new Map();
  session.on("Network.responseReceived", ({ requestId, response }) => {
    fetched.set(requestId, { url: response.url, status: response.status, bytes: 0, cached: response.fromDiskCache ?? false });
  });
  session.on("Network.responseReceivedExtraInfo", ({ requestId, statusCode }) => {
    const one = fetched.get(requestId);
    if (one) one.status = statusCode;
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => {
    const one = fetched.get(requestId);
    if (one) one.cached = true;
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const one = fetched.get(requestId);
    if (one && !one.cached) one.bytes = encodedDataLength;
  });
  return fetched;
}

/** @param {Iterable<Fetched>} fetched */
const total = (fetched) => [...fetched].reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * Waits until the page has fetched nothing for half a second. The connection over which it hears of changes stays, so that
 * its network is never idle.
 * @param {import("playwright-core").Page} page
 */
const quiet = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        let known = -1;
        const look = () => {
          const now = performance.getEntriesByType("resource").length;
          if (now === known) return done(undefined);
          known = now;
          setTimeout(look, 500);
        };
        look();
      }),
  );

/** @param {import("./run.mjs").Bench} bench */
export async function wire(bench) {
  const page = await stranger(bench);
  const first = await listen(page);
  await page.goto("/sign-in");
  await settled(page);
  await signIn(page, bench);
  await quiet(page);
  const visit = total(first.values());
  for (const { url, bytes } of [...first.values()].sort((a, b) => b.bytes - a.bytes)) console.error(`  ${String(bytes).padStart(7)}  ${new URL(url).pathname}`);
  // The address of My work has not been loaded as such yet.
  await page.goto("/");
  await settled(page);
  // A tab of its own: what it takes from the cache, a visit on another day takes from there too.
  const again = await page.context().newPage();
  const next = await listen(again);
  await again.goto("/");
  await settled(again);
  await quiet(again);
  const assets = [...next.values()].filter(({ url }) => new URL(url).pathname.startsWith("/assets/"));
  const index = [...next.values()].find(({ url }) => new URL(url).pathname === "/");
  const result = [
    { what: "First visit, sign-in to My work, over the wire", value: visit, unit: "bytes", limit: { most: 300_000 }, aim: 260_000 },
    { what: "Repeat visit, assets over the wire", value: total(assets), unit: "bytes", limit: { most: 0 } },
    { what: "Repeat visit, the page itself", value: index?.bytes ?? NaN, unit: "bytes", limit: { most: 1_000 } },
    { what: "Repeat visit, over the wire in all", value: total(next.values()), unit: "bytes", limit: { most: 20_000 } },
  ];
  await page.context().close();
  const other = await person(bench);
  const lazy = await listen(other);
  await other.getByRole("link", { name: "Actions", exact: true }).click();
  await other.getByRole("heading", { level: 1, name: "Actions" }).waitFor();
  await settled(other);
  const parts = [...lazy.values()].filter(({ url }) => url.endsWith(".wasm"));
  result.push({ what: "First page of a plan, its part of the program", value: total(parts), unit: "bytes", limit: { most: 300_000 }, aim: 200_000 });
  await other.context().close();
  return result;
}
