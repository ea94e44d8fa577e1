//! Flaws of the statements none, packed, fido-u2f, apple and compound (spec/webauthn.md 4.3, N to O). What can be
//! wrong with their certificates is in [`crate::webauthn::ca::CertificateFlaw`].

flaws! {
    /// What can be wrong with a none statement.
    NoneFlaw {
        "N1" "none_statement_not_empty" {
            Members "members" "The statement has members.",
        }
    }
}

flaws! {
    /// What can be wrong with a packed statement.
    PackedFlaw {
        "P1" "att_stmt_field_missing" {
            Empty "empty" "The statement is empty.",
            AlgorithmMissing "algorithm_missing" "`alg` is missing.",
            SignatureMissing "signature_missing" "`sig` is missing.",
        }
        "P1" "att_stmt_field_malformed" {
            AlgorithmText "algorithm_text" "`alg` is a text.",
            SignatureText "signature_text" "`sig` is a text.",
            SignatureEmpty "signature_empty" "`sig` is empty.",
            CertificatesText "certificates_text" "`x5c` is a text.",
            CertificatesEmpty "certificates_empty" "`x5c` is empty.",
            CertificatesNine "certificates_nine" "`x5c` holds nine certificates.",
            CertificateText "certificate_text" "A certificate is a text.",
        }
        "P1" "packed_ecdaa_unsupported" {
            EcdaaKeyId "ecdaa_key_id" "The statement is by ECDAA.",
        }
        "P2" "attestation_alg_unsupported" {
            AlgorithmUnknown "algorithm_unknown" "`alg` is an algorithm that signs nothing.",
        }
        "P2" "attestation_cert_malformed" {
            CertificateMalformed "certificate_malformed" "The leaf is no certificate.",
        }
        "P3" "packed_self_alg_mismatch" {
            AlgorithmOther "algorithm_other" "`alg` is another one than that of the credential.",
        }
        "P5" "attestation_signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature is flipped.",
            SignatureTrailing "signature_trailing" "A byte stands behind the signature.",
            SignedByStranger "signed_by_stranger" "A stranger signed.",
            SignedByCredential "signed_by_credential" "The credential signed in place of the leaf.",
            CertificatesLeftOut "certificates_left_out" "`x5c` is left out of a full statement.",
            AuthDataOther "auth_data_other" "Other authenticator data are signed.",
            ClientDataOther "client_data_other" "Other client data are signed.",
        }
    }
}

flaws! {
    /// What can be wrong with a fido-u2f statement.
    FidoU2fFlaw {
        "U1" "att_stmt_field_missing" {
            SignatureMissing "signature_missing" "`sig` is missing.",
            CertificatesMissing "certificates_missing" "`x5c` is missing.",
        }
        "U1" "att_stmt_field_malformed" {
            SignatureEmpty "signature_empty" "`sig` is empty.",
            CertificatesEmpty "certificates_empty" "`x5c` is empty.",
        }
        "U1" "u2f_x5c_count" {
            CertificatesTwo "certificates_two" "`x5c` holds two certificates.",
        }
        "U2" "u2f_cert_key_invalid" {
            LeafKeyP384 "leaf_key_p384" "The leaf's key is on P-384.",
        }
        "U2" "u2f_credential_key_invalid" {
            CredentialKeyP384 "credential_key_p384" "The credential key is on P-384.",
        }
        "U3" "u2f_aaguid_not_zero" {
            AaguidNotZero "aaguid_not_zero" "The AAGUID is not zero.",
        }
        "U4" "attestation_signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature is flipped.",
            SignedAsPacked "signed_as_packed" "What a packed statement signs is signed.",
        }
    }
}

flaws! {
    /// What can be wrong with an apple statement.
    AppleFlaw {
        "L1" "att_stmt_field_missing" {
            CertificatesMissing "certificates_missing" "`x5c` is missing.",
        }
        "L1" "apple_nonce_missing" {
            NonceMissing "nonce_missing" "The leaf has no nonce.",
        }
        "L1" "apple_nonce_malformed" {
            NonceBare "nonce_bare" "The nonce is not wrapped.",
            NonceShort "nonce_short" "The nonce has 31 bytes.",
        }
        "L2" "apple_nonce_mismatch" {
            NonceOther "nonce_other" "The nonce is another one.",
        }
        "L3" "apple_key_mismatch" {
            KeyOther "key_other" "The leaf is for another key.",
        }
    }
}

flaws! {
    /// What can be wrong with a compound statement.
    CompoundFlaw {
        "O1" "compound_too_short" {
            Empty "empty" "There is no statement.",
            Alone "alone" "There is one statement.",
        }
        "O1" "compound_element_malformed" {
            ElementText "element_text" "A statement is a text.",
            FormatMissing "format_missing" "A statement has no format.",
            StatementMissing "statement_missing" "A statement is missing.",
        }
        "O1" "compound_nested" {
            Nested "nested" "A statement is compound.",
        }
        "O2" "compound_policy_unmet" {
            ElementWrong "element_wrong" "The last statement is a packed one with a stranger's signature.",
        }
    }
}

impl PackedFlaw {
    pub(super) fn needs_certificates(self) -> Option<bool> {
        match self {
            Self::CertificateMalformed | Self::SignedByCredential | Self::CertificatesLeftOut => {
                Some(true)
            }
            Self::AlgorithmOther => Some(false),
            _ => None,
        }
    }
}
