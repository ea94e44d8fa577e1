//! Walks over stored credentials: one node at a time goes on with each, and judges what it has to in batches.

use touchstone_core::ports::{
    AuditFilter, AuditRow, ChangedModels, CredentialState, PageRequest, Reevaluation, StoreError,
    WebauthnCredential,
};
use touchstone_core::{CredentialExtId, TenantId, Timestamp};

use crate::support::{NOW, Stage, change, first_page};

fn walk(stage: &Stage, tenant_id: Option<TenantId>) -> Reevaluation {
    stage.make.reevaluation(tenant_id, "asked")
}

/// A walk that was asked for.
async fn started(stage: &Stage, tenant_id: Option<TenantId>) -> Reevaluation {
    let walk = walk(stage, tenant_id);
    stage.store.start_reevaluation(&walk, None).await.unwrap();
    walk
}

/// One that was asked for so much later.
async fn later(stage: &Stage, tenant_id: Option<TenantId>, delay_s: i64) -> Reevaluation {
    let walk = Reevaluation {
        created_at: NOW.plus_s(delay_s),
        ..walk(stage, tenant_id)
    };
    stage.store.start_reevaluation(&walk, None).await.unwrap();
    walk
}

async fn lease(stage: &Stage, now: Timestamp) -> Option<Reevaluation> {
    let leased = stage.store.lease_reevaluation(now, now.plus_s(60)).await;
    leased.unwrap()
}

/// Some credential identifiers, upwards.
fn ext_ids(stage: &Stage, tenant: TenantId, many: usize) -> Vec<CredentialExtId> {
    let rp = stage.make.rp(tenant, "x.example");
    let mut ids: Vec<_> = (0..many)
        .map(|_| stage.make.credential(&rp, "usr_x").ext_id)
        .collect();
    ids.sort_unstable();
    ids
}

async fn a_walk_reads_back_as_it_was_started_with_its_trace(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let wanted = Reevaluation {
        cause: "metadata".to_owned(),
        only: Some(ChangedModels {
            aaguids: vec![[1; 16], [255; 16]],
            key_ids: vec![[2; 20]],
            ..ChangedModels::default()
        }),
        ..walk(&stage, Some(tenant))
    };
    let trace = change(()).audit;
    let start = stage.store.start_reevaluation(&wanted, Some(&trace));
    start.await.unwrap();
    let listed = stage
        .store
        .reevaluations(Some(tenant), first_page(10))
        .await;
    assert_eq!(listed.unwrap().items, std::slice::from_ref(&wanted));
    let all = AuditFilter::default();
    let traces = stage.store.audit_rows(&all, first_page(1)).await;
    let object = wanted.id.to_string();
    assert_eq!(traces.unwrap().items, [AuditRow { object, ..trace }]);
}

async fn a_walk_whose_trace_cannot_be_written_is_not_started(stage: Stage) {
    let trace = change(()).audit;
    let start = async |walk| stage.store.start_reevaluation(&walk, Some(&trace)).await;
    let first = walk(&stage, None);
    start(first.clone()).await.unwrap();
    let other = stage.tenant("other").await;
    assert!(start(walk(&stage, Some(other))).await.is_err());
    let listed = stage.store.reevaluations(None, first_page(10)).await;
    assert_eq!(listed.unwrap().items, [first]);
}

async fn the_oldest_free_walk_is_leased_until_the_lease_ends(stage: Stage) {
    assert_eq!(lease(&stage, NOW).await, None);
    let other = stage.tenant("other").await;
    let second = later(&stage, Some(other), 1).await;
    let first = started(&stage, None).await;
    assert_eq!(lease(&stage, NOW).await, Some(first.clone()));
    assert_eq!(lease(&stage, NOW.plus_ms(1)).await, Some(second));
    assert_eq!(lease(&stage, NOW.plus_ms(59_999)).await, None);
    assert_eq!(lease(&stage, NOW.plus_s(60)).await, Some(first));
}

async fn unfinished_walks_take_turns(stage: Stage) {
    let tenants = [stage.tenant("one").await, stage.tenant("other").await];
    let long = started(&stage, Some(tenants[0])).await;
    let other = later(&stage, Some(tenants[1]), 1).await;
    let mut order = Vec::new();
    for round in 2..8 {
        let now = NOW.plus_s(round);
        let walk = lease(&stage, now).await.unwrap();
        order.push(walk.id);
        stage.store.note_reevaluation(&walk, now).await.unwrap();
    }
    assert_eq!(order, [long.id, other.id].repeat(3));
}

