//! Decides what the numbered checks of spec mobile.md section 4 are said to look at, for whoever reads a verdict.

/// Every numbered check of the spec that exists, and what it looks at.
pub const CHECKS: &[(&str, &str)] = &[
    (
        "T1",
        "the token is one well-formed CBOR item within the limits",
    ),
    ("T2", "device names model, version and service"),
    ("T3", "the service is a known word"),
    ("T4", "the token has the fields of its service"),
    (
        "T5",
        "the service is enabled for an app that the API key may use",
    ),
    ("A1", "the attestation object has App Attest's shape"),
    (
        "A2",
        "leaf and intermediate lead to the pinned App Attest root",
    ),
    ("A3", "leaf and intermediate are valid now"),
    (
        "A4",
        "the App ID is registered, enabled and allowed for the API key",
    ),
    (
        "A5",
        "the leaf carries Apple's nonce extension once, in its exact form",
    ),
    (
        "A6",
        "the nonce in the leaf is that of authenticator data and client data",
    ),
    ("A7", "keyId is the SHA-256 of the leaf's P-256 key"),
    ("A8", "the environment is one that the app accepts"),
    ("A9", "the counter of the attestation is 0"),
    ("A10", "the credential in the authenticator data is keyId"),
    ("A11", "the key in the authenticator data is the leaf's"),
    ("A12", "the receipt satisfies the app's receipt_check"),
    ("A13", "the key is not registered yet in the tenant"),
    ("B1", "the assertion has App Attest's shape"),
    (
        "B2",
        "the key is registered in the tenant, for an app that the API key may use",
    ),
    ("B3", "the key is not revoked"),
    (
        "B4",
        "the assertion was made by the app that attested the key",
    ),
    (
        "B5",
        "the signature by the registered key holds over authenticator data and client data",
    ),
    ("B6", "the counter is above the highest accepted one"),
    (
        "B7",
        "the device does not report itself as jailbroken, or that is only recorded",
    ),
    ("C1", "the receipt can be read"),
    ("C2", "the receipt's signer leads to the pinned Apple root"),
    ("C3", "the receipt's signature holds"),
    ("C4", "the receipt is for the App ID"),
    ("C5", "the receipt is fresh"),
    ("C6", "the receipt is about the attested key"),
    ("C7", "the receipt's environment is the attestation's"),
    ("C8", "the receipt is bound to the client data hash"),
];

/// What the check of this number looks at.
pub fn check_meaning(number: &str) -> Option<&'static str> {
    CHECKS
        .iter()
        .find(|(known, _)| *known == number)
        .map(|(_, meaning)| *meaning)
}
