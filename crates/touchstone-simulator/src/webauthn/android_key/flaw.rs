//! What can be wrong with an android-key statement? One flaw for each way (spec/webauthn.md 4.3 D1 to D7).

flaws! {
    /// A flaw of an android-key statement. That of D7 needs a policy whose least level is above software.
    AndroidKeyFlaw {
        "D1" "android_key_leaf_key_mismatch" {
            LeafKeyOther "leaf-key-other" "The leaf is of another key, which signs.",
            ChainReversed "chain-reversed" "The leaf is not the first certificate.",
        }
        "D2" "attestation_alg_unsupported" {
            AlgorithmUnknown "algorithm-unknown" "No algorithm has the number in alg.",
        }
        "D2" "attestation_alg_key_mismatch" {
            AlgorithmOther "algorithm-other" "alg is that of another kind of key.",
        }
        "D2" "attestation_signature_invalid" {
            SignatureFlipped "signature-flipped" "A bit of the signature is flipped.",
            SignatureOther "signature-other" "The signature is over the client data's hash alone.",
        }
        "D3" "android_key_extension_missing" {
            DescriptionMissing "description-missing" "The leaf has no KeyDescription.",
        }
        "D3" "android_key_extension_malformed" {
            DescriptionTruncated "description-truncated" "The last byte of the KeyDescription is missing.",
            DescriptionTrailing "description-trailing" "A byte follows behind the KeyDescription.",
            DescriptionEmpty "description-empty" "The KeyDescription has no elements.",
        }
        "D4" "android_key_challenge_mismatch" {
            ChallengeOther "challenge-other" "The challenge is the hash of other client data.",
            ChallengeEmpty "challenge-empty" "The challenge is empty.",
        }
        "D5" "android_key_all_applications" {
            AllApplications "all-applications" "The hardware lets every app use the key.",
            AllApplicationsInSoftware "all-applications-in-software" "The system lets every app use the key.",
        }
        "D6" "android_key_origin_invalid" {
            OriginImported "origin-imported" "The key was put into the phone.",
            OriginImportedInSoftware "origin-imported-in-software" "The system says that the key was put into the phone.",
            OriginMissing "origin-missing" "No list says where the key comes from.",
        }
        "D6" "android_key_purpose_invalid" {
            PurposeOther "purpose-other" "The key may only verify.",
            PurposeMissing "purpose-missing" "No list says what the key may do.",
        }
        "D7" "android_key_security_level_too_low" {
            LevelSoftware "level-software" "The key lives in the operating system.",
        }
    }
}
