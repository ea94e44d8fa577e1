//! Decides what each profile presets (spec webauthn.md 2.7), and the defaults that all of them share (section 5).

use super::RpPolicy;
use touchstone_evidence::android_key::SecurityLevel;
use touchstone_evidence::webauthn::metadata::{StatusPolicy, StatusScope};
use touchstone_evidence::webauthn::statement::{AndroidKeyLists, CompoundRule};
use touchstone_evidence::webauthn::trust::{AttestationMode, Permission, UnknownAuthenticator};
use touchstone_evidence::webauthn::{AttestationType, BackupEligible, FormatSetting};
use touchstone_evidence::x509::Revocation;

use super::lines::{
    AaguidLists, AnchorLists, AndroidKeyRules, Attestation, Backup, StatusRules, Timeouts,
    TpmRules, UserVerificationRules,
};
use super::words::{
    AttestationPreference, CounterRegression, Enrolment, OnDistrust, Profile, SecTokenUse,
    StatusUserId, UnknownUser, UserVerification,
};

impl RpPolicy {
    /// The defaults of the profile.
    pub fn defaults(profile: Profile) -> Self {
        let is_l3 = profile == Profile::L3;
        Self {
            unknown_user: if is_l3 {
                UnknownUser::Conceal
            } else {
                UnknownUser::Reveal
            },
            enrolment: if is_l3 {
                Enrolment::Token
            } else {
                Enrolment::Open
            },
            algorithms: algorithms(profile),
            formats: formats(profile),
            attestation: attestation(profile),
            anchors: AnchorLists::default(),
            aaguid: AaguidLists::default(),
            status: StatusRules {
                undesired: StatusPolicy::UNDESIRED.map(str::to_owned).to_vec(),
                scope: StatusScope::Any,
                required: Vec::new(),
                user_id: StatusUserId::ExtId,
                retention_s: 600,
            },
            on_distrust: OnDistrust::Mark,
            user_verification: UserVerificationRules {
                minimum: UserVerification::Discouraged,
            },
            android_key: AndroidKeyRules {
                minimum_level: SecurityLevel::Software,
            },
            android_key_lists: AndroidKeyLists::Union,
            tpm: TpmRules::default(),
            compound: CompoundRule::All,
            u2f_zero_aaguid: profile == Profile::Conformance,
            token_binding_shape: !is_l3,
            counter_regression: CounterRegression::Reject,
            backup: Backup {
                eligible: BackupEligible::Any,
            },
            allow_cross_origin: false,
            top_origins: Vec::new(),
            allow_subdomains: false,
            allow_conditional_create: false,
            app_ids: Vec::new(),
            sectoken: SecTokenUse::Off,
            auto_create_users: true,
            expose_reason: true,
            timeout: Timeouts {
                user_verification_ms: 300_000,
                no_user_verification_ms: 120_000,
                grace_ms: 30_000,
            },
        }
    }
}

fn algorithms(profile: Profile) -> Vec<i64> {
    match profile {
        Profile::Nevis => vec![-7, -8],
        Profile::Conformance => vec![
            -7, -8, -35, -36, -37, -38, -39, -47, -257, -258, -259, -65_535,
        ],
        Profile::L3 => vec![-7, -8, -257],
    }
}

fn formats(profile: Profile) -> Vec<FormatSetting> {
    let all = FormatSetting::ALL.into_iter();
    all.filter(|format| {
        profile == Profile::Conformance || *format != FormatSetting::AndroidSafetynet
    })
    .collect()
}

fn attestation(profile: Profile) -> Attestation {
    let is_conformance = profile == Profile::Conformance;
    Attestation {
        default: AttestationPreference::None,
        require: false,
        accepted_types: AttestationType::ALL.to_vec(),
        mode: if is_conformance {
            AttestationMode::Enforced
        } else {
            AttestationMode::Monitor
        },
        unknown_authenticator: if is_conformance {
            UnknownAuthenticator::Refuse
        } else {
            UnknownAuthenticator::Accept
        },
        metadata_algorithms: is_conformance,
        x5c_contains_anchor: if is_conformance {
            Permission::Refuse
        } else {
            Permission::Allow
        },
        sha1_certificates: if profile == Profile::L3 {
            Permission::Refuse
        } else {
            Permission::Allow
        },
        revocation: Revocation::Soft,
    }
}
