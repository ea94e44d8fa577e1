//! Decides how a ceremony is shown while it runs and after it.

import { element, write, writeJson } from "./dom.js";

const STEPS = ["options", "authenticator", "result", "status"];
const TEXTS = ["reason", "message", "session-id", "status", "status-user", "verdict-id"];
const DOCUMENTS = ["options-json", "request-json", "answer-json", "status-json"];
const DONE = { registration: "The passkey is registered.", authentication: "Signed in." };
const FAILED = { registration: "No passkey was registered.", authentication: "Not signed in." };

const panel = () => element("ceremony").dataset;

/** Everything is as before any ceremony; this one runs. */
export function begin(kind) {
  const { dataset } = element("ceremony");
  dataset.run = String(Number(dataset.run ?? 0) + 1);
  dataset.ceremony = kind;
  dataset.stage = "options";
  dataset.state = "running";
  for (const name of STEPS) element(`step-${name}`).dataset.state = "waiting";
  for (const id of [...TEXTS, ...DOCUMENTS]) write(id, "");
  write("outcome", kind === "registration" ? "Registering…" : "Signing in…");
}

/** A step begins or ends. */
export function step(name, state) {
  element(`step-${name}`).dataset.state = state;
  const before = STEPS.slice(0, STEPS.indexOf(name));
  const isWell = before.every((other) => element(`step-${other}`).dataset.state === "ok");
  if (state === "running" && isWell) panel().stage = name;
}

/** What W1 or W3 answered. */
export function options(body) {
  write("session-id", body.fido2SessionId);
  writeJson("options-json", body);
}

/** What the authenticator made. */
export function request(message) {
  writeJson("request-json", message);
}

/** What a service answered; of success there is no reason. */
export function answer({ body, reason, verdict }) {
  writeJson("answer-json", body);
  write("reason", reason);
  write("message", body.errorMessage);
  write("verdict-id", verdict);
  if (body.fido2SessionId) write("session-id", body.fido2SessionId);
}

/** The browser, the authenticator or the network did not go along. */
export function error(thrown) {
  // The status may fail after the result did: the first cause is the one to read.
  if (element("reason").textContent) return;
  write("reason", thrown.name);
  write("message", thrown.message);
}

/** What W5 answered. */
export function status({ body }) {
  writeJson("status-json", body);
  write("status", body.status);
  write("status-user", body.userId);
  if (body.detail?.verdict) write("verdict-id", body.detail.verdict);
}

/** It is over. */
export function end(isWell) {
  const { dataset } = element("ceremony");
  for (const name of STEPS) {
    const step = element(`step-${name}`).dataset;
    if (step.state === "waiting") step.state = "skipped";
  }
  const words = isWell ? DONE : FAILED;
  write("outcome", words[dataset.ceremony]);
  dataset.state = isWell ? "ok" : "failed";
}
