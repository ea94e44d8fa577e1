//! Values to store: each as plain as it can be, with identifiers that never repeat.

use std::sync::atomic::{AtomicU64, Ordering};

use touchstone_core::ports::{
    Actor, AndroidApp, ApiKey, AppleApp, AuditRow, Change, Claim, Ending, KeyKind, MobileConflict,
    MobileSettlement, NewEvent, Outcome, PageRequest, PlayKeys, Sealed, SessionKey, Tenant,
    VerdictHead,
};
use touchstone_core::{
    ApiKeyId, AppId, AuditId, EventId, Noun, Random, SessionKeyId, TenantId, Timestamp, VerdictId,
};

/// The time of the tests: 2026-04-29T14:49:29.871Z.
pub const NOW: Timestamp = Timestamp::from_unix_ms(1_777_474_169_871);

/// An App ID.
const APP_ID_TEXT: &str = "TESTTEAM01.com.example.app";

/// A package name.
const PACKAGE_NAME: &str = "com.example.app";

/// A device key.
pub const KEY: [u8; 32] = [3; 32];

/// Numbers in place of randomness, unlike those of other processes.
pub(super) struct Numbers;

static NEXT: AtomicU64 = AtomicU64::new(1);

impl Random for Numbers {
    fn fill(&self, out: &mut [u8]) {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let seed = [
            u64::from(std::process::id()).to_be_bytes(),
            number.to_be_bytes(),
        ]
        .concat();
        for (to, from) in out.iter_mut().rev().zip(seed.iter().rev().cycle()) {
            *to = *from;
        }
    }
}

/// Makes values of the time that it stands at.
pub struct Maker;

impl Maker {
    pub fn tenant(&self, name: &str) -> Tenant {
        Tenant {
            id: TenantId::new(NOW, &Numbers),
            name: name.to_owned(),
            enabled: true,
            created_at: NOW,
            updated_at: NOW,
        }
    }

    /// A reference that no other session has.
    pub fn reference(&self) -> [u8; 16] {
        touchstone_core::random_bytes(&Numbers)
    }

    pub fn app_id(&self) -> AppId {
        AppId::new(NOW, &Numbers)
    }

    pub fn app(&self, tenant_id: TenantId) -> AppleApp {
        AppleApp {
            id: self.app_id(),
            tenant_id,
            apple_app_id: APP_ID_TEXT.to_owned(),
            policy: "{}".to_owned(),
            devicecheck_key: None,
            refreshes_receipts: false,
            enabled: true,
            created_at: NOW,
            updated_at: NOW,
        }
    }

    /// An app with everything that an Android app can have.
    pub fn android_app(&self, tenant_id: TenantId) -> AndroidApp {
        AndroidApp {
            id: self.app_id(),
            tenant_id,
            package_name: PACKAGE_NAME.to_owned(),
            policy: "{\"services\":[\"gms\"]}".to_owned(),
            play_keys: Some(PlayKeys {
                decryption_key: Sealed(b"mk_1 decryption key".to_vec()),
                verification_key: vec![0x30; 91],
            }),
            service_account: Some(Sealed(b"mk_1 service account".to_vec())),
            enabled: true,
            created_at: NOW,
            updated_at: NOW,
        }
    }

    pub fn api_key_id(&self) -> ApiKeyId {
        ApiKeyId::new(NOW, &Numbers)
    }

    pub fn api_key(&self, tenant_id: Option<TenantId>) -> ApiKey {
        let mut sha256 = [0; 32];
        Numbers.fill(&mut sha256);
        ApiKey {
            id: self.api_key_id(),
            tenant_id,
            kind: KeyKind::Mobile,
            sha256,
            prefix: "xma_abcd".to_owned(),
            label: "back end".to_owned(),
            app_ids: None,
            scopes: Vec::new(),
            created_at: NOW,
            expires_at: None,
            revoked_at: None,
            revoked_reason: None,
            last_used_at: None,
            rp_id: None,
        }
    }

    pub fn session_key(&self, created_at: Timestamp) -> SessionKey {
        SessionKey {
            id: SessionKeyId::new(created_at, &Numbers),
            sealed: b"mk_1 and sealed bytes".to_vec(),
            created_at,
            issues_from: created_at.plus_s(60),
        }
    }

