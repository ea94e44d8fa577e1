//! Flaws of a receipt (spec/mobile.md 4.4).

flaws! {
    /// What can be wrong with a receipt of type `ATTEST`.
    ReceiptFlaw {
        "C1" "apple_receipt_malformed" {
            Empty "empty" "The receipt has no bytes.",
            Truncated "truncated" "The last byte is missing.",
            TrailingByte "trailing_byte" "A byte stands behind the message.",
            TooLong "too_long" "The receipt has more than 8,192 bytes.",
            NoSigner "no_signer" "Nobody signed.",
            TwoSigners "two_signers" "Two signers are named.",
            ContentNotSet "content_not_set" "The content is a SEQUENCE.",
            ValueNotOctetString "value_not_octet_string" "Values are text.",
            FieldRepeated "field_repeated" "Field 2 occurs twice.",
            AppIdMissing "app_id_missing" "Field 2 is missing.",
            CertificateMissing "certificate_missing" "Field 3 is missing.",
            TypeMissing "type_missing" "Field 6 is missing.",
            CreatedMissing "created_missing" "Field 12 is missing.",
            ExpiresMissing "expires_missing" "Field 21 is missing.",
            CreatedMalformed "created_malformed" "Field 12 is no date.",
            FractionTooLong "fraction_too_long" "Field 12 has ten fraction digits.",
        }
        "C2" "apple_receipt_chain" {
            OtherRoot "other_root" "Another CA with the same names signed.",
            IntermediateMissing "intermediate_missing" "The authority of the signer is missing.",
            IntermediateNotCa "intermediate_not_ca" "The authority of the signer is none.",
            SignerWithoutExtension "signer_without_extension" "The signer is not for receipts.",
            SignerExpired "signer_expired" "The signer ended before the receipt was made.",
            SignerNotYetValid "signer_not_yet_valid" "The signer starts after the receipt was made.",
        }
        "C3" "apple_receipt_signature" {
            ContentChanged "content_changed" "The content was changed after signing.",
            SignatureFlipped "signature_flipped" "A bit of the signature differs.",
            SignedByOtherKey "signed_by_other_key" "Another key than the signer's signed.",
        }
        "C4" "apple_receipt_app_id" {
            AppIdOther "app_id_other" "The receipt is for another app.",
        }
        "C5" "apple_receipt_stale" {
            Stale "stale" "The receipt is ten minutes old.",
            FromTheFuture "from_the_future" "The receipt is two minutes ahead.",
        }
        "C6" "apple_receipt_key" {
            KeyOther "key_other" "The receipt is for another key.",
        }
        "C7" "apple_receipt_environment" {
            EnvironmentOther "environment_other" "The receipt is of the other environment.",
            EnvironmentUnknown "environment_unknown" "The receipt is of no known environment.",
        }
        "C8" "apple_receipt_client_hash" {
            ClientHashOther "client_hash_other" "The receipt is for other client data.",
            ClientHashMissing "client_hash_missing" "Field 4 is missing.",
        }
    }
}
