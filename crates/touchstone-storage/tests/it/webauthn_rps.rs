//! What an administrator does to relying parties: their names are claims, in the tenant or on the whole server.

use touchstone_core::ports::{
    Notice, PageRequest, RemovedCredentials, RpKey, StoreError, UniqueMember, Versioned,
    WebauthnRp, Written,
};

use crate::support::{NOW, Stage, against, change, first_page};

async fn create(stage: &Stage, rp: &WebauthnRp) -> Written<Versioned<WebauthnRp>> {
    let created = stage.store.create_webauthn_rp(change(rp.clone()), 10).await;
    created.unwrap()
}

async fn stored(stage: &Stage, key: RpKey) -> Option<Versioned<WebauthnRp>> {
    stage.store.find_webauthn_rp(&key).await.unwrap()
}

async fn a_relying_party_reads_back_by_each_of_its_names(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let rp = WebauthnRp {
        origins: vec![
            "https://acme.example".to_owned(),
            "android:apk-key-hash:x".to_owned(),
        ],
        hosts: vec!["acme.example".to_owned(), "login.acme.example".to_owned()],
        ..stage.make.rp(tenant, "acme.example")
    };
    let wanted = Versioned {
        value: rp.clone(),
        version: 1,
    };
    assert_eq!(create(&stage, &rp).await, Written::Done(wanted.clone()));
    let mut keys = vec![
        RpKey::Id(rp.id),
        RpKey::RpId(tenant, "acme.example".to_owned()),
    ];
    keys.extend(rp.origins.into_iter().map(RpKey::Origin));
    keys.extend(rp.hosts.into_iter().map(RpKey::Host));
    for key in keys {
        assert_eq!(stored(&stage, key).await, Some(wanted.clone()));
    }
}

async fn an_rp_id_is_unique_in_its_tenant_only(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    stage.rp(one, "acme.example").await;
    let named_alike = |tenant| WebauthnRp {
        origins: Vec::new(),
        hosts: Vec::new(),
        ..stage.make.rp(tenant, "acme.example")
    };
    assert_eq!(
        create(&stage, &named_alike(one)).await,
        Written::MemberTaken(UniqueMember::RpId)
    );
    let created = create(&stage, &named_alike(other)).await;
    assert!(matches!(created, Written::Done(_)), "{created:?}");
}

async fn an_origin_and_a_host_are_unique_on_the_server(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    stage.rp(one, "acme.example").await;
    for tenant in [one, other] {
        let fresh = stage.make.rp(tenant, "other.example");
        let with_origin = WebauthnRp {
            origins: vec![fresh.origins[0].clone(), "https://acme.example".to_owned()],
            ..fresh.clone()
        };
        assert_eq!(
            create(&stage, &with_origin).await,
            Written::MemberTaken(UniqueMember::Origin)
        );
        let with_host = WebauthnRp {
            hosts: vec![fresh.hosts[0].clone(), "acme.example".to_owned()],
            ..fresh.clone()
        };
        assert_eq!(
            create(&stage, &with_host).await,
            Written::MemberTaken(UniqueMember::Host)
        );
        assert_eq!(stored(&stage, RpKey::Id(fresh.id)).await, None);
        let origin = RpKey::Origin(fresh.origins[0].clone());
        assert_eq!(stored(&stage, origin).await, None, "nothing was claimed");
    }
}

async fn a_name_that_is_given_twice_is_claimed_once(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let rp = WebauthnRp {
        origins: vec!["https://acme.example".to_owned(); 2],
        ..stage.make.rp(tenant, "acme.example")
    };
    let created = create(&stage, &rp).await;
    assert!(matches!(created, Written::Done(_)), "{created:?}");
}

async fn relying_parties_are_limited_per_tenant(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    stage.rp(other, "other.example").await;
    for (name, is_full) in [
        ("a.example", false),
        ("b.example", false),
        ("c.example", true),
    ] {
        let rp = stage.make.rp(one, name);
        let created = stage.store.create_webauthn_rp(change(rp), 2).await.unwrap();
        assert_eq!(created == Written::Full, is_full, "{created:?}");
    }
    let taken = stage.make.rp(one, "a.example");
    let created = stage.store.create_webauthn_rp(change(taken), 2).await;
    assert_eq!(
        created.unwrap(),
        Written::MemberTaken(UniqueMember::RpId),
        "before the limit"
    );
}

