//! Flaws of an attestation object (spec/mobile.md 4.2).

flaws! {
    /// What can be wrong with an attestation object.
    AttestationFlaw {
        "A1" "apple_attestation_malformed" {
            TrailingByte "trailing_byte" "A byte stands behind the CBOR map.",
            Truncated "truncated" "The last byte is missing.",
            FormatOther "format_other" "The format is `packed`.",
            CertificatesMissing "certificates_missing" "`x5c` is missing.",
            OneCertificate "one_certificate" "Only the leaf is sent.",
            ThreeCertificates "three_certificates" "The root is sent too.",
            LeafTruncated "leaf_truncated" "The last byte of the leaf is missing.",
            ReceiptMissing "receipt_missing" "`receipt` is missing.",
            AuthenticatorDataAsText "authenticator_data_as_text" "`authData` is text.",
            AttestedDataFlagMissing "attested_data_flag_missing" "Flag AT is not set.",
            AttestedDataMissing "attested_data_missing" "Flag AT is set, no credential follows.",
            CredentialIdShort "credential_id_short" "The credential id has 31 bytes.",
            CoseKeyTruncated "cose_key_truncated" "The last byte of the COSE key is missing.",
            CoseKeyTrailingByte "cose_key_trailing_byte" "A byte stands behind the COSE key.",
        }
        "A2" "apple_chain_untrusted" {
            OtherRoot "other_root" "Another CA with the same names issued the chain.",
            ReceiptRoot "receipt_root" "The authority of receipts issued the leaf.",
            CertificatesSwapped "certificates_swapped" "The intermediate comes first.",
            IntermediateNotCa "intermediate_not_ca" "The intermediate is no authority.",
            LeafIsCa "leaf_is_ca" "The leaf is an authority.",
            LeafSelfSigned "leaf_self_signed" "The leaf is signed with its own key.",
            LeafSignatureFlipped "leaf_signature_flipped" "A bit of the leaf's signature differs.",
            LeafIssuerNameOther "leaf_issuer_name_other" "The leaf names another issuer.",
            IssuedByLeaf "issued_by_leaf" "The holder of a right leaf issued the leaf.",
        }
        "A3" "apple_cert_expired" {
            LeafExpired "leaf_expired" "The leaf ended a minute ago.",
            IntermediateExpired "intermediate_expired" "The intermediate ended a day ago.",
        }
        "A3" "apple_cert_not_yet_valid" {
            LeafNotYetValid "leaf_not_yet_valid" "The leaf starts in two minutes.",
            IntermediateNotYetValid "intermediate_not_yet_valid" "The intermediate starts tomorrow.",
        }
        "A4" "apple_app_not_allowed" {
            AppIdOther "app_id_other" "The key was made for another app.",
        }
        "A5" "apple_nonce_extension_invalid" {
            NonceExtensionMissing "nonce_extension_missing" "The leaf binds no nonce.",
            NonceExtensionTwice "nonce_extension_twice" "The nonce extension occurs twice.",
            NonceExtensionLongForm "nonce_extension_long_form" "The nonce extension is no DER.",
            NonceExtensionTrailing "nonce_extension_trailing" "A byte stands behind the nonce.",
            NonceExtensionShort "nonce_extension_short" "The nonce has 31 bytes.",
        }
        "A6" "apple_nonce_mismatch" {
            NonceOther "nonce_other" "The leaf binds other client data.",
            AuthenticatorDataChanged "authenticator_data_changed" "The counter was changed later.",
        }
        "A7" "apple_key_id_mismatch" {
            KeyOther "key_other" "Another key is attested than the key id says.",
            LeafCurveOther "leaf_curve_other" "The key of the leaf is on P-384.",
        }
        "A8" "apple_environment_mismatch" {
            EnvironmentOther "environment_other" "The key is of the other environment.",
            AaguidUnknown "aaguid_unknown" "The aaguid names no environment.",
        }
        "A9" "apple_counter_not_zero" {
            CounterOne "counter_one" "The counter is 1.",
        }
        "A10" "apple_credential_id_mismatch" {
            CredentialIdOther "credential_id_other" "The credential id is another one.",
        }
        "A11" "apple_public_key_mismatch" {
            CoseKeyOther "cose_key_other" "The COSE key is another key.",
            CoseKeyOtherCurve "cose_key_other_curve" "The COSE key is on P-384.",
            CoseKeyOtherAlgorithm "cose_key_other_algorithm" "The COSE key is for ES384.",
        }
    }
}
