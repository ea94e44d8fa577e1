//! Flaws of the authenticator data (spec/webauthn.md 4.2, A8 to A14; at a sign-in the same by G6 to G8).

use super::CeremonyKind;

flaws! {
    /// What can be wrong with the authenticator data, which are signed as they are.
    AuthDataFlaw {
        "A8" "auth_data_too_short" {
            Short "short" "The data have 36 bytes.",
            Empty "empty" "The data are empty.",
        }
        "A9a" "attested_data_truncated" {
            AttestedDataMissing "attested_data_missing" "A credential is announced and missing.",
            CredentialIdTruncated "credential_id_truncated" "The credential id is longer than what follows.",
            CoseKeyTruncated "cose_key_truncated" "The last byte of the key is missing.",
        }
        "A9a" "credential_id_too_long" {
            CredentialIdTooLong "credential_id_too_long" "The credential id has 1,024 bytes.",
        }
        "A9a" "credential_id_empty" {
            CredentialIdEmpty "credential_id_empty" "The credential id is empty.",
        }
        "A9b" "extension_data_invalid" {
            ExtensionsMissing "extensions_missing" "Extensions are announced and missing.",
            ExtensionsArray "extensions_array" "The extensions are an array.",
            ExtensionsTooLong "extensions_too_long" "The extensions have more than 4,096 bytes.",
        }
        "A9c" "auth_data_trailing_bytes" {
            TrailingByte "trailing_byte" "A byte stands behind the data.",
            ExtensionFlagClear "extension_flag_clear" "Extensions follow without being announced.",
            AttestedDataFlagClear "attested_data_flag_clear" "A credential follows without being announced.",
        }
        "A9d" "rp_id_hash_mismatch" {
            RpIdOther "rp_id_other" "The data are for another RP.",
        }
        "A10" "user_not_present" {
            UserAbsent "user_absent" "The user was not present.",
        }
        "A11" "user_not_verified" {
            UserUnverified "user_unverified" "The user was not verified.",
        }
        "A12" "backup_flags_inconsistent" {
            BackupStateAlone "backup_state_alone" "The credential is backed up and cannot be.",
        }
        "A13" "attested_data_flag_missing" {
            NoAttestedData "no_attested_data" "There is no credential in the data.",
        }
        "A14" "credential_id_mismatch" {
            CredentialIdOther "credential_id_other" "The credential id is another one than in the message.",
        }
        "K1" "cose_key_invalid" {
            CoseKeyArray "cose_key_array" "The key is an array.",
            CoseKeyLabelTwice "cose_key_label_twice" "A label of the key stands twice.",
            CoseKeyIndefinite "cose_key_indefinite" "The key is a map of indefinite length.",
            CoseKeyLongInteger "cose_key_long_integer" "The key's type is written in eight bytes.",
            CoseKeyWithoutAlgorithm "cose_key_without_algorithm" "The key names no algorithm.",
            CoseKeyTypeText "cose_key_type_text" "The key's type is a text.",
        }
        "K2" "cose_key_alg_unsupported" {
            CoseKeyAlgorithmUnknown "cose_key_algorithm_unknown" "The key is for an algorithm that signs nothing.",
        }
        "K3" "cose_key_alg_not_allowed" {
            CoseKeyAlgorithmNotOffered "cose_key_algorithm_not_offered" "The key is for Ed448, which nobody asked for.",
        }
        "K4" "cose_key_params_invalid" {
            PointOffCurve "point_off_curve" "The point is not on the curve.",
            CoordinateShort "coordinate_short" "A coordinate has 31 bytes.",
            CoordinateBoolean "coordinate_boolean" "The point is compressed.",
            CurveOther "curve_other" "ES256 is said of a curve that it is not for.",
            KeyTypeOther "key_type_other" "ES256 is said of an RSA key.",
        }
    }
}

impl AuthDataFlaw {
    /// A sign-in has no credential in its data, and empty data are refused before they are read.
    pub(super) fn ceremony(self) -> Option<CeremonyKind> {
        let both = match (self, self.check()) {
            (Self::Empty | Self::AttestedDataFlagClear, _) => false,
            (_, check) => matches!(check, "A8" | "A9b" | "A9c" | "A9d" | "A10" | "A11" | "A12"),
        };
        if both {
            None
        } else {
            Some(CeremonyKind::Registration)
        }
    }
}
