//! What an administrator does to users of passkeys: each tenant has its own.

use touchstone_core::TenantId;
use touchstone_core::ports::{
    AuditFilter, PageRequest, RemovedCredentials, StoreError, UniqueMember, WebauthnUser,
    WebauthnUserPatch, WebauthnUserState, Written,
};

use crate::support::{NOW, Stage, change, first_page};

async fn stored(stage: &Stage, tenant: TenantId, ext_id: &str) -> Option<WebauthnUser> {
    stage.store.webauthn_user(tenant, ext_id).await.unwrap()
}

async fn a_user_reads_back_as_it_was_made(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    for state in WebauthnUserState::ALL {
        let user = WebauthnUser {
            handle: vec![0, 255, state.as_str().len() as u8],
            display_name: String::new(),
            state,
            updated_at: NOW.plus_s(1),
            ..stage.make.user(tenant, state.as_str())
        };
        let created = stage.store.create_webauthn_user(change(user.clone())).await;
        assert_eq!(created.unwrap(), Written::Done(user.clone()));
        assert_eq!(stored(&stage, tenant, &user.ext_id).await, Some(user));
    }
    assert_eq!(stored(&stage, tenant, "usr_nobody").await, None);
}

async fn ext_id_name_and_handle_are_unique_in_their_tenant_only(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let jeff = stage.user(one, "jeff").await;
    stage.user(other, "jeff").await;
    let anna = stage.make.user(one, "anna");
    let attempts = [
        (
            UniqueMember::UserExtId,
            WebauthnUser {
                ext_id: jeff.ext_id.clone(),
                ..anna.clone()
            },
        ),
        (
            UniqueMember::Username,
            WebauthnUser {
                username: jeff.username.clone(),
                ..anna.clone()
            },
        ),
        (
            UniqueMember::UserHandle,
            WebauthnUser {
                handle: jeff.handle.clone(),
                ..anna.clone()
            },
        ),
    ];
    for (member, attempt) in attempts {
        let created = stage.store.create_webauthn_user(change(attempt)).await;
        assert_eq!(created.unwrap(), Written::MemberTaken(member));
    }
    assert_eq!(stored(&stage, one, &anna.ext_id).await, None);
    let all = AuditFilter::default();
    let traces = stage.store.audit_rows(&all, first_page(10));
    // Two tenants and two users.
    assert_eq!(traces.await.unwrap().items.len(), 4);
}

async fn names_are_compared_byte_for_byte(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    for name in ["jeff", "Jeff", "jeff ", "je\u{301}ff", "j\u{e9}ff"] {
        stage.user(tenant, name).await;
    }
    let listed = stage
        .store
        .webauthn_users(tenant, Some("Jeff"), first_page(10));
    let names: Vec<_> = listed.await.unwrap().items;
    assert_eq!(names, [stage.make.user(tenant, "Jeff")]);
}

async fn a_user_of_an_unknown_tenant_is_not_stored(stage: Stage) {
    let stranger = stage.make.tenant("nobody").id;
    let user = stage.make.user(stranger, "jeff");
    let created = stage.store.create_webauthn_user(change(user)).await;
    assert!(matches!(created, Err(StoreError::Failed(_))), "{created:?}");
}

async fn a_patch_changes_what_it_names_at_the_time_of_its_trace(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let tenant = rp.tenant_id;
    let patch = async |seconds, patch: WebauthnUserPatch| {
        let mut change = change(patch);
        change.audit.created_at = NOW.plus_s(seconds);
        let patched = stage
            .store
            .patch_webauthn_user(tenant, &user.ext_id, change);
        match patched.await.unwrap() {
            Written::Done(user) => user,
            other => panic!("{other:?}"),
        }
    };
    let named = WebauthnUserPatch {
        display_name: Some("Jeff B".to_owned()),
        disabled: None,
    };
    let wanted = WebauthnUser {
        display_name: "Jeff B".to_owned(),
        updated_at: NOW.plus_s(1),
        ..user.clone()
    };
    assert_eq!(patch(1, named).await, wanted);
    let disabled = |disabled| WebauthnUserPatch {
        display_name: None,
        disabled: Some(disabled),
    };
    for (seconds, is_disabled, state) in [
        (2, true, WebauthnUserState::Disabled),
        (3, false, WebauthnUserState::Active),
    ] {
        let wanted = WebauthnUser {
            state,
            updated_at: NOW.plus_s(seconds),
            ..wanted.clone()
        };
        assert_eq!(patch(seconds, disabled(is_disabled)).await, wanted);
        assert_eq!(stored(&stage, tenant, &user.ext_id).await, Some(wanted));
    }
}

