// @ts-check
// The service opens, a person signs in, and every page on the way holds.
import { after, before, test } from "node:test";

import { launch, Visit } from "../support/browser.mjs";
import { check } from "../support/check.mjs";
import { password, who } from "../support/demonstration.mjs";
import { SignInPage } from "../support/pages/sign-in.mjs";
import { Server } from "../support/server.mjs";

/** @type {Server} */ let server;
/** @type {import("playwright-core").Browser} */ let browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const colours of /** @type {const} */ (["light", "dark"])) {
  test(`the sign-in page holds in ${colours} colours`, async () => {
    const visit = await Visit.open(browser, server, { colours });
    await new SignInPage(visit.page).open();
    await check(visit);
    await visit.picture(`sign-in-${colours}`);
    await visit.close();
  });
}

test("a person of the demonstration signs in", async () => {
  const { email } = who(server, /@/);
  const visit = await Visit.open(browser, server, { size: "phone" });
  const signIn = new SignInPage(visit.page);
  await signIn.open();
  await signIn.as(email, password(server));
  await check(visit);
  await visit.close();
});
