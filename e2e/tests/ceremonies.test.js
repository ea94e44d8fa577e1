//! What a browser brings about beside right and wrong messages: passkeys that know their user, known ones, copies, and a status for others. On both
//! engines: all of it is what a store remembers.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { CTAP2, U2F, plug } from "../support/authenticator.js";
import { open } from "../support/browser.js";
import { POSTGRES, SQLITE } from "../support/engine.js";
import * as pages from "../support/passkey_page.js";
import { stage } from "../support/stage.js";
import { hold } from "../support/wire.js";

const { register, signIn } = pages;

/** A test of a page with an authenticator; whatever the test does, no page may have complained. */
const withPage = (on) => (authenticator, body) => async () => {
  const { page, cdp, close } = await open(on.browser, on.server.page);
  await pages.ready(page);
  await body(page, await plug(cdp, authenticator), on.server);
  await close();
};

function succeeded(ended) {
  assert.deepEqual([ended.state, ended.reason, ended.status], ["ok", "", "succeeded"], ended.message);
  return ended;
}

function refused(ended, reason) {
  assert.deepEqual([ended.state, ended.reason, ended.status], ["failed", reason, "failed"]);
}

/** The browser did not even ask the server: the session stays as it was. */
function stopped(ended, name) {
  const seen = [ended.state, ended.stage, ended.reason, ended.status];
  assert.deepEqual(seen, ["failed", "authenticator", name, "initialized"]);
}

async function phase(server, id) {
  const { status, userId, detail } = await server.status(id);
  return [status, userId, detail?.ceremony];
}

for (const engine of [SQLITE, POSTGRES]) {
  describe(engine.name, () => {
    const pageTest = withPage(stage({ engine }));

    test("a discoverable passkey signs in without a user name", pageTest(CTAP2, async (page) => {
      const registered = succeeded(await register(page, { username: "discovered", residentKey: "required" }));
      const signedIn = succeeded(await signIn(page));
      assert.deepEqual(signedIn.options.allowCredentials, []);
      assert.equal(signedIn.userId, registered.userId);
      assert.equal(signedIn.detail.credentialExtId, registered.detail.credentialExtId);
    }));

    test("without a user name the passkey says which of two users signs in", pageTest(CTAP2, async (page, authenticator) => {
      succeeded(await register(page, { username: "first of two", residentKey: "required" }));
      await authenticator.clear();
      const second = succeeded(await register(page, { username: "second of two", residentKey: "required" }));
      assert.equal(succeeded(await signIn(page)).userId, second.userId);
    }));

    test("a key without discoverable passkeys needs the user name", pageTest(U2F, async (page) => {
      succeeded(await register(page, { username: "named", residentKey: "discouraged" }));
      stopped(await signIn(page), "NotAllowedError");
      succeeded(await signIn(page, { username: "named" }));
    }));

    test("an authenticator that is registered already is excluded", pageTest(CTAP2, async (page) => {
      const first = succeeded(await register(page, { username: "excluded" }));
      const again = await register(page, { username: "excluded" });
      stopped(again, "InvalidStateError");
      const excluded = again.options.excludeCredentials.map(({ id }) => id);
      assert.deepEqual(excluded, [first.request.id]);
      succeeded(await register(page, { username: "another" }));
    }));

    test("a name that nobody has does not sign in", pageTest(CTAP2, async (page) => {
      const ended = await signIn(page, { username: "nobody" });
      const seen = [ended.state, ended.stage, ended.reason, ended.sessionId];
      assert.deepEqual(seen, ["failed", "options", "user_not_found", ""]);
    }));

    test("the passkey of one user does not sign in another", pageTest(CTAP2, async (page, authenticator) => {
      succeeded(await register(page, { username: "owner" }));
      await authenticator.clear();
      succeeded(await register(page, { username: "other" }));
      stopped(await signIn(page, { username: "owner" }), "NotAllowedError");
    }));

    test("a copy with a counter that fell behind is refused, the original goes on", pageTest(CTAP2, async (page, authenticator) => {
      succeeded(await register(page, { username: "counted" }));
      succeeded(await signIn(page, { username: "counted" }));
      const [original] = await authenticator.credentials();
      assert.ok(original.signCount > 1, `${original.signCount}`);
      await authenticator.replace({ ...original, signCount: 0 });
      refused(await signIn(page, { username: "counted" }), "counter_regressed");
      // The answer carries one more than the authenticator's counter: now the same as the last.
      await authenticator.replace({ ...original, signCount: original.signCount - 1 });
      refused(await signIn(page, { username: "counted" }), "counter_regressed");
      await authenticator.replace(original);
      succeeded(await signIn(page, { username: "counted" }));
    }));

    test("a passkey whose backup eligibility changed is refused", pageTest(CTAP2, async (page, authenticator) => {
      succeeded(await register(page, { username: "backed up" }));
      const [original] = await authenticator.credentials();
      assert.equal(original.backupEligibility, false);
      await authenticator.replace({ ...original, backupEligibility: true });
      refused(await signIn(page, { username: "backed up" }), "backup_eligibility_changed");
      await authenticator.replace({ ...original, signCount: original.signCount + 1 });
      succeeded(await signIn(page, { username: "backed up" }));
    }));

    test("a synchronised passkey is told as backed up", pageTest({ ...CTAP2, defaultBackupEligibility: true, defaultBackupState: true }, async (page) => {
      succeeded(await register(page, { username: "synchronised" }));
      succeeded(await signIn(page, { username: "synchronised" }));
    }));

    test("a second client sees each phase of a ceremony", pageTest(CTAP2, async (page, authenticator, server) => {
      const nobody = "00000000-0000-4000-8000-000000000000";
      assert.deepEqual(await phase(server, nobody), ["unknown", "", undefined]);
      await authenticator.touch(false);
      const waiting = await pages.beginRegistration(page, { username: "watched" });
      await page.locator('#step-authenticator[data-state="running"]').waitFor();
      const id = await page.textContent("#session-id");
      const [state, userId, ceremony] = await phase(server, id);
      assert.deepEqual([state, ceremony], ["initialized", "registration"]);
      assert.match(userId, /^usr_/);
      await page.click("#cancel");
      stopped(await pages.ended(page, waiting), "AbortError");
      assert.deepEqual(await phase(server, id), ["initialized", userId, "registration"]);

      await authenticator.touch(true);
      const { arrived, release } = await hold(page);
      const run = await pages.beginRegistration(page, { username: "watched" });
      await arrived;
      const held = await page.textContent("#session-id");
      assert.deepEqual(await phase(server, held), ["initialized", userId, "registration"]);
      release();
      succeeded(await pages.ended(page, run));
      assert.deepEqual(await phase(server, held), ["succeeded", userId, "registration"]);

      await authenticator.fault("bogus signature");
      const failed = await signIn(page, { username: "watched" });
      refused(failed, "signature_invalid");
      assert.deepEqual(await phase(server, failed.sessionId), ["failed", userId, "authentication"]);
    }));
  });
}
