//! Decides how a test uses the passkey page: as a person does, by its fields and buttons; it reads what the page shows.

const texts = (ids) => Object.fromEntries(ids.map((id) => [id, document.getElementById(id).textContent]));
const SHOWN = ["reason", "message", "session-id", "status", "status-user", "verdict-id", "outcome"];

/** Waits until the page knows its relying party. */
export const ready = (page) => page.locator('#rp[data-state="found"]').waitFor();

/** Registers; `wish` names the fields that differ from how the page stands. */
export async function register(page, wish) {
  return ended(page, await beginRegistration(page, wish));
}

/** Begins to register; the number of the ceremony. */
export async function beginRegistration(page, wish) {
  await page.fill("#register-username", wish.username);
  await page.fill("#register-label", wish.label ?? "");
  await page.selectOption("#register-user-verification", wish.userVerification ?? "preferred");
  await page.selectOption("#register-attestation", wish.attestation ?? "");
  await page.selectOption("#register-resident-key", wish.residentKey ?? "preferred");
  return begin(page, "#register");
}

/** Signs in; without a user name where the wish has none. */
export async function signIn(page, wish = {}) {
  return ended(page, await beginSignIn(page, wish));
}

/** Begins to sign in; the number of the ceremony. */
export async function beginSignIn(page, wish = {}) {
  await page.fill("#sign-in-username", wish.username ?? "");
  await page.selectOption("#sign-in-user-verification", wish.userVerification ?? "preferred");
  return begin(page, wish.username === undefined ? "#sign-in-username-less" : "#sign-in");
}

async function begin(page, button) {
  const run = Number((await page.getAttribute("#ceremony", "data-run")) ?? 0) + 1;
  await page.click(button);
  await page.locator(`#ceremony[data-run="${run}"]`).waitFor();
  return run;
}

/** The end of a ceremony: where it ended and what the page shows of it. */
export async function ended(page, run) {
  const ceremony = page.locator(`#ceremony[data-run="${run}"]`);
  await page.locator(`#ceremony[data-run="${run}"]:is([data-state="ok"], [data-state="failed"])`).waitFor();
  const { state, stage } = await ceremony.evaluate(({ dataset }) => ({ ...dataset }));
  const shown = await page.evaluate(texts, SHOWN);
  const json = async (id) => JSON.parse((await page.textContent(id)) || "null");
  return {
    state,
    stage,
    reason: shown.reason,
    message: shown.message,
    sessionId: shown["session-id"],
    status: shown.status,
    userId: shown["status-user"],
    verdictId: shown["verdict-id"],
    outcome: shown.outcome,
    options: await json("#options-json"),
    request: await json("#request-json"),
    detail: (await json("#status-json"))?.detail ?? null,
  };
}

/** Signs in as administrator. */
export async function administer(page, adminKey) {
  await page.fill("#admin-token", adminKey);
  await page.click("#admin-sign-in");
  await page.locator('#administration[data-state="signed-in"]').waitFor();
}
