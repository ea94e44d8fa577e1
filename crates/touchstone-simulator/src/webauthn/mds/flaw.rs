//! What can be wrong with a BLOB? One flaw for each way (spec/webauthn.md 4.5 M1 to M8).

flaws! {
    /// A flaw of a BLOB, with the reason that its source gets.
    BlobFlaw {
        "M1" "blob_malformed" {
            TwoParts "two_parts" "The BLOB has no signature part.",
            FourParts "four_parts" "The BLOB has a part too many.",
            HeaderNotBase64 "header_not_base64" "The header is no base64url.",
            HeaderNotJson "header_not_json" "The header is no JSON.",
        }
        "M2" "blob_alg_unsupported" {
            AlgorithmNone "algorithm_none" "The header says that nothing is signed.",
            AlgorithmHs256 "algorithm_hs256" "The header names a shared secret.",
            AlgorithmMissing "algorithm_missing" "The header names no algorithm.",
        }
        "M3" "blob_certificates_missing" {
            CertificatesMissing "certificates_missing" "The header has no certificates.",
            CertificatesEmpty "certificates_empty" "The header's list of certificates is empty.",
        }
        "M4" "blob_chain_untrusted" {
            RootOther "root_other" "The chain leads to a stranger's root of the same name.",
            IntermediateMissing "intermediate_missing" "Only the leaf is sent.",
            SignerIssuedByStranger "signer_issued_by_stranger" "A stranger of the issuer's name issued the leaf.",
            IntermediateNotCa "intermediate_not_ca" "The intermediate says that it is no CA.",
        }
        "M4" "blob_signer_mismatch" {
            SignerNameOther "signer_name_other" "The leaf has another DNS name.",
            SignerNameMissing "signer_name_missing" "The leaf has no DNS name.",
        }
        "M5" "blob_cert_expired" {
            SignerExpired "signer_expired" "The leaf is out of date.",
            IntermediateExpired "intermediate_expired" "The intermediate is out of date.",
        }
        "M7" "blob_signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature is flipped.",
            PayloadChanged "payload_changed" "The payload is another one than was signed.",
            SignedByStranger "signed_by_stranger" "Another key than that of the leaf signed.",
        }
        "M8" "blob_payload_malformed" {
            PayloadNotJson "payload_not_json" "The payload is no JSON.",
            NumberMissing "number_missing" "The payload has no number.",
            NumberAsText "number_as_text" "The number is a text.",
            NextUpdateMissing "next_update_missing" "The payload has no date.",
            NextUpdateNoDate "next_update_no_date" "The date is no date.",
            EntriesMissing "entries_missing" "The payload has no entries.",
            EntriesAsObject "entries_as_object" "The entries are an object.",
        }
    }
}
