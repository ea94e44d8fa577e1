//! What can be wrong with an android-key statement? One flaw for each way (spec/webauthn.md 4.3 D1 to D7).

flaws! {
    /// A flaw of an android-key statement. That of D7 needs a policy whose least level is above software.
    AndroidKeyFlaw {
        "D1" "android_key_leaf_key_mismatch" {
            LeafKeyOther "leaf_key_other" "The leaf is of another key, which signs.",
            ChainReversed "chain_reversed" "The leaf is not the first certificate.",
        }
        "D2" "attestation_alg_unsupported" {
            AlgorithmUnknown "algorithm_unknown" "No algorithm has the number in alg.",
        }
        "D2" "attestation_alg_key_mismatch" {
            AlgorithmOther "algorithm_other" "alg is that of another kind of key.",
        }
        "D2" "attestation_signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature is flipped.",
            SignatureOther "signature_other" "The signature is over the client data's hash alone.",
        }
        "D3" "android_key_extension_missing" {
            DescriptionMissing "description_missing" "The leaf has no KeyDescription.",
        }
        "D3" "android_key_extension_malformed" {
            DescriptionTruncated "description_truncated" "The last byte of the KeyDescription is missing.",
            DescriptionTrailing "description_trailing" "A byte follows behind the KeyDescription.",
            DescriptionEmpty "description_empty" "The KeyDescription has no elements.",
        }
        "D4" "android_key_challenge_mismatch" {
            ChallengeOther "challenge_other" "The challenge is the hash of other client data.",
            ChallengeEmpty "challenge_empty" "The challenge is empty.",
        }
        "D5" "android_key_all_applications" {
            AllApplications "all_applications" "The hardware lets every app use the key.",
            AllApplicationsInSoftware "all_applications_in_software" "The system lets every app use the key.",
        }
        "D6" "android_key_origin_invalid" {
            OriginImported "origin_imported" "The key was put into the phone.",
            OriginImportedInSoftware "origin_imported_in_software" "The system says that the key was put into the phone.",
            OriginMissing "origin_missing" "No list says where the key comes from.",
        }
        "D6" "android_key_purpose_invalid" {
            PurposeOther "purpose_other" "The key may only verify.",
            PurposeMissing "purpose_missing" "No list says what the key may do.",
        }
        "D7" "android_key_security_level_too_low" {
            LevelSoftware "level_software" "The key lives in the operating system.",
        }
    }
}
