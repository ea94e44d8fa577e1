//! Who wins when many end ceremonies at once, from one node and from two, and while administrators change what they are about.

use std::sync::Arc;

use touchstone_core::ports::{
    CredentialPatch, SettledWebauthn, StoreError, VerdictFilter, WebauthnConflict,
    WebauthnCredential, WebauthnUser, WebauthnUserPatch, Written,
};

use crate::support::{
    NOW, Stage, at_most, change, count_ceremonies, first_page, flagging, race_ceremonies,
};

const TASKS: u32 = 64;

/// What a race ends with that nothing hindered.
const WON: Option<Option<WebauthnConflict>> = Some(None);

const SESSION_USED: Option<Option<WebauthnConflict>> = None;

async fn verdicts(stage: &Stage) -> usize {
    let every = VerdictFilter::default();
    let page = stage.store.verdicts(&every, first_page(200)).await;
    page.unwrap().items.len()
}

async fn of_100_copies_of_one_result_one_is_settled(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let settlements = (0..100)
        .map(|_| stage.make.sign_in(&session, &credential, 2))
        .collect();
    let settled = race_ceremonies(&stage, settlements).await;
    let counts = count_ceremonies(&settled);
    assert_eq!(counts.get(&WON), Some(&1), "{counts:?}");
    assert_eq!(counts.get(&SESSION_USED), Some(&99), "{counts:?}");
    assert_eq!(verdicts(&stage).await, 1);
    let winner = settled.iter().find_map(|one| match one {
        SettledWebauthn::Written(settled) => Some(settled.verdict_id),
        SettledWebauthn::SessionUsed => None,
    });
    assert_eq!(stage.stored_session(&session).await.verdict_id, winner);
}

async fn of_100_that_refuse_and_accept_one_session_one_decides(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let settlements = (0..100)
        .map(|n| match n % 4 {
            0 | 1 => stage.make.refusal(&session),
            _ => stage.make.sign_in(&session, &credential, 2),
        })
        .collect();
    let counts = count_ceremonies(&race_ceremonies(&stage, settlements).await);
    assert_eq!(counts.get(&WON), Some(&1), "{counts:?}");
    let ended = stage.stored_session(&session).await;
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!(ended.credential_ext_id.is_some(), stored.sign_count == 2);
}

