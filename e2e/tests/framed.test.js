//! Ceremonies in a frame on a page of another site: refused until the relying party says which pages may frame it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CTAP2, plug } from "../support/authenticator.js";
import { open } from "../support/browser.js";
import { click, framed } from "../support/frame.js";
import { stage } from "../support/stage.js";

const on = stage({ beside: (server) => framed(server.origin) });

/** The relying party with this policy for frames; the page of another site that frames its page. */
async function opened(...policy) {
  const { server, site } = on;
  const origins = ["--origin", server.origin, "--origin", site.origin];
  await server.set(...origins, ...policy.flatMap((line) => ["--set", line]));
  const { page, cdp, close } = await open(on.browser, site.top);
  await plug(cdp, CTAP2);
  return { page, close };
}

test("a frame on another site is refused by default", async () => {
  const { page, close } = await opened("allow_cross_origin=null", "top_origins=null");
  const answer = await click(page, "register", "framed by anyone");
  assert.deepEqual([answer.status, answer.reason], ["failed", "cross_origin_not_allowed"]);
  assert.equal((await on.server.status(answer.fido2SessionId)).status, "failed");
  await close();
});

test("a frame is refused on a page that is not among those that may", async () => {
  const { page, close } = await opened("allow_cross_origin=true", "top_origins=null");
  const answer = await click(page, "register", "framed by a stranger");
  assert.deepEqual([answer.status, answer.reason], ["failed", "top_origin_not_allowed"]);
  await close();
});

test("a frame on a page that may registers and signs in, by CORS", async () => {
  const { page, close } = await opened("allow_cross_origin=true", `top_origins=${on.site.top}`);
  for (const button of ["register", "authenticate"]) {
    const answer = await click(page, button, "framed by a friend");
    assert.deepEqual([answer.status, answer.reason], ["ok", null], button);
    assert.equal((await on.server.status(answer.fido2SessionId)).status, "succeeded");
  }
  await close();
});

test("a permission that is taken back holds for sign-ins too", async () => {
  const { page, close } = await opened("allow_cross_origin=true", `top_origins=${on.site.top}`);
  assert.equal((await click(page, "register", "framed for a while")).status, "ok");
  await on.server.set("--set", "allow_cross_origin=null");
  const answer = await click(page, "authenticate", "framed for a while");
  assert.deepEqual([answer.status, answer.reason], ["failed", "cross_origin_not_allowed"]);
  await close();
});

test("the passkey page itself is never framed", async () => {
  const { page, close } = await open(on.browser, `${on.site.top}/page`);
  const frame = page.frames().find((frame) => frame !== page.mainFrame());
  assert.match(frame.url(), /^chrome-error:/);
  await close([/frame-ancestors/]);
});
