//! Revocation lists: wished for once, leased to one node at a time, kept while a newer one cannot be fetched.

use std::collections::BTreeSet;

use touchstone_core::Timestamp;
use touchstone_core::ports::{CrlPlace, CrlRoom, KnownCrl, Notice, StoredCrl};

use crate::support::{NOW, Stage};

const DAY_S: i64 = 86_400;

fn url(n: i64) -> String {
    format!("http://crl.example/{n}")
}

/// Where list `n` is; its issuer has this number.
fn place(n: i64, issuer: u8) -> CrlPlace {
    CrlPlace {
        url: url(n),
        issuer_key: [issuer; 32],
        issuer: vec![0x30, issuer],
    }
}

/// Room for so many lists.
const fn room(lists: u64) -> CrlRoom {
    CrlRoom {
        lists,
        bytes: 1_000,
        issuers_per_list: 2,
        unused_since: NOW.plus_s(-DAY_S),
    }
}

/// The list at `url(n)` as it was fetched at this time.
fn fetched(n: i64, at: Timestamp) -> StoredCrl {
    StoredCrl {
        url: url(n),
        der: vec![0x30, n as u8].into(),
        next_update: Some(at.plus_s(3_600)),
        fetched_at: at,
        due_at: at.plus_s(1_800),
    }
}

async fn want(stage: &Stage, numbers: impl IntoIterator<Item = i64>, at: Timestamp, max: u64) {
    let places: Vec<CrlPlace> = numbers.into_iter().map(|n| place(n, 1)).collect();
    let wanted = stage.store.want_crls(&places, at, &room(max)).await;
    wanted.unwrap();
}

async fn put(stage: &Stage, list: &StoredCrl) -> bool {
    stage.store.put_crl(list, &room(10)).await.unwrap()
}

async fn fail(stage: &Stage, n: i64, at: Timestamp, due_at: Timestamp) {
    let noted = stage.store.note_crl_failed(&url(n), at, due_at).await;
    noted.unwrap();
}

async fn stored(stage: &Stage, n: i64) -> Option<StoredCrl> {
    stage.store.crl(&url(n)).await.unwrap()
}

async fn known(stage: &Stage, n: i64) -> Option<KnownCrl> {
    stage.store.known_crl(&url(n)).await.unwrap()
}

async fn lease(stage: &Stage, now: Timestamp, limit: u32) -> Vec<String> {
    let leased = stage.store.lease_due_crls(now, now.plus_s(60), limit).await;
    let mut leased = leased.unwrap();
    leased.sort_unstable();
    leased
}

async fn a_wished_list_is_due_at_once_and_not_yet_a_list(stage: Stage) {
    want(&stage, [1], NOW, 10).await;
    assert_eq!(stage.store.known_crls().await.unwrap(), []);
    assert_eq!(stored(&stage, 1).await, None);
    assert_eq!(lease(&stage, NOW.plus_ms(-1), 10).await, [""; 0]);
    assert_eq!(lease(&stage, NOW, 10).await, [url(1)]);
}

async fn a_leased_list_is_free_again_when_the_lease_ends(stage: Stage) {
    want(&stage, [1], NOW, 10).await;
    assert_eq!(lease(&stage, NOW, 10).await.len(), 1);
    assert_eq!(lease(&stage, NOW, 10).await, [""; 0]);
    assert_eq!(lease(&stage, NOW.plus_ms(59_999), 10).await, [""; 0]);
    assert_eq!(lease(&stage, NOW.plus_s(60), 10).await.len(), 1);
}

async fn a_list_that_is_known_stays_as_it_is_when_wished_for_again(stage: Stage) {
    want(&stage, [1], NOW, 10).await;
    let list = fetched(1, NOW);
    assert!(put(&stage, &list).await);
    want(&stage, [1], NOW.plus_s(-99), 10).await;
    assert_eq!(stored(&stage, 1).await, Some(list));
    assert_eq!(lease(&stage, NOW, 10).await, [""; 0]);
}

async fn who_must_sign_a_list_is_kept_with_it_once_per_key_and_no_more_than_may_be(stage: Stage) {
    let places = [
        place(1, 1),
        place(1, 2),
        place(1, 1),
        place(1, 3),
        place(2, 3),
    ];
    let wanted = stage.store.want_crls(&places, NOW, &room(10)).await;
    wanted.unwrap();
    let issuers = |list: Option<KnownCrl>| list.unwrap().issuers;
    assert_eq!(
        issuers(known(&stage, 1).await),
        [vec![0x30, 1], vec![0x30, 2]]
    );
    assert_eq!(issuers(known(&stage, 2).await), [vec![0x30, 3]]);
    assert_eq!(known(&stage, 3).await, None);
    for n in [1, 2] {
        assert!(put(&stage, &fetched(n, NOW)).await);
    }
    let all = stage.store.known_crls().await.unwrap();
    let one_by_one = [
        known(&stage, 1).await.unwrap(),
        known(&stage, 2).await.unwrap(),
    ];
    assert_eq!(all, one_by_one);
    assert_eq!(all[0].fetched_at, Some(NOW));
}

