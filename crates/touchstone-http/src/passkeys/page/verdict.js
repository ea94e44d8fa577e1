//! Decides how a verdict is explained: its reason, every check with what it looks at, the facts and the policy.

import { element, facts, made, write, writeAlert } from "./dom.js";

const TEXTS = ["verdict-outcome", "verdict-reason", "verdict-meaning", "verdict-remedy"];

let ask = null;

/** For whoever is signed in now. */
export function start(asks) {
  ask = asks;
}

/** Forgets what is shown. */
export function clear() {
  for (const id of TEXTS) write(id, "");
  element("checks").replaceChildren();
  element("verdict-facts").replaceChildren();
  const { dataset } = element("verdict");
  dataset.state = "idle";
  delete dataset.verdictId;
}

/** Explains this verdict. */
export async function show(id) {
  clear();
  element("verdict-input").value = id;
  const { dataset } = element("verdict");
  dataset.state = "loading";
  try {
    explain(await ask("GET", `/verdicts/${encodeURIComponent(id)}`));
    dataset.verdictId = id;
    dataset.state = "loaded";
  } catch (error) {
    writeAlert("admin-error", error.message);
    dataset.state = "failed";
  }
}

function explain(verdict) {
  write("verdict-outcome", verdict.outcome);
  write("verdict-reason", verdict.reason);
  write("verdict-meaning", verdict.reason_meaning);
  write("verdict-remedy", verdict.reason_remedy);
  element("checks").replaceChildren(...verdict.checks.map(check));
  const { format, latency_us, created_at, evidence_sha256, policy } = verdict;
  const shown = { facts: verdict.facts, format, latency_us, created_at, evidence_sha256, policy };
  element("verdict-facts").replaceChildren(facts(shown));
}

function check(line) {
  const looks = [line.meaning ?? ""];
  if (line.note) looks.push(" ", made("span", line.note, { class: "muted" }));
  const cells = [
    made("td", [made("code", line.check)]),
    made("td", line.ok ? "yes" : "no", { class: line.ok ? "held" : "failed" }),
    made("td", looks),
  ];
  return made("tr", cells, { class: "check", "data-check": line.check, "data-ok": line.ok });
}

/** Takes clicks. */
export function listen() {
  element("verdict-form").addEventListener("submit", (event) => {
    event.preventDefault();
    return show(element("verdict-input").value.trim());
  });
}
