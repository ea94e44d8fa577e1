//! Revocation lists: wished for once, leased to one node at a time, kept while a newer one cannot be fetched.

use std::collections::BTreeSet;

use touchstone_core::Timestamp;
use touchstone_core::ports::{Notice, StoredCrl};

use crate::support::{NOW, Stage};

fn url(n: i64) -> String {
    format!("http://crl.example/{n}")
}

/// The list at `url(n)` as it was fetched at this time.
fn fetched(n: i64, at: Timestamp) -> StoredCrl {
    StoredCrl {
        url: url(n),
        der: Some(vec![0x30, n as u8].into()),
        next_update: Some(at.plus_s(3_600)),
        fetched_at: Some(at),
        due_at: at.plus_s(1_800),
    }
}

async fn want(stage: &Stage, numbers: impl IntoIterator<Item = i64>, at: Timestamp, max: u64) {
    let urls: Vec<String> = numbers.into_iter().map(url).collect();
    stage.store.want_crls(&urls, at, max).await.unwrap();
}

async fn lease(stage: &Stage, now: Timestamp, limit: u32) -> Vec<StoredCrl> {
    let leased = stage.store.lease_due_crls(now, now.plus_s(60), limit).await;
    let mut leased = leased.unwrap();
    leased.sort_unstable_by(|one, other| one.url.cmp(&other.url));
    leased
}

async fn a_wished_list_is_due_at_once_and_not_yet_a_list(stage: Stage) {
    want(&stage, [1], NOW, 10).await;
    assert_eq!(stage.store.crls().await.unwrap(), []);
    assert_eq!(lease(&stage, NOW.plus_ms(-1), 10).await, []);
    let wanted = StoredCrl {
        url: url(1),
        der: None,
        next_update: None,
        fetched_at: None,
        due_at: NOW.plus_s(60),
    };
    assert_eq!(lease(&stage, NOW, 10).await, [wanted]);
}

async fn a_leased_list_is_free_again_when_the_lease_ends(stage: Stage) {
    want(&stage, [1], NOW, 10).await;
    assert_eq!(lease(&stage, NOW, 10).await.len(), 1);
    assert_eq!(lease(&stage, NOW, 10).await, []);
    assert_eq!(lease(&stage, NOW.plus_ms(59_999), 10).await, []);
    assert_eq!(lease(&stage, NOW.plus_s(60), 10).await.len(), 1);
}

async fn a_list_that_is_known_stays_as_it_is_when_wished_for_again(stage: Stage) {
    let list = fetched(1, NOW);
    stage.store.put_crl(&list).await.unwrap();
    want(&stage, [1], NOW.plus_s(-99), 10).await;
    assert_eq!(stage.store.crls().await.unwrap(), [list]);
    assert_eq!(lease(&stage, NOW, 10).await, []);
}

async fn no_more_lists_are_wished_for_than_may_be_known(stage: Stage) {
    want(&stage, [1, 2, 2, 3, 4], NOW, 3).await;
    want(&stage, [5, 1], NOW, 3).await;
    let leased = lease(&stage, NOW, 10).await;
    let urls: Vec<String> = leased.into_iter().map(|list| list.url).collect();
    assert_eq!(urls, [url(1), url(2), url(3)]);
}

async fn of_wishes_on_two_nodes_no_more_are_taken_than_may_be_known(stage: Stage) {
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            node.want_crls(&[url(n)], NOW, 3).await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(lease(&stage, NOW, 100).await.len(), 3);
}

async fn a_limit_takes_those_that_are_due_longest(stage: Stage) {
    for (n, seconds) in [(1, 30), (2, 10), (3, 20)] {
        want(&stage, [n], NOW.plus_s(seconds), 10).await;
    }
    let leased = lease(&stage, NOW.plus_s(40), 2).await;
    let urls: Vec<String> = leased.into_iter().map(|list| list.url).collect();
    assert_eq!(urls, [url(2), url(3)]);
    assert_eq!(lease(&stage, NOW.plus_s(40), 0).await, []);
}

async fn of_two_nodes_each_list_is_leased_by_one(stage: Stage) {
    want(&stage, 0..40, NOW, 100).await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (_, node) in (0..16).zip(nodes.iter().cycle()) {
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            node.lease_due_crls(NOW, NOW.plus_s(60), 5).await.unwrap()
        }));
    }
    let mut seen = BTreeSet::new();
    for task in tasks {
        for list in task.await.unwrap() {
            assert!(seen.insert(list.url), "leased twice");
        }
    }
    // What was passed over while another node held it is leased now.
    seen.extend(
        lease(&stage, NOW, 40)
            .await
            .into_iter()
            .map(|list| list.url),
    );
    assert_eq!(seen.len(), 40);
}

async fn a_fetched_list_reads_back_and_replaces_the_older_one(stage: Stage) {
    want(&stage, [1], NOW, 10).await;
    for list in [fetched(1, NOW), fetched(1, NOW.plus_s(9))] {
        stage.store.put_crl(&list).await.unwrap();
        assert_eq!(stage.store.crls().await.unwrap(), [list]);
    }
    let bare = StoredCrl {
        next_update: None,
        ..fetched(1, NOW)
    };
    stage.store.put_crl(&bare).await.unwrap();
    assert_eq!(stage.store.crls().await.unwrap(), [bare]);
}

async fn a_failed_attempt_moves_only_the_due_time(stage: Stage) {
    let list = fetched(1, NOW);
    stage.store.put_crl(&list).await.unwrap();
    let failed = StoredCrl {
        der: None,
        next_update: None,
        fetched_at: None,
        due_at: NOW.plus_s(7),
        ..list.clone()
    };
    stage.store.put_crl(&failed).await.unwrap();
    let wanted = StoredCrl {
        due_at: NOW.plus_s(7),
        ..list
    };
    assert_eq!(stage.store.crls().await.unwrap(), [wanted]);
}

async fn a_new_list_is_news_and_the_same_or_none_is_not(stage: Stage) {
    let other_node = stage.second_node().await;
    let mut news = other_node.notices();
    want(&stage, [1], NOW, 10).await;
    stage.store.put_crl(&fetched(1, NOW)).await.unwrap();
    assert_eq!(news.recv().await, Ok(Notice::Everything));
    stage
        .store
        .put_crl(&fetched(1, NOW.plus_s(5)))
        .await
        .unwrap();
    let failed = StoredCrl {
        der: None,
        ..fetched(1, NOW)
    };
    stage.store.put_crl(&failed).await.unwrap();
    let tenant = stage.tenant("acme").await;
    assert_eq!(news.recv().await, Ok(Notice::Tenant(tenant)));
    let other = StoredCrl {
        der: Some(vec![0x30].into()),
        ..fetched(1, NOW)
    };
    stage.store.put_crl(&other).await.unwrap();
    assert_eq!(news.recv().await, Ok(Notice::Everything));
}

for_each_engine!(
    a_wished_list_is_due_at_once_and_not_yet_a_list,
    a_leased_list_is_free_again_when_the_lease_ends,
    a_list_that_is_known_stays_as_it_is_when_wished_for_again,
    no_more_lists_are_wished_for_than_may_be_known,
    of_wishes_on_two_nodes_no_more_are_taken_than_may_be_known,
    a_limit_takes_those_that_are_due_longest,
    of_two_nodes_each_list_is_leased_by_one,
    a_fetched_list_reads_back_and_replaces_the_older_one,
    a_failed_attempt_moves_only_the_due_time,
    a_new_list_is_news_and_the_same_or_none_is_not,
);
