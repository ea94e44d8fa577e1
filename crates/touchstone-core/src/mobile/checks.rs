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
    (
        "G1",
        "the package is registered, enabled for gms and allowed for the API key",
    ),
    ("G1a", "the app's mode takes tokens of this kind"),
    ("G2", "the token has the form of an integrity token"),
    ("G3", "the token opens under the app's decryption key"),
    ("G4", "the token is signed by the app's verification key"),
    ("G5", "Google decodes the token"),
    ("G6", "the payload is an integrity verdict"),
    ("G7", "the request was made by the app"),
    ("G8", "the verdict is bound to the final nonce"),
    ("G9", "the verdict is fresh"),
    ("G10", "the answer was not set up for testing"),
    ("G11", "Google recognises the app as the policy demands"),
    ("G12", "the recognised app is the registered one"),
    ("G13", "every signer of the app is configured"),
    (
        "G14",
        "the version code is not below the smallest accepted one",
    ),
    ("G15", "the device has every label that the policy demands"),
    ("G16", "the licensing verdict is an accepted one"),
    (
        "G17",
        "Play Protect and app access risk tell nothing that the policy refuses",
    ),
    ("H1", "the token is a signed SysIntegrity verdict"),
    (
        "H2",
        "the certificates lead to a configured root and are valid now",
    ),
    ("H3", "the leaf is SysIntegrity's"),
    ("H4", "the token is signed by the leaf"),
    ("H5", "the verdict is bound to the final nonce"),
    ("H6", "the verdict is fresh"),
    (
        "H7",
        "the package is registered, enabled for hms and allowed for the API key",
    ),
    ("H8", "every signer of the app is configured"),
    ("H9", "the app identifier at Huawei is the configured one"),
    ("H10", "the device's integrity holds"),
    ("K1", "the chain is 2 to 7 certificates that can be read"),
    ("K2", "the chain leads to a pinned hardware root"),
    (
        "K3",
        "the chain has the form of factory or remote provisioning",
    ),
    ("K4", "the chain has no certificate too many"),
    (
        "K5",
        "names and signatures hold from the root to the attested key",
    ),
    ("K6", "the dates hold, as far as genuine devices keep them"),
    (
        "K7",
        "only the attested certificate carries a key description",
    ),
    ("K8", "no certificate is on the status list"),
    ("K9", "the key description can be read"),
    ("K10", "the attestation challenge is the final nonce"),
    (
        "K11",
        "a package is registered, enabled for android-key and allowed for the API key, and every signer configured",
    ),
    ("K12", "the key is kept where chain and policy say"),
    ("K13", "the key was generated in the secure hardware"),
    ("K14", "the key belongs to the app alone and may sign"),
    ("K15", "the device booted as the policy demands"),
    ("K16", "system and patch levels are recent enough"),
    ("K17", "keyId is the SHA-256 of the attested key"),
    ("K18", "the proof of possession holds"),
    (
        "K19",
        "the key is new, or registered, unrevoked and with no certificate on the status list",
    ),
];

/// What the check of this number looks at.
pub fn check_meaning(number: &str) -> Option<&'static str> {
    CHECKS
        .iter()
        .find(|(known, _)| *known == number)
        .map(|(_, meaning)| *meaning)
}
