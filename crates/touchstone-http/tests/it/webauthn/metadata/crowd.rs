//! A walk over some thousand credentials, several batches of them: its node is killed in the middle, and another goes on with it.

use std::sync::Arc;

use serde_json::json;
use tokio::task::JoinSet;
use touchstone_core::ports::{
    Actor, AuditRow, Change, CredentialAsked, CredentialFilter, CredentialState, PageRequest,
    Reevaluation, Store, WebauthnCredential, WebauthnRp, WebauthnUser, WebauthnUserState, Written,
};
use touchstone_core::tenants::{self, TenantFields};
use touchstone_core::{
    AdminCall, AuditId, CredentialExtId, Principal, RpId, SystemRandomSource, TenantId, Touchstone,
    World,
};
use touchstone_evidence::x509::Revocation;
use touchstone_simulator::webauthn::mds::StatusReport;

use super::nodes::node;
use super::scene::{MODEL, Scene, source};
use crate::harness::T;

/// Five batches, the last of which is not full.
const MANY: u64 = 2_100;
const AT_ONCE: usize = 100;
const UNDESIRED: &str = "untrusted:metadata_status_undesired";

fn change<V>(value: V) -> Change<V> {
    let audit = AuditRow {
        id: AuditId::new(T, &SystemRandomSource::new()),
        tenant_id: None,
        actor: Actor::Local,
        action: "test".to_owned(),
        object: "test".to_owned(),
        before: None,
        after: None,
        request_id: "test".to_owned(),
        created_at: T,
    };
    Change {
        value,
        if_version: None,
        audit,
    }
}

/// The relying party of a new tenant, with a user.
async fn rp(core: &Touchstone) -> WebauthnRp {
    let (principal, call) = (Principal::local(), core.world.new_call());
    let admin = AdminCall {
        touchstone: core,
        principal: &principal,
        call: &call,
        tenant: None,
    };
    let fields = TenantFields {
        name: "crowd".to_owned(),
        enabled: true,
    };
    let tenant = tenants::create(&admin, fields).await.unwrap();
    let rp = WebauthnRp {
        id: RpId::new(T, &SystemRandomSource::new()),
        tenant_id: tenant.value.id,
        rp_id: "crowd.example".to_owned(),
        rp_name: "Crowd".to_owned(),
        origins: vec!["https://crowd.example".to_owned()],
        hosts: Vec::new(),
        profile: "nevis".to_owned(),
        policy: json!({"on_distrust": "suspend"}).to_string(),
        created_at: T,
        updated_at: T,
    };
    let store = &core.world.store;
    let written = store.create_webauthn_rp(change(rp.clone()), 100).await;
    assert!(matches!(written, Ok(Written::Done(_))), "{written:?}");
    let user = WebauthnUser {
        tenant_id: rp.tenant_id,
        ext_id: "usr_crowd".to_owned(),
        username: "crowd".to_owned(),
        display_name: "Crowd".to_owned(),
        handle: b"crowd".to_vec(),
        state: WebauthnUserState::Active,
        created_at: T,
        updated_at: T,
    };
    let written = store.create_webauthn_user(change(user)).await;
    assert!(matches!(written, Ok(Written::Done(_))), "{written:?}");
    rp
}

fn credential(rp: &WebauthnRp, number: u64) -> WebauthnCredential {
    WebauthnCredential {
        ext_id: CredentialExtId::new(T, &SystemRandomSource::new()),
        tenant_id: rp.tenant_id,
        rp: rp.id,
        user_ext_id: "usr_crowd".to_owned(),
        credential_id: number.to_be_bytes().to_vec(),
        public_key: vec![0xa0],
        algorithm: -7,
        sign_count: 0,
        counter_anomaly_at: None,
        uv_initialized: true,
        backup_eligible: Some(false),
        backup_state: false,
        transports: Vec::new(),
        attachment: None,
        aaguid: MODEL,
        certificate_key_id: None,
        format: "packed".to_owned(),
        attestation_type: "basic".to_owned(),
        authenticator: "Model A".to_owned(),
        resident_key: None,
        asked: CredentialAsked::default(),
        user_friendly_name: None,
        user_agent: None,
        last_user_agent: None,
        state: CredentialState::Active,
        trust: "trusted".to_owned(),
        created_at: T,
        last_used_at: None,
        verdict_id: None,
    }
}

async fn gather(store: &Arc<dyn Store>, rp: &WebauthnRp) {
    let numbers: Vec<u64> = (0..MANY).collect();
    for some in numbers.chunks(AT_ONCE) {
        let mut imports = JoinSet::new();
        for &number in some {
            let (store, new) = (Arc::clone(store), change(credential(rp, number)));
            imports.spawn(async move { store.import_webauthn_credential(new, u64::MAX).await });
        }
        for written in imports.join_all().await {
            assert!(matches!(written, Ok(Written::Done(_))), "{written:?}");
        }
    }
}

