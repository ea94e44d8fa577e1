//! What can be wrong with a BLOB? One flaw for each way (spec/webauthn.md 4.5 M1 to M8).

flaws! {
    /// A flaw of a BLOB, with the reason that its source gets.
    BlobFlaw {
        "M1" "blob_malformed" {
            TwoParts "two-parts" "The BLOB has no signature part.",
            FourParts "four-parts" "The BLOB has a part too many.",
            HeaderNotBase64 "header-not-base64" "The header is no base64url.",
            HeaderNotJson "header-not-json" "The header is no JSON.",
        }
        "M2" "blob_alg_unsupported" {
            AlgorithmNone "algorithm-none" "The header says that nothing is signed.",
            AlgorithmHs256 "algorithm-hs256" "The header names a shared secret.",
            AlgorithmMissing "algorithm-missing" "The header names no algorithm.",
        }
        "M3" "blob_certificates_missing" {
            CertificatesMissing "certificates-missing" "The header has no certificates.",
            CertificatesEmpty "certificates-empty" "The header's list of certificates is empty.",
        }
        "M4" "blob_chain_untrusted" {
            RootOther "root-other" "The chain leads to a stranger's root of the same name.",
            IntermediateMissing "intermediate-missing" "Only the leaf is sent.",
            SignerIssuedByStranger "signer-issued-by-stranger" "A stranger of the issuer's name issued the leaf.",
            IntermediateNotCa "intermediate-not-ca" "The intermediate says that it is no CA.",
        }
        "M4" "blob_signer_mismatch" {
            SignerNameOther "signer-name-other" "The leaf has another DNS name.",
            SignerNameMissing "signer-name-missing" "The leaf has no DNS name.",
        }
        "M5" "blob_cert_expired" {
            SignerExpired "signer-expired" "The leaf is out of date.",
            IntermediateExpired "intermediate-expired" "The intermediate is out of date.",
        }
        "M7" "blob_signature_invalid" {
            SignatureFlipped "signature-flipped" "A bit of the signature is flipped.",
            PayloadChanged "payload-changed" "The payload is another one than was signed.",
            SignedByStranger "signed-by-stranger" "Another key than that of the leaf signed.",
        }
        "M8" "blob_payload_malformed" {
            PayloadNotJson "payload-not-json" "The payload is no JSON.",
            NumberMissing "number-missing" "The payload has no number.",
            NumberAsText "number-as-text" "The number is a text.",
            NextUpdateMissing "next-update-missing" "The payload has no date.",
            NextUpdateNoDate "next-update-no-date" "The date is no date.",
            EntriesMissing "entries-missing" "The payload has no entries.",
            EntriesAsObject "entries-as-object" "The entries are an object.",
        }
    }
}
