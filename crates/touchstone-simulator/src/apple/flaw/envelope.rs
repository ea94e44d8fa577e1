//! Flaws of the envelope (spec/mobile.md 4.1), and what it may report of the device (4.3 B7).

flaws! {
    /// What can be wrong with the envelope.
    EnvelopeFlaw {
        "T1" "token_malformed" {
            Empty "empty" "The envelope has no bytes.",
            TrailingByte "trailing_byte" "A byte stands behind the CBOR map.",
            Truncated "truncated" "The last byte is missing.",
            DuplicateMember "duplicate_member" "`keyId` occurs twice.",
            IntegerMember "integer_member" "A map has an integer as name.",
            TagInside "tag_inside" "A tag stands before the model.",
            TextNotUtf8 "text_not_utf8" "A text is not UTF-8.",
            NestedTooDeep "nested_too_deep" "Arrays are nested deeper than 8.",
            TooManyEntries "too_many_entries" "An array has 65 entries.",
            HugeDeclaredLength "huge_declared_length" "A byte string claims 2^63 bytes.",
        }
        "T2" "token_malformed" {
            TopIsArray "top_is_array" "The envelope is an array.",
            DeviceMissing "device_missing" "`device` is missing.",
            ModelMissing "model_missing" "`model` is missing.",
            ModelTooLong "model_too_long" "`model` has 129 bytes.",
            VersionMissing "version_missing" "`version` is missing.",
            VersionAsNumber "version_as_number" "`version` is a number.",
            ServiceMissing "service_missing" "`service` is missing.",
        }
        "T3" "token_service_unsupported" {
            ServiceUnknown "service_unknown" "`service` is `winstore`.",
            ServiceUpperCase "service_upper_case" "`service` is `Apple`.",
        }
        "T4" "token_malformed" {
            TokenMissing "token_missing" "`token` is missing.",
            ServiceOfOther "service_of_other" "`service` is `gms`, the token is Apple's.",
            KeyIdMissing "key_id_missing" "`keyId` is missing.",
            KeyIdShort "key_id_short" "`keyId` has 31 bytes.",
            KeyIdAsText "key_id_as_text" "`keyId` is base64 text.",
            KeyIdAsArray "key_id_as_array" "`keyId` is an array of integers.",
            AssertionMissing "assertion_missing" "`assertion` is missing.",
            AssertionEmpty "assertion_empty" "`assertion` has no bytes.",
            AssertionTooLong "assertion_too_long" "`assertion` has 1,025 bytes.",
            AttestationEmpty "attestation_empty" "`attestation` has no bytes.",
            AttestationTooLong "attestation_too_long" "`attestation` has 16,385 bytes.",
            AttestationAsText "attestation_as_text" "`attestation` is text.",
            JailbrokenAsNumber "jailbroken_as_number" "`isJailbroken` is 1.",
        }
        "B7" "apple_jailbroken" {
            Jailbroken "jailbroken" "The app reports a jailbreak; refused where the policy says so.",
        }
    }
}
