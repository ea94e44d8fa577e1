//! Credentials that were registered elsewhere: what an import needs, and what stands against it.

use touchstone_core::ports::{
    CredentialState, UniqueMember, WebauthnCredential, WebauthnUser, WebauthnUserState, Written,
};

use crate::support::{NOW, Stage, change};

async fn import(stage: &Stage, credential: &WebauthnCredential) -> Written<WebauthnCredential> {
    let import = change(credential.clone());
    let imported = stage.store.import_webauthn_credential(import, 2).await;
    imported.unwrap()
}

async fn an_imported_credential_reads_back_whole_or_with_nothing_optional(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let whole = stage.make.credential(&rp, &user.ext_id);
    let bare = WebauthnCredential {
        credential_id: vec![9; 1_023],
        algorithm: -65_535,
        sign_count: u32::MAX,
        counter_anomaly_at: None,
        uv_initialized: false,
        backup_eligible: None,
        backup_state: true,
        transports: Vec::new(),
        attachment: None,
        certificate_key_id: None,
        resident_key: None,
        user_friendly_name: None,
        user_agent: None,
        state: CredentialState::SuspendedByTrust,
        ..stage.make.credential(&rp, &user.ext_id)
    };
    for credential in [whole, bare] {
        let imported = import(&stage, &credential).await;
        assert_eq!(imported, Written::Done(credential.clone()));
        let found = stage.stored_credential(&credential).await;
        assert_eq!(found, Some(credential.clone()));
        let history = stage
            .store
            .webauthn_credential_history(rp.tenant_id, credential.ext_id);
        assert_eq!(history.await.unwrap(), (None, Vec::new()));
    }
}

async fn an_import_makes_a_pending_user_active_and_no_other(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    for (state, becomes, updated_at) in [
        (
            WebauthnUserState::Pending,
            WebauthnUserState::Active,
            NOW.plus_s(7),
        ),
        (
            WebauthnUserState::Disabled,
            WebauthnUserState::Disabled,
            NOW,
        ),
    ] {
        let user = WebauthnUser {
            state,
            ..stage.make.user(rp.tenant_id, state.as_str())
        };
        let created = stage.store.create_webauthn_user(change(user.clone())).await;
        assert!(matches!(created, Ok(Written::Done(_))), "{created:?}");
        let mut import = change(stage.make.credential(&rp, &user.ext_id));
        import.audit.created_at = NOW.plus_s(7);
        let imported = stage.store.import_webauthn_credential(import, 2).await;
        assert!(matches!(imported, Ok(Written::Done(_))), "{imported:?}");
        let found = stage.store.webauthn_user(rp.tenant_id, &user.ext_id).await;
        let wanted = WebauthnUser {
            state: becomes,
            updated_at,
            ..user
        };
        assert_eq!(found.unwrap(), Some(wanted));
    }
}

async fn an_import_needs_user_and_relying_party_of_its_tenant(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other = stage.tenant("other").await;
    let other_rp = stage.rp(other, "other.example").await;
    let other_user = stage.user(other, "anna").await;
    let good = stage.make.credential(&rp, &user.ext_id);
    let attempts = [
        WebauthnCredential {
            user_ext_id: "usr_nobody".to_owned(),
            ..good.clone()
        },
        WebauthnCredential {
            user_ext_id: other_user.ext_id,
            ..good.clone()
        },
        WebauthnCredential {
            rp: other_rp.id,
            ..good.clone()
        },
        WebauthnCredential {
            rp: stage.make.rp(other, "none.example").id,
            ..good.clone()
        },
        WebauthnCredential {
            tenant_id: other,
            ..good.clone()
        },
    ];
    for attempt in attempts {
        assert_eq!(
            import(&stage, &attempt).await,
            Written::NotFound,
            "{attempt:?}"
        );
    }
    assert_eq!(stage.stored_credential(&good).await, None);
}

async fn a_credential_id_is_unique_at_its_relying_party_only(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other_user = stage.user(rp.tenant_id, "anna").await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let first = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let alike = |rp, user_ext_id: &str| WebauthnCredential {
        credential_id: first.credential_id.clone(),
        ..stage.make.credential(rp, user_ext_id)
    };
    for user_ext_id in [&user.ext_id, &other_user.ext_id] {
        let imported = import(&stage, &alike(&rp, user_ext_id)).await;
        assert_eq!(imported, Written::MemberTaken(UniqueMember::CredentialId));
    }
    let elsewhere = import(&stage, &alike(&other_rp, &user.ext_id)).await;
    assert!(matches!(elsewhere, Written::Done(_)), "{elsewhere:?}");
}

async fn an_ext_id_is_unique_on_the_server(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let first = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let other = stage.tenant("other").await;
    let other_rp = stage.rp(other, "other.example").await;
    let other_user = stage.user(other, "anna").await;
    for (rp, user) in [(&rp, &user), (&other_rp, &other_user)] {
        let alike = WebauthnCredential {
            ext_id: first.ext_id,
            ..stage.make.credential(rp, &user.ext_id)
        };
        let imported = import(&stage, &alike).await;
        assert_eq!(
            imported,
            Written::MemberTaken(UniqueMember::CredentialExtId)
        );
    }
    assert_eq!(stage.stored_credential(&first).await, Some(first));
}

