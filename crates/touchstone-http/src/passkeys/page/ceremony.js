//! Decides how a ceremony runs: options, authenticator, result, status; whatever goes wrong, the status is asked when there is a session.

import * as codec from "./codec.js";
import * as server from "./server.js";

/** A step did not go well; what it was told is shown already. */
class Stopped extends Error {}

/** Registers a passkey. `view` is told every step. Whether it went well. */
export function register(wish, how, view) {
  return run("registration", how, view, {
    options: () => server.registrationOptions(registrationWish(wish), how),
    authenticator: (answer) =>
      navigator.credentials.create({ publicKey: codec.creationOptions(answer), signal: how.signal }),
    message: (credential) => ({
      ...codec.registration(credential),
      userFriendlyName: wish.label || undefined,
      userAgent: userAgent(),
    }),
    result: (message) => server.registrationResult(message, how),
  });
}

/** Signs in; an empty user name asks for a discoverable passkey. */
export function authenticate(wish, how, view) {
  return run("authentication", how, view, {
    options: () => server.authenticationOptions(wish, how),
    authenticator: (answer) =>
      navigator.credentials.get({ publicKey: codec.requestOptions(answer), signal: how.signal }),
    message: (credential) => ({ ...codec.assertion(credential), userAgent: userAgent() }),
    result: (message) => server.authenticationResult(message, how),
  });
}

function registrationWish(wish) {
  const selection = {
    authenticatorAttachment: wish.attachment || undefined,
    residentKey: wish.residentKey,
    userVerification: wish.userVerification,
  };
  return {
    username: wish.username,
    displayName: wish.displayName || wish.username,
    authenticatorSelection: selection,
    attestation: wish.attestation || undefined,
    extensions: { credProps: true },
  };
}

/** The server keeps at most 1,024 bytes of it. */
const userAgent = () => navigator.userAgent.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 1024);

async function run(kind, how, view, steps) {
  view.begin(kind);
  let sessionId = "";
  let isWell = false;
  try {
    const options = await asked(view, "options", steps.options);
    sessionId = options.body.fido2SessionId;
    view.options(options.body);
    const credential = await step(view, "authenticator", () => steps.authenticator(options.body));
    const message = steps.message(credential);
    view.request(message);
    const result = await asked(view, "result", () => steps.result(message));
    view.answer(result);
    isWell = true;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  await status(sessionId, how, view);
  view.end(isWell);
  return isWell;
}

/** A step that asks the server: it goes well when the server says `ok`. */
async function asked(view, name, ask) {
  const answer = await step(view, name, ask);
  if (answer.http === 200 && answer.body.status === "ok") return answer;
  view.answer(answer);
  view.step(name, "failed");
  throw new Stopped();
}

async function step(view, name, work) {
  view.step(name, "running");
  try {
    const done = await work();
    view.step(name, "ok");
    return done;
  } catch (error) {
    view.step(name, "failed");
    view.error(error);
    throw new Stopped();
  }
}

/** Asked without the signal: what was cancelled has a status too. */
async function status(sessionId, how, view) {
  if (sessionId === "") {
    view.step("status", "skipped");
    return;
  }
  try {
    const { sectoken } = how;
    const answer = await step(view, "status", () => server.ceremonyStatus(sessionId, { sectoken }));
    view.status(answer);
    if (answer.http !== 200) view.step("status", "failed");
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}
