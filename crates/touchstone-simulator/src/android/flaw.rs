//! Which kinds of wrong evidence can an Android phone make? Every flaw is named after what is wrong and
//! knows the check and the reason of spec/mobile.md 4 that must answer it.
//!
//! Not here, because the server's state makes it and not the device: K19.
//!
//! The reason holds when all else is in order: the phone's app is registered with the phone's signer and the
//! default policy, [`super::OTHER_PACKAGE`] is not registered, [`super::GoogleCa::status_list`] is in
//! force, the key is new, and [`Flaw::condition`] is met.

flaws! {
    /// What can be wrong with a token of service `android-key`.
    Flaw {
        "T4" "token_malformed" {
            KeyIdShort "key_id_short" "`keyId` has 31 bytes.",
            KeyIdAsText "key_id_as_text" "`keyId` is text.",
            ChainAsBytes "chain_as_bytes" "`chain` is one byte string.",
            ChainOfOne "chain_of_one" "Only the target is sent.",
            ChainOfEight "chain_of_eight" "Eight certificates are sent.",
            ChainAndSignatureMissing "chain_and_signature_missing" "Only the key id is sent.",
            SignatureTooShort "signature_too_short" "The signature has 7 bytes.",
            SignatureTooLong "signature_too_long" "The signature has 8,193 bytes.",
        }
        "K1" "android_malformed" {
            TargetTruncated "target_truncated" "The last byte of the target is missing.",
            TargetTrailingByte "target_trailing_byte" "A byte stands behind the target.",
            ChainTooLarge "chain_too_large" "The chain has more than 32,768 bytes.",
        }
        "K2" "android_untrusted_root" {
            OtherRoot "other_root" "Another CA with the same names issued the chain.",
            RootNameOther "root_name_other" "The root is omitted and has an unknown name.",
            Reversed "reversed" "The root comes first.",
        }
        "K2" "android_software_root" {
            SoftwareRoot "software_root" "The last certificate holds Google's software root key.",
        }
        "K3" "android_chain_shape" {
            IntermediateMissing "intermediate_missing" "The certificate below the root is missing.",
            TopUnnamed "top_unnamed" "The certificate below the root is named after no provisioning.",
        }
        "K4" "android_chain_extended" {
            Extended "extended" "An attested key signed one more description.",
            ExtendedPlain "extended_plain" "An attested key signed a certificate without description.",
            ExtendedTwice "extended_twice" "Two certificates are below the attested key.",
        }
        "K5" "android_chain_invalid" {
            TargetSignatureFlipped "target_signature_flipped" "A bit of the target's signature differs.",
            AttestationSignatureFlipped "attestation_signature_flipped"
                "A bit of the attestation certificate's signature differs.",
            TopSignatureFlipped "top_signature_flipped" "A bit of the root's signature differs.",
            TargetIssuerOther "target_issuer_other" "The target names another issuer.",
            TargetSignedByOther "target_signed_by_other" "Another key signed the target.",
            OtherRootOmitted "other_root_omitted" "Another CA issued the chain and omits its root.",
            Sha1Named "sha1_named" "The target says that it is signed with SHA-1.",
        }
        "K6" "android_cert_not_yet_valid" {
            AttestationNotYetValid "attestation_not_yet_valid" "The attestation certificate starts tomorrow.",
            TopNotYetValid "top_not_yet_valid" "The certificate below the root starts tomorrow.",
        }
        "K6" "android_cert_expired" {
            AttestationExpired "attestation_expired" "The remote attestation certificate ended a minute ago.",
            ServerExpired "server_expired" "The certificate of the server ended a minute ago.",
            TopExpired "top_expired" "The remote certificate below the root ended a minute ago.",
        }
        "K7" "android_extension_missing" {
            DescriptionMissing "description_missing" "The target has no description.",
            DescriptionTwice "description_twice" "The target has two descriptions.",
        }
        "K7" "android_chain_extended" {
            AttestationDescribed "attestation_described" "The attestation certificate has a description.",
        }
        "K8" "android_cert_revoked" {
            Revoked "revoked" "The attestation certificate is revoked.",
        }
        "K8" "android_cert_suspended" {
            Suspended "suspended" "The attestation certificate is suspended.",
        }
        "K9" "android_extension_malformed" {
            DescriptionShort "description_short" "The description has seven elements.",
            DescriptionTrailingByte "description_trailing_byte" "A byte stands behind the description.",
            DescriptionTruncated "description_truncated" "The last byte of the description is missing.",
            TagRepeated "tag_repeated" "The origin occurs twice.",
        }
        "K9" "android_unknown_tag" {
            UnknownTag "unknown_tag" "The hardware list has a tag that nobody knows.",
        }
        "K9" "android_attest_key_invalid" {
            SigningKeyAttests "signing_key_attests" "An attested signing key signed one more description.",
            AttestKeyMayAlsoSign "attest_key_may_also_sign" "The attest key has a second purpose.",
            AttestKeyChallengeOther "attest_key_challenge_other" "The attest key is of another challenge.",
            AttestKeyLevelOther "attest_key_level_other" "The attest key is of another level.",
        }
        "K10" "android_challenge_mismatch" {
            ChallengeOther "challenge_other" "The key was made for another nonce.",
            ChallengeEmpty "challenge_empty" "The key was made for no nonce.",
            ChallengeLonger "challenge_longer" "A byte stands behind the nonce.",
        }
        "K11" "android_app_id_missing" {
            AppIdMissing "app_id_missing" "No app is named.",
        }
        "K11" "android_app_not_allowed" {
            PackageOther "package_other" "Another app made the key.",
        }
        "K11" "android_signer_mismatch" {
            SignerOther "signer_other" "Another signer signed the app.",
            SignerExtra "signer_extra" "One more signer signed the app.",
            SignerMissing "signer_missing" "No signer of the app is named.",
        }
        "K12" "android_security_level" {
            LevelSoftware "level_software" "The key lives in software.",
            LevelsDiffer "levels_differ" "Attestation and KeyMint have different levels.",
            LevelNotOfCertificate "level_not_of_certificate" "The certificates name the other level.",
        }
        "K13" "android_key_origin" {
            OriginImported "origin_imported" "The key was imported.",
            OriginMissing "origin_missing" "The hardware does not tell the key's origin.",
        }
        "K14" "android_key_scope" {
            AllApplications "all_applications" "Every app may use the key, says the hardware.",
            AllApplicationsInSoftware "all_applications_in_software" "Every app may use the key, says the software.",
        }
        "K14" "android_key_purpose" {
            PurposeOther "purpose_other" "The key may verify and not sign.",
            PurposeMissing "purpose_missing" "The key has no purpose.",
        }
        "K15" "android_root_of_trust_missing" {
            RootOfTrustMissing "root_of_trust_missing" "Nothing is said of the system that was started.",
            RootOfTrustInSoftware "root_of_trust_in_software" "Only the software says what was started.",
        }
        "K15" "android_device_unlocked" {
            Unlocked "unlocked" "The boot loader is open.",
        }
        "K15" "android_boot_state" {
            BootUnverified "boot_unverified" "Nobody signed the system.",
            BootFailed "boot_failed" "The check of the system failed.",
            BootSelfSigned "boot_self_signed" "The owner signed the system.",
        }
        "K15" "android_boot_key" {
            BootKeyOther "boot_key_other" "An owner whose key is not listed signed the system.",
        }
        "K16" "android_os_version" {
            OsVersionOld "os_version_old" "The OS version is below the least.",
            OsVersionMissing "os_version_missing" "The OS version is missing.",
        }
        "K16" "android_patch_level" {
            OsPatchOld "os_patch_old" "The OS patch level is below the least.",
            VendorPatchZero "vendor_patch_zero" "The vendor patch level is 0.",
            BootPatchUnreadable "boot_patch_unreadable" "The boot patch level is no number.",
        }
        "K17" "android_key_id_mismatch" {
            KeyIdOther "key_id_other" "The key id is of another key.",
        }
        "K18" "android_pop_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature differs.",
            SignatureByOther "signature_by_other" "Another key signed the nonce.",
            SignatureOfOtherNonce "signature_of_other_nonce" "Another nonce is signed.",
            SignatureWithoutPrefix "signature_without_prefix" "The nonce alone is signed.",
        }
        "K18" "android_pop_unsupported" {
            MlDsaSignature "ml_dsa_signature" "The key is ML-DSA and signs.",
        }
    }
}

