//! A full queue refuses at once and changes nothing; what it had accepted is done.

use touchstone_core::ports::{StoreError, VerdictFilter};
use touchstone_storage::Options;

use crate::support::{Call, Stage, first_page, send, with_session};

fn small() -> Options {
    Options {
        write_queue: 4,
        ..Options::default()
    }
}

async fn refuses_what_does_not_fit(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let raw = stage.raw().await;
    raw.hold_up().await;
    let mut accepted: Vec<Call<'_, _>> = Vec::new();
    let mut refused = 0;
    for n in 0..16_u8 {
        let settlement = with_session(stage.make.settlement(tenant), [n; 16]);
        let mut call = stage.store.settle_mobile(settlement);
        match send(&mut call).await {
            None => accepted.push(call),
            Some(Err(StoreError::Overloaded)) => refused += 1,
            Some(other) => panic!("{other:?}"),
        }
    }
    // One more than the queue may be in the writer's hands.
    assert!((4..=5).contains(&accepted.len()), "{}", accepted.len());
    assert_eq!(accepted.len() + refused, 16);
    raw.release().await;
    let answers = accepted.len();
    for call in accepted {
        assert_eq!(call.await.unwrap().conflict, None);
    }
    let filter = VerdictFilter::default();
    let page = stage.store.verdicts(&filter, first_page(50)).await.unwrap();
    assert_eq!(page.items.len(), answers, "what was refused left no trace");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_refuses_what_does_not_fit() {
    refuses_what_does_not_fit(Stage::sqlite_with(&small()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_refuses_what_does_not_fit() {
    refuses_what_does_not_fit(Stage::postgres_with(&small()).await).await;
}
