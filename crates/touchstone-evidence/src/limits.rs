//! Decides how large evidence may be: every bound of the evidence crate, in one place (spec mobile.md section 8).
//!
//! A bound whose comment names no clause is ours: it keeps work and memory proportional to what genuine evidence needs.

/// A whole mobile envelope, in bytes after base64 decoding (`attestationToken`).
pub const MOBILE_TOKEN_BYTES_MAX: usize = 65_536;
/// Containers (maps and arrays) open at once in CBOR (T1).
pub const CBOR_DEPTH_MAX: usize = 8;
/// Entries of one CBOR map, elements of one CBOR array (T1).
pub const CBOR_ENTRIES_MAX: usize = 64;
/// `model`, `version` and `service` of the envelope, in bytes (T2).
pub const DEVICE_TEXT_BYTES_MAX: usize = 128;
/// `keyId` of an Apple or Android key, in bytes (T4).
pub const KEY_ID_BYTES: usize = 32;
/// Apple attestation object, in bytes (T4, section 8).
pub const APPLE_ATTESTATION_BYTES_MAX: usize = 16_384;
/// Apple assertion, in bytes (T4, section 8).
pub const APPLE_ASSERTION_BYTES_MAX: usize = 1_024;
/// Apple receipt, in bytes (section 8).
pub const APPLE_RECEIPT_BYTES_MAX: usize = 8_192;
/// Shortest ECDSA signature of an Apple assertion, in bytes (B1).
pub const APPLE_SIGNATURE_BYTES_MIN: usize = 8;
/// Longest ECDSA signature of an Apple assertion, in bytes (B1).
pub const APPLE_SIGNATURE_BYTES_MAX: usize = 80;
/// Operating system name and build of an Apple leaf, in bytes; longer text counts as absent.
pub const APPLE_OS_TEXT_BYTES_MAX: usize = 64;
/// Play Integrity or SysIntegrity token text, in bytes (T4, section 8).
pub const TOKEN_TEXT_BYTES_MAX: usize = 32_768;
/// Payload of a Play Integrity verdict, in bytes (section 8).
pub const PLAY_PAYLOAD_BYTES_MAX: usize = 32_768;
/// One text in a Play Integrity or SysIntegrity verdict, in bytes; their nonces have at most 500.
pub const VERDICT_TEXT_BYTES_MAX: usize = 512;
/// Elements of one list in a Play Integrity or SysIntegrity verdict.
pub const VERDICT_LIST_MAX: usize = 64;
/// Fewest certificates of a SysIntegrity token (H1).
pub const HUAWEI_CHAIN_MIN: usize = 2;
/// Most certificates of a SysIntegrity token (H1).
pub const HUAWEI_CHAIN_MAX: usize = 4;
/// Android package name, shortest, in bytes (T4).
pub const PACKAGE_NAME_BYTES_MIN: usize = 3;
/// Android package name, longest, in bytes (T4).
pub const PACKAGE_NAME_BYTES_MAX: usize = 255;
/// Fewest certificates of an Android chain (T4, section 8).
pub const ANDROID_CHAIN_MIN: usize = 2;
/// Most certificates of an Android chain (T4, section 8).
pub const ANDROID_CHAIN_MAX: usize = 7;
/// The certificates of an Android chain together, in bytes (section 8).
pub const ANDROID_CHAIN_BYTES_MAX: usize = 32_768;
/// Tags of one authorization list (section 8).
pub const ANDROID_TAGS_MAX: usize = 128;
/// Packages of one application id (section 8).
pub const ANDROID_PACKAGES_MAX: usize = 64;
/// Signer digests of one application id (section 8).
pub const ANDROID_SIGNERS_MAX: usize = 16;
/// Android status list, in bytes (section 7).
pub const STATUS_LIST_BYTES_MAX: usize = 16_777_216;
/// Entries of a status list; Google's has some thousands.
pub const STATUS_LIST_ENTRIES_MAX: usize = 250_000;
/// A key of the status list, in digits: a serial number of 64 bytes has 155 in decimal.
pub const STATUS_LIST_KEY_BYTES_MAX: usize = 160;
/// Shortest Android proof of possession, in bytes (T4).
pub const ANDROID_SIGNATURE_BYTES_MIN: usize = 8;
/// Longest Android proof of possession, in bytes (T4).
pub const ANDROID_SIGNATURE_BYTES_MAX: usize = 8_192;
/// Values inside one another in JSON (section 8, "JSON nesting").
pub const JSON_DEPTH_MAX: usize = 8;
/// Nested DER or BER elements (section 8, "DER depth").
pub const DER_DEPTH_MAX: usize = 16;
/// One certificate, in bytes: the whole Android chain may have as much (section 8).
pub const CERTIFICATE_BYTES_MAX: usize = 32_768;
/// Extensions of one certificate.
pub const CERTIFICATE_EXTENSIONS_MAX: usize = 64;
/// Serial number of a certificate, in bytes; real chains exceed the 20 of RFC 5280.
pub const CERTIFICATE_SERIAL_BYTES_MAX: usize = 64;
/// Certificates inside a receipt.
pub const RECEIPT_CERTIFICATES_MAX: usize = 8;
/// Fields inside a receipt.
pub const RECEIPT_FIELDS_MAX: usize = 64;
/// Smallest RSA modulus of a key that signs, in bits (section 8).
pub const RSA_BITS_MIN: usize = 2_048;
/// Largest RSA modulus of a key that signs, in bits (section 8).
pub const RSA_BITS_MAX: usize = 8_192;
/// A file of trust anchors, in bytes.
pub const ANCHORS_BYTES_MAX: usize = 1_048_576;
/// Certificates in one file of trust anchors.
pub const ANCHORS_MAX: usize = 64;
/// How much earlier than its not-before a certificate may be used, in seconds (section 4).
pub const NOT_BEFORE_LEEWAY_S: i64 = 60;
/// How far in the future a receipt may have been made, in seconds (C5).
pub const RECEIPT_FUTURE_SKEW_S: i64 = 60;
/// The body of a ceremony's result, in bytes (spec webauthn.md section 8).
pub const WEBAUTHN_BODY_BYTES_MAX: usize = 131_072;
/// Values inside one another in such a body and in client data (webauthn.md E1).
pub const WEBAUTHN_JSON_DEPTH_MAX: usize = 16;
/// A credential id, in bytes (webauthn.md E5).
pub const CREDENTIAL_ID_BYTES_MAX: usize = 1_023;
/// Client data, in bytes (webauthn.md section 2.9).
pub const CLIENT_DATA_BYTES_MAX: usize = 8_192;
/// An attestation object, in bytes (webauthn.md section 2.9).
pub const ATTESTATION_OBJECT_BYTES_MAX: usize = 65_536;
/// Authenticator data of an assertion, in bytes (webauthn.md section 2.11).
pub const AUTHENTICATOR_DATA_BYTES_MAX: usize = 8_192;
/// The signature of an assertion, in bytes (webauthn.md section 2.11).
pub const ASSERTION_SIGNATURE_BYTES_MAX: usize = 8_192;
/// A user handle, in bytes (webauthn.md section 2.11).
pub const USER_HANDLE_BYTES_MAX: usize = 64;
/// `userFriendlyName`, in bytes (webauthn.md section 2.9).
pub const CREDENTIAL_LABEL_BYTES_MAX: usize = 256;
/// `userAgent`, in bytes (webauthn.md section 2.9).
pub const USER_AGENT_BYTES_MAX: usize = 1_024;
/// What extensions answered the client, in bytes as compact JSON (webauthn.md section 2.9).
pub const EXTENSION_RESULTS_BYTES_MAX: usize = 4_096;
/// Transports of a credential (webauthn.md section 2.9).
pub const TRANSPORTS_MAX: usize = 8;
/// One transport, or the attachment, in bytes (webauthn.md section 2.9).
pub const TRANSPORT_BYTES_MAX: usize = 32;
/// Extension data of an authenticator, in bytes (webauthn.md A9b).
pub const EXTENSION_DATA_BYTES_MAX: usize = 4_096;
/// Entries of one map of an attestation object (webauthn.md section 8).
pub const ATTESTATION_MAP_ENTRIES_MAX: usize = 32;
/// Elements of one array of an attestation object (webauthn.md section 8).
pub const ATTESTATION_ARRAY_ELEMENTS_MAX: usize = 16;
/// Entries of a COSE key (webauthn.md section 8).
pub const COSE_KEY_ENTRIES_MAX: usize = 16;
/// Certificates of a statement (webauthn.md section 8).
pub const STATEMENT_CERTIFICATES_MAX: usize = 8;
/// One certificate of a statement, in bytes (webauthn.md section 8).
pub const STATEMENT_CERTIFICATE_BYTES_MAX: usize = 16_384;
/// A certificate revocation list, in bytes (spec webauthn.md section 7).
pub const CRL_BYTES_MAX: usize = 8_388_608;
/// Entries of a certificate revocation list.
pub const CRL_ENTRIES_MAX: usize = 500_000;
/// Addresses of revocation lists that are taken from one certificate.
pub const CRL_URLS_MAX: usize = 8;
/// Certificates among which a path is looked for in any order (spec webauthn.md M3).
pub const FREE_PATH_CERTIFICATES_MAX: usize = 8;
/// A metadata service's BLOB, in bytes of text (spec webauthn.md M1).
pub const MDS_BLOB_BYTES_MAX: usize = 16_777_216;
/// Entries of a BLOB; that of the FIDO Alliance has some hundreds.
pub const MDS_ENTRIES_MAX: usize = 65_536;
/// Certificates that come with a BLOB (spec webauthn.md M3).
pub const MDS_CERTIFICATES_MAX: usize = 8;
/// One entry or statement of metadata, in bytes; real ones with their pictures have some ten thousand.
pub const METADATA_ENTRY_BYTES_MAX: usize = 1_048_576;
/// Anchors of one entry; real ones have up to about forty.
pub const METADATA_ANCHORS_MAX: usize = 1_024;
/// Values inside one another in metadata; its unknown members are not ours to judge.
pub const METADATA_DEPTH_MAX: usize = 32;
/// Certificates of one attestation statement (spec webauthn.md section 8).
pub const WEBAUTHN_X5C_MAX: usize = 8;
/// One certificate of an attestation statement, in bytes (spec webauthn.md section 8).
pub const WEBAUTHN_CERTIFICATE_BYTES_MAX: usize = 16_384;
/// A SafetyNet response, in bytes; real ones have up to ten thousand.
pub const SAFETYNET_RESPONSE_BYTES_MAX: usize = 65_536;
/// Fewest elements of a compound statement (spec webauthn.md O1).
pub const COMPOUND_ELEMENTS_MIN: usize = 2;
/// Most elements of a compound statement (spec webauthn.md O1).
pub const COMPOUND_ELEMENTS_MAX: usize = 8;
