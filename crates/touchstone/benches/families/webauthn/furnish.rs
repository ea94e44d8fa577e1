//! What an operator sets up: a server without limits per address, and a relying party that enforces attestation under the simulator's CA.

use serde_json::json;

use crate::operator::Operator;
use crate::server::{Server, Settings};

use super::authenticators::{ORIGIN, RP_ID, ca};

/// A server that takes metadata from nobody but `sources`, lines of its configuration.
pub fn settings(sources: &str) -> Settings {
    let nobody = "http://127.0.0.1:1";
    Settings {
        config: format!(
            "[mobile.android]\nstatus_url = \"{nobody}/attestation/status\"\n\
             [webauthn.rate_limit]\naddress_per_s = 0\nkey_per_s = 0\n[webauthn.mds]\n{sources}\n"
        ),
        files: vec![("root.pem", ca().root_pem())],
    }
}

pub const NO_METADATA: &str = "enabled = false";

/// The operator, and the tenant of the relying party.
pub async fn relying_party(server: &Server) -> anyhow::Result<(Operator, String)> {
    let operator = Operator::of(server).await?;
    let tenant = operator.new_tenant("bench").await?;
    let anchors = [ca().root_pem()];
    let party = json!({
        "rp_id": RP_ID, "rp_name": "Bench", "origins": [ORIGIN],
        "policy": {
            "algorithms": [-7, -8, -257, -48],
            "formats": ["none", "packed_self", "packed_full", "tpm", "android_key", "android_safetynet",
                "fido_u2f", "apple", "compound"],
            "attestation": {"mode": "enforced", "unknown_authenticator": "accept"},
            "anchors": {
                "packed": anchors, "tpm": anchors, "android_key": anchors,
                "android_safetynet": anchors, "fido_u2f": anchors, "apple": anchors,
            },
        },
    });
    let path = "/admin/v1/webauthn/relying-parties";
    operator.post(path, party, Some(tenant.clone())).await?;
    Ok((operator, tenant))
}