async fn a_noted_walk_is_free_and_a_finished_one_is_done(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let ids = ext_ids(&stage, tenant, 1);
    started(&stage, None).await;
    let mut walk = lease(&stage, NOW).await.unwrap();
    walk.after = Some(ids[0]);
    walk.judged = 500;
    walk.changed = 3;
    stage.store.note_reevaluation(&walk, NOW).await.unwrap();
    assert_eq!(lease(&stage, NOW).await, Some(walk.clone()));
    walk.finished_at = Some(NOW.plus_s(5));
    stage.store.note_reevaluation(&walk, NOW).await.unwrap();
    assert_eq!(lease(&stage, NOW.plus_s(999)).await, None);
    let listed = stage.store.reevaluations(None, first_page(10)).await;
    assert_eq!(listed.unwrap().items, [walk]);
}

async fn a_late_note_takes_no_walk_back(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let ids = ext_ids(&stage, tenant, 2);
    let fresh = started(&stage, None).await;
    let ahead = Reevaluation {
        after: Some(ids[1]),
        judged: 1_000,
        ..fresh.clone()
    };
    stage.store.note_reevaluation(&ahead, NOW).await.unwrap();
    let behind = Reevaluation {
        after: Some(ids[0]),
        judged: 500,
        ..fresh.clone()
    };
    for late in [behind, fresh] {
        stage.store.note_reevaluation(&late, NOW).await.unwrap();
        let listed = stage.store.reevaluations(None, first_page(1)).await;
        assert_eq!(listed.unwrap().items, std::slice::from_ref(&ahead));
    }
}

async fn of_two_nodes_each_walk_is_leased_by_one(stage: Stage) {
    for number in 0..8 {
        let tenant = stage.tenant(&format!("tenant-{number}")).await;
        started(&stage, Some(tenant)).await;
    }
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (_, node) in (0..16).zip(nodes.iter().cycle()) {
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            let leased = node.lease_reevaluation(NOW, NOW.plus_s(60)).await;
            leased.unwrap()
        }));
    }
    let mut seen = std::collections::BTreeSet::new();
    for task in tasks {
        if let Some(walk) = task.await.unwrap() {
            assert!(seen.insert(walk.id), "leased twice");
        }
    }
    assert_eq!(seen.len(), 8);
}

async fn walks_are_listed_newest_first_and_a_tenant_sees_its_own(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let mut ids = Vec::new();
    for tenant in [Some(one), Some(other), None] {
        ids.push(started(&stage, tenant).await.id);
    }
    let list = async |tenant| {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = PageRequest { limit: 1, after };
            let found = stage.store.reevaluations(tenant, page).await.unwrap();
            seen.extend(found.items.iter().map(|walk| walk.id));
            after = found.next;
            if after.is_none() {
                return seen;
            }
        }
    };
    assert_eq!(list(Some(one)).await, ids[..1]);
    assert_eq!(list(Some(other)).await, ids[1..2]);
    ids.sort_unstable();
    ids.reverse();
    assert_eq!(list(None).await, ids);
}

/// A tenant's credential of this model.
async fn credential(stage: &Stage, tenant: TenantId, name: &str, model: u8) -> WebauthnCredential {
    let rp = stage.rp(tenant, &format!("{name}.example")).await;
    let user = stage.user(tenant, name).await;
    let credential = WebauthnCredential {
        aaguid: [model; 16],
        certificate_key_id: Some([model; 20]),
        ..stage.make.credential(&rp, &user.ext_id)
    };
    stage.register(&rp, credential).await
}

async fn to_judge(stage: &Stage, walk: &Reevaluation) -> Vec<CredentialExtId> {
    let found = stage.store.credentials_to_judge(walk, 500).await.unwrap();
    found.iter().map(|(ext_id, _)| *ext_id).collect()
}

async fn a_credential_comes_with_its_certificates_only(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let wanted = credential(&stage, tenant, "jeff", 1).await;
    let imported = stage
        .make
        .credential(&stage.make.rp(tenant, "x"), &wanted.user_ext_id);
    let imported = WebauthnCredential {
        rp: wanted.rp,
        state: CredentialState::Suspended,
        ..imported
    };
    let imported = stage.import(imported).await;
    let found = stage
        .store
        .credentials_to_judge(&walk(&stage, None), 500)
        .await;
    let mut found = found.unwrap();
    found.sort_unstable_by_key(|(ext_id, _)| *ext_id != wanted.ext_id);
    let found: Vec<_> = found.into_iter().map(|(_, found)| found.unwrap()).collect();
    let [(first, evidence), (second, nothing)] = found.try_into().unwrap();
    let wanted_evidence = stage.make.evidence();
    assert_eq!(evidence.x5c, wanted_evidence.x5c);
    assert_eq!(evidence.elements, wanted_evidence.elements);
    assert!(evidence.attestation_object.is_empty() && evidence.client_data.is_empty());
    assert_eq!((first, second), (wanted, imported));
    assert!(nothing.x5c.is_empty() && nothing.elements.is_empty());
}

