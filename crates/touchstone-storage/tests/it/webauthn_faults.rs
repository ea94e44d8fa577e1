//! PostgreSQL goes away during a ceremony: what cannot be known is told as such, nothing is consumed by what was not done, and the node
//! finds back. A full queue refuses at once.

use touchstone_core::ports::{CeremonyState, SettledWebauthn, StoreError};
use touchstone_storage::Options;
use touchstone_testkit::postgres::Server;

use crate::postgres_faults::behind_a_proxy;
use crate::proxy::Cut;
use crate::support::{Call, Stage, send};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ceremony_whose_commit_is_not_answered_has_an_unknown_outcome() {
    let (behind, proxy, direct) = behind_a_proxy().await;
    let (rp, user, credential) = direct.with_credential().await;
    // The first one of a week also makes the week, with a commit of its own.
    let first = behind.session(&rp, &user).await;
    behind.settle(behind.make.refusal(&first)).await;
    let session = behind.session(&rp, &user).await;
    let settlement = behind.make.sign_in(&session, &credential, 2);
    proxy.arm(Cut::AnswerToCommit);
    let settled = behind.store.settle_webauthn(settlement).await;
    let is_unknown = matches!(settled, Err(StoreError::OutcomeUnknown(_)));
    assert!(is_unknown, "{settled:?}");
    let stored = direct.stored_session(&session).await;
    assert_eq!(stored.state, CeremonyState::Succeeded, "here it was done");
    // Repeated on a fresh connection it is not done twice.
    let again = behind.make.sign_in(&session, &credential, 3);
    let again = behind.store.settle_webauthn(again).await;
    assert_eq!(again.unwrap(), SettledWebauthn::SessionUsed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ceremony_whose_commit_does_not_arrive_can_be_repeated() {
    let (behind, proxy, direct) = behind_a_proxy().await;
    let (rp, user, credential) = direct.with_credential().await;
    let first = behind.session(&rp, &user).await;
    behind.settle(behind.make.refusal(&first)).await;
    let session = behind.session(&rp, &user).await;
    let settlement = behind.make.sign_in(&session, &credential, 2);
    proxy.arm(Cut::Commit);
    let settled = behind.store.settle_webauthn(settlement.clone()).await;
    let is_unknown = matches!(settled, Err(StoreError::OutcomeUnknown(_)));
    assert!(is_unknown, "{settled:?}");
    let stored = direct.stored_session(&session).await;
    assert_eq!(stored.state, CeremonyState::Initialized, "here it was not");
    assert_eq!(behind.settle(settlement).await.conflict, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_opening_whose_commit_is_not_answered_has_an_unknown_outcome() {
    let (behind, proxy, direct) = behind_a_proxy().await;
    let (rp, user) = direct.with_user().await;
    let session = behind.make.webauthn_session(&rp, Some(&user.ext_id));
    proxy.arm(Cut::AnswerToCommit);
    let opened = behind.store.open_webauthn_session(session.clone(), None);
    let opened = opened.await;
    let is_unknown = matches!(opened, Err(StoreError::OutcomeUnknown(_)));
    assert!(is_unknown, "{opened:?}");
    assert_eq!(direct.stored_session(&session).await, session);
    behind.session(&rp, &user).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_lost_before_the_commit_is_made_good_by_another() {
    let (behind, proxy, direct) = behind_a_proxy().await;
    let (rp, user, credential) = direct.with_credential().await;
    proxy.arm(Cut::Begin);
    let session = behind.session(&rp, &user).await;
    proxy.arm(Cut::Begin);
    let settlement = behind.make.sign_in(&session, &credential, 2);
    assert_eq!(behind.settle(settlement).await.conflict, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_stopped_consumes_nothing() {
    let mut server = Server::start().unwrap();
    let stage = Stage::open(server.url(), &Options::default()).await;
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let settlement = stage.make.sign_in(&session, &credential, 2);
    server.stop().unwrap();
    let settled = stage.store.settle_webauthn(settlement.clone()).await;
    assert!(
        matches!(settled, Err(StoreError::Unavailable(_))),
        "{settled:?}"
    );
    let later = stage.make.webauthn_session(&rp, Some(&user.ext_id));
    let opened = stage.store.open_webauthn_session(later, None).await;
    assert!(
        matches!(opened, Err(StoreError::Unavailable(_))),
        "{opened:?}"
    );
    server.start_again().unwrap();
    assert_eq!(stage.settle(settlement).await.conflict, None);
    stage.session(&rp, &user).await;
}

async fn refuses_what_does_not_fit(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let mut sessions = Vec::new();
    for _ in 0..16 {
        sessions.push(stage.session(&rp, &user).await);
    }
    let raw = stage.raw().await;
    raw.hold_up_ceremonies().await;
    let mut accepted: Vec<Call<'_, _>> = Vec::new();
    for session in &sessions {
        let settlement = stage.make.refusal(session);
        let mut call = stage.store.settle_webauthn(settlement);
        match send(&mut call).await {
            None => accepted.push(call),
            Some(Err(StoreError::Overloaded)) => {}
            Some(other) => panic!("{other:?}"),
        }
    }
    // One more than the queue may be in the writer's hands.
    assert!((4..=5).contains(&accepted.len()), "{}", accepted.len());
    raw.release_ceremonies().await;
    let answers = accepted.len();
    for call in accepted {
        assert!(matches!(call.await, Ok(SettledWebauthn::Written(_))));
    }
    let failed = "SELECT COUNT(*) FROM webauthn_sessions WHERE state = 'failed'";
    let failed = raw.numbers(failed).await;
    assert_eq!(
        failed,
        [i64::try_from(answers).unwrap()],
        "no trace of others"
    );
    assert!(stage.stored_credential(&credential).await.is_some());
}

fn small() -> Options {
    Options {
        write_queue: 4,
        ..Options::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_refuses_what_does_not_fit() {
    refuses_what_does_not_fit(Stage::sqlite_with(&small()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_refuses_what_does_not_fit() {
    refuses_what_does_not_fit(Stage::postgres_with(&small()).await).await;
}
