//! Which kinds of wrong tokens are there? Every flaw is named after what is wrong and knows the check and the
//! reason of spec/mobile.md 4.5 that must answer it.
//!
//! Not here, because the server's settings make it: G1a.
//!
//! The reason holds when all else is in order: the app is registered with its signer and the default policy,
//! [`super::OTHER_PACKAGE`] is not registered, [`Flaw::condition`] is met, and classic tokens are opened
//! with the app's keys. Google answers those of G2 to G4 with 400, which is `gms_token_refused`.

use super::app::TokenType;

flaws! {
    /// What can be wrong with a token of service `gms`.
    Flaw {
        "T4" "token_malformed" {
            TokenEmpty "token_empty" "`token` has no characters.",
            TokenTooLong "token_too_long" "`token` has 32,769 characters.",
            TokenAsBytes "token_as_bytes" "`token` is a byte string.",
            TokenTypeUnknown "token_type_unknown" "`tokenType` is `express`.",
            PackageNameMissing "package_name_missing" "`packageName` is missing.",
            PackageNameWithoutDot "package_name_without_dot" "`packageName` is one word.",
        }
        "G1" "gms_app_not_allowed" {
            PackageNameOther "package_name_other" "The envelope names another app.",
        }
        "G2" "gms_malformed" {
            FourParts "four_parts" "The tag is missing.",
            Padded "padded" "A part has padding.",
            AlgorithmDirect "algorithm_direct" "`alg` is `dir`.",
            EncryptionA128Gcm "encryption_a128gcm" "`enc` is `A128GCM`.",
            Compressed "compressed" "`zip` is set.",
            Critical "critical" "`crit` is set.",
            WrappedKeyShort "wrapped_key_short" "The wrapped key has 24 bytes.",
            IvShort "iv_short" "The IV has 11 bytes.",
            TagShort "tag_short" "The tag has 15 bytes.",
            LineBreak "line_break" "A line break stands behind the standard token.",
        }
        "G3" "gms_decrypt_failed" {
            DecryptionKeyOther "decryption_key_other" "The token is for other keys.",
            WrappedKeyFlipped "wrapped_key_flipped" "A bit of the wrapped key differs.",
            CiphertextFlipped "ciphertext_flipped" "A bit of the ciphertext differs.",
            TagFlipped "tag_flipped" "A bit of the tag differs.",
            HeaderRewritten "header_rewritten" "The header was written anew.",
        }
        "G4" "gms_payload_malformed" {
            PlaintextNotSigned "plaintext_not_signed" "The plaintext is the verdict itself.",
            PlaintextTwoParts "plaintext_two_parts" "The signature is missing.",
            SignatureHeaderNotJson "signature_header_not_json" "The header of the JWS is no JSON.",
        }
        "G4" "gms_signature_invalid" {
            SignatureAlgorithmNone "signature_algorithm_none" "`alg` of the JWS is `none`.",
            SignatureAlgorithmHs256 "signature_algorithm_hs256"
                "`alg` of the JWS is `HS256` with the public key as secret.",
            SignatureCritical "signature_critical" "`crit` of the JWS is set.",
            SignatureDer "signature_der" "The signature is DER.",
            SignatureFlipped "signature_flipped" "A bit of the signature differs.",
            SignedByOther "signed_by_other" "Another key signed.",
        }
        "G5" "gms_token_refused" {
            Unknown "unknown" "Google never made the standard token.",
        }
        "G6" "gms_payload_malformed" {
            PayloadNotJson "payload_not_json" "The verdict is no JSON.",
            PayloadArray "payload_array" "The verdict is a list.",
            PayloadTrailing "payload_trailing" "A second object stands behind the verdict.",
            RequestDetailsMissing "request_details_missing" "`requestDetails` is missing.",
            RequestDetailsTwice "request_details_twice" "`requestDetails` occurs twice.",
            TimestampMissing "timestamp_missing" "The timestamp is missing.",
            TimestampNotInteger "timestamp_not_integer" "The timestamp is a date.",
        }
        "G7" "gms_package_mismatch" {
            RequestPackageOther "request_package_other" "Another app asked for the verdict.",
        }
        "G8" "gms_nonce_mismatch" {
            NonceOther "nonce_other" "The verdict is for another nonce.",
            NonceMissing "nonce_missing" "The verdict is for no nonce.",
            NonceHex "nonce_hex" "The nonce is written in hexadecimal.",
            NonceInOtherField "nonce_in_other_field" "The nonce is in the field of the other kind.",
        }
        "G9" "gms_from_future" {
            FromFuture "from_future" "The verdict is two minutes ahead.",
        }
        "G9" "gms_stale" {
            Stale "stale" "The verdict is eleven minutes old.",
        }
        "G10" "gms_testing_response" {
            TestingResponse "testing_response" "A tester chose the verdict.",
        }
        "G11" "gms_app_not_recognized" {
            AppUnrecognized "app_unrecognized" "The store does not know this version.",
            AppUnevaluated "app_unevaluated" "The app was not evaluated.",
            AppIntegrityMissing "app_integrity_missing" "Nothing is said of the app.",
            Cleared "cleared" "The verdict is that of a token that was decoded before.",
        }
        "G12" "gms_package_mismatch" {
            AppPackageOther "app_package_other" "Another app was recognized.",
            AppPackageMissing "app_package_missing" "The recognized app has no name.",
        }
        "G13" "gms_certificate_mismatch" {
            CertificateOther "certificate_other" "Another signer signed the app.",
            CertificateExtra "certificate_extra" "One more signer signed the app.",
            CertificateEmpty "certificate_empty" "No signer is named.",
            CertificateMissing "certificate_missing" "The list of signers is missing.",
        }
        "G14" "gms_version_too_old" {
            VersionOld "version_old" "The version is below the least.",
            VersionMissing "version_missing" "The version is missing.",
        }
        "G15" "gms_device_integrity" {
            DeviceBasic "device_basic" "The phone has basic integrity only.",
            DeviceVirtual "device_virtual" "The phone is a virtual one.",
            DeviceEmpty "device_empty" "The phone has no label.",
            DeviceMissing "device_missing" "Nothing is said of the phone.",
        }
        "G16" "gms_unlicensed" {
            Unlicensed "unlicensed" "The user did not get the app from the store.",
            LicensingMissing "licensing_missing" "Nothing is said of the licence.",
        }
        "G17" "gms_environment_risk" {
            PlayProtectHighRisk "play_protect_high_risk" "Harmful apps are installed.",
            AppsCapturing "apps_capturing" "An unknown app may see the screen.",
        }
    }
}

