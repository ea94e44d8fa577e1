//! `GET /admin/v1/mobile/anchors`: the trust anchors in force, by the SHA-256 of their keys (spec mobile.md 5.3).

use data_encoding::HEXLOWER;
use serde::Serialize;
use touchstone_core::mobile::admin;

use crate::admin::error::Refused;
use crate::admin::{Admin, Answer};

#[derive(Debug, Serialize)]
struct AnchorShape {
    judges: &'static str,
    spki_sha256: String,
}

/// 200 with all of them: there are never many.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&[])?;
    let call = request.within(&params);
    let anchors = admin::anchors(&call)?;
    let attestations = anchors.app_attest.iter().map(|anchor| AnchorShape {
        judges: "apple_attestation",
        spki_sha256: HEXLOWER.encode(anchor.spki_sha256()),
    });
    let receipts = anchors.receipt.iter().map(|anchor| AnchorShape {
        judges: "apple_receipt",
        spki_sha256: HEXLOWER.encode(anchor.spki_sha256()),
    });
    Ok(Answer::list(attestations.chain(receipts).collect(), None))
}