async fn of_64_that_register_one_credential_id_one_wins(stage: Stage) {
    let (rp, first) = stage.with_user().await;
    let second = stage.user(rp.tenant_id, "ann").await;
    let mut settlements = Vec::new();
    for n in 0..TASKS {
        let user = if n % 3 == 0 { &first } else { &second };
        let session = stage.session(&rp, user).await;
        let new = WebauthnCredential {
            credential_id: vec![1; 16],
            ..stage.make.credential(&rp, &user.ext_id)
        };
        settlements.push(stage.make.registration(&session, new));
    }
    let counts = count_ceremonies(&race_ceremonies(&stage, settlements).await);
    assert_eq!(counts.get(&WON), Some(&1), "{counts:?}");
    let taken = Some(Some(WebauthnConflict::CredentialTaken));
    assert_eq!(counts.get(&taken), Some(&63), "{counts:?}");
    let raw = stage.raw().await;
    for table in ["webauthn_credentials", "webauthn_evidence"] {
        let rows = raw.numbers(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert_eq!(rows, [1], "{table}");
    }
}

async fn of_64_that_register_for_one_user_as_many_win_as_it_may_have(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let mut settlements = Vec::new();
    for _ in 0..TASKS {
        let session = stage.session(&rp, &user).await;
        let new = stage.make.credential(&rp, &user.ext_id);
        settlements.push(at_most(stage.make.registration(&session, new), 5));
    }
    let counts = count_ceremonies(&race_ceremonies(&stage, settlements).await);
    assert_eq!(counts.get(&WON), Some(&5), "{counts:?}");
    let too_many = Some(Some(WebauthnConflict::TooManyCredentials));
    assert_eq!(counts.get(&too_many), Some(&59), "{counts:?}");
}

async fn one_counter_from_64_sessions_is_accepted_once(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let mut settlements = Vec::new();
    for _ in 0..TASKS {
        let session = stage.session(&rp, &user).await;
        settlements.push(stage.make.sign_in(&session, &credential, 2));
    }
    let counts = count_ceremonies(&race_ceremonies(&stage, settlements).await);
    assert_eq!(counts.get(&WON), Some(&1), "{counts:?}");
    let regressed = Some(Some(WebauthnConflict::CounterRegressed));
    assert_eq!(counts.get(&regressed), Some(&63), "{counts:?}");
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!(stored.counter_anomaly_at, Some(NOW.plus_s(5)));
}

async fn the_greatest_of_64_flagged_counters_stays(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let mut settlements = Vec::new();
    for counter in (2..2 + TASKS).rev() {
        let session = stage.session(&rp, &user).await;
        let sign_in = stage.make.sign_in(&session, &credential, counter);
        settlements.push(flagging(sign_in));
    }
    let counts = count_ceremonies(&race_ceremonies(&stage, settlements).await);
    assert_eq!(counts.get(&SESSION_USED), None, "{counts:?}");
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!(stored.sign_count, 1 + TASKS);
}

async fn a_credential_without_counter_signs_in_64_times_at_once(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let no_counter = WebauthnCredential {
        sign_count: 0,
        ..stage.make.credential(&rp, &user.ext_id)
    };
    let credential = stage.import(no_counter).await;
    let mut settlements = Vec::new();
    for _ in 0..TASKS {
        let session = stage.session(&rp, &user).await;
        settlements.push(stage.make.sign_in(&session, &credential, 0));
    }
    let counts = count_ceremonies(&race_ceremonies(&stage, settlements).await);
    assert_eq!(counts.get(&WON), Some(&64), "{counts:?}");
}

async fn a_bad_settlement_harms_no_neighbour_in_its_batch(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let mut tasks = Vec::new();
    for n in 0..48_u32 {
        let session = stage.session(&rp, &user).await;
        let mut settlement = match n % 4 {
            0 => stage.make.sign_in(&session, &credential, 1),
            1 => stage.make.refusal(&stage.make.webauthn_session(&rp, None)),
            2 => stage.make.refusal(&session),
            _ => {
                let new = stage.make.credential(&rp, &user.ext_id);
                stage.make.registration(&session, new)
            }
        };
        settlement.conflicts.clear();
        let store = Arc::clone(&stage.store);
        tasks.push(tokio::spawn(async move {
            store.settle_webauthn(settlement).await
        }));
    }
    for (n, task) in tasks.into_iter().enumerate() {
        let settled = task.await.unwrap();
        match n % 4 {
            0 => assert!(
                matches!(settled, Err(StoreError::Corrupt { .. })),
                "{settled:?}"
            ),
            1 => assert_eq!(settled.unwrap(), SettledWebauthn::SessionUsed),
            _ => assert!(
                matches!(settled, Ok(SettledWebauthn::Written(_))),
                "{settled:?}"
            ),
        }
    }
    assert_eq!(verdicts(&stage).await, 24);
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!(
        stored.counter_anomaly_at, None,
        "undone with its settlement"
    );
}

/// Sign-ins with rising counters from two nodes, begun but not ended.
async fn sign_ins(
    stage: &Stage,
    user: &WebauthnUser,
    credential: &WebauthnCredential,
) -> Vec<tokio::task::JoinHandle<Result<SettledWebauthn, StoreError>>> {
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let mut tasks = Vec::new();
    for (counter, node) in (2..2 + TASKS).zip(nodes.iter().cycle()) {
        let session = stage.make.webauthn_session(
            &touchstone_core::ports::WebauthnRp {
                id: credential.rp,
                ..stage.make.rp(user.tenant_id, "acme.example")
            },
            Some(&user.ext_id),
        );
        let settlement = stage.make.sign_in(&session, credential, counter);
        let node = Arc::clone(node);
        tasks.push(tokio::spawn(async move {
            node.open_webauthn_session(session, None).await?;
            node.settle_webauthn(settlement).await
        }));
    }
    tasks
}

async fn a_credential_that_is_suspended_meanwhile_accepts_nothing_afterwards(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let tasks = sign_ins(&stage, &user, &credential).await;
    let patch = CredentialPatch {
        suspended: Some(true),
        user_friendly_name: None,
    };
    let patched = stage
        .store
        .patch_webauthn_credential(rp.tenant_id, credential.ext_id, change(patch), 64)
        .await;
    let Ok(Written::Done(suspended)) = patched else {
        panic!("{patched:?}")
    };
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let stored = stage.stored_credential(&credential).await.unwrap();
    assert_eq!(stored.sign_count, suspended.sign_count);
}

async fn a_user_that_is_removed_meanwhile_leaves_nothing_behind(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let tasks = sign_ins(&stage, &user, &credential).await;
    let mut registrations = Vec::new();
    for _ in 0..TASKS {
        let session = stage.make.webauthn_session(&rp, Some(&user.ext_id));
        let new = stage.make.credential(&rp, &user.ext_id);
        let settlement = stage.make.registration(&session, new);
        let store = Arc::clone(&stage.store);
        registrations.push(tokio::spawn(async move {
            store.open_webauthn_session(session, None).await?;
            store.settle_webauthn(settlement).await
        }));
    }
    let removed = stage
        .store
        .remove_webauthn_user(rp.tenant_id, change(user.ext_id.clone()))
        .await;
    assert!(matches!(removed, Ok(Written::Done(_))), "{removed:?}");
    for task in tasks.into_iter().chain(registrations) {
        task.await.unwrap().unwrap();
    }
    let raw = stage.raw().await;
    for table in [
        "webauthn_users",
        "webauthn_credentials",
        "webauthn_evidence",
    ] {
        let rows = raw.numbers(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert_eq!(rows, [0], "{table}");
    }
}

async fn a_relying_party_that_is_removed_meanwhile_leaves_no_credential(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let tasks = sign_ins(&stage, &user, &credential).await;
    let removed = stage
        .store
        .remove_webauthn_rp(rp.tenant_id, true, change(rp.id))
        .await;
    assert!(matches!(removed, Ok(Written::Done(_))), "{removed:?}");
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(stage.stored_credential(&credential).await, None);
}

async fn a_user_that_is_disabled_meanwhile_signs_in_no_more(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let tasks = sign_ins(&stage, &user, &credential).await;
    let patch = WebauthnUserPatch {
        disabled: Some(true),
        display_name: None,
    };
    let patched = stage
        .store
        .patch_webauthn_user(rp.tenant_id, &user.ext_id, change(patch))
        .await;
    assert!(matches!(patched, Ok(Written::Done(_))), "{patched:?}");
    let session = stage.make.webauthn_session(&rp, Some(&user.ext_id));
    let opened = stage.store.open_webauthn_session(session.clone(), None);
    opened.await.unwrap();
    let settled = stage
        .settle(stage.make.sign_in(&session, &credential, 1_000))
        .await;
    assert_eq!(settled.conflict, Some(WebauthnConflict::UserDisabled));
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}

for_each_engine!(
    of_100_copies_of_one_result_one_is_settled,
    of_100_that_refuse_and_accept_one_session_one_decides,
    of_64_that_register_one_credential_id_one_wins,
    of_64_that_register_for_one_user_as_many_win_as_it_may_have,
    one_counter_from_64_sessions_is_accepted_once,
    the_greatest_of_64_flagged_counters_stays,
    a_credential_without_counter_signs_in_64_times_at_once,
    a_bad_settlement_harms_no_neighbour_in_its_batch,
    a_credential_that_is_suspended_meanwhile_accepts_nothing_afterwards,
    a_user_that_is_removed_meanwhile_leaves_nothing_behind,
    a_relying_party_that_is_removed_meanwhile_leaves_no_credential,
    a_user_that_is_disabled_meanwhile_signs_in_no_more,
);
