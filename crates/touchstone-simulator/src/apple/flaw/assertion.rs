//! Flaws of an assertion (spec/mobile.md 4.3).

flaws! {
    /// What can be wrong with an assertion.
    AssertionFlaw {
        "B1" "apple_assertion_malformed" {
            TrailingByte "trailing_byte" "A byte stands behind the CBOR map.",
            Truncated "truncated" "The last byte is missing.",
            SignatureMissing "signature_missing" "`signature` is missing.",
            SignatureTooShort "signature_too_short" "The signature has 7 bytes.",
            SignatureTooLong "signature_too_long" "The signature has more than 80 bytes.",
            AuthenticatorDataShort "authenticator_data_short" "Authenticator data has 36 bytes.",
            AuthenticatorDataLong "authenticator_data_long" "Authenticator data has 38 bytes.",
        }
        "B4" "apple_app_id_mismatch" {
            AppIdOther "app_id_other" "Another app asserts.",
        }
        "B5" "apple_signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature differs.",
            KeyOther "key_other" "Another key signed.",
            ClientDataOther "client_data_other" "Other client data is signed.",
            HashedOnce "hashed_once" "The nonce is signed as digest, not as message.",
            CounterRaised "counter_raised" "The counter was raised after signing.",
        }
        "B6" "apple_counter_replay" {
            CounterRepeated "counter_repeated" "The counter is that of the last assertion.",
            CounterZero "counter_zero" "The counter is 0.",
        }
    }
}
