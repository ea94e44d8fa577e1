//! Flaws of a sign-in that are not in its JSON, client data or authenticator data (spec/webauthn.md 4.6).

flaws! {
    /// What can be wrong with a sign-in.
    AssertionFlaw {
        "G1" "credential_not_allowed" {
            IdOther "id_other" "The credential is none of those asked for.",
        }
        "G3" "user_handle_missing" {
            UserHandleMissing "user_handle_missing" "The user handle is missing.",
        }
        "G4" "user_handle_mismatch" {
            UserHandleOther "user_handle_other" "The user handle is another one.",
        }
        "G9" "backup_eligibility_changed" {
            BackupEligibilityOther "backup_eligibility_other" "The credential may be backed up now and might not before, or the other way round.",
        }
        "G10" "signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature is flipped.",
            SignatureTrailing "signature_trailing" "A byte stands behind the signature.",
            SignedByStranger "signed_by_stranger" "A stranger signed.",
            ClientDataOther "client_data_other" "Other client data are signed.",
            CounterRaised "counter_raised" "The counter was raised after signing.",
        }
        "G11" "counter_regressed" {
            CounterRepeated "counter_repeated" "The counter is that of the last message.",
            CounterZero "counter_zero" "The counter is 0.",
        }
    }
}
