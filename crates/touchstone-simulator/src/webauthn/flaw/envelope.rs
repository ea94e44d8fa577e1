//! Flaws of the JSON around a message (spec/webauthn.md 4.1, E1 to E19).

use super::CeremonyKind;

flaws! {
    /// What can be wrong with the JSON that is posted.
    EnvelopeFlaw {
        "E1" "body_malformed" {
            BodyEmpty "body_empty" "The body is empty.",
            BodyTruncated "body_truncated" "The last byte of the body is missing.",
            BodyArray "body_array" "The body is an array.",
            BodyNull "body_null" "The body is null.",
            BodyByteOrderMark "body_byte_order_mark" "A byte order mark stands before the body.",
            BodyNotUtf8 "body_not_utf8" "The body is not UTF-8.",
            BodyTooDeep "body_too_deep" "The body is 17 levels deep.",
        }
        "E2" "body_duplicate_member" {
            TypeTwice "type_twice" "`type` stands twice.",
        }
        "E3" "id_missing" {
            IdMissing "id_missing" "`id` is missing.",
        }
        "E4" "id_malformed" {
            IdNumber "id_number" "`id` is a number.",
            IdEmpty "id_empty" "`id` is empty.",
            IdBase64 "id_base64" "`id` has letters of base64 that base64url lacks.",
            IdUnusedBits "id_unused_bits" "The unused bits of `id` are not zero.",
        }
        "E5" "id_too_long" {
            IdTooLong "id_too_long" "`id` has 1,024 bytes.",
        }
        "E6" "raw_id_mismatch" {
            RawIdOther "raw_id_other" "`rawId` is another id.",
            RawIdNumber "raw_id_number" "`rawId` is a number.",
        }
        "E7" "type_missing" {
            TypeMissing "type_missing" "`type` is missing.",
        }
        "E8" "type_malformed" {
            TypeNumber "type_number" "`type` is a number.",
        }
        "E9" "type_unsupported" {
            TypeOther "type_other" "`type` is another text.",
        }
        "E10" "response_missing" {
            ResponseMissing "response_missing" "`response` is missing.",
        }
        "E11" "response_malformed" {
            ResponseArray "response_array" "`response` is an array.",
        }
        "E12" "client_data_missing" {
            ClientDataMissing "client_data_missing" "`clientDataJSON` is missing.",
        }
        "E13" "client_data_malformed" {
            ClientDataNumber "client_data_number" "`clientDataJSON` is a number.",
            ClientDataEmpty "client_data_empty" "`clientDataJSON` is empty.",
            ClientDataBase64 "client_data_base64" "`clientDataJSON` is not base64url.",
        }
        "E14" "attestation_object_missing" {
            ObjectMissing "object_missing" "`attestationObject` is missing.",
        }
        "E15" "attestation_object_malformed" {
            ObjectNumber "object_number" "`attestationObject` is a number.",
            ObjectEmpty "object_empty" "`attestationObject` is empty.",
            ObjectBase64 "object_base64" "`attestationObject` is not base64url.",
        }
        "E16" "authenticator_data_missing" {
            AuthDataMissing "auth_data_missing" "`authenticatorData` is missing.",
        }
        "E16" "authenticator_data_malformed" {
            AuthDataNumber "auth_data_number" "`authenticatorData` is a number.",
            AuthDataEmpty "auth_data_empty" "`authenticatorData` is empty.",
            AuthDataBase64 "auth_data_base64" "`authenticatorData` is not base64url.",
        }
        "E17" "signature_missing" {
            SignatureMissing "signature_missing" "`signature` is missing.",
        }
        "E17" "signature_malformed" {
            SignatureNumber "signature_number" "`signature` is a number.",
            SignatureEmpty "signature_empty" "`signature` is empty.",
            SignatureBase64 "signature_base64" "`signature` is not base64url.",
        }
        "E18" "user_handle_malformed" {
            UserHandleNumber "user_handle_number" "`userHandle` is a number.",
            UserHandleTooLong "user_handle_too_long" "`userHandle` has 65 bytes.",
        }
        "E19" "optional_field_malformed" {
            ResultsArray "results_array" "`clientExtensionResults` is an array.",
            UserAgentNumber "user_agent_number" "`userAgent` is a number.",
            FriendlyNameTooLong "friendly_name_too_long" "`userFriendlyName` has 257 bytes.",
            TransportsText "transports_text" "`transports` is a text.",
        }
    }
}

impl EnvelopeFlaw {
    pub(super) fn ceremony(self) -> Option<CeremonyKind> {
        match (self, self.check()) {
            (Self::FriendlyNameTooLong | Self::TransportsText, _) | (_, "E14" | "E15") => {
                Some(CeremonyKind::Registration)
            }
            (_, "E16" | "E17" | "E18") => Some(CeremonyKind::Authentication),
            _ => None,
        }
    }
}
