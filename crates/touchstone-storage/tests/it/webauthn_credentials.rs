//! What an administrator does to credentials: patches, removals, lists; and to sessions, which it only reads.

use touchstone_core::ports::{
    CredentialFilter, CredentialPatch, CredentialState, PageRequest, WebauthnCredential,
    WebauthnSession, WebauthnUser, Written,
};
use touchstone_core::{CredentialExtId, TenantId};

use crate::support::{NOW, Stage, change, first_page};

async fn stored(
    stage: &Stage,
    tenant: TenantId,
    ext_id: CredentialExtId,
) -> Option<WebauthnCredential> {
    let found = stage.store.webauthn_credential(tenant, ext_id).await;
    found.unwrap()
}

async fn a_patch_changes_what_it_names(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let mut wanted = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let patch = async |patch: CredentialPatch| {
        let patched =
            stage
                .store
                .patch_webauthn_credential(rp.tenant_id, wanted.ext_id, change(patch), 1);
        patched.await.unwrap()
    };
    let steps = [
        (None, None),
        (Some(Some("new name".to_owned())), None),
        (None, Some(true)),
        (Some(None), Some(false)),
    ];
    for (name, suspended) in steps {
        if let Some(name) = &name {
            wanted.user_friendly_name.clone_from(name);
        }
        wanted.state = match suspended {
            Some(true) => CredentialState::Suspended,
            _ => CredentialState::Active,
        };
        let asked = CredentialPatch {
            user_friendly_name: name,
            suspended,
        };
        assert_eq!(patch(asked).await, Written::Done(wanted.clone()));
        let found = stored(&stage, rp.tenant_id, wanted.ext_id).await;
        assert_eq!(found.as_ref(), Some(&wanted));
    }
}

async fn an_administrator_resumes_what_a_judgement_suspended(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let suspended = WebauthnCredential {
        state: CredentialState::SuspendedByTrust,
        ..stage.make.credential(&rp, &user.ext_id)
    };
    let suspended = stage.import(suspended).await;
    let resume = CredentialPatch {
        user_friendly_name: None,
        suspended: Some(false),
    };
    let patched =
        stage
            .store
            .patch_webauthn_credential(rp.tenant_id, suspended.ext_id, change(resume), 1);
    let wanted = WebauthnCredential {
        state: CredentialState::Active,
        ..suspended
    };
    assert_eq!(patched.await.unwrap(), Written::Done(wanted));
}

const RESUME: CredentialPatch = CredentialPatch {
    user_friendly_name: None,
    suspended: Some(false),
};

async fn a_credential_is_resumed_only_beside_fewer_active_ones_than_may_be(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let active = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    stage
        .import(stage.make.credential(&other_rp, &user.ext_id))
        .await;
    let resume = async |ext_id| {
        let store = &stage.store;
        let patched = store.patch_webauthn_credential(rp.tenant_id, ext_id, change(RESUME), 1);
        patched.await.unwrap()
    };
    for state in [
        CredentialState::Suspended,
        CredentialState::SuspendedByTrust,
    ] {
        let suspended = WebauthnCredential {
            state,
            ..stage.make.credential(&rp, &user.ext_id)
        };
        let suspended = stage.import(suspended).await;
        assert_eq!(resume(suspended.ext_id).await, Written::Full);
        let found = stored(&stage, rp.tenant_id, suspended.ext_id).await;
        assert_eq!(found, Some(suspended));
    }
    // What is active already adds nothing.
    let resumed = resume(active.ext_id).await;
    assert_eq!(resumed, Written::Done(active));
}

async fn of_16_resumed_on_two_nodes_as_many_as_may_are_active(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (_, node) in (0..16).zip(nodes.iter().cycle()) {
        let suspended = WebauthnCredential {
            state: CredentialState::Suspended,
            ..stage.make.credential(&rp, &user.ext_id)
        };
        let (node, suspended) = (node.clone(), stage.import(suspended).await);
        tasks.push(tokio::spawn(async move {
            let (tenant, ext_id) = (suspended.tenant_id, suspended.ext_id);
            let resumed = node.patch_webauthn_credential(tenant, ext_id, change(RESUME), 3);
            resumed.await.unwrap()
        }));
    }
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Written::Done(_) => done += 1,
            other => assert_eq!(other, Written::Full),
        }
    }
    assert_eq!(done, 3);
}

async fn a_removed_credential_leaves_nothing_and_its_id_is_free(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let credential = stage.make.credential(&rp, &user.ext_id);
    let credential = stage.register(&rp, credential).await;
    let remove = async || {
        let removal = change(credential.ext_id);
        let removed = stage
            .store
            .remove_webauthn_credential(rp.tenant_id, removal);
        removed.await.unwrap()
    };
    let raw = stage.raw().await;
    let evidence = "SELECT COUNT(*) FROM webauthn_evidence";
    assert_eq!(raw.numbers(evidence).await, [1]);
    assert_eq!(remove().await, Written::Done(()));
    assert_eq!(stored(&stage, rp.tenant_id, credential.ext_id).await, None);
    assert_eq!(raw.numbers(evidence).await, [0]);
    assert_eq!(remove().await, Written::NotFound);
    let again = WebauthnCredential {
        credential_id: credential.credential_id.clone(),
        ..stage.make.credential(&rp, &user.ext_id)
    };
    stage.import(again).await;
}

