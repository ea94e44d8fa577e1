//! Decides where a server under test keeps everything: a file in its folder, or a database of its own on a PostgreSQL server.

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";

/** The URL of a superuser there; `cargo xtask test` sets it. */
const SERVER_VARIABLE = "TOUCHSTONE_TEST_POSTGRES";

/** Embedded, as a server is by default. */
export const SQLITE = { name: "SQLite", begin: async () => ({ environment: {}, end: async () => {} }) };

/** Who has no PostgreSQL server fails: an engine that is not tried is not known to work. */
export const POSTGRES = { name: "PostgreSQL", begin: beginDatabase };

async function beginDatabase() {
  const server = process.env[SERVER_VARIABLE];
  if (!server) throw new Error(`${SERVER_VARIABLE} names no PostgreSQL server; \`cargo xtask test\` starts one`);
  const name = `e2e_${process.pid}_${Date.now()}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const order = async (sql) => {
    const words = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", `--command=${sql}`, server];
    await promisify(execFile)("psql", words);
  };
  await order(`CREATE DATABASE ${name}`);
  const end = () => order(`DROP DATABASE ${name} WITH (FORCE)`);
  const environment = {
    TOUCHSTONE__STORAGE__URL: url.href,
    // Beside a file a server makes both by itself; here nodes might share them.
    TOUCHSTONE__SECRETS__MASTER_KEY: randomBytes(32).toString("base64"),
    TOUCHSTONE__SECRETS__ADMIN_KEY_FILE: "touchstone.admin-key",
  };
  return { environment, end };
}
