// @ts-check
// The directory beyond the partnership: services brought in from files, and read by anybody, without an account and
// without scripts.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { focused, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

/** @param {import("../support/browser.mjs").Visit} visit @param {string} name @param {string} text */
async function choose({ page }, name, text) {
  const mimeType = name.endsWith(".json") ? "application/json" : "text/csv";
  await page.getByLabel("The file", { exact: true }).setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Check the file" }).press("Enter");
}

/** The report under its heading, which has the focus. @param {import("../support/browser.mjs").Visit} visit @param {string} heading */
async function reported({ page }, heading) {
  await page.getByRole("heading", { level: 2, name: heading }).and(page.locator(":focus")).waitFor();
}

const HEADINGS = "Name,Kind,Lowest level of need,Highest level of need,Youngest age,Area,How to get in";

test("a sheet with a wrong row is refused, mended and brought in", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  await visit.goto("/services");
  await visit.follow("Import services", "Import services");
  await check(visit);
  await visit.picture("services-import");
  await page.getByRole("button", { name: "Check the file" }).click();
  const summary = await problems(page);
  await summary.getByRole("link", { name: "Choose a file" }).click();
  await focused(page.getByLabel("The file", { exact: true }));
  await check(visit);

  await choose(visit, "services.csv", `${HEADINGS}\nOpen Door,Guild,3,2,ten,Thanet,Ring first.\nAnother Door,Early help,3,2,,,\n`);
  await reported(visit, "3 things have to change first");
  const faults = page.getByRole("table", { name: "What does not fit" });
  await says(faults, /^Write one of these: Front door, /);
  assert.equal(await page.getByRole("button", { name: /^Import \d/ }).count(), 0, "what does not fit cannot be imported");
  await check(visit);
  await visit.picture("services-import-faults");

  await choose(visit, "services.csv", `${HEADINGS}\nOpen Door,Early help,2,3,10,Thanet,Ring first.\nSingle Point of Access,,,,,,Ring or write.\n`);
  await reported(visit, "The file can be imported");
  await says(page, /1 new, 1 changed\.$/);
  await check(visit);
  await visit.picture("services-import-checked");
  await page.getByRole("button", { name: "Import 2 services" }).press("Enter");
  await says(page, "The file has been imported: 1 service added, 1 service changed.");
  await check(visit);

  const service = { id: "ac148810-d857-441c-9679-408f346de14b", name: "Harbour Talks", status: "active", fees: "None", organization: { id: "ac148810-d857-441c-9679-408f346de14c", name: "Harbour", description: "Harbour" } };
  await choose(visit, "other.json", JSON.stringify({ contents: [service, { ...service, id: "7", name: "" }] }));
  await reported(visit, "2 things have to change first");
  await choose(visit, "other.json", JSON.stringify({ contents: [service] }));
  await reported(visit, "The file can be imported");
  await says(page, /fees\.$/);
  await page.getByRole("button", { name: "Import 1 service" }).press("Enter");
  await says(page, "The file has been imported: 1 service added.");
});

test("the directory is closed to the public until the administrator opens it", async () => {
  const guest = await stage.visit();
  guest.expect(/status of 404/);
  await guest.goto("/public/services");
  await says(guest.page, "There is nothing here");
  await check(guest);

  const coordinator = await stage.enter("coordinator");
  await coordinator.goto("/services");
  await coordinator.follow("What anybody may read", "What anybody may read");
  await says(coordinator.page, "Nothing is public at the moment.");
  await check(coordinator);

  const visit = await stage.enter("admin");
  const { page } = visit;
  await visit.goto("/services/public");
  await check(visit);
  await visit.picture("publication");
  await page.getByRole("checkbox", { name: "The directory of services" }).check();
  await page.getByRole("checkbox", { name: "The pathways" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await visit.arrived("Services");
  await says(page, "The directory of services and the pathways are public.");
  await visit.goto("/services/public");
  await page.getByRole("link", { name: "The services, as the public reads them" }).waitFor();
  await check(visit);
});

test("a parent without an account, and without scripts, finds a service", async () => {
  const visit = await stage.visit({ scripts: false });
  const { page } = visit;
  await page.goto("/public/services");
  await page.getByRole("heading", { level: 1, name: "Services" }).waitFor();
  const found = page.getByRole("heading", { level: 3 });
  const all = await found.count();
  assert.ok(all > 5, `${all} services are open`);
  assert.equal(await page.getByRole("heading", { level: 2 }).innerText(), `${all} services`);

  await page.getByRole("searchbox", { name: "Search services" }).fill("open DOOR");
  await page.getByRole("textbox", { name: "Age in years" }).fill("12");
  await page.getByRole("combobox", { name: "Area" }).selectOption("Thanet");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("heading", { level: 2, name: "1 service" }).waitFor();
  assert.equal(await page.getByRole("searchbox", { name: "Search services" }).inputValue(), "open DOOR");
  await page.getByRole("link", { name: "Open Door" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Open Door" }).waitFor();
  await says(page, "Ring first.");
  await says(page, "Levels 2 to 3");
  await page.getByRole("link", { name: "Services", exact: true }).first().press("Enter");

  for (const attack of ["' OR 1=1 --", "%_%", "<script>alert(1)</script>", "\\", "x".repeat(200)]) {
    await page.getByRole("searchbox", { name: "Search services" }).fill(attack);
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("heading", { level: 2, name: "0 services" }).waitFor();
    assert.equal(await page.getByRole("searchbox", { name: "Search services" }).inputValue(), attack);
  }
});

test("the public pages stand on a phone, in the dark and on paper", async () => {
  for (const look of /** @type {const} */ ([{ colours: "light" }, { colours: "dark" }])) {
    const visit = await stage.visit(look);
    visit.expect(/status of 400/);
    for (const [path, picture] of [["/public/services", "public-services"], ["/public/services?q=door&level=2&age=12", "public-found"], ["/public/services?level=9", "public-wrong"]]) {
      await visit.goto(path ?? "");
      await check(visit);
      if (look.colours === "light") await visit.picture(picture ?? "");
    }
    await visit.goto("/public/services?q=single+point");
    await visit.follow("Single Point of Access", "Single Point of Access");
    await check(visit);
    if (look.colours === "light") await visit.picture("public-service");
    await visit.goto("/public/pathways");
    await check(visit);
    if (look.colours === "light") await visit.picture("public-pathways");
    await visit.follow(/emotional wellbeing pathway/i, /emotional wellbeing pathway/i);
    await check(visit);
    if (look.colours === "light") await visit.picture("public-pathway");
    await visit.page.emulateMedia({ media: "print" });
    assert.equal(await visit.page.getByRole("contentinfo").count(), 0, "the footer is not printed");
    await visit.page.getByRole("heading", { level: 1 }).waitFor();
  }
});
