//! Decides what the reason codes of Huawei SysIntegrity say (spec mobile.md 4.6).

use super::{Reason, refused};
use crate::mobile::ErrorClass;

const REPORT: &str = "Treat the device as not genuine. If it happens to genuine devices, look at the facts of this verdict.";

/// Huawei SysIntegrity.
pub(super) const HUAWEI: &[Reason] = &[
    refused(
        "hms_malformed",
        "H1",
        ErrorClass::TokenMalformed,
        "The token is not a signed SysIntegrity verdict.",
        "Send the text of the SysIntegrity result unchanged.",
    ),
    refused(
        "hms_chain_untrusted",
        "H2",
        ErrorClass::NotAuthentic,
        "The certificates do not lead to a configured Huawei root.",
        "Compare mobile.huawei.roots with the root that Huawei publishes.",
    ),
    refused(
        "hms_cert_not_yet_valid",
        "H2",
        ErrorClass::NotFresh,
        "A certificate of the token is not valid yet.",
        "Compare this server's clock with the true time.",
    ),
    refused(
        "hms_cert_expired",
        "H2",
        ErrorClass::NotFresh,
        "A certificate of the token has expired.",
        "Ask for a fresh token; compare this server's clock with the true time.",
    ),
    refused(
        "hms_leaf_name",
        "H3",
        ErrorClass::NotAuthentic,
        "The token was not signed by the SysIntegrity service.",
        REPORT,
    ),
    refused(
        "hms_signature_invalid",
        "H4",
        ErrorClass::NotAuthentic,
        "The token's signature does not hold.",
        REPORT,
    ),
    refused(
        "hms_nonce_mismatch",
        "H5",
        ErrorClass::NonceMismatch,
        "The verdict is bound to another nonce.",
        "See the hint of this verdict; the nonce of the request must be the final nonce.",
    ),
    refused(
        "hms_from_future",
        "H6",
        ErrorClass::NotFresh,
        "The verdict was made in the future of this server's clock.",
        "Compare this server's clock with the true time.",
    ),
    refused(
        "hms_stale",
        "H6",
        ErrorClass::NotFresh,
        "The verdict is older than the app's policy allows.",
        "Ask for a fresh token; raise hms.max_age_s if devices need longer.",
    ),
    refused(
        "hms_app_not_allowed",
        "H7",
        ErrorClass::ApplicationNotAllowed,
        "The package is not registered, not enabled for hms, or not allowed for this API key.",
        "Register the package and enable hms, or widen the API key's app_ids.",
    ),
    refused(
        "hms_certificate_mismatch",
        "H8",
        ErrorClass::ApplicationNotAllowed,
        "The app was signed with a certificate that is not configured, or none was told.",
        "Compare signer_sha256 with the app's signing certificate.",
    ),
    refused(
        "hms_app_id_mismatch",
        "H9",
        ErrorClass::ApplicationNotAllowed,
        "The verdict is for another app identifier at Huawei.",
        "Compare hms.huawei_app_id with AppGallery Connect.",
    ),
    refused(
        "hms_integrity_failed",
        "H10",
        ErrorClass::IntegrityInsufficient,
        "The device's integrity does not hold.",
        REPORT,
    ),
];
