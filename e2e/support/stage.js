//! Decides what every test file stands on: one server, one browser.

import { after, before } from "node:test";

import { launch } from "./browser.js";
import { start } from "./server.js";

/** Filled before the first test of the file, ended after its last. `addition` starts what the file needs beside it, as `site`. */
export function stage(addition = async () => ({ stop: async () => {} })) {
  const stage = {};
  before(async () => {
    stage.server = await start();
    stage.browser = await launch();
    stage.site = await addition(stage.server);
  });
  after(async () => {
    await stage.browser?.close();
    await stage.site?.stop();
    await stage.server?.stop();
  });
  return stage;
}
