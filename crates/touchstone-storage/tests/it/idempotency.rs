//! A write that is sent twice is done once (design.md section 3).

use std::sync::Arc;

use touchstone_core::ports::{Begun, IdempotentAnswer, IdempotentCall};

use crate::support::{NOW, Stage};

const DAY_S: i64 = 24 * 60 * 60;

fn call(stage: &Stage) -> IdempotentCall {
    IdempotentCall {
        api_key_id: stage.make.api_key_id(),
        key: "retry-1".to_owned(),
        request_sha256: [1; 32],
    }
}

fn answer() -> IdempotentAnswer {
    IdempotentAnswer {
        status: 201,
        body: Some("{\"id\":1}".to_owned()),
        object_id: Some("app_1".to_owned()),
        etag: Some("\"1\"".to_owned()),
    }
}

async fn begin_at(stage: &Stage, call: &IdempotentCall, s: i64) -> Begun {
    let now = NOW.plus_s(s);
    let begun = stage
        .store
        .begin_idempotent(call, now, now.plus_s(DAY_S))
        .await;
    begun.unwrap()
}

async fn the_second_waits_and_then_hears_what_the_first_heard(stage: Stage) {
    let call = call(&stage);
    assert_eq!(begin_at(&stage, &call, 0).await, Begun::First);
    assert_eq!(begin_at(&stage, &call, 1).await, Begun::UnderWay);
    stage
        .store
        .finish_idempotent(&call, &answer())
        .await
        .unwrap();
    assert_eq!(begin_at(&stage, &call, 2).await, Begun::Done(answer()));
}

async fn an_answer_without_body_reads_back(stage: Stage) {
    let call = call(&stage);
    begin_at(&stage, &call, 0).await;
    let secret = IdempotentAnswer {
        body: None,
        object_id: None,
        etag: None,
        ..answer()
    };
    stage.store.finish_idempotent(&call, &secret).await.unwrap();
    assert_eq!(begin_at(&stage, &call, 1).await, Begun::Done(secret));
}

async fn the_first_answer_stays(stage: Stage) {
    let call = call(&stage);
    begin_at(&stage, &call, 0).await;
    stage
        .store
        .finish_idempotent(&call, &answer())
        .await
        .unwrap();
    let other = IdempotentAnswer {
        status: 500,
        ..answer()
    };
    stage.store.finish_idempotent(&call, &other).await.unwrap();
    stage.store.abandon_idempotent(&call).await.unwrap();
    assert_eq!(begin_at(&stage, &call, 1).await, Begun::Done(answer()));
}

async fn another_request_under_the_same_key_is_a_mistake(stage: Stage) {
    let first = call(&stage);
    begin_at(&stage, &first, 0).await;
    let other = IdempotentCall {
        request_sha256: [2; 32],
        ..first.clone()
    };
    assert_eq!(begin_at(&stage, &other, 1).await, Begun::OtherRequest);
    stage
        .store
        .finish_idempotent(&other, &answer())
        .await
        .unwrap();
    stage.store.abandon_idempotent(&other).await.unwrap();
    assert_eq!(begin_at(&stage, &first, 2).await, Begun::UnderWay);
}

async fn keys_of_two_callers_do_not_meet(stage: Stage) {
    assert_eq!(begin_at(&stage, &call(&stage), 0).await, Begun::First);
    assert_eq!(begin_at(&stage, &call(&stage), 0).await, Begun::First);
}

async fn an_abandoned_call_can_be_sent_again(stage: Stage) {
    let call = call(&stage);
    begin_at(&stage, &call, 0).await;
    stage.store.abandon_idempotent(&call).await.unwrap();
    assert_eq!(begin_at(&stage, &call, 1).await, Begun::First);
}

async fn a_key_is_claimed_anew_once_it_expired(stage: Stage) {
    let first = call(&stage);
    begin_at(&stage, &first, 0).await;
    stage
        .store
        .finish_idempotent(&first, &answer())
        .await
        .unwrap();
    let other = IdempotentCall {
        request_sha256: [2; 32],
        ..first.clone()
    };
    assert_eq!(
        begin_at(&stage, &other, DAY_S - 1).await,
        Begun::OtherRequest
    );
    assert_eq!(begin_at(&stage, &other, DAY_S).await, Begun::First);
    assert_eq!(begin_at(&stage, &other, DAY_S + 1).await, Begun::UnderWay);
}

async fn expired_calls_are_deleted_in_batches(stage: Stage) {
    for s in 0..3 {
        begin_at(&stage, &call(&stage), s).await;
    }
    let expire_at = async |s| {
        stage
            .store
            .expire_idempotent(NOW.plus_s(s), 1)
            .await
            .unwrap()
    };
    assert_eq!(expire_at(DAY_S - 1).await, 0);
    assert_eq!(expire_at(DAY_S + 1).await, 1);
    assert_eq!(expire_at(DAY_S + 1).await, 1);
    assert_eq!(expire_at(DAY_S + 1).await, 0);
}

async fn of_64_that_begin_one_call_one_is_first(stage: Stage) {
    let call = call(&stage);
    let nodes = [Arc::clone(&stage.store), stage.second_node().await];
    let tasks: Vec<_> = (0..64)
        .zip(nodes.iter().cycle())
        .map(|(_, node)| {
            let (node, call) = (Arc::clone(node), call.clone());
            tokio::spawn(async move {
                let expires_at = NOW.plus_s(DAY_S);
                node.begin_idempotent(&call, NOW, expires_at).await.unwrap()
            })
        })
        .collect();
    let mut firsts = 0;
    for task in tasks {
        match task.await.unwrap() {
            Begun::First => firsts += 1,
            other => assert_eq!(other, Begun::UnderWay),
        }
    }
    assert_eq!(firsts, 1);
}

for_each_engine!(
    the_second_waits_and_then_hears_what_the_first_heard,
    an_answer_without_body_reads_back,
    the_first_answer_stays,
    another_request_under_the_same_key_is_a_mistake,
    keys_of_two_callers_do_not_meet,
    an_abandoned_call_can_be_sent_again,
    a_key_is_claimed_anew_once_it_expired,
    expired_calls_are_deleted_in_batches,
    of_64_that_begin_one_call_one_is_first,
);
