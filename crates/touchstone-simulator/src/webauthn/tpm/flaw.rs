//! What can be wrong with a tpm statement? One flaw for each way (spec/webauthn.md 4.3 X1 to X7); those of the
//! certificate are [`AikFlaw`](crate::webauthn::ca::AikFlaw).

flaws! {
    /// A flaw of a tpm statement.
    TpmFlaw {
        "X1" "tpm_version_unsupported" {
            VersionOther "version-other" "The statement is of TPM 1.2.",
        }
        "X2" "tpm_pub_area_malformed" {
            PubAreaTruncated "pub-area-truncated" "The last byte of pubArea is missing.",
            PubAreaTrailing "pub-area-trailing" "A byte follows behind pubArea.",
            PubAreaOfOtherKind "pub-area-of-other-kind" "pubArea is that of a symmetric key.",
            SymmetricDetailsMissing "symmetric-details-missing" "pubArea names a symmetric algorithm without its details.",
        }
        "X3" "tpm_pub_area_key_mismatch" {
            UniqueOther "unique-other" "pubArea holds another key.",
            ParametersOther "parameters-other" "pubArea names another curve or exponent.",
        }
        "X4" "tpm_cert_info_malformed" {
            CertInfoTruncated "cert-info-truncated" "The last byte of certInfo is missing.",
            CertInfoTrailing "cert-info-trailing" "A byte follows behind certInfo.",
        }
        "X4" "tpm_magic_invalid" {
            MagicOther "magic-other" "No TPM made certInfo.",
        }
        "X4" "tpm_type_invalid" {
            TypeOther "type-other" "certInfo is a quote.",
        }
        "X5" "attestation_alg_unsupported" {
            AlgorithmUnknown "algorithm-unknown" "No algorithm has the number in alg.",
        }
        "X5" "tpm_extra_data_mismatch" {
            ExtraDataOther "extra-data-other" "extraData is the hash of something else.",
            ExtraDataMissing "extra-data-missing" "extraData is empty.",
            ExtraDataOfOtherHash "extra-data-of-other-hash" "extraData is made with another hash than that of alg.",
        }
        "X6" "tpm_name_alg_unsupported" {
            NameAlgUnknown "name-alg-unknown" "nameAlg is SM3.",
        }
        "X6" "tpm_name_mismatch" {
            NameOther "name-other" "certInfo names another object.",
            NameOfOtherHash "name-of-other-hash" "The name is made with another hash than nameAlg.",
            NameBare "name-bare" "The name lacks nameAlg.",
        }
        "X7" "attestation_signature_invalid" {
            SignatureFlipped "signature-flipped" "A bit of the signature is flipped.",
            SignedOther "signed-other" "The signature is over the signed bytes in place of certInfo.",
        }
    }
}