    pub fn head_at(&self, tenant_id: TenantId, created_at: Timestamp) -> VerdictHead {
        VerdictHead {
            id: VerdictId::new(created_at, &Numbers),
            tenant_id,
            api_key_id: Some(self.api_key_id()),
            noun: Noun::Mobile,
            format: Some("apple".to_owned()),
            subject: "apple:key".to_owned(),
            app_id: Some(self.app_id()),
            policy: "{\"explain\":\"off\"}".into(),
            facts: "{\"model\":\"iPhone\"}".to_owned(),
            evidence_sha256: Some([7; 32]),
            latency_us: 1_234,
            request_id: "req_1".to_owned(),
            created_at,
        }
    }

    pub fn head(&self, tenant_id: TenantId) -> VerdictHead {
        self.head_at(tenant_id, NOW)
    }

    pub fn event(&self, tenant_id: TenantId) -> NewEvent {
        NewEvent {
            id: EventId::new(NOW, &Numbers),
            tenant_id,
            name: "mobile.verification.failed".into(),
            payload: "{}".to_owned(),
            created_at: NOW,
        }
    }

    /// A settlement that claims nothing and changes no key, with an ending for every conflict.
    pub fn settlement(&self, tenant_id: TenantId) -> MobileSettlement {
        self.settlement_at(tenant_id, NOW)
    }

    pub fn settlement_at(&self, tenant_id: TenantId, created_at: Timestamp) -> MobileSettlement {
        MobileSettlement {
            head: self.head_at(tenant_id, created_at),
            claim: None,
            key_change: None,
            ending: ending(Outcome::Valid, "accepted"),
            conflicts: every_conflict(),
        }
    }
}

/// An ending for each conflict.
fn every_conflict() -> Vec<(MobileConflict, Ending)> {
    use MobileConflict::{
        ClaimExpired, ClaimUsed, CounterReplay, KeyRevoked, KeyTaken, KeyUnknown,
    };
    vec![
        (ClaimUsed, ending(Outcome::Rejected, "session_already_used")),
        (ClaimExpired, ending(Outcome::Rejected, "session_expired")),
        (
            KeyTaken,
            ending(Outcome::Invalid, "apple_key_already_attested"),
        ),
        (KeyUnknown, ending(Outcome::Invalid, "apple_key_unknown")),
        (KeyRevoked, ending(Outcome::Invalid, "apple_key_revoked")),
        (
            CounterReplay,
            ending(Outcome::Invalid, "apple_counter_replay"),
        ),
    ]
}

pub fn ending(outcome: Outcome, reason: &'static str) -> Ending {
    Ending {
        outcome,
        reason: reason.into(),
        checks: format!("[\"{reason}\"]"),
        events: Vec::new(),
    }
}

/// A write with its trace.
pub fn change<T>(value: T) -> Change<T> {
    Change {
        value,
        if_version: None,
        audit: AuditRow {
            id: AuditId::new(NOW, &Numbers),
            tenant_id: None,
            actor: Actor::Local,
            action: "test.write".to_owned(),
            object: "object".to_owned(),
            before: None,
            after: Some("{}".to_owned()),
            request_id: "req_1".to_owned(),
            created_at: NOW,
        },
    }
}

/// A write against a version.
pub fn against<T>(version: u64, value: T) -> Change<T> {
    Change {
        if_version: Some(version),
        ..change(value)
    }
}

/// The first page of a list.
pub fn first_page<C>(limit: usize) -> PageRequest<C> {
    PageRequest { limit, after: None }
}

/// A session that lasts 300 s from the time of use.
pub fn with_session(mut settlement: MobileSettlement, reference: [u8; 16]) -> MobileSettlement {
    settlement.claim = Some(Claim::Session {
        reference,
        expires_at: settlement.head.created_at.plus_s(300),
    });
    settlement
}

/// A nonce that stays used for 60 s.
pub fn with_nonce(mut settlement: MobileSettlement, sha256: [u8; 32]) -> MobileSettlement {
    settlement.claim = Some(Claim::Nonce {
        sha256,
        expires_at: settlement.head.created_at.plus_s(60),
    });
    settlement
}
