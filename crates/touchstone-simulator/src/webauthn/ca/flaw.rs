//! What can be wrong with the certificates of an authenticator? One flaw for each way (spec/webauthn.md 4.3, 4.4).

flaws! {
    /// A flaw of the certificates of a packed statement under metadata of the model. Those of T8 and later fit
    /// every format with `x5c`, those of P6, P8 and P9 the AIK certificate too.
    CertificateFlaw {
        "P4" "attestation_alg_key_mismatch" {
            LeafKeySecp256k1 "leaf_key_secp256k1" "The leaf's key is on secp256k1, and ES256 is said.",
            LeafKeyP384 "leaf_key_p384" "The leaf's key is on P-384, and ES256 is said.",
        }
        "P6" "attestation_cert_version" {
            VersionOne "version_one" "The leaf is of version 1 and has no extensions.",
            VersionTwo "version_two" "The leaf is of version 2.",
        }
        "P7" "attestation_cert_subject" {
            CountryMissing "country_missing" "The leaf's subject names no country.",
            CountryLowerCase "country_lower_case" "The leaf's country is in lower case.",
            CountryLong "country_long" "The leaf's country has three letters.",
            OrganizationMissing "organization_missing" "The leaf's subject names no maker.",
            UnitMissing "unit_missing" "The leaf's subject has no organizational unit.",
            UnitOther "unit_other" "The leaf's organizational unit is another text.",
            CommonNameMissing "common_name_missing" "The leaf's subject has no common name.",
        }
        "P8" "attestation_cert_is_ca" {
            LeafIsCa "leaf_is_ca" "The leaf says that it is a CA.",
        }
        "P9" "attestation_cert_aaguid_critical" {
            AaguidCritical "aaguid_critical" "The AAGUID extension is critical.",
        }
        "P9" "attestation_cert_aaguid_malformed" {
            AaguidBare "aaguid_bare" "The AAGUID extension holds sixteen bytes that are not wrapped.",
            AaguidShort "aaguid_short" "The AAGUID extension holds fifteen bytes.",
            AaguidTrailing "aaguid_trailing" "A byte follows in the AAGUID extension.",
        }
        "P9" "attestation_cert_aaguid_mismatch" {
            AaguidOther "aaguid_other" "The AAGUID extension names another model.",
        }
        "T8" "cert_expired" {
            LeafExpired "leaf_expired" "The leaf is out of date.",
            IntermediateExpired "intermediate_expired" "The intermediate is out of date.",
        }
        "T8" "cert_not_yet_valid" {
            LeafNotYetValid "leaf_not_yet_valid" "The leaf begins tomorrow.",
            IntermediateNotYetValid "intermediate_not_yet_valid" "The intermediate begins tomorrow.",
        }
        "T9" "chain_broken" {
            IssuerNameOther "issuer_name_other" "The leaf names another issuer.",
            LeafSignatureFlipped "leaf_signature_flipped" "A bit of the leaf's signature is flipped.",
            LeafSignedByStranger "leaf_signed_by_stranger" "The leaf is issued by a stranger of the issuer's name.",
            IssuersSwapped "issuers_swapped" "The two intermediates are swapped.",
        }
        "T9" "chain_issuer_not_ca" {
            IntermediateNotCa "intermediate_not_ca" "The intermediate says that it is no CA.",
            IntermediateUnconstrained "intermediate_unconstrained" "The intermediate has no basic constraints.",
            IntermediateMaySign "intermediate_may_sign" "The intermediate's key may not sign certificates.",
        }
        "T9" "path_length_exceeded" {
            PathTooLong "path_too_long" "The upper intermediate lets no other one follow.",
        }
        "T9" "critical_extension_unknown" {
            LeafUnknownCritical "leaf_unknown_critical" "The leaf has a critical extension that nobody knows.",
            IntermediateUnknownCritical "intermediate_unknown_critical" "The intermediate has a critical extension that nobody knows.",
        }
        "T9" "cert_signature_weak" {
            LeafSha1 "leaf_sha1" "The issuer signed the leaf with SHA-1.",
        }
        "T10" "x5c_contains_anchor" {
            AnchorIncluded "anchor_included" "The root is among the certificates.",
        }
        "T11" "chain_untrusted" {
            RootOther "root_other" "The chain leads to a stranger's root of the same name.",
            RootOtherIncluded "root_other_included" "The chain leads to a stranger's root, which is sent.",
            LeafAlone "leaf_alone" "Only the leaf is sent, without its issuer.",
        }
    }
}

flaws! {
    /// A flaw of the certificate of a TPM's attestation identity key, in the order of X8.
    AikFlaw {
        "X8" "tpm_aik_subject_not_empty" {
            SubjectNamed "subject_named" "The AIK certificate has a subject.",
        }
        "X8" "tpm_aik_san_missing" {
            NameMissing "name_missing" "The AIK certificate has no subject alternative name.",
        }
        "X8" "tpm_aik_san_malformed" {
            ManufacturerMissing "manufacturer_missing" "The AIK certificate names no manufacturer.",
            ModelMissing "model_missing" "The AIK certificate names no model.",
            FirmwareMissing "firmware_missing" "The AIK certificate names no firmware version.",
            NameOfHost "name_of_host" "The AIK certificate has a DNS name in place of the TPM's.",
        }
        "X8" "tpm_aik_eku_missing" {
            PurposeMissing "purpose_missing" "The AIK certificate names no key purpose.",
            PurposeOther "purpose_other" "The AIK certificate is for TLS servers.",
        }
    }
}
