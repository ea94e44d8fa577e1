//! Which kinds of wrong tokens are there? Every flaw is named after what is wrong and knows the check and the
//! reason of spec/mobile.md 4.6 that must answer it.
//!
//! The reason holds when all else is in order: the app is registered with its signer and the default
//! windows, [`super::OTHER_PACKAGE`] is not registered, and [`Flaw::condition`] is met.

flaws! {
    /// What can be wrong with a token of service `hms`.
    Flaw {
        "T4" "token_malformed" {
            TokenEmpty "token_empty" "`token` has no characters.",
            TokenTooLong "token_too_long" "`token` has 32,769 characters.",
            TokenMissing "token_missing" "`token` is missing.",
        }
        "H1" "hms_malformed" {
            TwoParts "two_parts" "The signature is missing.",
            FourParts "four_parts" "A part stands behind the signature.",
            Padded "padded" "The header has padding.",
            HeaderNotJson "header_not_json" "The header is no JSON.",
            AlgorithmNone "algorithm_none" "`alg` is `none`.",
            AlgorithmHs256 "algorithm_hs256" "`alg` is `HS256` with the public key as secret.",
            CertificatesMissing "certificates_missing" "`x5c` is missing.",
            OneCertificate "one_certificate" "Only the leaf is sent.",
            FiveCertificates "five_certificates" "Five certificates are sent.",
            CertificateBase64Url "certificate_base64url" "A certificate is written in base64url.",
            CertificateTruncated "certificate_truncated" "The last byte of the leaf is missing.",
            PayloadNotJson "payload_not_json" "The verdict is no JSON.",
            PayloadArray "payload_array" "The verdict is a list.",
            NonceTwice "nonce_twice" "`nonce` occurs twice.",
        }
        "H2" "hms_chain_untrusted" {
            OtherRoot "other_root" "Another CA with the same names issued the certificates.",
            OtherRootOmitted "other_root_omitted" "Another CA did and omits its root.",
            IntermediateNotCa "intermediate_not_ca" "The intermediate is no authority.",
            IntermediateUsage "intermediate_usage" "The intermediate may not sign certificates.",
            IntermediateSmall "intermediate_small" "The intermediate has an RSA key of 1,024 bits.",
            IntermediateIssuerOther "intermediate_issuer_other" "The intermediate names another issuer.",
            LeafSignatureFlipped "leaf_signature_flipped" "A bit of the leaf's signature differs.",
            LeafSelfSigned "leaf_self_signed" "The leaf is signed with its own key.",
            Reversed "reversed" "The leaf comes last.",
        }
        "H2" "hms_cert_not_yet_valid" {
            LeafNotYetValid "leaf_not_yet_valid" "The leaf starts in two minutes.",
            IntermediateNotYetValid "intermediate_not_yet_valid" "The intermediate starts tomorrow.",
        }
        "H2" "hms_cert_expired" {
            LeafExpired "leaf_expired" "The leaf ended a minute ago.",
            IntermediateExpired "intermediate_expired" "The intermediate ended a day ago.",
        }
        "H3" "hms_leaf_name" {
            LeafNameOther "leaf_name_other" "The leaf is for another service.",
            LeafNameInSubjectOnly "leaf_name_in_subject_only" "Only the common name is right.",
            LeafNameMissing "leaf_name_missing" "The leaf names no service.",
            LeafNameLonger "leaf_name_longer" "The leaf is for a name below the right one.",
        }
        "H4" "hms_signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature differs.",
            SignedByOther "signed_by_other" "Another key signed.",
            PaddingOther "padding_other" "`alg` names the other padding.",
            PayloadChanged "payload_changed" "The verdict was changed after signing.",
        }
        "H5" "hms_nonce_mismatch" {
            NonceOther "nonce_other" "The verdict is for another nonce.",
            NonceMissing "nonce_missing" "The verdict is for no nonce.",
            NonceHex "nonce_hex" "The nonce is written in hexadecimal.",
        }
        "H6" "hms_from_future" {
            FromFuture "from_future" "The verdict is two minutes ahead.",
        }
        "H6" "hms_stale" {
            Stale "stale" "The verdict is eleven minutes old.",
            TimestampMissing "timestamp_missing" "The verdict has no time.",
        }
        "H7" "hms_app_not_allowed" {
            PackageOther "package_other" "Another app asked for the verdict.",
            PackageMissing "package_missing" "No app is named.",
        }
        "H8" "hms_certificate_mismatch" {
            CertificateOther "certificate_other" "Another signer signed the app.",
            CertificateExtra "certificate_extra" "One more signer signed the app.",
            CertificateEmpty "certificate_empty" "No signer is named.",
            CertificateMissing "certificate_missing" "The signers are missing.",
        }
        "H9" "hms_app_id_mismatch" {
            AppIdOther "app_id_other" "The app id is another one.",
            AppIdMissing "app_id_missing" "The app id is missing.",
        }
        "H10" "hms_integrity_failed" {
            IntegrityFailed "integrity_failed" "The phone is rooted.",
            IntegrityMissing "integrity_missing" "Nothing is said of the phone.",
            IntegrityAsText "integrity_as_text" "The integrity is the text `true`.",
        }
    }
}

/// What must hold on the server, beside the defaults, for a flaw to have its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The app's Huawei app id is configured.
    AppIdConfigured,
}

impl Flaw {
    /// What must hold beside the defaults; `None`: nothing.
    #[must_use]
    pub fn condition(self) -> Option<Condition> {
        (self.check() == "H9").then_some(Condition::AppIdConfigured)
    }
}
