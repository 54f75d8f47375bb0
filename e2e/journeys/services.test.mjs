// @ts-check
// The directory of services: found by words and filters, added, changed, closed and opened again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../support/check.mjs";
import { AgenciesPage } from "../support/pages/agencies.mjs";
import { figure, problems, says } from "../support/say.mjs";
import { Stage } from "../support/stage.mjs";

const stage = new Stage();

test("somebody who looks for help finds a service and how to reach it", async () => {
  const visit = await stage.enter("practitioner");
  const { page } = visit;
  await visit.goto("/services");
  const rows = page.getByRole("rowheader");
  await rows.first().waitFor();
  await check(visit);
  await visit.picture("services");
  const count = page.getByText(/^\d+ services?$/).filter({ visible: true }).first();
  const open = figure(await count.textContent());
  assert.equal(await rows.count(), open);
  await page.getByRole("combobox", { name: "Show" }).selectOption({ label: "All, whenever they are open" });
  await page.waitForURL(/show=all/);
  await says(page, "27 services");
  assert.ok(open < 27, "some of the papers' services have closed");

  await page.getByRole("combobox", { name: "Level of need" }).selectOption({ label: "Level 4" });
  await page.waitForURL(/level=4/);
  await says(page, "2 services");
  await check(visit);
  await page.goBack();
  await says(page, "27 services");
  await page.getByRole("searchbox", { name: "Search services" }).fill("0-25 hubs");
  await says(page, "1 service");
  await page.getByRole("searchbox", { name: "Search services" }).fill("no such thing");
  await says(page, "No service fits");
  await check(visit);
  await page.getByRole("link", { name: "show all services of today" }).click();
  await says(page, `${open} services`);

  await page.getByRole("rowheader").getByRole("link", { name: "Single Point of Access" }).click();
  await visit.arrived("Single Point of Access");
  await says(page, /^All referrals screened on the working day received\.$/);
  await says(page, /nobody has confirmed them yet/);
  assert.equal(await page.getByRole("link", { name: "Change the details" }).count(), 0);
  await check(visit);
  await visit.picture("service");
});

test("the coordinator adds a service, mends what is wrong, and closes it", async () => {
  const visit = await stage.enter("coordinator");
  const { page } = visit;
  visit.expect(/status of 422/);
  await visit.goto("/services");
  await visit.follow("Add a service", "Add a service");
  await check(visit);
  await visit.picture("service-new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("young healthy MINDS");
  await page.getByRole("combobox", { name: "Lowest level of need" }).selectOption({ label: "Level 3" });
  await page.getByRole("combobox", { name: "Highest level of need" }).selectOption({ label: "Level 2" });
  await page.getByRole("textbox", { name: /^Youngest age/ }).fill("ten");
  await page.getByRole("button", { name: "Add service" }).click();
  const summary = await problems(page);
  await says(summary, "Choose what kind of service it is");
  await says(summary, "The highest level of need must not be below the lowest, which is 3");
  await says(summary, /^Enter the age as a whole number/);
  await check(visit);
  await page.getByRole("combobox", { name: "Kind" }).selectOption({ label: "Early help" });
  await page.getByRole("combobox", { name: "Highest level of need" }).selectOption({ label: "Level 3" });
  await page.getByRole("textbox", { name: /^Youngest age/ }).fill("10");
  await page.getByRole("button", { name: "Add service" }).click();
  await says(page, "Another service has this name. Change that one, or choose another name");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Open Door Margate");
  await page.getByRole("checkbox", { name: "Young people themselves" }).check();
  await page.getByRole("textbox", { name: /^Telephone/ }).fill("01843 123456");
  await page.getByRole("button", { name: "Add service" }).click();
  await visit.arrived("Open Door Margate");
  await says(page, "Open Door Margate has been added.");
  await says(page, "10 and over");
  await check(visit);

  await visit.follow("Change the details", "Change the details");
  await page.getByRole("textbox", { name: /^Area/ }).fill("Thanet");
  await page.getByRole("button", { name: "Save" }).click();
  await visit.arrived("Open Door Margate");
  await says(page, "Thanet");

  await visit.follow("Close", "Close a service");
  await page.getByRole("button", { name: "Close the service" }).click();
  await problems(page);
  await check(visit);
  await new AgenciesPage(visit).date("Last day", new Date(2026, 0, 31));
  await page.getByRole("textbox", { name: "Reason" }).fill("The grant ended.");
  await page.getByRole("button", { name: "Close the service" }).click();
  await visit.arrived("Open Door Margate");
  await says(page, /^This service closed\. Its last day was 31 January 2026\./);
  await check(visit);
  await visit.picture("service-closed");
  await page.getByRole("button", { name: "Open again" }).click();
  await says(page, "Open Door Margate is open again.");
  await page.getByRole("link", { name: "Change the details" }).waitFor();
  await check(visit);
});
