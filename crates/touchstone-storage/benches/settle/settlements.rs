//! Settlements of the size that an Apple assertion has: a session, a counter, a verdict of about a kilobyte.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use touchstone_core::ports::{
    Actor, AppleApp, AuditRow, Change, Claim, Ending, KeyChange, MobileSettlement, NewAppleKey,
    Outcome, Store, Tenant, VerdictHead,
};
use touchstone_core::{
    AppId, AuditId, Noun, Random, SystemRandomSource, TenantId, Timestamp, VerdictId, random_bytes,
};

pub const NOW: Timestamp = Timestamp::from_unix_ms(1_777_474_169_871);

pub const CHECKS: &str = "[{\"check\":\"B1\",\"ok\":true},{\"check\":\"B2\",\"ok\":true},\
                      {\"check\":\"B4\",\"ok\":true},{\"check\":\"B5\",\"ok\":true},\
                      {\"check\":\"B6\",\"ok\":true}]";

/// Device keys, one per task.
const KEYS: u8 = 128;

pub struct Settlements {
    random: SystemRandomSource,
    tenant_id: TenantId,
    app_id: AppId,
    counter: AtomicU32,
    ms: AtomicU64,
}

impl Settlements {
    /// Makes a tenant with an app and a device key per task.
    pub async fn prepare(store: &dyn Store) -> Self {
        let random = SystemRandomSource::new();
        let settlements = Self {
            tenant_id: TenantId::new(NOW, &random),
            app_id: AppId::new(NOW, &random),
            random,
            counter: AtomicU32::new(1),
            ms: AtomicU64::new(0),
        };
        let tenant = Tenant {
            id: settlements.tenant_id,
            name: "bench".to_owned(),
            enabled: true,
            created_at: NOW,
            updated_at: NOW,
        };
        let app = AppleApp {
            id: settlements.app_id,
            tenant_id: settlements.tenant_id,
            apple_app_id: "TESTTEAM01.com.example.app".to_owned(),
            policy: "{}".to_owned(),
            devicecheck_key: None,
            refreshes_receipts: false,
            enabled: true,
            created_at: NOW,
            updated_at: NOW,
        };
        let random = &settlements.random;
        store
            .create_tenant(change(tenant, random))
            .await
            .expect("a tenant");
        store
            .create_apple_app(change(app, random), 10)
            .await
            .expect("an app");
        for key in 0..KEYS {
            let settlement = settlements.registration(key);
            store.settle_mobile(settlement).await.expect("a device key");
        }
        settlements
    }

    /// The next settlement of a task.
    pub fn next(&self, task: u32) -> MobileSettlement {
        let key = u8::try_from(task % u32::from(KEYS)).unwrap_or(0);
        let counter = self
            .counter
            .fetch_add(1, Ordering::Relaxed)
            .saturating_add(1);
        self.settlement(KeyChange::AdvanceApple {
            key_id: [key; 32],
            counter,
        })
    }

    fn registration(&self, key: u8) -> MobileSettlement {
        self.settlement(KeyChange::RegisterApple(Box::new(NewAppleKey {
            key_id: [key; 32],
            app_id: self.app_id,
            public_key: [4; 65],
            environment: "production".to_owned(),
            counter: 1,
            receipt: Some(vec![9; 5_000]),
            receipt_type: Some("ATTEST".to_owned()),
            receipt_due_at: Some(NOW.plus_s(86_400)),
            model: "iPhone17,1".to_owned(),
            version: "19.1".to_owned(),
        })))
    }

    fn settlement(&self, key_change: KeyChange) -> MobileSettlement {
        let ms = self.ms.fetch_add(1, Ordering::Relaxed) / 16;
        let now = NOW.plus_ms(i64::try_from(ms).unwrap_or(0));
        MobileSettlement {
            head: VerdictHead {
                id: VerdictId::new(now, &self.random),
                tenant_id: self.tenant_id,
                api_key_id: None,
                noun: Noun::Mobile,
                format: Some("apple".to_owned()),
                subject: "apple:5QRO4hUEAkJrPxXNiYUXM9nRuFmDn-8VxBpWcHJDh2s".to_owned(),
                app_id: Some(self.app_id),
                policy: "{\"client_data_profile\":\"cbor_array\",\"receipt_check\":\"record\"}"
                    .into(),
                facts: "{\"model\":\"iPhone17,1\",\"version\":\"19.1\",\"composition\":\"sha256\"}"
                    .to_owned(),
                evidence_sha256: Some([7; 32]),
                latency_us: 412,
                request_id: "req_01KQCVEV0F0000000000000001".to_owned(),
                created_at: now,
            },
            claim: Some(Claim::Session {
                reference: random_bytes(&self.random),
                expires_at: now.plus_s(300),
            }),
            key_change: Some(key_change),
            ending: Ending {
                outcome: Outcome::Valid,
                reason: "accepted".into(),
                checks: CHECKS.to_owned(),
                events: Vec::new(),
            },
            conflicts: Vec::new(),
        }
    }
}

pub fn change<T>(value: T, random: &dyn Random) -> Change<T> {
    Change {
        value,
        if_version: None,
        audit: AuditRow {
            id: AuditId::new(NOW, random),
            tenant_id: None,
            actor: Actor::Server,
            action: "bench.prepare".to_owned(),
            object: "bench".to_owned(),
            before: None,
            after: None,
            request_id: "req_bench".to_owned(),
            created_at: NOW,
        },
    }
}
