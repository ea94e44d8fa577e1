//! Decides what a signed-in administrator sees: who signed in, the passkeys of this relying party, and verdicts.

import * as credentials from "./credentials.js";
import { element, write, writeAlert } from "./dom.js";
import * as server from "./server.js";
import * as verdict from "./verdict.js";

/** How the page learns its relying party. */
let load = null;
let session = null;
let params = {};

const isSignedIn = () => element("administration").dataset.state === "signed-in";

/** Asks the admin API about the tenant of this page's relying party. */
async function ask(method, path, more = {}) {
  try {
    return await server.admin(method, path, { ...params, ...more }, session?.csrf_token);
  } catch (error) {
    if (error.status === 401) await refresh();
    throw error;
  }
}

/** What is there for whoever is signed in, now. */
async function refresh() {
  const context = await load();
  if (!context?.administration) return;
  session = await server.session();
  const party = context.relying_party;
  params = { tenant_id: party?.tenant_id };
  const state = session === null ? "signed-out" : "signed-in";
  element("administration").dataset.state = state;
  if (session === null) return;
  write("admin-who", `${session.api_key_id}, until ${new Date(session.expires_at).toLocaleString()}`);
  const isForeign = party !== null && !party.tenant_id;
  writeAlert("admin-error", isForeign ? "This admin key belongs to another tenant." : "");
  credentials.start(ask, party);
  verdict.start(ask);
}

async function signIn(event) {
  event.preventDefault();
  const token = element("admin-token");
  await guarded(async () => {
    await server.signIn(token.value);
    token.value = "";
    await refresh();
  });
}

async function signOut() {
  await guarded(async () => {
    await server.signOut();
    credentials.clear();
    verdict.clear();
    await refresh();
  });
}

async function guarded(work) {
  writeAlert("admin-error", "");
  try {
    await work();
  } catch (error) {
    writeAlert("admin-error", error.message);
  }
}

/** A ceremony is over: its verdict is explained, and the list is read again where one is shown. */
export async function after(verdictId) {
  if (!isSignedIn()) return;
  if (verdictId !== "") await verdict.show(verdictId);
  await credentials.reload();
}

/** Begins; `read` says which relying party the page belongs to. */
export async function start(read) {
  load = read;
  element("admin-sign-in-form").addEventListener("submit", signIn);
  element("admin-sign-out").addEventListener("click", signOut);
  credentials.listen();
  verdict.listen();
  await guarded(refresh);
}
