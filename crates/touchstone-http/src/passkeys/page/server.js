//! Decides how the page asks its own server: the ceremonies W1 to W5, the console session, and the admin API under it.

const CEREMONIES = "/nevisfido/fido2";
const ADMIN = "/admin/v1";

/** An answer that is no success of the admin API. */
export class Refused extends Error {
  constructor(status, problem) {
    const issues = problem?.issues?.map((issue) => `${issue.path}: ${issue.message}`) ?? [];
    super([problem?.detail ?? `The server answered ${status}.`, ...issues].join(" "));
    this.status = status;
    this.code = problem?.code ?? null;
  }
}

/** Asks a service of the ceremonies: the HTTP status, the JSON, the reason and the verdict of the answer. */
async function ceremony(path, body, { sectoken, signal } = {}) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  if (sectoken) headers.Authorization = `Bearer ${sectoken}`;
  const request = { method: "POST", credentials: "omit", headers, body: JSON.stringify(body), signal };
  const response = await fetch(CEREMONIES + path, request);
  return {
    http: response.status,
    body: await response.json(),
    reason: response.headers.get("X-Touchstone-Reason"),
    verdict: response.headers.get("X-Touchstone-Verdict"),
  };
}

export const registrationOptions = (body, how) => ceremony("/attestation/options", body, how);
export const registrationResult = (body, how) => ceremony("/attestation/result", body, how);
export const authenticationOptions = (body, how) => ceremony("/assertion/options", body, how);
export const authenticationResult = (body, how) => ceremony("/assertion/result", body, how);
export const ceremonyStatus = (id, how) =>
  ceremony("/status", { fido2SessionId: id, detail: true }, how);

/** Which relying party this page belongs to, and whether the admin API is served here. */
export async function context() {
  const response = await fetch("/passkeys/context", { method: "POST" });
  if (!response.ok) throw new Refused(response.status, null);
  return response.json();
}

/** The console session; `null` when there is none. */
export async function session() {
  return (await answered(await fetch("/console/session"))).session;
}

/** Begins a console session with an admin key. */
export async function signIn(token) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ token });
  await answered(await fetch("/console/session", { method: "POST", headers, body }));
}

/** Ends the console session. */
export async function signOut() {
  await answered(await fetch("/console/session", { method: "DELETE" }));
}

/** Asks the admin API under the console session. */
export async function admin(method, path, params, csrfToken) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
  const headers = method === "GET" ? {} : { "X-CSRF-Token": csrfToken };
  return answered(await fetch(`${ADMIN}${path}?${query}`, { method, headers }));
}

async function answered(response) {
  const text = await response.text();
  let json = null;
  try {
    json = text === "" ? null : JSON.parse(text);
  } catch {
    // What is no JSON says nothing; the status does.
  }
  if (!response.ok) throw new Refused(response.status, json);
  return json;
}
