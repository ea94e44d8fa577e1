//! Decides how the built program is run: in a folder of its own, on a free port of loopback, with the relying party `localhost`.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { SQLITE } from "./engine.js";

const BUILT = fileURLToPath(new URL("../../target/debug/touchstone", import.meta.url));
const PROGRAM = process.env.TOUCHSTONE_PROGRAM ?? BUILT;

/** Nothing of this process's environment; nobody on the network is asked. */
const ENVIRONMENT = {
  TOUCHSTONE__SERVER__LISTEN: "127.0.0.1:0",
  TOUCHSTONE__MOBILE__ANDROID__STATUS_URL: "http://127.0.0.1:1/attestation/status",
  TOUCHSTONE__WEBAUTHN__MDS__ENABLED: "false",
};

/** A running server on this engine; `origin` is its page's, `adminKey` opens its administration. */
export async function start(engine = SQLITE) {
  const database = await engine.begin();
  const env = { ...ENVIRONMENT, ...database.environment };
  const folder = await mkdtemp(join(tmpdir(), "touchstone-e2e-"));
  const log = await open(join(folder, "log"), "w");
  const stdio = ["ignore", "pipe", log.fd];
  const child = spawn(PROGRAM, ["serve", "--json"], { cwd: folder, env, stdio });
  const ended = new Promise((resolve, reject) => {
    child.on("exit", resolve);
    child.on("error", reject);
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await log.close();
    await rm(folder, { recursive: true });
    await database.end();
  };
  try {
    const { value: line } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    if (line === undefined) throw new Error("the server does not start");
    const { address } = JSON.parse(line);
    return { ...(await furnished(folder, address)), stop };
  } catch (error) {
    const said = await readFile(join(folder, "log"), "utf8");
    await stop();
    throw new Error(`${error.message} ${said}`, { cause: error });
  }
}

/** Makes the relying party of a server that has nothing yet. */
async function furnished(folder, address) {
  const command = async (...words) => {
    const line = [...words, "--json", "--url", `http://${address}`];
    const { stdout } = await promisify(execFile)(PROGRAM, line, { cwd: folder, env: {} });
    return JSON.parse(stdout);
  };
  const origin = `http://localhost:${address.split(":").at(-1)}`;
  await command("tenant", "create", "shop");
  const party = ["--rp-id", "localhost", "--name", "Shop", "--origin", origin];
  // Browsers warn of lists without RS256.
  const policy = ["--set", "algorithms=-7,-8,-257"];
  await command("webauthn", "rp", "add", "--tenant", "shop", ...party, ...policy);
  return {
    origin,
    page: `${origin}/passkeys`,
    adminKey: (await readFile(join(folder, "touchstone.admin-key"), "utf8")).trim(),
    /** Changes the relying party, in the words of `touchstone webauthn rp set`. */
    set: (...words) => command("webauthn", "rp", "set", "localhost", "--tenant", "shop", ...words),
    /** Asks the status of a ceremony, as a back end does. */
    status: (id) => status(`http://${address}`, id),
  };
}

async function status(base, fido2SessionId) {
  const answer = await fetch(`${base}/nevisfido/fido2/status`, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ fido2SessionId, detail: true }),
  });
  if (answer.status !== 200) throw new Error(`the status service answers ${answer.status}`);
  return answer.json();
}
