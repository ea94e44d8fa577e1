//! Values of the family `webauthn` to store: each as plain as it can be.

use touchstone_core::ports::{
    CeremonyKind, CeremonyState, CredentialAsked, CredentialEvidence, CredentialState,
    Reevaluation, Sealed, WebauthnCredential, WebauthnRp, WebauthnSession, WebauthnUser,
    WebauthnUserState, Written,
};
use touchstone_core::{CredentialExtId, ReevaluationId, RpId, TenantId, random_bytes};

use super::make::Numbers;
use super::{Maker, NOW, Stage, change};

impl Maker {
    /// A relying party of this RP ID, with one origin and one host.
    pub fn rp(&self, tenant_id: TenantId, rp_id: &str) -> WebauthnRp {
        WebauthnRp {
            id: RpId::new(NOW, &Numbers),
            tenant_id,
            rp_id: rp_id.to_owned(),
            rp_name: "Example".to_owned(),
            origins: vec![format!("https://{rp_id}")],
            hosts: vec![rp_id.to_owned()],
            profile: "nevis".to_owned(),
            policy: "{\"sectoken\":\"off\"}".to_owned(),
            created_at: NOW,
            updated_at: NOW,
        }
    }

    /// An active user of this name, which is its `ext_id` and handle too.
    pub fn user(&self, tenant_id: TenantId, name: &str) -> WebauthnUser {
        WebauthnUser {
            tenant_id,
            ext_id: format!("usr_{name}"),
            username: name.to_owned(),
            display_name: format!("The user {name}"),
            handle: name.as_bytes().to_vec(),
            state: WebauthnUserState::Active,
            created_at: NOW,
            updated_at: NOW,
        }
    }

    /// A credential with everything that one can have, under an id that no other has.
    pub fn credential(&self, rp: &WebauthnRp, user_ext_id: &str) -> WebauthnCredential {
        WebauthnCredential {
            ext_id: CredentialExtId::new(NOW, &Numbers),
            tenant_id: rp.tenant_id,
            rp: rp.id,
            user_ext_id: user_ext_id.to_owned(),
            credential_id: random_bytes::<32>(&Numbers).to_vec(),
            public_key: vec![0xa5, 1, 2, 3, 0x26],
            algorithm: -7,
            sign_count: 1,
            counter_anomaly_at: Some(NOW.plus_s(-9)),
            uv_initialized: true,
            backup_eligible: Some(true),
            backup_state: false,
            transports: vec!["internal".to_owned(), "hybrid".to_owned()],
            attachment: Some("platform".to_owned()),
            aaguid: [7; 16],
            certificate_key_id: Some([8; 20]),
            format: "packed".to_owned(),
            attestation_type: "basic".to_owned(),
            authenticator: "Example Key".to_owned(),
            resident_key: Some(true),
            asked: CredentialAsked {
                attestation: "direct".to_owned(),
                resident_key: "required".to_owned(),
                user_verification: "preferred".to_owned(),
            },
            user_friendly_name: Some("my key".to_owned()),
            user_agent: Some("Browser/1".to_owned()),
            last_user_agent: None,
            state: CredentialState::Active,
            trust: "trusted".to_owned(),
            created_at: NOW,
            last_used_at: None,
            verdict_id: None,
        }
    }

    /// What such a credential was registered with.
    pub fn evidence(&self) -> CredentialEvidence {
        CredentialEvidence {
            attestation_object: vec![0xa3, 1, 2],
            client_data: b"{}".to_vec(),
            x5c: vec![vec![0x30; 300], vec![0x31; 2]],
            elements: vec![0, 2],
        }
    }

    /// An open session of a registration for the user, under hashes that no other has.
    pub fn webauthn_session(&self, rp: &WebauthnRp, user_ext_id: Option<&str>) -> WebauthnSession {
        WebauthnSession {
            id_sha256: random_bytes(&Numbers),
            sealed_id: Sealed(b"mk_1 session id".to_vec()),
            challenge_sha256: random_bytes(&Numbers),
            tenant_id: rp.tenant_id,
            rp: rp.id,
            user_ext_id: user_ext_id.map(str::to_owned),
            kind: CeremonyKind::Registration,
            decoy: false,
            asked: "{}".to_owned(),
            state: CeremonyState::Initialized,
            reason: None,
            verdict_id: None,
            credential_ext_id: None,
            user_verified: None,
            created_at: NOW,
            changed_at: NOW,
            expires_at: NOW.plus_s(300),
            visible_until: NOW.plus_s(600),
        }
    }

    /// A walk that a statement of the tenant leads to.
    pub fn statement_walk(&self, tenant_id: TenantId) -> Reevaluation {
        self.reevaluation(Some(tenant_id), "statement")
    }

    /// A walk over all credentials that nobody has begun.
    pub fn reevaluation(&self, tenant_id: Option<TenantId>, cause: &str) -> Reevaluation {
        Reevaluation {
            id: ReevaluationId::new(NOW, &Numbers),
            tenant_id,
            cause: cause.to_owned(),
            only: None,
            created_at: NOW,
            finished_at: None,
            after: None,
            judged: 0,
            changed: 0,
        }
    }
}

impl Stage {
    /// A new relying party of the tenant.
    pub async fn rp(&self, tenant_id: TenantId, rp_id: &str) -> WebauthnRp {
        let rp = self.make.rp(tenant_id, rp_id);
        let written = self.store.create_webauthn_rp(change(rp.clone()), 10).await;
        assert!(matches!(written, Ok(Written::Done(_))), "{written:?}");
        rp
    }

    /// A new active user of the tenant.
    pub async fn user(&self, tenant_id: TenantId, name: &str) -> WebauthnUser {
        let user = self.make.user(tenant_id, name);
        let written = self.store.create_webauthn_user(change(user.clone())).await;
        assert_eq!(written.unwrap(), Written::Done(user.clone()));
        user
    }

    /// A tenant `acme` with the relying party `acme.example` and the user `jeff`.
    pub async fn with_user(&self) -> (WebauthnRp, WebauthnUser) {
        let tenant = self.tenant("acme").await;
        let rp = self.rp(tenant, "acme.example").await;
        let user = self.user(tenant, "jeff").await;
        (rp, user)
    }

    /// Another credential of the user, as if it came from elsewhere.
    pub async fn import(&self, credential: WebauthnCredential) -> WebauthnCredential {
        let written = self
            .store
            .import_webauthn_credential(change(credential.clone()), 64)
            .await;
        assert_eq!(written.unwrap(), Written::Done(credential.clone()));
        credential
    }

    /// An open session of a registration.
    pub async fn open_ceremony(
        &self,
        rp: &WebauthnRp,
        user_ext_id: Option<&str>,
    ) -> WebauthnSession {
        let session = self.make.webauthn_session(rp, user_ext_id);
        let opened = self.store.open_webauthn_session(session.clone(), None);
        opened.await.unwrap();
        session
    }

    /// Registers the credential with the evidence that every one of them has here; what is stored.
    pub async fn register(
        &self,
        rp: &WebauthnRp,
        credential: WebauthnCredential,
    ) -> WebauthnCredential {
        let session = self.open_ceremony(rp, Some(&credential.user_ext_id)).await;
        let registration = self.make.registration(&session, credential.clone());
        let verdict_id = Some(registration.head.id);
        assert_eq!(self.settle(registration).await.conflict, None);
        WebauthnCredential {
            verdict_id,
            ..credential
        }
    }
}
