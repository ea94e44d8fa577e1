//! Decides what a test sees of the messages between the page and the server: what is inside of them, how they are held and altered.

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const FLAGS = 32;

/** Where the bytes begin that an attestation object has under this name, whose length takes one or two octets. */
function member(object, name) {
  const key = Buffer.from([0x60 + name.length, ...Buffer.from(name)]);
  const at = object.indexOf(key) + key.length;
  if (at < key.length) throw new Error(`no ${name}`);
  const head = { 0x58: 2, 0x59: 3 }[object[at]];
  if (head === undefined) throw new Error(`${name} is no byte string of 24 to 65535 bytes`);
  return { start: at + head, end: at + head + object.readUIntBE(at + 1, head - 1) };
}

/** The `fmt` of a registration's message, a text of less than 24 letters. */
export function format({ response }) {
  const object = Buffer.from(response.attestationObject, "base64url");
  const key = Buffer.from([0x63, ...Buffer.from("fmt")]);
  const at = object.indexOf(key) + key.length;
  return object.subarray(at + 1, at + 1 + object[at] - 0x60).toString();
}

/** Whether a message says that the user was verified. */
export function userVerified({ response }) {
  const name = response.authenticatorData ? "authenticatorData" : "attestationObject";
  const bytes = Buffer.from(response[name], "base64url");
  const { start } = response.authenticatorData ? { start: 0 } : member(bytes, "authData");
  return (bytes[start + FLAGS] & USER_VERIFIED) !== 0;
}

/** A message whose signature has one other bit, its last. */
function bogusSignature({ response }) {
  if (response.signature) return altered(response, "signature", (bytes) => bytes.length - 1, 1);
  return altered(response, "attestationObject", (bytes) => member(bytes, "sig").end - 1, 1);
}

/** A message in which one flag has turned. */
const turned = (flag) => ({ response }) => {
  if (response.authenticatorData) return altered(response, "authenticatorData", () => FLAGS, flag);
  return altered(response, "attestationObject", (bytes) => member(bytes, "authData").start + FLAGS, flag);
};

function altered(response, name, at, bits) {
  const bytes = Buffer.from(response[name], "base64url");
  bytes[at(bytes)] ^= bits;
  response[name] = bytes.toString("base64url");
}

const ALTERATIONS = { "bogus signature": bogusSignature, "bad UP": turned(USER_PRESENT) };
const RESULTS = /\/(attestation|assertion)\/result$/;

/** Alters every result on its way to the server; `valid` lets them pass. */
export async function alter(page, fault) {
  await page.unroute(RESULTS);
  const alteration = ALTERATIONS[fault];
  if (alteration === undefined) return;
  await page.route(RESULTS, async (route) => {
    const message = route.request().postDataJSON();
    alteration(message);
    await route.continue({ postData: JSON.stringify(message) });
  });
}

/** Holds the next result back: `arrived` when it is on its way, `release` lets it go on. */
export async function hold(page) {
  const { promise: arrived, resolve: arrive } = resolvable();
  const { promise: released, resolve: release } = resolvable();
  const pass = async (route) => {
    arrive();
    await released;
    await route.continue();
  };
  await page.route(RESULTS, pass, { times: 1 });
  return { arrived, release };
}

function resolvable() {
  const made = {};
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
}
