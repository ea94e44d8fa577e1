//! Decides what the reason codes of Google Play Integrity say (spec mobile.md 4.5).

use super::{Reason, refused};
use crate::mobile::ErrorClass;

const REPORT: &str = "Treat the device as not genuine. If it happens to genuine devices, look at the facts of this verdict.";
const KEYS: &str = "Compare the app's Play keys with those of the Play Console; a token made for another app does not open.";

/// Google Play Integrity.
pub(super) const GOOGLE: &[Reason] = &[
    refused(
        "gms_app_not_allowed",
        "G1",
        ErrorClass::ApplicationNotAllowed,
        "The package is not registered, not enabled for gms, or not allowed for this API key.",
        "Register the package and enable gms, or widen the API key's app_ids.",
    ),
    refused(
        "gms_token_type_refused",
        "G1a",
        ErrorClass::PolicyNotMet,
        "The app opens tokens on this server only, and standard tokens open at Google only.",
        "Send classic tokens, or set gms.mode to auto and configure a service account.",
    ),
    refused(
        "gms_malformed",
        "G2",
        ErrorClass::TokenMalformed,
        "The token does not have the form of an integrity token.",
        "Send the text of the integrity token unchanged.",
    ),
    refused(
        "gms_decrypt_failed",
        "G3",
        ErrorClass::NotAuthentic,
        "The token does not open under the app's decryption key.",
        KEYS,
    ),
    refused(
        "gms_signature_invalid",
        "G4",
        ErrorClass::NotAuthentic,
        "The signature inside the token is not by the app's verification key.",
        KEYS,
    ),
    refused(
        "gms_token_refused",
        "G5",
        ErrorClass::NotAuthentic,
        "Google refuses the token.",
        "Send a fresh token of this app; a token is decoded once.",
    ),
    refused(
        "gms_payload_malformed",
        "G4 G6",
        ErrorClass::TokenMalformed,
        "What the token holds is not an integrity verdict.",
        REPORT,
    ),
    refused(
        "gms_package_mismatch",
        "G7 G12",
        ErrorClass::ApplicationNotAllowed,
        "The verdict is about another package.",
        REPORT,
    ),
    refused(
        "gms_nonce_mismatch",
        "G8",
        ErrorClass::NonceMismatch,
        "The verdict is bound to another nonce.",
        "See the hint of this verdict; classic requests carry the final nonce in nonce, standard ones in requestHash.",
    ),
    refused(
        "gms_from_future",
        "G9",
        ErrorClass::NotFresh,
        "The verdict was made in the future of this server's clock.",
        "Compare this server's clock with the true time.",
    ),
    refused(
        "gms_stale",
        "G9",
        ErrorClass::NotFresh,
        "The verdict is older than the app's policy allows.",
        "Ask for a fresh token; raise gms.max_age_s if devices need longer.",
    ),
    refused(
        "gms_testing_response",
        "G10",
        ErrorClass::PolicyNotMet,
        "The answer was set up for testing in the Play Console.",
        "Remove the tester's settings, or set gms.allow_testing for a test app.",
    ),
    refused(
        "gms_app_not_recognized",
        "G11",
        ErrorClass::ApplicationNotAllowed,
        "Google does not recognise the app as its policy demands.",
        "Install the app from Google Play; see gms.app_recognition for sideloaded builds.",
    ),
    refused(
        "gms_certificate_mismatch",
        "G13",
        ErrorClass::ApplicationNotAllowed,
        "The app was signed with a certificate that is not configured, or none was told.",
        "Compare signer_sha256 with the app signing certificate of the Play Console.",
    ),
    refused(
        "gms_version_too_old",
        "G14",
        ErrorClass::PolicyNotMet,
        "The version code is below the smallest accepted one, or was not told.",
        "Update the app.",
    ),
    refused(
        "gms_device_integrity",
        "G15",
        ErrorClass::IntegrityInsufficient,
        "The device lacks a label that the policy demands.",
        REPORT,
    ),
    refused(
        "gms_unlicensed",
        "G16",
        ErrorClass::PolicyNotMet,
        "The licensing verdict is not among the accepted ones.",
        "The user must have the app from Google Play.",
    ),
    refused(
        "gms_environment_risk",
        "G17",
        ErrorClass::PolicyNotMet,
        "Play Protect or app access risk tell something that the policy refuses.",
        "See the facts of this verdict; the user must close or remove what is told.",
    ),
];