async fn a_user_goes_with_its_credentials_and_sessions(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let tenant = rp.tenant_id;
    let other = stage.user(tenant, "anna").await;
    let registered = stage.make.credential(&rp, &user.ext_id);
    let registered = stage.register(&rp, registered).await;
    let imported = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let kept = stage
        .import(stage.make.credential(&rp, &other.ext_id))
        .await;
    let session = stage.open_ceremony(&rp, Some(&user.ext_id)).await;
    let kept_session = stage.open_ceremony(&rp, Some(&other.ext_id)).await;
    let (store, ext_id) = (&stage.store, user.ext_id.clone());
    let removed = store.remove_webauthn_user(tenant, change(ext_id)).await;
    let wanted = RemovedCredentials { credentials: 2 };
    assert_eq!(removed.unwrap(), Written::Done(wanted));
    assert_eq!(stored(&stage, tenant, &user.ext_id).await, None);
    for gone in [registered.ext_id, imported.ext_id] {
        assert_eq!(store.webauthn_credential(tenant, gone).await.unwrap(), None);
        let history = store.webauthn_credential_history(tenant, gone).await;
        assert_eq!(history.unwrap(), (None, Vec::new()));
    }
    let found = store.webauthn_credential(tenant, kept.ext_id).await;
    assert_eq!(found.unwrap(), Some(kept));
    let session = store.webauthn_session(&session.id_sha256).await;
    assert_eq!(session.unwrap(), None);
    let session = store.webauthn_session(&kept_session.id_sha256).await;
    assert!(session.unwrap().is_some());
    let again = store
        .remove_webauthn_user(tenant, change(user.ext_id))
        .await;
    assert_eq!(again.unwrap(), Written::NotFound);
}

async fn a_user_of_another_tenant_cannot_be_seen_or_changed(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other = stage.tenant("other").await;
    let store = &stage.store;
    assert_eq!(stored(&stage, other, &user.ext_id).await, None);
    let listed = store.webauthn_users(other, None, first_page(10)).await;
    assert_eq!(listed.unwrap().items, []);
    let disable = WebauthnUserPatch {
        display_name: None,
        disabled: Some(true),
    };
    let patched = store.patch_webauthn_user(other, &user.ext_id, change(disable));
    assert_eq!(patched.await.unwrap(), Written::NotFound);
    let session = stage.open_ceremony(&rp, Some(&user.ext_id)).await;
    let removal = change(user.ext_id.clone());
    let removed = store.remove_webauthn_user(other, removal).await;
    assert_eq!(removed.unwrap(), Written::NotFound);
    assert!(stored(&stage, rp.tenant_id, &user.ext_id).await.is_some());
    let session = store.webauthn_session(&session.id_sha256).await;
    assert!(session.unwrap().is_some());
}

async fn users_are_listed_newest_first_then_by_ext_id(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    for (name, seconds) in [("b", 0), ("a", 0), ("c", -5), ("d", 5)] {
        let user = WebauthnUser {
            created_at: NOW.plus_s(seconds),
            ..stage.make.user(tenant, name)
        };
        let created = stage.store.create_webauthn_user(change(user)).await;
        assert!(matches!(created, Ok(Written::Done(_))), "{created:?}");
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = PageRequest { limit: 1, after };
        let found = stage.store.webauthn_users(tenant, None, page).await;
        let found = found.unwrap();
        seen.extend(found.items.into_iter().map(|user| user.username));
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["d", "b", "a", "c"]);
}

async fn a_removal_and_imports_of_the_same_user_leave_no_orphan(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let credential = stage.make.credential(&rp, &user.ext_id);
        let (node, ext_id) = (node.clone(), user.ext_id.clone());
        tasks.push(tokio::spawn(async move {
            if n == 8 {
                let removal = change(ext_id);
                let removed = node.remove_webauthn_user(credential.tenant_id, removal);
                assert!(matches!(removed.await, Ok(Written::Done(_))));
            } else {
                let imported = node
                    .import_webauthn_credential(change(credential), 64)
                    .await;
                let imported = imported.unwrap();
                assert!(matches!(imported, Written::Done(_) | Written::NotFound));
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let left = stage.raw().await;
    let left = left
        .numbers("SELECT COUNT(*) FROM webauthn_credentials")
        .await;
    assert_eq!(left, [0]);
}

for_each_engine!(
    a_user_reads_back_as_it_was_made,
    ext_id_name_and_handle_are_unique_in_their_tenant_only,
    names_are_compared_byte_for_byte,
    a_user_of_an_unknown_tenant_is_not_stored,
    a_patch_changes_what_it_names_at_the_time_of_its_trace,
    a_user_goes_with_its_credentials_and_sessions,
    a_user_of_another_tenant_cannot_be_seen_or_changed,
    users_are_listed_newest_first_then_by_ext_id,
    a_removal_and_imports_of_the_same_user_leave_no_orphan,
);
