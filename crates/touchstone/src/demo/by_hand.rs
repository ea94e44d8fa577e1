//! Decides how the demo says to go on by hand: lines to paste, in this order.

use serde_json::json;

use super::setup::{API_KEY, Stage};
use super::teller::own_nonce;
use crate::cli::Terminal;

/// Says it; the server stays up meanwhile.
pub(super) fn explain(stage: &Stage, terminal: Terminal) -> anyhow::Result<()> {
    let address = stage.app.address;
    let port = address.port();
    if terminal.is_json() {
        return terminal.json_line(&json!({
            "event": "staying",
            "address": address,
            "api_key": API_KEY,
            "admin_key_file": stage.admin_key_file,
            "simulator_state": stage.simulator_state,
            "passkey_page": format!("http://localhost:{port}/passkeys"),
        }));
    }
    let nonce = own_nonce(stage);
    let state = stage.simulator_state.display();
    let token_file = stage.admin_key_file.display();
    terminal.line(format!(
        "\n\
The server stays up until Ctrl-C; its store is thrown away then. In another terminal:

# ask for a session
curl -s -X POST -H 'X-Api-Key: {API_KEY}' http://{address}/api/v1/attestation/init

# or choose a nonce yourself, and have a simulated phone make a token for it: apple, play, huawei or android-key
NONCE='{nonce}'
TOKEN=$(touchstone simulate mobile android-key --state {state} --nonce \"$NONCE\")
curl -s -H 'X-Api-Key: {API_KEY}' -H 'Content-Type: application/json' \\
  -d \"{{\\\"attestationToken\\\":\\\"$TOKEN\\\",\\\"expectedNonce\\\":\\\"$NONCE\\\"}}\" \\
  http://{address}/api/v1/attestation/verify

# have it made wrong: every flaw, with the reason that must answer it; take one with --flaw
touchstone simulate mobile play --flaws

# try passkeys of your own: register, sign in, see the checks; sign in there as administrator with the contents of {token_file}
http://localhost:{port}/passkeys

# see every verdict, and why it is so
touchstone verdict list --tenant demo --url http://{address} --token-file {token_file}"
    ))
}