/// What must hold on the server, beside the defaults, for a flaw to have its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// `min_version_code` is [`super::MIN_VERSION_CODE`].
    MinVersionCode,
    /// `licensing` is `["LICENSED"]`.
    Licensed,
    /// `play_protect_reject` is `["HIGH_RISK"]`, `app_access_reject` is `["UNKNOWN_CAPTURING"]`.
    EnvironmentRejected,
}

impl Flaw {
    /// What must hold beside the defaults; `None`: nothing.
    #[must_use]
    pub fn condition(self) -> Option<Condition> {
        match self.check() {
            "G14" => Some(Condition::MinVersionCode),
            "G16" => Some(Condition::Licensed),
            "G17" => Some(Condition::EnvironmentRejected),
            _ => None,
        }
    }

    /// The only kind of token that can have the flaw; `None`: both.
    #[must_use]
    pub fn token_type(self) -> Option<TokenType> {
        match (self, self.check()) {
            (Self::LineBreak, _) | (_, "G5") => Some(TokenType::Standard),
            (_, "G2" | "G3" | "G4") => Some(TokenType::Classic),
            _ => None,
        }
    }

    /// Whether the flaw is in the verdict, whoever opens the token (G6 to G17).
    #[must_use]
    pub fn is_in_payload(self) -> bool {
        !matches!(self.check(), "T4" | "G1" | "G2" | "G3" | "G4" | "G5")
    }
}