async fn no_more_lists_are_wished_for_than_may_be_known(stage: Stage) {
    want(&stage, [1, 2, 2, 3, 4], NOW, 3).await;
    want(&stage, [5, 1], NOW, 3).await;
    assert_eq!(lease(&stage, NOW, 10).await, [url(1), url(2), url(3)]);
}

async fn of_wishes_on_two_nodes_no_more_are_taken_than_may_be_known(stage: Stage) {
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..16).zip(nodes.iter().cycle()) {
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            let wanted = node.want_crls(&[place(n, 1)], NOW, &room(3)).await;
            wanted.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(lease(&stage, NOW, 100).await.len(), 3);
}

async fn an_address_that_never_answered_gives_way_first(stage: Stage) {
    want(&stage, [1], NOW.plus_s(-9 * DAY_S), 3).await;
    want(&stage, [2, 3], NOW, 3).await;
    assert!(put(&stage, &fetched(1, NOW)).await);
    fail(&stage, 2, NOW, NOW).await;
    want(&stage, [4], NOW, 3).await;
    assert_eq!(known(&stage, 2).await, None);
    assert!(known(&stage, 1).await.is_some());
    assert!(known(&stage, 4).await.is_some());
}

async fn the_list_that_nothing_has_named_for_longest_gives_way(stage: Stage) {
    for (n, days) in [(1, 3), (2, 5), (3, 4)] {
        want(&stage, [n], NOW.plus_s(-days * DAY_S), 3).await;
        assert!(put(&stage, &fetched(n, NOW)).await);
    }
    // Named again, it is in use.
    want(&stage, [2], NOW, 3).await;
    want(&stage, [4], NOW, 3).await;
    assert_eq!(known(&stage, 3).await, None);
    want(&stage, [5, 6], NOW, 3).await;
    let left = [1, 2, 4, 5, 6].map(|n| known(&stage, n));
    let mut are_known = Vec::new();
    for known in left {
        are_known.push(known.await.is_some());
    }
    assert_eq!(are_known, [false, true, true, true, false]);
}

async fn lists_have_room_together_and_what_is_not_used_gives_way(stage: Stage) {
    let large = |n: i64, bytes: usize| StoredCrl {
        der: vec![n as u8; bytes].into(),
        ..fetched(n, NOW)
    };
    want(&stage, [1], NOW.plus_s(-2 * DAY_S), 10).await;
    want(&stage, [2, 3], NOW, 10).await;
    assert!(put(&stage, &large(1, 600)).await);
    assert!(put(&stage, &large(2, 400)).await);
    // As large as it was, it fits in its own place.
    assert!(put(&stage, &large(2, 400)).await);
    assert!(!put(&stage, &large(3, 1_001)).await);
    assert!(put(&stage, &large(3, 600)).await, "the first is not used");
    assert_eq!(known(&stage, 1).await, None);
    assert!(!put(&stage, &large(2, 401)).await, "the third is");
    assert_eq!(stored(&stage, 2).await, Some(large(2, 400)));
}

async fn nothing_gives_way_to_a_list_that_does_not_fit_all_the_same(stage: Stage) {
    let large = |n: i64, bytes: usize| StoredCrl {
        der: vec![n as u8; bytes].into(),
        ..fetched(n, NOW)
    };
    want(&stage, [1], NOW.plus_s(-2 * DAY_S), 10).await;
    want(&stage, [2, 3], NOW, 10).await;
    assert!(put(&stage, &large(1, 300)).await);
    assert!(put(&stage, &large(2, 600)).await);
    assert!(!put(&stage, &large(3, 401)).await);
    assert_eq!(stored(&stage, 1).await, Some(large(1, 300)));
    assert!(put(&stage, &large(3, 400)).await);
    assert_eq!(known(&stage, 1).await, None);
}

async fn a_new_issuer_makes_a_list_that_never_came_due_at_once_and_no_other(stage: Stage) {
    want(&stage, [1, 2], NOW, 10).await;
    assert!(put(&stage, &fetched(2, NOW)).await);
    fail(&stage, 1, NOW, NOW.plus_s(3_600)).await;
    let named = async |issuer, at| {
        let places = [place(1, issuer), place(2, issuer)];
        let wanted = stage.store.want_crls(&places, at, &room(10)).await;
        wanted.unwrap();
    };
    named(1, NOW.plus_s(5)).await;
    assert_eq!(lease(&stage, NOW.plus_s(5), 10).await, [""; 0]);
    named(2, NOW.plus_s(6)).await;
    assert_eq!(lease(&stage, NOW.plus_s(6), 10).await, [url(1)]);
    // Two are as many as may be.
    named(3, NOW.plus_s(7)).await;
    assert_eq!(lease(&stage, NOW.plus_s(7), 10).await, [""; 0]);
}