async fn a_relying_party_of_an_unknown_tenant_is_not_stored(stage: Stage) {
    let stranger = stage.make.tenant("nobody").id;
    let rp = stage.make.rp(stranger, "acme.example");
    let created = stage.store.create_webauthn_rp(change(rp), 10).await;
    assert!(matches!(created, Err(StoreError::Failed(_))), "{created:?}");
}

async fn an_update_writes_all_but_identity_and_birth(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let rp = stage.rp(tenant, "acme.example").await;
    let wanted = WebauthnRp {
        rp_id: "new.example".to_owned(),
        rp_name: "New".to_owned(),
        origins: vec!["https://new.example".to_owned(), rp.origins[0].clone()],
        hosts: Vec::new(),
        profile: "l3".to_owned(),
        policy: "{}".to_owned(),
        created_at: NOW.plus_s(9),
        updated_at: NOW.plus_s(5),
        ..rp.clone()
    };
    let update = async |change| stage.store.update_webauthn_rp(change).await.unwrap();
    let stale = update(against(2, wanted.clone())).await;
    assert_eq!(stale, Written::VersionDiffers);
    let found = stored(&stage, RpKey::Id(rp.id)).await.unwrap();
    assert_eq!(found.value, rp, "nothing was changed");
    let updated = Versioned {
        value: WebauthnRp {
            created_at: NOW,
            ..wanted.clone()
        },
        version: 2,
    };
    let written = update(against(1, wanted)).await;
    assert_eq!(written, Written::Done(updated.clone()));
    for origin in ["https://new.example", "https://acme.example"] {
        let found = stored(&stage, RpKey::Origin(origin.to_owned())).await;
        assert_eq!(found, Some(updated.clone()));
    }
    assert_eq!(
        stored(&stage, RpKey::Host("acme.example".to_owned())).await,
        None
    );
    stage.rp(tenant, "acme.example.other").await;
}

async fn an_update_that_meets_anothers_claim_changes_nothing(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let taken = stage.rp(other, "taken.example").await;
    let sibling = stage.rp(one, "sibling.example").await;
    let rp = stage.rp(one, "acme.example").await;
    let attempts = [
        (
            UniqueMember::RpId,
            WebauthnRp {
                rp_id: sibling.rp_id,
                ..rp.clone()
            },
        ),
        (
            UniqueMember::Origin,
            WebauthnRp {
                origins: taken.origins,
                ..rp.clone()
            },
        ),
        (
            UniqueMember::Host,
            WebauthnRp {
                hosts: taken.hosts,
                ..rp.clone()
            },
        ),
    ];
    for (member, attempt) in attempts {
        let updated = stage.store.update_webauthn_rp(change(attempt)).await;
        assert_eq!(updated.unwrap(), Written::MemberTaken(member));
        let found = stored(&stage, RpKey::Origin(rp.origins[0].clone())).await;
        assert_eq!(found.unwrap().value, rp);
    }
}

async fn a_relying_party_with_credentials_goes_only_with_them(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let gone = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let kept = stage
        .import(stage.make.credential(&other_rp, &user.ext_id))
        .await;
    let session = stage.open_ceremony(&rp, None).await;
    let kept_session = stage.open_ceremony(&other_rp, None).await;
    let (store, tenant) = (&stage.store, rp.tenant_id);
    let remove = async |with, change| {
        let removed = store.remove_webauthn_rp(tenant, with, change).await;
        removed.unwrap()
    };
    assert_eq!(
        remove(true, against(9, rp.id)).await,
        Written::VersionDiffers
    );
    assert_eq!(remove(false, change(rp.id)).await, Written::InUse(1));
    let session_of = async |id| store.webauthn_session(&id).await.unwrap();
    assert!(
        session_of(session.id_sha256).await.is_some(),
        "nothing was changed"
    );
    let removed = RemovedCredentials { credentials: 1 };
    assert_eq!(remove(true, change(rp.id)).await, Written::Done(removed));
    assert_eq!(remove(true, change(rp.id)).await, Written::NotFound);
    assert_eq!(stored(&stage, RpKey::Id(rp.id)).await, None);
    let credential = async |id| store.webauthn_credential(tenant, id).await.unwrap();
    assert_eq!(credential(gone.ext_id).await, None);
    assert_eq!(credential(kept.ext_id).await, Some(kept));
    assert_eq!(session_of(session.id_sha256).await, None);
    assert!(session_of(kept_session.id_sha256).await.is_some());
    // Its claims are free again.
    stage.rp(tenant, "acme.example").await;
}

