//! Decides what every test file stands on: one server, one browser.

import { after, before } from "node:test";

import { launch } from "./browser.js";
import { start } from "./server.js";

const NOTHING = async () => ({ stop: async () => {} });

/** Filled before the first test of the file or group, ended after its last. `beside` starts what is needed beside the server, as `site`. */
export function stage({ engine, beside = NOTHING } = {}) {
  const stage = {};
  before(async () => {
    stage.server = await start(engine);
    stage.browser = await launch();
    stage.site = await beside(stage.server);
  });
  after(async () => {
    await stage.browser?.close();
    await stage.site?.stop();
    await stage.server?.stop();
  });
  return stage;
}