async fn a_walk_judges_its_tenant_or_all(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let first = credential(&stage, one, "jeff", 1).await.ext_id;
    let second = credential(&stage, other, "anna", 1).await.ext_id;
    assert_eq!(to_judge(&stage, &walk(&stage, Some(one))).await, [first]);
    assert_eq!(to_judge(&stage, &walk(&stage, Some(other))).await, [second]);
    let mut both = [first, second];
    both.sort_unstable();
    assert_eq!(to_judge(&stage, &walk(&stage, None)).await, both);
}

async fn a_walk_judges_the_models_that_changed(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let first = credential(&stage, tenant, "a", 1).await.ext_id;
    let second = credential(&stage, tenant, "b", 2).await.ext_id;
    credential(&stage, tenant, "c", 3).await;
    let only = |aaguids, key_ids| Reevaluation {
        only: Some(ChangedModels {
            aaguids,
            key_ids,
            ..ChangedModels::default()
        }),
        ..walk(&stage, Some(tenant))
    };
    let by_aaguid = only(vec![[1; 16], [9; 16]], vec![]);
    assert_eq!(to_judge(&stage, &by_aaguid).await, [first]);
    let by_key_id = only(vec![], vec![[2; 20]]);
    assert_eq!(to_judge(&stage, &by_key_id).await, [second]);
    let mut both = [first, second];
    both.sort_unstable();
    let by_both = only(vec![[1; 16]], vec![[2; 20]]);
    assert_eq!(to_judge(&stage, &by_both).await, both);
    assert_eq!(to_judge(&stage, &only(vec![], vec![])).await, []);
}

async fn credentials_of_every_attestation_type_are_judged(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    for attestation_type in ["none", "self", "basic", "attca", "anonca", "compound"] {
        let credential = WebauthnCredential {
            attestation_type: attestation_type.to_owned(),
            ..stage.make.credential(&rp, &user.ext_id)
        };
        stage.import(credential).await;
    }
    assert_eq!(to_judge(&stage, &walk(&stage, None)).await.len(), 6);
}

async fn a_walk_by_the_status_list_judges_android_keys_and_what_may_hold_one(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let mut expected = Vec::new();
    for format in ["packed", "android-key", "android-safetynet", "compound"] {
        let credential = WebauthnCredential {
            format: format.to_owned(),
            ..stage.make.credential(&rp, &user.ext_id)
        };
        let credential = stage.import(credential).await;
        if matches!(format, "android-key" | "compound") {
            expected.push(credential.ext_id);
        }
    }
    expected.sort_unstable();
    let by_list = Reevaluation {
        only: Some(ChangedModels {
            status_list: Some([9; 32]),
            ..ChangedModels::default()
        }),
        ..walk(&stage, None)
    };
    assert_eq!(to_judge(&stage, &by_list).await, expected);
}

async fn a_credential_that_cannot_be_read_keeps_none_of_the_others(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let spoilt = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let other = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let spoil = "UPDATE webauthn_credentials SET state = 'lost' WHERE ext_id = ";
    let raw = stage.raw().await;
    raw.run(&format!("{spoil}'{}'", spoilt.ext_id)).await;
    let found = stage
        .store
        .credentials_to_judge(&walk(&stage, None), 500)
        .await
        .unwrap();
    for (ext_id, credential) in found {
        if ext_id == spoilt.ext_id {
            assert!(matches!(credential, Err(StoreError::Corrupt { .. })));
        } else {
            assert_eq!(credential.unwrap().0, other);
        }
    }
}

async fn a_walk_goes_through_all_in_batches_by_identifier(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let mut ids = Vec::new();
    for _ in 0..7 {
        let credential = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
        ids.push(credential.ext_id);
    }
    ids.sort_unstable();
    let mut walk = walk(&stage, None);
    let mut batches = Vec::new();
    loop {
        let batch = stage.store.credentials_to_judge(&walk, 3).await.unwrap();
        let Some((last, _)) = batch.last() else { break };
        walk.after = Some(*last);
        batches.push(batch.len());
        let judged = batch.iter().map(|(ext_id, _)| *ext_id);
        assert!(judged.eq(ids.drain(..batch.len())));
    }
    assert_eq!(batches, [3, 3, 1]);
}

for_each_engine!(
    a_walk_reads_back_as_it_was_started_with_its_trace,
    a_walk_whose_trace_cannot_be_written_is_not_started,
    the_oldest_free_walk_is_leased_until_the_lease_ends,
    unfinished_walks_take_turns,
    a_noted_walk_is_free_and_a_finished_one_is_done,
    a_late_note_takes_no_walk_back,
    of_two_nodes_each_walk_is_leased_by_one,
    walks_are_listed_newest_first_and_a_tenant_sees_its_own,
    a_credential_comes_with_its_certificates_only,
    a_walk_judges_its_tenant_or_all,
    a_walk_judges_the_models_that_changed,
    credentials_of_every_attestation_type_are_judged,
    a_walk_by_the_status_list_judges_android_keys_and_what_may_hold_one,
    a_credential_that_cannot_be_read_keeps_none_of_the_others,
    a_walk_goes_through_all_in_batches_by_identifier,
);
