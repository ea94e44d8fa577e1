//! What can be wrong with a tpm statement? One flaw for each way (spec/webauthn.md 4.3 X1 to X7); those of the
//! certificate are [`AikFlaw`](crate::webauthn::ca::AikFlaw).

flaws! {
    /// A flaw of a tpm statement.
    TpmFlaw {
        "X1" "tpm_version_unsupported" {
            VersionOther "version_other" "The statement is of TPM 1.2.",
        }
        "X2" "tpm_pub_area_malformed" {
            PubAreaTruncated "pub_area_truncated" "The last byte of pubArea is missing.",
            PubAreaTrailing "pub_area_trailing" "A byte follows behind pubArea.",
            PubAreaOfOtherKind "pub_area_of_other_kind" "pubArea is that of a symmetric key.",
            SymmetricDetailsMissing "symmetric_details_missing" "pubArea names a symmetric algorithm without its details.",
        }
        "X3" "tpm_pub_area_key_mismatch" {
            UniqueOther "unique_other" "pubArea holds another key.",
            ParametersOther "parameters_other" "pubArea names another curve or exponent.",
        }
        "X4" "tpm_cert_info_malformed" {
            CertInfoTruncated "cert_info_truncated" "The last byte of certInfo is missing.",
            CertInfoTrailing "cert_info_trailing" "A byte follows behind certInfo.",
        }
        "X4" "tpm_magic_invalid" {
            MagicOther "magic_other" "No TPM made certInfo.",
        }
        "X4" "tpm_type_invalid" {
            TypeOther "type_other" "certInfo is a quote.",
        }
        "X5" "attestation_alg_unsupported" {
            AlgorithmUnknown "algorithm_unknown" "No algorithm has the number in alg.",
        }
        "X5" "tpm_extra_data_mismatch" {
            ExtraDataOther "extra_data_other" "extraData is the hash of something else.",
            ExtraDataMissing "extra_data_missing" "extraData is empty.",
            ExtraDataOfOtherHash "extra_data_of_other_hash" "extraData is made with another hash than that of alg.",
        }
        "X6" "tpm_name_alg_unsupported" {
            NameAlgUnknown "name_alg_unknown" "nameAlg is SM3.",
        }
        "X6" "tpm_name_mismatch" {
            NameOther "name_other" "certInfo names another object.",
            NameOfOtherHash "name_of_other_hash" "The name is made with another hash than nameAlg.",
            NameBare "name_bare" "The name lacks nameAlg.",
        }
        "X7" "attestation_signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature is flipped.",
            SignedOther "signed_other" "The signature is over the signed bytes in place of certInfo.",
        }
    }
}
