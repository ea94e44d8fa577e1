//! Flaws of the client data (spec/webauthn.md 4.1, C1 to C15 and S1).

flaws! {
    /// What can be wrong with the client data, whose hash is signed as it is.
    ClientDataFlaw {
        "C1" "client_data_not_json" {
            NotJson "not_json" "The client data are no JSON.",
            Array "array" "The client data are an array.",
            NotUtf8 "not_utf8" "The client data are not UTF-8.",
            MemberTwice "member_twice" "`origin` stands twice.",
        }
        "C2" "client_data_type_missing" {
            TypeMissing "type_missing" "`type` is missing.",
        }
        "C3" "client_data_type_malformed" {
            TypeNumber "type_number" "`type` is a number.",
            TypeEmpty "type_empty" "`type` is empty.",
        }
        "C4" "client_data_type_mismatch" {
            TypeOther "type_other" "`type` is another text.",
            TypeOfOtherCeremony "type_of_other_ceremony" "`type` is that of the other ceremony.",
        }
        "C5" "challenge_missing" {
            ChallengeMissing "challenge_missing" "`challenge` is missing.",
        }
        "C6" "challenge_malformed" {
            ChallengeNumber "challenge_number" "`challenge` is a number.",
            ChallengeEmpty "challenge_empty" "`challenge` is empty.",
            ChallengeBase64 "challenge_base64" "`challenge` is not base64url.",
        }
        "S1" "session_not_found" {
            ChallengeOther "challenge_other" "`challenge` was never issued.",
        }
        "C8" "origin_missing" {
            OriginMissing "origin_missing" "`origin` is missing.",
        }
        "C9" "origin_malformed" {
            OriginNumber "origin_number" "`origin` is a number.",
            OriginEmpty "origin_empty" "`origin` is empty.",
        }
        "C10" "origin_mismatch" {
            OriginOther "origin_other" "`origin` is another site.",
            OriginBelowOther "origin_below_other" "`origin` is another site whose name begins with the right one.",
            OriginOtherPort "origin_other_port" "`origin` has another port.",
            OriginUpperCase "origin_upper_case" "`origin` is in upper case.",
        }
        "C11" "cross_origin_malformed" {
            CrossOriginText "cross_origin_text" "`crossOrigin` is a text.",
        }
        "C12" "cross_origin_not_allowed" {
            CrossOrigin "cross_origin" "The page is a frame in another site.",
        }
        "C13" "top_origin_malformed" {
            TopOriginNumber "top_origin_number" "`topOrigin` is a number.",
            TopOriginAlone "top_origin_alone" "`topOrigin` stands beside a `crossOrigin` of false.",
        }
        "C14" "top_origin_not_allowed" {
            TopOriginOther "top_origin_other" "The page is a frame in a site that is not listed.",
        }
        "C15" "token_binding_malformed" {
            TokenBindingText "token_binding_text" "`tokenBinding` is a text.",
            TokenBindingEmpty "token_binding_empty" "`tokenBinding` has no status.",
            TokenBindingStatusOther "token_binding_status_other" "`tokenBinding` has a status that nobody knows.",
        }
    }
}
