//! PostgreSQL goes away: what was answered is there, what cannot be known is told as such, and the node finds back.

use std::sync::Arc;

use touchstone_core::ports::{HealthError, Notice, StoreError, Written};
use touchstone_core::{TenantId, VerdictId};
use touchstone_storage::{Options, StorageUrl, open};
use touchstone_testkit::postgres::Server;

use crate::proxy::{Cut, Proxy};
use crate::support::{Stage, change, with_session};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_outlives_a_kill_of_the_server() {
    let mut server = Server::start().unwrap();
    let stage = Arc::new(Stage::open(server.url(), &Options::default()).await);
    let tenant = stage.tenant("acme").await;
    let (answered, mut answers) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..32 {
        let (stage, answered) = (Arc::clone(&stage), answered.clone());
        tokio::spawn(async move {
            loop {
                let settlement =
                    with_session(stage.make.settlement(tenant), stage.make.reference());
                let (id, reference) = (settlement.head.id, settlement.claim);
                match stage.store.settle_mobile(settlement).await {
                    Ok(settled) => {
                        assert_eq!(settled.conflict, None, "{reference:?}");
                        let _ = answered.send(Ok(id));
                    }
                    Err(error) => {
                        let _ = answered.send(Err((id, error)));
                        return;
                    }
                }
            }
        });
    }
    drop(answered);
    let mut on_disk: Vec<VerdictId> = Vec::new();
    while on_disk.len() < 500 {
        on_disk.push(answers.recv().await.unwrap().unwrap());
    }
    server.kill().unwrap();
    let mut not_there = Vec::new();
    while let Some(answer) = answers.recv().await {
        match answer {
            Ok(id) => on_disk.push(id),
            Err((id, StoreError::Unavailable(_))) => not_there.push(id),
            Err((_, StoreError::OutcomeUnknown(_))) => {}
            Err((_, other)) => panic!("{other:?}"),
        }
    }
    server.start_again().unwrap();
    let url: StorageUrl = server.url().parse().unwrap();
    let fresh = open(&url, &Options::default()).await.unwrap();
    for id in on_disk {
        assert!(fresh.verdict(id).await.unwrap().is_some(), "{id} is lost");
    }
    for id in not_there {
        assert_eq!(
            fresh.verdict(id).await.unwrap(),
            None,
            "unavailable says: nothing changed"
        );
    }
    // The node that was there all the time settles again.
    let settlement = stage.make.settlement(tenant);
    stage.store.settle_mobile(settlement).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_stopped_is_unavailable_until_it_is_back() {
    let mut server = Server::start().unwrap();
    let stage = Stage::open(server.url(), &Options::default()).await;
    let tenant = stage.tenant("acme").await;
    let mut news = stage.store.notices();
    server.stop().unwrap();
    let settled = stage
        .store
        .settle_mobile(stage.make.settlement(tenant))
        .await;
    assert!(
        matches!(settled, Err(StoreError::Unavailable(_))),
        "{settled:?}"
    );
    let read = stage.store.tenant(tenant).await;
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    let made = stage
        .store
        .create_tenant(change(stage.make.tenant("next")))
        .await;
    assert!(matches!(made, Err(StoreError::Unavailable(_))), "{made:?}");
    assert_eq!(
        stage.store.health().await,
        Err(HealthError::ConnectionRefused)
    );

    server.start_again().unwrap();
    // What other nodes changed meanwhile was not heard.
    while news.recv().await.unwrap() != Notice::Everything {}
    assert_eq!(stage.store.health().await, Ok(()));
    stage
        .store
        .settle_mobile(stage.make.settlement(tenant))
        .await
        .unwrap();
    let made = stage
        .store
        .create_tenant(change(stage.make.tenant("next")))
        .await;
    assert!(matches!(made, Ok(Written::Done(_))), "{made:?}");
}

/// A node that reaches its database through a proxy, and one that does not.
pub async fn behind_a_proxy() -> (Stage, Proxy, Stage) {
    let direct = Stage::postgres().await;
    let proxy = Proxy::start(&direct.address).await;
    let behind = Stage::open(proxy.address(), &Options::default()).await;
    (behind, proxy, direct)
}

/// Settles; the first one of a week also makes the week, with a commit of its own.
async fn settle_one(stage: &Stage, tenant: TenantId) {
    let settlement = stage.make.settlement(tenant);
    stage.store.settle_mobile(settlement).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_settlement_whose_commit_is_not_answered_has_an_unknown_outcome() {
    let (behind, proxy, direct) = behind_a_proxy().await;
    let tenant = direct.tenant("acme").await;
    settle_one(&behind, tenant).await;
    let settlement = with_session(behind.make.settlement(tenant), [1; 16]);
    let id = settlement.head.id;
    proxy.arm(Cut::AnswerToCommit);
    let settled = behind.store.settle_mobile(settlement).await;
    assert!(
        matches!(settled, Err(StoreError::OutcomeUnknown(_))),
        "{settled:?}"
    );
    assert!(
        direct.store.verdict(id).await.unwrap().is_some(),
        "here it was done"
    );
    // The next one is settled on a fresh connection.
    settle_one(&behind, tenant).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_settlement_whose_commit_does_not_arrive_has_an_unknown_outcome() {
    let (behind, proxy, direct) = behind_a_proxy().await;
    let tenant = direct.tenant("acme").await;
    settle_one(&behind, tenant).await;
    let settlement = with_session(behind.make.settlement(tenant), [1; 16]);
    let id = settlement.head.id;
    proxy.arm(Cut::Commit);
    let settled = behind.store.settle_mobile(settlement).await;
    assert!(
        matches!(settled, Err(StoreError::OutcomeUnknown(_))),
        "{settled:?}"
    );
    assert_eq!(
        direct.store.verdict(id).await.unwrap(),
        None,
        "here it was not done"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_lost_before_the_commit_is_made_good_by_another() {
    let (behind, proxy, direct) = behind_a_proxy().await;
    let tenant = direct.tenant("acme").await;
    let settlement = with_session(behind.make.settlement(tenant), [1; 16]);
    let id = settlement.head.id;
    proxy.arm(Cut::Begin);
    let settled = behind.store.settle_mobile(settlement).await.unwrap();
    assert_eq!((settled.verdict_id, settled.conflict), (id, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_whose_commit_is_not_answered_has_an_unknown_outcome() {
    let (behind, proxy, direct) = behind_a_proxy().await;
    proxy.arm(Cut::AnswerToCommit);
    let made = behind
        .store
        .create_tenant(change(behind.make.tenant("acme")))
        .await;
    assert!(
        matches!(made, Err(StoreError::OutcomeUnknown(_))),
        "{made:?}"
    );
    assert!(direct.store.tenant_by_name("acme").await.unwrap().is_some());
}
