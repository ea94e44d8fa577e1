//! Registrations and sign-ins in every way that a browser's authenticator is right or wrong, under every demand for user verification.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { CTAP2, FAULTS, U2F, plug } from "../support/authenticator.js";
import { open } from "../support/browser.js";
import { ready, register, signIn } from "../support/passkey_page.js";
import { stage } from "../support/stage.js";
import { alter, format, userVerified } from "../support/wire.js";

const on = stage();

const ONLY = { succeeded: "", refusedByBrowser: "NotAllowedError" };

/** How an authenticator registers. One of the first generation knows no faults: its messages are altered on their way. */
const KINDS = {
  packed: { authenticator: CTAP2, attestation: "direct", format: "packed" },
  "fido-u2f": { authenticator: U2F, attestation: "direct", format: "fido-u2f" },
  none: { authenticator: CTAP2, attestation: "none", format: "none" },
};

/** The reason that must answer a registration or a sign-in; empty when it succeeds. */
function reason(ceremony, kind, fault, demand) {
  const isU2f = kind === "fido-u2f";
  if (isU2f && demand === "required") return ONLY.refusedByBrowser;
  if (fault === "bad UP") return "user_not_present";
  if (fault === "bad UV" && demand === "required") return "user_not_verified";
  if (fault !== "bogus signature") return ONLY.succeeded;
  if (ceremony === "authentication") return "signature_invalid";
  // Without attestation nothing is signed at registration.
  return kind === "none" ? ONLY.succeeded : "attestation_signature_invalid";
}

/** What the page, the status service and a second client say must agree. */
async function check(server, ended, ceremony, expected) {
  const state = expected === ONLY.succeeded ? "ok" : "failed";
  assert.deepEqual([ended.state, ended.reason], [state, expected], ended.message);
  const statuses = { [ONLY.succeeded]: "succeeded", [ONLY.refusedByBrowser]: "initialized" };
  const status = statuses[expected] ?? "failed";
  assert.equal(ended.status, status);
  const second = await server.status(ended.sessionId);
  assert.deepEqual([second.status, second.userId], [status, ended.userId]);
  assert.deepEqual(second.detail, ended.detail);
  assert.equal(second.detail.ceremony, ceremony);
  const isJudged = status !== "initialized";
  assert.equal(second.detail.reason ?? "", expectedDetail(status, expected));
  assert.equal(ended.verdictId.startsWith("vdt_"), isJudged, ended.verdictId);
  assert.equal(ended.stage, { succeeded: "status", failed: "result", initialized: "authenticator" }[status]);
  if (status === "succeeded") assert.equal(second.detail.userVerified, userVerified(ended.request));
}

const expectedDetail = (status, expected) => (status === "failed" ? expected : "");

/** Registers and signs in with this fault; `on` has the page, the authenticator and the server. */
async function ceremonies(on, kind, fault, userVerification) {
  const { server, page, authenticator } = on;
  const { attestation, format: fmt } = KINDS[kind];
  const isU2f = kind === "fido-u2f";
  const set = (name) => (isU2f ? alter(page, name) : authenticator.fault(name));
  const username = (prefix) => `${prefix}, ${kind}, ${fault}, ${userVerification}`;

  await set(fault);
  const first = await register(page, { username: username("wrong"), attestation, userVerification });
  await check(server, first, "registration", reason("registration", kind, fault, userVerification));

  await set("valid");
  const right = await register(page, { username: username("right"), attestation });
  await check(server, right, "registration", ONLY.succeeded);
  assert.equal(format(right.request), fmt);

  await set(fault);
  const signedIn = await signIn(page, { username: username("right"), userVerification });
  const expected = reason("authentication", kind, fault, userVerification);
  await check(server, signedIn, "authentication", expected);
}

for (const [kind, { authenticator }] of Object.entries(KINDS)) {
  describe(kind, () => {
    let opened = null;
    before(async () => {
      opened = await open(on.browser, on.server.page);
      await ready(opened.page);
    });
    after(() => opened.close());
    for (const fault of Object.keys(FAULTS)) {
      for (const userVerification of ["required", "preferred", "discouraged"]) {
        test(`${fault}, user verification ${userVerification}`, async () => {
          const plugged = await plug(opened.cdp, authenticator);
          const around = { server: on.server, page: opened.page, authenticator: plugged };
          await ceremonies(around, kind, fault, userVerification);
          await plugged.unplug();
        });
      }
    }
  });
}