async fn a_registered_credential_has_its_evidence(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let credential = stage.make.credential(&rp, &user.ext_id);
    let credential = stage.register(&rp, credential).await;
    let history = stage
        .store
        .webauthn_credential_history(rp.tenant_id, credential.ext_id);
    let wanted = (Some(stage.make.evidence()), Vec::new());
    assert_eq!(history.await.unwrap(), wanted);
}

async fn a_credential_of_another_tenant_cannot_be_seen_or_changed(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other = stage.tenant("other").await;
    let credential = stage.make.credential(&rp, &user.ext_id);
    let credential = stage.register(&rp, credential).await;
    let (store, id) = (&stage.store, credential.ext_id);
    assert_eq!(stored(&stage, other, id).await, None);
    let history = store.webauthn_credential_history(other, id).await;
    assert_eq!(history.unwrap(), (None, Vec::new()));
    let all = CredentialFilter::default();
    let listed = store
        .webauthn_credentials(other, &all, first_page(10))
        .await;
    assert_eq!(listed.unwrap().items, []);
    let suspend = CredentialPatch {
        user_friendly_name: None,
        suspended: Some(true),
    };
    let patched = store.patch_webauthn_credential(other, id, change(suspend), 64);
    assert_eq!(patched.await.unwrap(), Written::NotFound);
    let removed = store.remove_webauthn_credential(other, change(id)).await;
    assert_eq!(removed.unwrap(), Written::NotFound);
    let found = stored(&stage, rp.tenant_id, id).await.unwrap();
    assert_eq!(found.state, CredentialState::Active);
}

async fn credentials_are_listed_newest_first_and_by_owner_or_relying_party(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let other_user = stage.user(rp.tenant_id, "anna").await;
    let mut ids = Vec::new();
    for (rp, user) in [(&rp, &user), (&rp, &other_user), (&other_rp, &user)] {
        let credential = stage.import(stage.make.credential(rp, &user.ext_id)).await;
        ids.push(credential.ext_id);
    }
    let list = async |filter: CredentialFilter| {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = PageRequest { limit: 1, after };
            let found = stage
                .store
                .webauthn_credentials(rp.tenant_id, &filter, page);
            let found = found.await.unwrap();
            seen.extend(found.items.iter().map(|credential| credential.ext_id));
            after = found.next;
            if after.is_none() {
                return seen;
            }
        }
    };
    let newest_first = |mut ids: Vec<CredentialExtId>| {
        ids.sort_unstable();
        ids.reverse();
        ids
    };
    let of = |rp, user: Option<&WebauthnUser>| CredentialFilter {
        rp,
        user_ext_id: user.map(|user| user.ext_id.clone()),
    };
    assert_eq!(list(of(None, None)).await, newest_first(ids.clone()));
    let of_rp = list(of(Some(rp.id), None)).await;
    assert_eq!(of_rp, newest_first(vec![ids[0], ids[1]]));
    let of_user = list(of(None, Some(&user))).await;
    assert_eq!(of_user, newest_first(vec![ids[0], ids[2]]));
    let of_both = list(of(Some(rp.id), Some(&other_user))).await;
    assert_eq!(of_both, [ids[1]]);
}

async fn sessions_are_listed_newest_first_then_by_hash_per_tenant(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other = stage.tenant("other").await;
    let other_rp = stage.rp(other, "other.example").await;
    stage.open_ceremony(&other_rp, None).await;
    let mut sessions = Vec::new();
    for (hash, seconds) in [(2, 0), (3, 0), (1, 5), (4, -5)] {
        let session = WebauthnSession {
            id_sha256: [hash; 32],
            created_at: NOW.plus_s(seconds),
            ..stage.make.webauthn_session(&rp, Some(&user.ext_id))
        };
        let opened = stage.store.open_webauthn_session(session.clone(), None);
        opened.await.unwrap();
        sessions.push(session);
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = PageRequest { limit: 1, after };
        let found = stage.store.webauthn_sessions(rp.tenant_id, page).await;
        let found = found.unwrap();
        seen.extend(found.items);
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    let wanted = [2, 1, 0, 3].map(|n| sessions[n].clone());
    assert_eq!(seen, wanted);
}

for_each_engine!(
    a_patch_changes_what_it_names,
    an_administrator_resumes_what_a_judgement_suspended,
    a_credential_is_resumed_only_beside_fewer_active_ones_than_may_be,
    of_16_resumed_on_two_nodes_as_many_as_may_are_active,
    a_removed_credential_leaves_nothing_and_its_id_is_free,
    a_registered_credential_has_its_evidence,
    a_credential_of_another_tenant_cannot_be_seen_or_changed,
    credentials_are_listed_newest_first_and_by_owner_or_relying_party,
    sessions_are_listed_newest_first_then_by_hash_per_tenant,
);
