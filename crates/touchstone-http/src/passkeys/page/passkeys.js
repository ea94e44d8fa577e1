//! Decides what the passkey page does: it wires its forms to the ceremonies and, for a signed-in administrator, to the admin API.
//
// Ids that tests may rely on:
//   page            #rp (data-state loading|found|missing|failed) #rp-name #rp-id #rp-profile #rp-missing #rp-command #notice
//   register        #register-form #register-username #register-display-name #register-label #register-user-verification
//                   #register-attestation #register-resident-key #register-attachment #register
//   sign in         #sign-in-form #sign-in-username #sign-in-user-verification #sign-in #sign-in-username-less #more #sectoken
//   ceremony        #ceremony (data-state idle|running|ok|failed, data-run, data-ceremony, data-stage) #steps #step-options
//                   #step-authenticator #step-result #step-status (data-state waiting|running|ok|failed|skipped) #outcome #reason
//                   #message #session-id #status #status-user #verdict-id #options-json #request-json #answer-json #status-json #cancel
//   administration  #administration (data-state absent|signed-out|signed-in) #admin-sign-in-form #admin-token #admin-sign-in
//                   #admin-sign-out #admin-error #admin-who
//   passkeys        #credentials-form #credentials-username #credentials-load #credentials (data-state idle|loading|loaded|failed)
//                   tr.credential (data-credential-ext-id, data-user-ext-id) .credential-show .credential-delete #credentials-empty
//                   #credentials-more #credential #credential-facts #delete-dialog #delete-what #delete-confirm #delete-cancel
//   verdict         #verdict-form #verdict-input #verdict-show #verdict (data-state idle|loading|loaded|failed, data-verdict-id)
//                   #verdict-outcome #verdict-reason #verdict-meaning #verdict-remedy #checks tr.check (data-check, data-ok)
//                   #verdict-facts

import * as administration from "./administration.js";
import * as view from "./ceremony_view.js";
import * as ceremony from "./ceremony.js";
import { element, write, writeAlert } from "./dom.js";
import * as server from "./server.js";

const BUTTONS = ["register", "sign-in", "sign-in-username-less"];
const value = (id) => element(id).value;

let running = null;

/** One ceremony at a time. */
async function run(begin, wish) {
  if (running !== null) return;
  running = new AbortController();
  show(true);
  try {
    const how = { sectoken: value("sectoken"), signal: running.signal };
    await begin(wish, how, view);
  } finally {
    running = null;
    show(false);
  }
  await administration.after(element("verdict-id").textContent);
}

function show(isRunning) {
  for (const id of BUTTONS) element(id).disabled = isRunning;
  element("cancel").hidden = !isRunning;
}

function register(event) {
  event.preventDefault();
  return run(ceremony.register, {
    username: value("register-username"),
    displayName: value("register-display-name"),
    label: value("register-label"),
    userVerification: value("register-user-verification"),
    attestation: value("register-attestation"),
    residentKey: value("register-resident-key"),
    attachment: value("register-attachment"),
  });
}

const signIn = (username) =>
  run(ceremony.authenticate, { username, userVerification: value("sign-in-user-verification") });

function signInByName(event) {
  event.preventDefault();
  const name = element("sign-in-username");
  // An empty name would be the other button's ceremony.
  name.setCustomValidity(name.value === "" ? "Give a user name, or sign in without one." : "");
  return name.reportValidity() ? signIn(name.value) : null;
}

/** In the words of a shell: nothing in it is read as anything but text. */
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function command() {
  const { hostname, origin } = location;
  const words = ["touchstone webauthn rp add", "--tenant", "TENANT", "--rp-id", quoted(hostname)];
  return [...words, "--name", quoted(hostname), "--origin", quoted(origin)].join(" ");
}

/** What stands in the way of every ceremony here. */
function obstacle(party) {
  if (!window.isSecureContext || !window.PublicKeyCredential) {
    return "This browser gives passkeys to pages over https and to http://localhost only.";
  }
  const isAddress = /^[\d.]+$|^\[/.test(location.hostname);
  if (isAddress) {
    const there = new URL(location.href);
    there.hostname = "localhost";
    return `Passkeys need a host name, not an address: open ${there.href} in its place.`;
  }
  if (party !== null && !party.origins.includes(location.origin)) {
    return `This page's origin ${location.origin} is not one of the relying party's: results will be refused (origin_mismatch).`;
  }
  return "";
}

async function load() {
  const rp = element("rp");
  let context = null;
  try {
    context = await server.context();
  } catch {
    rp.dataset.state = "failed";
    return null;
  }
  const party = context.relying_party;
  write("rp-name", party?.rp_name);
  write("rp-id", party?.rp_id);
  write("rp-profile", party?.profile);
  write("rp-command", command());
  writeAlert("notice", obstacle(party));
  rp.dataset.state = party === null ? "missing" : "found";
  return context;
}

element("register-form").addEventListener("submit", register);
element("sign-in-form").addEventListener("submit", signInByName);
element("sign-in-username").addEventListener("input", (event) => event.target.setCustomValidity(""));
element("sign-in-username-less").addEventListener("click", () => signIn(""));
element("cancel").addEventListener("click", () => running?.abort());
await administration.start(load);
