//! What can be wrong with the certificates of an authenticator? One flaw for each way (spec/webauthn.md 4.3, 4.4).

flaws! {
    /// A flaw of the certificates of a packed statement under metadata of the model. Those of T8 and later fit
    /// every format with `x5c`, those of P6, P8 and P9 the AIK certificate too.
    CertificateFlaw {
        "P4" "attestation_alg_key_mismatch" {
            LeafKeySecp256k1 "leaf-key-secp256k1" "The leaf's key is on secp256k1, and ES256 is said.",
            LeafKeyP384 "leaf-key-p384" "The leaf's key is on P-384, and ES256 is said.",
        }
        "P6" "attestation_cert_version" {
            VersionOne "version-one" "The leaf is of version 1 and has no extensions.",
            VersionTwo "version-two" "The leaf is of version 2.",
        }
        "P7" "attestation_cert_subject" {
            CountryMissing "country-missing" "The leaf's subject names no country.",
            CountryLowerCase "country-lower-case" "The leaf's country is in lower case.",
            CountryLong "country-long" "The leaf's country has three letters.",
            OrganizationMissing "organization-missing" "The leaf's subject names no maker.",
            UnitMissing "unit-missing" "The leaf's subject has no organizational unit.",
            UnitOther "unit-other" "The leaf's organizational unit is another text.",
            CommonNameMissing "common-name-missing" "The leaf's subject has no common name.",
        }
        "P8" "attestation_cert_is_ca" {
            LeafIsCa "leaf-is-ca" "The leaf says that it is a CA.",
        }
        "P9" "attestation_cert_aaguid_critical" {
            AaguidCritical "aaguid-critical" "The AAGUID extension is critical.",
        }
        "P9" "attestation_cert_aaguid_malformed" {
            AaguidBare "aaguid-bare" "The AAGUID extension holds sixteen bytes that are not wrapped.",
            AaguidShort "aaguid-short" "The AAGUID extension holds fifteen bytes.",
            AaguidTrailing "aaguid-trailing" "A byte follows in the AAGUID extension.",
        }
        "P9" "attestation_cert_aaguid_mismatch" {
            AaguidOther "aaguid-other" "The AAGUID extension names another model.",
        }
        "T8" "cert_expired" {
            LeafExpired "leaf-expired" "The leaf is out of date.",
            IntermediateExpired "intermediate-expired" "The intermediate is out of date.",
        }
        "T8" "cert_not_yet_valid" {
            LeafNotYetValid "leaf-not-yet-valid" "The leaf begins tomorrow.",
            IntermediateNotYetValid "intermediate-not-yet-valid" "The intermediate begins tomorrow.",
        }
        "T9" "chain_broken" {
            IssuerNameOther "issuer-name-other" "The leaf names another issuer.",
            LeafSignatureFlipped "leaf-signature-flipped" "A bit of the leaf's signature is flipped.",
            LeafSignedByStranger "leaf-signed-by-stranger" "The leaf is issued by a stranger of the issuer's name.",
            IssuersSwapped "issuers-swapped" "The two intermediates are swapped.",
        }
        "T9" "chain_issuer_not_ca" {
            IntermediateNotCa "intermediate-not-ca" "The intermediate says that it is no CA.",
            IntermediateUnconstrained "intermediate-unconstrained" "The intermediate has no basic constraints.",
            IntermediateMaySign "intermediate-may-sign" "The intermediate's key may not sign certificates.",
        }
        "T9" "path_length_exceeded" {
            PathTooLong "path-too-long" "The upper intermediate lets no other one follow.",
        }
        "T9" "critical_extension_unknown" {
            LeafUnknownCritical "leaf-unknown-critical" "The leaf has a critical extension that nobody knows.",
            IntermediateUnknownCritical "intermediate-unknown-critical" "The intermediate has a critical extension that nobody knows.",
        }
        "T9" "cert_signature_weak" {
            LeafSha1 "leaf-sha1" "The issuer signed the leaf with SHA-1.",
        }
        "T10" "x5c_contains_anchor" {
            AnchorIncluded "anchor-included" "The root is among the certificates.",
        }
        "T11" "chain_untrusted" {
            RootOther "root-other" "The chain leads to a stranger's root of the same name.",
            RootOtherIncluded "root-other-included" "The chain leads to a stranger's root, which is sent.",
            LeafAlone "leaf-alone" "Only the leaf is sent, without its issuer.",
        }
    }
}

flaws! {
    /// A flaw of the certificate of a TPM's attestation identity key, in the order of X8.
    AikFlaw {
        "X8" "tpm_aik_subject_not_empty" {
            SubjectNamed "subject-named" "The AIK certificate has a subject.",
        }
        "X8" "tpm_aik_san_missing" {
            NameMissing "name-missing" "The AIK certificate has no subject alternative name.",
        }
        "X8" "tpm_aik_san_malformed" {
            ManufacturerMissing "manufacturer-missing" "The AIK certificate names no manufacturer.",
            ModelMissing "model-missing" "The AIK certificate names no model.",
            FirmwareMissing "firmware-missing" "The AIK certificate names no firmware version.",
            NameOfHost "name-of-host" "The AIK certificate has a DNS name in place of the TPM's.",
        }
        "X8" "tpm_aik_eku_missing" {
            PurposeMissing "purpose-missing" "The AIK certificate names no key purpose.",
            PurposeOther "purpose-other" "The AIK certificate is for TLS servers.",
        }
    }
}