async fn a_refused_import_leaves_its_user_as_it_was(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let first = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let pending = WebauthnUser {
        state: WebauthnUserState::Pending,
        ..stage.make.user(rp.tenant_id, "anna")
    };
    let store = &stage.store;
    let created = store.create_webauthn_user(change(pending.clone())).await;
    assert!(matches!(created, Ok(Written::Done(_))), "{created:?}");
    let alike = WebauthnCredential {
        ext_id: first.ext_id,
        ..stage.make.credential(&rp, &pending.ext_id)
    };
    let imported = import(&stage, &alike).await;
    assert!(matches!(imported, Written::MemberTaken(_)), "{imported:?}");
    let found = store.webauthn_user(rp.tenant_id, &pending.ext_id).await;
    assert_eq!(found.unwrap(), Some(pending));
}

async fn a_suspended_credential_is_imported_beside_as_many_active_ones_as_may_be(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    for _ in 0..2 {
        stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    }
    for state in [
        CredentialState::Suspended,
        CredentialState::SuspendedByTrust,
    ] {
        let suspended = WebauthnCredential {
            state,
            ..stage.make.credential(&rp, &user.ext_id)
        };
        let imported = import(&stage, &suspended).await;
        assert!(matches!(imported, Written::Done(_)), "{imported:?}");
    }
}

async fn active_credentials_are_limited_per_user_and_relying_party(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let other_user = stage.user(rp.tenant_id, "anna").await;
    let suspended = WebauthnCredential {
        state: CredentialState::Suspended,
        ..stage.make.credential(&rp, &user.ext_id)
    };
    stage.import(suspended).await;
    let first = stage.make.credential(&rp, &user.ext_id);
    for credential in [&first, &stage.make.credential(&rp, &user.ext_id)] {
        let imported = import(&stage, credential).await;
        assert!(matches!(imported, Written::Done(_)), "{imported:?}");
    }
    let one_more = stage.make.credential(&rp, &user.ext_id);
    assert_eq!(import(&stage, &one_more).await, Written::Full);
    assert_eq!(
        import(&stage, &first).await,
        Written::MemberTaken(UniqueMember::CredentialId),
        "before the limit"
    );
    for credential in [
        stage.make.credential(&other_rp, &user.ext_id),
        stage.make.credential(&rp, &other_user.ext_id),
    ] {
        let imported = import(&stage, &credential).await;
        assert!(matches!(imported, Written::Done(_)), "{imported:?}");
    }
}

async fn of_16_imports_on_two_nodes_as_many_as_may_are_stored(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (_, node) in (0..16).zip(nodes.iter().cycle()) {
        let credential = stage.make.credential(&rp, &user.ext_id);
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            let imported = node.import_webauthn_credential(change(credential), 3).await;
            matches!(imported.unwrap(), Written::Done(_))
        }));
    }
    let mut done = 0;
    for task in tasks {
        done += usize::from(task.await.unwrap());
    }
    assert_eq!(done, 3);
}

async fn of_16_imports_of_one_id_for_many_users_one_is_stored(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let user = stage.user(rp.tenant_id, &format!("user{n}")).await;
        let credential = WebauthnCredential {
            credential_id: vec![1; 16],
            ..stage.make.credential(&rp, &user.ext_id)
        };
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            let imported = node.import_webauthn_credential(change(credential), 3).await;
            imported.unwrap()
        }));
    }
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Written::Done(_) => done += 1,
            other => assert_eq!(other, Written::MemberTaken(UniqueMember::CredentialId)),
        }
    }
    assert_eq!(done, 1);
}

async fn of_16_imports_of_one_ext_id_for_many_users_one_is_stored(stage: Stage) {
    let (rp, _) = stage.with_user().await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let first = stage.make.credential(&rp, "usr_nobody").ext_id;
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let user = stage.user(rp.tenant_id, &format!("user{n}")).await;
        let credential = WebauthnCredential {
            ext_id: first,
            ..stage.make.credential(&rp, &user.ext_id)
        };
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            let imported = node.import_webauthn_credential(change(credential), 3).await;
            imported.unwrap()
        }));
    }
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Written::Done(_) => done += 1,
            other => assert_eq!(other, Written::MemberTaken(UniqueMember::CredentialExtId)),
        }
    }
    assert_eq!(done, 1);
}

for_each_engine!(
    an_imported_credential_reads_back_whole_or_with_nothing_optional,
    an_import_makes_a_pending_user_active_and_no_other,
    an_import_needs_user_and_relying_party_of_its_tenant,
    a_credential_id_is_unique_at_its_relying_party_only,
    an_ext_id_is_unique_on_the_server,
    a_refused_import_leaves_its_user_as_it_was,
    a_suspended_credential_is_imported_beside_as_many_active_ones_as_may_be,
    active_credentials_are_limited_per_user_and_relying_party,
    of_16_imports_on_two_nodes_as_many_as_may_are_stored,
    of_16_imports_of_one_id_for_many_users_one_is_stored,
    of_16_imports_of_one_ext_id_for_many_users_one_is_stored,
);
