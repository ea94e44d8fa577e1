//! What a signed-in administrator does on the passkey page: lists and deletes passkeys, and reads why a ceremony ended as it did.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CTAP2, plug } from "../support/authenticator.js";
import { open } from "../support/browser.js";
import { administer, ready, register, signIn } from "../support/passkey_page.js";
import { stage } from "../support/stage.js";

const on = stage();

async function administered() {
  const opened = await open(on.browser, on.server.page);
  await ready(opened.page);
  const authenticator = await plug(opened.cdp, CTAP2);
  await administer(opened.page, on.server.adminKey);
  return { ...opened, authenticator };
}

/** The checks that the page shows of a verdict: name to whether it held. */
async function checks(page, verdictId) {
  await page.locator(`#verdict[data-state="loaded"][data-verdict-id="${verdictId}"]`).waitFor();
  const rows = await page.locator("#checks tr.check").evaluateAll((rows) =>
    rows.map(({ dataset }) => [dataset.check, dataset.ok === "true"]),
  );
  return new Map(rows);
}

async function list(page, username) {
  await page.fill("#credentials-username", username);
  await page.click("#credentials-load");
  await page.locator('#credentials[data-state="loaded"]').waitFor();
  return page.locator("#credentials tr.credential");
}

test("every check of a registration is shown, and all of them held", async () => {
  const { page, close } = await administered();
  const { state, verdictId } = await register(page, { username: "checked", attestation: "direct" });
  assert.equal(state, "ok");
  const shown = await checks(page, verdictId);
  for (const name of ["A9d", "A10", "A14", "K1", "K4", "P5", "P7"]) assert.equal(shown.get(name), true, name);
  await close();
});

test("of a refused sign-in the check that failed is the last", async () => {
  const { page, authenticator, close } = await administered();
  await register(page, { username: "forged" });
  await authenticator.fault("bogus signature");
  const { verdictId, reason } = await signIn(page, { username: "forged" });
  assert.equal(reason, "signature_invalid");
  const shown = await checks(page, verdictId);
  const failed = [...shown].filter(([, held]) => !held).map(([name]) => name);
  assert.deepEqual(failed, ["G10"]);
  assert.equal([...shown.keys()].at(-1), "G10");
  assert.equal(await page.textContent("#verdict-reason"), "signature_invalid");
  assert.notEqual(await page.textContent("#verdict-remedy"), "");
  await close();
});

test("a passkey is listed, shown, deleted, and signs in no more", async () => {
  const { page, authenticator, close } = await administered();
  const username = "deleted";
  const { detail } = await register(page, { username, label: "My key", attestation: "direct" });
  const rows = await list(page, username);
  assert.equal(await rows.count(), 1);
  assert.equal(await rows.getAttribute("data-credential-ext-id"), detail.credentialExtId);
  assert.equal(await rows.locator(".credential-user").textContent(), username);
  assert.match(await rows.locator(".credential-authenticator").textContent(), /^My key/);
  await rows.locator(".credential-show").click();
  await page.locator("#credential-facts").getByText(detail.credentialExtId).first().waitFor();

  await rows.locator(".credential-delete").click();
  await page.click("#delete-cancel");
  assert.equal(await (await list(page, username)).count(), 1);
  await rows.locator(".credential-delete").click();
  await page.click("#delete-confirm");
  await page.locator("#credentials-empty").waitFor();
  assert.equal(await rows.count(), 0);
  assert.equal((await signIn(page, { username })).reason, "user_has_no_credentials");
  await authenticator.clear();
  assert.equal((await register(page, { username })).state, "ok");
  await close();
});

test("who leaves sees nothing any more", async () => {
  const { page, close } = await administered();
  await register(page, { username: "left" });
  await list(page, "left");
  await page.click("#admin-sign-out");
  await page.locator('#administration[data-state="signed-out"]').waitFor();
  assert.equal(await page.locator("#credentials tr.credential").count(), 0);
  await page.reload();
  await page.locator('#administration[data-state="signed-out"]').waitFor();
  await close();
});

test("a wrong admin key opens nothing", async () => {
  const { page, close } = await open(on.browser, on.server.page);
  await ready(page);
  await page.fill("#admin-token", `tsadm_${"A".repeat(43)}`);
  await page.click("#admin-sign-in");
  await page.locator("#admin-error:not([hidden])").waitFor();
  assert.equal(await page.getAttribute("#administration", "data-state"), "signed-out");
  await close([/status of 401/]);
});
