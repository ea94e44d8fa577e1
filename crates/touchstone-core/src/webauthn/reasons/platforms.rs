//! Decides what the reason codes of the formats android-key, tpm, android-safetynet and compound say (spec webauthn.md 4.3, D1 to O2).

use super::{FAKE, LIB, Reason, reason_of};

const TPM: &str =
    "The TPM or its driver builds it wrongly; update the firmware, or ask for attestation none.";
const AIK: &str =
    "The certificate of the attestation identity key breaks the TPM rules; ask the maker.";

/// The formats android-key, tpm, android-safetynet and compound.
pub(super) const PLATFORMS: &[Reason] = &[
    reason_of(
        "android_key_leaf_key_mismatch",
        "D1",
        "The Android certificate is about another key than the credential's.",
        FAKE,
    ),
    reason_of(
        "android_key_extension_missing",
        "D3",
        "The Android certificate has no key description.",
        FAKE,
    ),
    reason_of(
        "android_key_extension_malformed",
        "D3",
        "The key description of the Android certificate cannot be read.",
        FAKE,
    ),
    reason_of(
        "android_key_challenge_mismatch",
        "D4",
        "The Android key was attested for other client data.",
        FAKE,
    ),
    reason_of(
        "android_key_all_applications",
        "D5",
        "The Android key may be used by every application.",
        FAKE,
    ),
    reason_of(
        "android_key_origin_invalid",
        "D6",
        "The Android key was not generated in the secure hardware.",
        "Use a device with hardware-backed keys, or set android_key_lists.",
    ),
    reason_of(
        "android_key_purpose_invalid",
        "D6",
        "The Android key is not one for signing.",
        "Use a device with hardware-backed keys, or set android_key_lists.",
    ),
    reason_of(
        "android_key_security_level_too_low",
        "D7",
        "The Android key is kept at a lower level than the relying party demands.",
        "Use a device with a better key store, or lower android_key.minimum_level.",
    ),
    reason_of(
        "tpm_version_unsupported",
        "X1",
        "The TPM statement is not of version 2.0.",
        "Use a TPM 2.0.",
    ),
    reason_of(
        "tpm_pub_area_malformed",
        "X2",
        "The pubArea of the TPM statement cannot be read.",
        TPM,
    ),
    reason_of(
        "tpm_pub_area_key_mismatch",
        "X3",
        "The pubArea of the TPM statement holds another key than the credential's.",
        FAKE,
    ),
    reason_of(
        "tpm_cert_info_malformed",
        "X4",
        "The certInfo of the TPM statement cannot be read.",
        TPM,
    ),
    reason_of(
        "tpm_magic_invalid",
        "X4",
        "The certInfo was not made inside a TPM.",
        FAKE,
    ),
    reason_of(
        "tpm_type_invalid",
        "X4",
        "The certInfo does not certify a key.",
        FAKE,
    ),
    reason_of(
        "tpm_extra_data_mismatch",
        "X5",
        "The certInfo was made for other data.",
        FAKE,
    ),
    reason_of(
        "tpm_name_alg_unsupported",
        "X6",
        "The name of the TPM key uses a hash that is not known.",
        TPM,
    ),
    reason_of(
        "tpm_name_mismatch",
        "X6",
        "The certInfo certifies another key than pubArea holds.",
        FAKE,
    ),
    reason_of(
        "tpm_aik_subject_not_empty",
        "X8",
        "The certificate of the attestation identity key has a subject.",
        AIK,
    ),
    reason_of(
        "tpm_aik_san_missing",
        "X8",
        "The certificate of the attestation identity key does not name a TPM.",
        AIK,
    ),
    reason_of(
        "tpm_aik_san_malformed",
        "X8",
        "The name of the TPM in its certificate cannot be read.",
        AIK,
    ),
    reason_of(
        "tpm_aik_eku_missing",
        "X8",
        "The certificate of the attestation identity key lacks its purpose.",
        AIK,
    ),
    reason_of(
        "tpm_manufacturer_unknown",
        "X9",
        "The TPM's maker is not among the allowed ones.",
        "Add the maker to tpm.manufacturers if it may be used.",
    ),
    reason_of(
        "safetynet_response_malformed",
        "Y1",
        "The SafetyNet response is not a signed token with certificates.",
        LIB,
    ),
    reason_of(
        "safetynet_nonce_mismatch",
        "Y2",
        "The SafetyNet response was made for other data.",
        FAKE,
    ),
    reason_of(
        "safetynet_host_mismatch",
        "Y2",
        "The SafetyNet certificate is not one of attest.android.com.",
        FAKE,
    ),
    reason_of(
        "safetynet_signature_invalid",
        "Y3",
        "The signature of the SafetyNet response does not hold.",
        FAKE,
    ),
    reason_of(
        "safetynet_cts_false",
        "Y4",
        "SafetyNet says that the device does not match a certified profile.",
        "Use a certified device.",
    ),
    reason_of(
        "safetynet_timestamp_old",
        "Y5",
        "The SafetyNet response is older than a minute.",
        "Compare the device's clock and this server's with the true time; try again.",
    ),
    reason_of(
        "safetynet_timestamp_future",
        "Y5",
        "The SafetyNet response was made in the future of this server's clock.",
        "Compare the device's clock and this server's with the true time.",
    ),
    reason_of(
        "compound_too_short",
        "O1",
        "The compound statement holds less than two statements.",
        LIB,
    ),
    reason_of(
        "compound_element_malformed",
        "O1",
        "An element of the compound statement is not a statement, or there are too many.",
        LIB,
    ),
    reason_of(
        "compound_nested",
        "O1",
        "A compound statement holds another.",
        LIB,
    ),
    reason_of(
        "compound_policy_unmet",
        "O2",
        "The elements of the compound statement do not hold as the relying party demands.",
        "See the facts of this verdict for the reason of each element.",
    ),
];
