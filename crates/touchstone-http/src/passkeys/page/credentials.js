//! Decides how passkeys are listed, shown and deleted: page by page over the users of the tenant, those of this relying party only.

import { element, facts, made, writeAlert, write } from "./dom.js";
import * as verdict from "./verdict.js";

let ask = null;
let party = null;
let cursor = null;
let doomed = null;

const rows = () => element("credentials");
const path = (user, credential = "") =>
  `/webauthn/users/${encodeURIComponent(user)}/fido2${credential && `/${encodeURIComponent(credential)}`}`;

/** For whoever is signed in now. */
export function start(asks, relyingParty) {
  ask = asks;
  party = relyingParty;
}

/** Forgets what is shown. */
export function clear() {
  rows().replaceChildren();
  rows().dataset.state = "idle";
  element("credentials-more").hidden = true;
  element("credentials-empty").hidden = true;
  hide();
}

function hide() {
  element("credential").hidden = true;
  element("credential-facts").replaceChildren();
}

/** Reads the list again where one is shown. */
export async function reload() {
  if (rows().dataset.state !== "idle") await list();
}

async function list() {
  rows().replaceChildren();
  hide();
  cursor = null;
  await more();
}

async function more() {
  rows().dataset.state = "loading";
  const isDone = await guarded(async () => {
    const username = element("credentials-username").value;
    const users = await ask("GET", "/webauthn/users", { username, cursor });
    cursor = users.next_cursor;
    for (const user of users.items) await ofUser(user);
  });
  element("credentials-more").hidden = cursor === null;
  element("credentials-empty").hidden = !isDone || cursor !== null || rows().childElementCount > 0;
  rows().dataset.state = isDone ? "loaded" : "failed";
}

async function ofUser(user) {
  let next = null;
  do {
    const page = await ask("GET", path(user.ext_id), { cursor: next });
    const here = page.items.filter((item) => party === null || item.rpId === party.rp_id);
    rows().append(...here.map((credential) => row(user, credential)));
    next = page.next_cursor;
  } while (next !== null);
}

function row(user, credential) {
  const cell = (name, content) => made("td", content, { class: `credential-${name}` });
  const what = `passkey ${credential.userFriendlyName ?? credential.extId} of ${user.username}`;
  const show = made("button", "Show", { type: "button", class: "credential-show", "aria-label": `Show ${what}` });
  const remove = made("button", "Delete", { type: "button", class: "credential-delete", "aria-label": `Delete ${what}` });
  show.addEventListener("click", () => open(user.ext_id, credential.extId));
  remove.addEventListener("click", () => confirm(user, credential, what));
  const cells = [
    cell("user", user.username),
    cell("authenticator", [credential.userFriendlyName ?? "", " ", made("span", credential.authenticator, { class: "muted" })]),
    cell("state", credential.stateName),
    cell("trust", credential.trust),
    cell("counter", credential.signCount),
    cell("made", new Date(credential.createdAt).toLocaleString()),
    cell("actions", [show, " ", remove]),
  ];
  const ids = { "data-credential-ext-id": credential.extId, "data-user-ext-id": user.ext_id };
  return made("tr", cells, { class: "credential", ...ids });
}

async function open(user, credential) {
  await guarded(async () => {
    const found = await ask("GET", path(user, credential));
    element("credential-facts").replaceChildren(facts(found));
    element("credential").hidden = false;
    element("credential").scrollIntoView({ block: "nearest" });
    if (found.verdictId !== null) await verdict.show(found.verdictId);
  });
}

function confirm(user, credential, what) {
  doomed = { user: user.ext_id, credential: credential.extId };
  write("delete-what", `The ${what}.`);
  element("delete-dialog").showModal();
}

async function remove() {
  element("delete-dialog").close();
  const { user, credential } = doomed;
  const isDone = await guarded(() => ask("DELETE", path(user, credential)));
  if (isDone) await list();
}

async function guarded(work) {
  writeAlert("admin-error", "");
  try {
    await work();
    return true;
  } catch (error) {
    writeAlert("admin-error", error.message);
    return false;
  }
}

/** Takes clicks. */
export function listen() {
  element("credentials-form").addEventListener("submit", (event) => {
    event.preventDefault();
    return list();
  });
  element("credentials-more").addEventListener("click", more);
  element("delete-cancel").addEventListener("click", () => element("delete-dialog").close());
  element("delete-confirm").addEventListener("click", remove);
}