async fn a_relying_party_of_another_tenant_cannot_be_seen_or_changed(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let rp = stage.rp(one, "acme.example").await;
    let listed = stage.store.webauthn_rps(other, first_page(10)).await;
    assert_eq!(listed.unwrap().items, []);
    let key = RpKey::RpId(other, "acme.example".to_owned());
    assert_eq!(stored(&stage, key).await, None);
    let foreign = WebauthnRp {
        tenant_id: other,
        rp_name: "Evil".to_owned(),
        ..rp.clone()
    };
    let updated = stage.store.update_webauthn_rp(change(foreign)).await;
    assert_eq!(updated.unwrap(), Written::NotFound);
    let removed = stage
        .store
        .remove_webauthn_rp(other, true, change(rp.id))
        .await;
    assert_eq!(removed.unwrap(), Written::NotFound);
    let found = stored(&stage, RpKey::Id(rp.id)).await.unwrap();
    assert_eq!(found.value, rp);
}

async fn relying_parties_are_listed_newest_first(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let mut ids = Vec::new();
    for name in ["a.example", "b.example", "c.example"] {
        ids.push(stage.rp(tenant, name).await.id);
    }
    ids.sort_unstable();
    ids.reverse();
    let mut seen = Vec::new();
    let mut page = first_page(2);
    loop {
        let found = stage.store.webauthn_rps(tenant, page).await.unwrap();
        seen.extend(found.items.iter().map(|rp| rp.value.id));
        if found.next.is_none() {
            break;
        }
        page = PageRequest {
            limit: 2,
            after: found.next,
        };
    }
    assert_eq!(seen, ids);
}

async fn of_16_claims_of_one_origin_on_two_nodes_one_is_stored(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let rp = WebauthnRp {
            origins: vec!["https://acme.example".to_owned()],
            ..stage.make.rp(tenant, &format!("{n}.example"))
        };
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            node.create_webauthn_rp(change(rp), 100).await.unwrap()
        }));
    }
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Written::Done(_) => done += 1,
            other => assert_eq!(other, Written::MemberTaken(UniqueMember::Origin)),
        }
    }
    assert_eq!(done, 1);
}

async fn every_node_hears_of_each_change(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let other_node = stage.second_node().await;
    let mut news = other_node.notices();
    let rp = stage.rp(tenant, "acme.example").await;
    assert_eq!(news.recv().await, Ok(Notice::Everything));
    let updated = stage.store.update_webauthn_rp(change(rp.clone())).await;
    assert!(matches!(updated, Ok(Written::Done(_))), "{updated:?}");
    assert_eq!(news.recv().await, Ok(Notice::Everything));
    let removal = change(rp.id);
    let removed = stage.store.remove_webauthn_rp(tenant, false, removal).await;
    assert!(matches!(removed, Ok(Written::Done(_))), "{removed:?}");
    assert_eq!(news.recv().await, Ok(Notice::Everything));
}

for_each_engine!(
    a_relying_party_reads_back_by_each_of_its_names,
    an_rp_id_is_unique_in_its_tenant_only,
    an_origin_and_a_host_are_unique_on_the_server,
    a_name_that_is_given_twice_is_claimed_once,
    relying_parties_are_limited_per_tenant,
    a_relying_party_of_an_unknown_tenant_is_not_stored,
    an_update_writes_all_but_identity_and_birth,
    an_update_that_meets_anothers_claim_changes_nothing,
    a_relying_party_with_credentials_goes_only_with_them,
    a_relying_party_of_another_tenant_cannot_be_seen_or_changed,
    relying_parties_are_listed_newest_first,
    of_16_claims_of_one_origin_on_two_nodes_one_is_stored,
    every_node_hears_of_each_change,
);