/// What must hold on the server, beside the defaults, for a flaw to have its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// `android_allow_attest_key` is on.
    AttestKeyAllowed,
    /// `android_reject_unknown_tags` is on.
    UnknownTagsRejected,
    /// `boot_states` has SelfSigned too and `boot_keys` is [`super::OWNER_BOOT_KEY`].
    BootKeyListed,
    /// `min_os_version` is [`super::MIN_OS_VERSION`], the other minimums are [`super::MIN_PATCH`].
    Minimums,
}

impl Flaw {
    /// What must hold beside the defaults; `None`: nothing.
    #[must_use]
    pub fn condition(self) -> Option<Condition> {
        match self {
            Self::SigningKeyAttests
            | Self::AttestKeyMayAlsoSign
            | Self::AttestKeyChallengeOther
            | Self::AttestKeyLevelOther => Some(Condition::AttestKeyAllowed),
            Self::UnknownTag => Some(Condition::UnknownTagsRejected),
            Self::BootKeyOther => Some(Condition::BootKeyListed),
            Self::OsVersionOld
            | Self::OsVersionMissing
            | Self::OsPatchOld
            | Self::VendorPatchZero
            | Self::BootPatchUnreadable => Some(Condition::Minimums),
            _ => None,
        }
    }

    /// Whether the flaw is in the chain (K1 to K16), so that a token needs one to have it.
    #[must_use]
    pub fn needs_chain(self) -> bool {
        !self.needs_signature() && self.check() != "T4"
    }

    /// Whether the flaw is in the proof of possession (K18), so that a token needs one to have it.
    #[must_use]
    pub fn needs_signature(self) -> bool {
        self.check() == "K18"
    }
}
