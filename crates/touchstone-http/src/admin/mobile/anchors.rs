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
    let sets = [
        ("app_attest", Some(&anchors.app_attest)),
        ("receipt", Some(&anchors.receipt)),
        ("android", Some(&anchors.android)),
        ("huawei", anchors.huawei.as_ref()),
    ];
    let mut shapes = Vec::new();
    for (judges, set) in sets {
        shapes.extend(set.into_iter().flat_map(|set| set.iter()).map(|anchor| {
            let spki_sha256 = HEXLOWER.encode(anchor.spki_sha256());
            AnchorShape {
                judges,
                spki_sha256,
            }
        }));
    }
    Ok(Answer::list(shapes, None))
}