async fn a_limit_takes_those_that_are_due_longest(stage: Stage) {
    for (n, seconds) in [(1, 30), (2, 10), (3, 20)] {
        want(&stage, [n], NOW.plus_s(seconds), 10).await;
    }
    assert_eq!(lease(&stage, NOW.plus_s(40), 2).await, [url(2), url(3)]);
    assert_eq!(lease(&stage, NOW.plus_s(40), 0).await, [""; 0]);
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
        for url in task.await.unwrap() {
            assert!(seen.insert(url), "leased twice");
        }
    }
    // What was passed over while another node held it is leased now.
    seen.extend(lease(&stage, NOW, 40).await);
    assert_eq!(seen.len(), 40);
}

async fn a_fetched_list_reads_back_and_replaces_the_older_one(stage: Stage) {
    want(&stage, [1], NOW, 10).await;
    let bare = StoredCrl {
        next_update: None,
        ..fetched(1, NOW)
    };
    for list in [fetched(1, NOW), fetched(1, NOW.plus_s(9)), bare] {
        assert!(put(&stage, &list).await);
        assert_eq!(stored(&stage, 1).await, Some(list));
    }
}

async fn a_list_that_nobody_wishes_for_is_not_stored(stage: Stage) {
    assert!(!put(&stage, &fetched(1, NOW)).await);
    assert_eq!(stored(&stage, 1).await, None);
}

async fn a_failed_attempt_moves_the_due_time_and_tells_since_when(stage: Stage) {
    want(&stage, [1], NOW, 10).await;
    let list = fetched(1, NOW);
    assert!(put(&stage, &list).await);
    fail(&stage, 1, NOW.plus_s(5), NOW.plus_s(7)).await;
    fail(&stage, 1, NOW.plus_s(6), NOW.plus_s(8)).await;
    let due_at = NOW.plus_s(8);
    let left = StoredCrl { due_at, ..list };
    assert_eq!(stored(&stage, 1).await, Some(left));
    let since = known(&stage, 1).await.unwrap().failing_since;
    assert_eq!(since, Some(NOW.plus_s(5)));
    assert!(put(&stage, &fetched(1, NOW.plus_s(9))).await);
    assert_eq!(known(&stage, 1).await.unwrap().failing_since, None);
}

async fn an_address_that_never_answered_is_dropped_with_its_issuers_and_no_list_is(stage: Stage) {
    want(&stage, [1, 2, 3], NOW, 10).await;
    assert!(put(&stage, &fetched(1, NOW)).await);
    for (n, seconds) in [(1, 0), (2, 0), (3, 1)] {
        fail(&stage, n, NOW.plus_s(seconds), NOW).await;
    }
    let dropped = stage.store.drop_failing_crls(NOW).await.unwrap();
    assert_eq!(dropped, 1);
    assert_eq!(known(&stage, 2).await, None);
    assert!(known(&stage, 1).await.is_some());
    assert!(known(&stage, 3).await.is_some());
    let again = [place(2, 9)];
    let wanted = stage.store.want_crls(&again, NOW, &room(10)).await;
    wanted.unwrap();
    assert_eq!(known(&stage, 2).await.unwrap().issuers, [vec![0x30, 9]]);
}

async fn a_new_list_is_news_and_the_same_or_none_is_not(stage: Stage) {
    let other_node = stage.second_node().await;
    let mut news = other_node.notices();
    want(&stage, [1], NOW, 10).await;
    assert!(put(&stage, &fetched(1, NOW)).await);
    assert_eq!(news.recv().await, Ok(Notice::Everything));
    assert!(put(&stage, &fetched(1, NOW.plus_s(5))).await);
    fail(&stage, 1, NOW, NOW).await;
    let tenant = stage.tenant("acme").await;
    assert_eq!(news.recv().await, Ok(Notice::Tenant(tenant)));
    let other = StoredCrl {
        der: vec![0x30].into(),
        ..fetched(1, NOW)
    };
    assert!(put(&stage, &other).await);
    assert_eq!(news.recv().await, Ok(Notice::Everything));
}

for_each_engine!(
    a_wished_list_is_due_at_once_and_not_yet_a_list,
    a_leased_list_is_free_again_when_the_lease_ends,
    a_list_that_is_known_stays_as_it_is_when_wished_for_again,
    who_must_sign_a_list_is_kept_with_it_once_per_key_and_no_more_than_may_be,
    no_more_lists_are_wished_for_than_may_be_known,
    of_wishes_on_two_nodes_no_more_are_taken_than_may_be_known,
    an_address_that_never_answered_gives_way_first,
    the_list_that_nothing_has_named_for_longest_gives_way,
    lists_have_room_together_and_what_is_not_used_gives_way,
    nothing_gives_way_to_a_list_that_does_not_fit_all_the_same,
    a_new_issuer_makes_a_list_that_never_came_due_at_once_and_no_other,
    a_limit_takes_those_that_are_due_longest,
    of_two_nodes_each_list_is_leased_by_one,
    a_fetched_list_reads_back_and_replaces_the_older_one,
    a_list_that_nobody_wishes_for_is_not_stored,
    a_failed_attempt_moves_the_due_time_and_tells_since_when,
    an_address_that_never_answered_is_dropped_with_its_issuers_and_no_list_is,
    a_new_list_is_news_and_the_same_or_none_is_not,
);
