//! Decides how a relying party's page looks that another site frames: it runs ceremonies with the browser's own JSON functions, by CORS.

import { createServer } from "node:http";

const script = (server) => `
const ask = async (path, body) => {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch("${server}/nevisfido/fido2/" + path, request);
  return { ...await response.json(), reason: response.headers.get("X-Touchstone-Reason") };
};
const steps = {
  async register(username) {
    const options = await ask("attestation/options", { username, displayName: username });
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return ask("attestation/result", (await navigator.credentials.create({ publicKey })).toJSON());
  },
  async authenticate(username) {
    const options = await ask("assertion/options", { username });
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return ask("assertion/result", (await navigator.credentials.get({ publicKey })).toJSON());
  },
};
for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", async () => {
    const out = document.querySelector("output");
    out.textContent = "";
    const username = document.querySelector("input").value;
    const answer = await steps[button.id](username).catch((error) => ({ reason: error.name }));
    out.textContent = JSON.stringify(answer);
  });
}`;

const PAGE = `<!doctype html><link rel="icon" href="data:,"><input>
<button id="register">Register</button><button id="authenticate">Sign in</button><output></output>`;

/** Serves these pages, path to markup, on a free port of loopback. */
async function serve(pages) {
  const server = createServer((request, response) => {
    const page = pages[request.url];
    response.statusCode = page === undefined ? 404 : 200;
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(page);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { port: server.address().port, stop };
}

/** A page of the relying party `localhost`, framed by a page of `127.0.0.1`. */
export async function framed(server) {
  const inner = await serve({ "/": `${PAGE}<script type="module">${script(server)}</script>` });
  const origin = `http://localhost:${inner.port}`;
  const allow = "publickey-credentials-create *; publickey-credentials-get *";
  const icon = '<!doctype html><link rel="icon" href="data:,">';
  const outer = await serve({
    "/": `${icon}<iframe src="${origin}/" allow="${allow}"></iframe>`,
    "/page": `${icon}<iframe src="${server}/passkeys"></iframe>`,
  });
  const stop = () => Promise.all([inner.stop(), outer.stop()]);
  return { origin, top: `http://127.0.0.1:${outer.port}`, stop };
}

/** Clicks a button inside of the frame; what the server answered. */
export async function click(page, button, username) {
  const frame = page.frameLocator("iframe");
  await frame.locator("input").fill(username);
  await frame.locator(`#${button}`).click();
  const output = frame.locator("output:not(:empty)");
  return JSON.parse(await output.textContent());
}