async fn everybody(store: &Arc<dyn Store>, tenant_id: TenantId) -> Vec<WebauthnCredential> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = PageRequest { limit: 200, after };
        let filter = CredentialFilter::default();
        let found = store.webauthn_credentials(tenant_id, &filter, page).await;
        let found = found.unwrap();
        all.extend(found.items);
        after = found.next;
        if after.is_none() {
            return all;
        }
    }
}

/// How many have this trust, all of them in this state.
async fn count(core: &Touchstone, rp: &WebauthnRp, trust: &str, state: CredentialState) -> u64 {
    let all = everybody(&core.world.store, rp.tenant_id).await;
    let of_trust = all.iter().filter(|of| of.trust == trust);
    let of_trust: Vec<_> = of_trust.collect();
    assert!(of_trust.iter().all(|of| of.state == state));
    of_trust.len().try_into().unwrap()
}

async fn newest_walk(core: &Touchstone) -> Reevaluation {
    let walks = core.world.store.newest_reevaluations("metadata", 1).await;
    walks.unwrap().remove(0)
}

async fn take_over(scene: &Scene, core: &Touchstone, number: u64, reports: &[StatusReport]) {
    scene.publish(&scene.blob(number, reports));
    let call = core.world.new_call();
    let asked = core.webauthn.refresh_mds(&call, true);
    assert_eq!(asked.await.unwrap()[0].reason, None);
}

/// Judges until nothing is left; how many.
async fn judge_to_the_end(core: &Touchstone) -> u64 {
    let mut judged = 0;
    loop {
        let call = core.world.new_call();
        match core.webauthn.reevaluate(&call).await.unwrap() {
            0 => return judged,
            some => judged += some,
        }
    }
}

/// The walk begins on this node, which is killed when the first batch was noted.
async fn begin_and_die(core: Arc<Touchstone>) {
    let dying = Arc::clone(&core);
    let walking = tokio::spawn(async move {
        let call = dying.world.new_call();
        dying.webauthn.reevaluate(&call).await
    });
    while newest_walk(&core).await.judged == 0 {
        tokio::task::yield_now().await;
    }
    walking.abort();
    assert!(walking.await.unwrap_err().is_cancelled());
}

async fn a_killed_walk_is_gone_on_with(store: Arc<dyn Store>) {
    let scene = Scene::start(json!({})).await;
    let world = World {
        store,
        ..scene.server.core.world.clone()
    };
    let source = || source(&scene.mds_ca, Revocation::Soft);
    let first = node(world.clone(), source()).await;
    assert_eq!(judge_to_the_end(&first).await, 0, "the daily walk");
    let rp = rp(&first).await;
    gather(&first.world.store, &rp).await;
    take_over(&scene, &first, 3, &[StatusReport::new("REVOKED")]).await;
    begin_and_die(Arc::clone(&first)).await;
    let changed = count(&first, &rp, UNDESIRED, CredentialState::SuspendedByTrust).await;
    assert!((500..MANY).contains(&changed), "{changed}");

    let second = node(world, source()).await;
    // By then the dead node holds nothing any more.
    scene.server.clock.advance_ms(300_000);
    let judged = judge_to_the_end(&second).await;
    assert!(judged < MANY, "it does not begin anew");
    let walk = newest_walk(&second).await;
    assert_eq!(walk.judged, MANY);
    assert!(walk.finished_at.is_some());
    let suspended = count(&second, &rp, UNDESIRED, CredentialState::SuspendedByTrust).await;
    assert_eq!(suspended, MANY);
    for credential in everybody(&second.world.store, rp.tenant_id).await {
        let store = &second.world.store;
        let history = store.webauthn_credential_history(rp.tenant_id, credential.ext_id);
        assert_eq!(history.await.unwrap().1.len(), 1, "changed once");
    }

    take_over(&scene, &second, 4, &[]).await;
    assert_eq!(judge_to_the_end(&second).await, MANY);
    let restored = count(&second, &rp, "trusted", CredentialState::Active).await;
    assert_eq!(restored, MANY);
    assert_eq!(newest_walk(&second).await.changed, MANY);
}

async fn store_at(address: &str) -> Arc<dyn Store> {
    let url = address.parse().unwrap();
    let options = touchstone_storage::Options::default();
    touchstone_storage::open(&url, &options).await.unwrap()
}

#[tokio::test]
async fn a_killed_walk_is_gone_on_with_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("crowd.db");
    let store = store_at(&format!("sqlite:{}", file.display())).await;
    a_killed_walk_is_gone_on_with(store).await;
}

#[tokio::test]
async fn a_killed_walk_is_gone_on_with_on_postgres() {
    let store = store_at(&touchstone_testkit::postgres::fresh_database()).await;
    a_killed_walk_is_gone_on_with(store).await;
}
