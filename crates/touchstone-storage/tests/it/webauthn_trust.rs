//! Changes of trust: made only of what was read, each with its history row and its events.

use touchstone_core::ports::{
    CredentialPatch, CredentialState, TrustChange, TrustRecord, WebauthnCredential, Written,
};

use crate::support::{NOW, Stage, change};

/// A registered credential that is trusted and active.
async fn trusted(stage: &Stage) -> WebauthnCredential {
    let (rp, user) = stage.with_user().await;
    let credential = stage.make.credential(&rp, &user.ext_id);
    stage.register(&rp, credential).await
}

/// Its distrust, which suspends it, with one event.
fn distrust(stage: &Stage, credential: &WebauthnCredential) -> TrustChange {
    TrustChange {
        tenant_id: credential.tenant_id,
        ext_id: credential.ext_id,
        from: "trusted".to_owned(),
        to: "untrusted:metadata_status_undesired".to_owned(),
        state_from: CredentialState::Active,
        state_to: CredentialState::SuspendedByTrust,
        cause: "metadata".to_owned(),
        at: NOW.plus_s(9),
        events: vec![stage.make.event(credential.tenant_id)],
    }
}

fn record(change: &TrustChange) -> TrustRecord {
    TrustRecord {
        at: change.at,
        from: change.from.clone(),
        to: change.to.clone(),
        cause: change.cause.clone(),
        state: change.state_to,
    }
}

async fn settle(stage: &Stage, change: &TrustChange) -> bool {
    stage.store.settle_trust(change.clone()).await.unwrap()
}

async fn stored(stage: &Stage, credential: &WebauthnCredential) -> WebauthnCredential {
    let (tenant, id) = (credential.tenant_id, credential.ext_id);
    let found = stage.store.webauthn_credential(tenant, id).await;
    found.unwrap().unwrap()
}

async fn records(stage: &Stage, credential: &WebauthnCredential) -> Vec<TrustRecord> {
    let (tenant, id) = (credential.tenant_id, credential.ext_id);
    let history = stage.store.webauthn_credential_history(tenant, id).await;
    history.unwrap().1
}

async fn events(stage: &Stage) -> Vec<i64> {
    let raw = stage.raw().await;
    raw.numbers("SELECT COUNT(*) FROM events").await
}

async fn a_change_writes_trust_and_state_with_history_and_events(stage: Stage) {
    let credential = trusted(&stage).await;
    let distrust = distrust(&stage, &credential);
    assert!(settle(&stage, &distrust).await);
    let wanted = WebauthnCredential {
        trust: distrust.to.clone(),
        state: CredentialState::SuspendedByTrust,
        ..credential.clone()
    };
    assert_eq!(stored(&stage, &credential).await, wanted);
    assert_eq!(records(&stage, &credential).await, [record(&distrust)]);
    assert_eq!(events(&stage).await, [1]);
}

async fn history_is_told_oldest_first(stage: Stage) {
    let credential = trusted(&stage).await;
    let distrust = distrust(&stage, &credential);
    // The clock may go back in between.
    let restore = TrustChange {
        from: distrust.to.clone(),
        to: distrust.from.clone(),
        state_from: distrust.state_to,
        state_to: distrust.state_from,
        cause: "daily".to_owned(),
        at: NOW.plus_s(-5),
        events: Vec::new(),
        ..distrust.clone()
    };
    assert!(settle(&stage, &distrust).await);
    assert!(settle(&stage, &restore).await);
    assert_eq!(stored(&stage, &credential).await, credential);
    let wanted = [record(&distrust), record(&restore)];
    assert_eq!(records(&stage, &credential).await, wanted);
}

async fn a_change_of_what_is_no_longer_so_writes_nothing(stage: Stage) {
    let credential = trusted(&stage).await;
    let other = stage.tenant("other").await;
    let good = distrust(&stage, &credential);
    let attempts = [
        TrustChange {
            from: "uncertain".to_owned(),
            ..good.clone()
        },
        TrustChange {
            state_from: CredentialState::Suspended,
            ..good.clone()
        },
        TrustChange {
            tenant_id: other,
            ..good.clone()
        },
    ];
    for attempt in attempts {
        assert!(!settle(&stage, &attempt).await, "{attempt:?}");
    }
    assert_eq!(stored(&stage, &credential).await, credential);
    assert_eq!(records(&stage, &credential).await, []);
    assert_eq!(events(&stage).await, [0]);
}

async fn a_change_of_a_credential_that_is_gone_writes_nothing(stage: Stage) {
    let credential = trusted(&stage).await;
    let removal = change(credential.ext_id);
    let removed = stage
        .store
        .remove_webauthn_credential(credential.tenant_id, removal);
    assert_eq!(removed.await.unwrap(), Written::Done(()));
    assert!(!settle(&stage, &distrust(&stage, &credential)).await);
    assert_eq!(events(&stage).await, [0]);
}

async fn a_judgement_does_not_undo_what_an_administrator_did_meanwhile(stage: Stage) {
    let credential = trusted(&stage).await;
    let suspend = CredentialPatch {
        user_friendly_name: None,
        suspended: Some(true),
    };
    let patched = stage.store.patch_webauthn_credential(
        credential.tenant_id,
        credential.ext_id,
        change(suspend),
        64,
    );
    assert!(matches!(patched.await, Ok(Written::Done(_))));
    assert!(!settle(&stage, &distrust(&stage, &credential)).await);
    let found = stored(&stage, &credential).await;
    assert_eq!(found.state, CredentialState::Suspended);
    assert_eq!(found.trust, "trusted");
}

async fn of_16_equal_changes_on_two_nodes_one_is_made(stage: Stage) {
    let credential = trusted(&stage).await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (_, node) in (0..16).zip(nodes.iter().cycle()) {
        let (node, distrust) = (node.clone(), distrust(&stage, &credential));
        tasks.push(tokio::spawn(async move {
            node.settle_trust(distrust).await.unwrap()
        }));
    }
    let mut made = 0;
    for task in tasks {
        made += usize::from(task.await.unwrap());
    }
    assert_eq!(made, 1);
    assert_eq!(records(&stage, &credential).await.len(), 1);
    assert_eq!(events(&stage).await, [1]);
}

async fn a_change_whose_event_cannot_be_written_is_not_made(stage: Stage) {
    let credential = trusted(&stage).await;
    let mut distrust = distrust(&stage, &credential);
    distrust.events.push(distrust.events[0].clone());
    assert!(stage.store.settle_trust(distrust).await.is_err());
    assert_eq!(stored(&stage, &credential).await, credential);
    assert_eq!(records(&stage, &credential).await, []);
}

for_each_engine!(
    a_change_writes_trust_and_state_with_history_and_events,
    history_is_told_oldest_first,
    a_change_of_what_is_no_longer_so_writes_nothing,
    a_change_of_a_credential_that_is_gone_writes_nothing,
    a_judgement_does_not_undo_what_an_administrator_did_meanwhile,
    of_16_equal_changes_on_two_nodes_one_is_made,
    a_change_whose_event_cannot_be_written_is_not_made,
);
