//! Sign-ins with passkeys as a store sees them: a session is opened, looked up with its credential, and settled with a counter and a
//! verdict of about a kilobyte.

use std::sync::atomic::{AtomicU32, Ordering};

use touchstone_core::ports::{
    CeremonyKind, CeremonyState, CredentialAsked, CredentialChange, CredentialState, CredentialUse,
    Ending, OnRegression, Outcome, Sealed, SettledWebauthn, Store, Tenant, VerdictHead,
    WebauthnCredential, WebauthnRp, WebauthnSession, WebauthnSettlement, WebauthnUser,
    WebauthnUserState,
};
use touchstone_core::{
    CredentialExtId, Noun, RpId, SystemRandomSource, TenantId, VerdictId, random_bytes,
};

use super::settlements::{CHECKS, NOW, change};

/// Credentials, one per task.
const CREDENTIALS: u32 = 128;

pub struct Ceremonies {
    random: SystemRandomSource,
    credentials: Vec<WebauthnCredential>,
    counter: AtomicU32,
}

impl Ceremonies {
    /// Makes a tenant with a relying party, and a user with a credential per task.
    pub async fn prepare(store: &dyn Store) -> Self {
        let random = SystemRandomSource::new();
        let tenant = Tenant {
            id: TenantId::new(NOW, &random),
            name: "passkeys".to_owned(),
            enabled: true,
            created_at: NOW,
            updated_at: NOW,
        };
        let rp = relying_party(tenant.id, &random);
        let created = store.create_tenant(change(tenant, &random)).await;
        created.expect("a tenant");
        let created = store
            .create_webauthn_rp(change(rp.clone(), &random), 1)
            .await;
        created.expect("a relying party");
        let mut credentials = Vec::new();
        for n in 0..CREDENTIALS {
            let user = user(rp.tenant_id, n);
            let credential = credential(&rp, &user, &random);
            let created = store.create_webauthn_user(change(user, &random)).await;
            created.expect("a user");
            let imported = change(credential.clone(), &random);
            let imported = store.import_webauthn_credential(imported, 1).await;
            imported.expect("a credential");
            credentials.push(credential);
        }
        Self {
            random,
            credentials,
            counter: AtomicU32::new(1),
        }
    }

    /// One sign-in of a task, from its options to its verdict.
    pub async fn run(&self, store: &dyn Store, task: u32) {
        let place = usize::try_from(task % CREDENTIALS).expect("a place");
        let credential = self.credentials.get(place).expect("a credential");
        let session = self.session(credential);
        let (id_sha256, challenge_sha256) = (session.id_sha256, session.challenge_sha256);
        let opened = store.open_webauthn_session(session, None).await;
        opened.expect("a session").expect("its user");
        let found = store
            .webauthn_assertion_lookup(&challenge_sha256, &credential.credential_id)
            .await;
        let found = found.expect("a look-up").expect("the session");
        assert!(found.credential.is_some(), "the credential is there");
        let settlement = self.settlement(id_sha256, credential);
        let settled = store.settle_webauthn(settlement).await.expect("settled");
        let is_won = matches!(settled, SettledWebauthn::Written(one) if one.conflict.is_none());
        assert!(is_won, "nothing is in the way");
    }

    /// What options are made of: a user with its one credential. The first user is left out: copies are its.
    pub async fn ask(&self, store: &dyn Store, task: u32) {
        let number = 1 + task % (CREDENTIALS - 1);
        let place = usize::try_from(number).expect("a place");
        let credential = self.credentials.get(place).expect("a credential");
        let (tenant, name) = (credential.tenant_id, format!("user {number}"));
        let found = store.webauthn_user_by_name(tenant, &name, credential.rp);
        let found = found.await.expect("a look-up").expect("the user");
        assert_eq!(found.credentials.len(), 1, "its own credential");
    }

    /// Opens a session that nobody answers.
    pub async fn leave_open(&self, store: &dyn Store) {
        let credential = self.credentials.first().expect("a credential");
        let session = self.session(credential);
        let opened = store.open_webauthn_session(session, None).await;
        opened.expect("a session").expect("its user");
    }

    fn session(&self, credential: &WebauthnCredential) -> WebauthnSession {
        WebauthnSession {
            id_sha256: random_bytes(&self.random),
            sealed_id: Sealed(vec![9; 80]),
            challenge_sha256: random_bytes(&self.random),
            tenant_id: credential.tenant_id,
            rp: credential.rp,
            user_ext_id: Some(credential.user_ext_id.clone()),
            kind: CeremonyKind::Authentication,
            decoy: false,
            asked: "{\"user_verification\":\"preferred\",\"allowed\":[\"5QRO4hUEAkJrPxXNiYUXM9nRuF\
                    mDn-8VxBpWcHJDh2s\"]}"
                .to_owned(),
            state: CeremonyState::Initialized,
            reason: None,
            verdict_id: None,
            credential_ext_id: None,
            user_verified: None,
            created_at: NOW,
            changed_at: NOW,
            expires_at: NOW.plus_s(330),
            visible_until: NOW.plus_s(330),
        }
    }

    fn settlement(&self, session: [u8; 32], credential: &WebauthnCredential) -> WebauthnSettlement {
        let sign_count = self.counter.fetch_add(1, Ordering::Relaxed);
        WebauthnSettlement {
            head: VerdictHead {
                id: VerdictId::new(NOW, &self.random),
                tenant_id: credential.tenant_id,
                api_key_id: None,
                noun: Noun::Webauthn,
                format: None,
                subject: credential.ext_id.to_string(),
                app_id: None,
                policy: "{\"profile\":\"nevis\",\"counter_regression\":\"reject\"}".into(),
                facts: "{\"user_verified\":true,\"sign_count\":7}".to_owned(),
                evidence_sha256: Some([7; 32]),
                latency_us: 412,
                request_id: "req_01KQCVEV0F0000000000000001".to_owned(),
                created_at: NOW,
            },
            session,
            change: Some(CredentialChange::Use(CredentialUse {
                ext_id: credential.ext_id,
                rp: credential.rp,
                sign_count: sign_count.saturating_add(1),
                on_regression: OnRegression::Reject,
                backup_eligible: true,
                backup_state: true,
                user_verified: true,
                user_agent: None,
            })),
            user_verified: true,
            visible_until: NOW.plus_s(600),
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

fn relying_party(tenant_id: TenantId, random: &SystemRandomSource) -> WebauthnRp {
    WebauthnRp {
        id: RpId::new(NOW, random),
        tenant_id,
        rp_id: "bench.example".to_owned(),
        rp_name: "Bench".to_owned(),
        origins: vec!["https://bench.example".to_owned()],
        hosts: Vec::new(),
        profile: "nevis".to_owned(),
        policy: "{}".to_owned(),
        created_at: NOW,
        updated_at: NOW,
    }
}

fn user(tenant_id: TenantId, n: u32) -> WebauthnUser {
    WebauthnUser {
        tenant_id,
        ext_id: format!("usr_{n}"),
        username: format!("user {n}"),
        display_name: format!("User {n}"),
        handle: n.to_be_bytes().to_vec(),
        state: WebauthnUserState::Active,
        created_at: NOW,
        updated_at: NOW,
    }
}

fn credential(
    rp: &WebauthnRp,
    user: &WebauthnUser,
    random: &SystemRandomSource,
) -> WebauthnCredential {
    WebauthnCredential {
        ext_id: CredentialExtId::new(NOW, random),
        tenant_id: rp.tenant_id,
        rp: rp.id,
        user_ext_id: user.ext_id.clone(),
        credential_id: random_bytes::<32>(random).to_vec(),
        public_key: vec![0xa5; 77],
        algorithm: -7,
        sign_count: 1,
        counter_anomaly_at: None,
        uv_initialized: true,
        backup_eligible: Some(true),
        backup_state: true,
        transports: vec!["internal".to_owned()],
        attachment: None,
        aaguid: [7; 16],
        certificate_key_id: None,
        format: "packed".to_owned(),
        attestation_type: "basic".to_owned(),
        authenticator: "Example Key".to_owned(),
        resident_key: Some(true),
        asked: CredentialAsked::default(),
        user_friendly_name: None,
        user_agent: None,
        last_user_agent: None,
        state: CredentialState::Active,
        trust: "trusted".to_owned(),
        created_at: NOW,
        last_used_at: None,
        verdict_id: None,
    }
}
