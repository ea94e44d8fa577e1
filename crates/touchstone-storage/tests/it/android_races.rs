//! Who wins when many register or touch one key of an Android phone at once, and what a batch with many of them does.

use touchstone_core::Timestamp;
use touchstone_core::ports::{MobileConflict, Written};

use crate::support::{
    Call, KEY, NOW, Stage, android, change, count, race, send, with_advance, with_register,
    with_register_android, with_session, with_touch,
};

const TASKS: u32 = 64;

async fn of_64_that_register_one_key_one_wins(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.android_app(tenant).await;
    let settlements = (0..TASKS)
        .map(|_| with_register_android(stage.make.settlement(tenant), app, KEY))
        .collect();
    let settled = race(&stage, settlements).await;
    let counts = count(&settled);
    assert_eq!(counts.get(&None), Some(&1));
    assert_eq!(counts.get(&Some(MobileConflict::KeyTaken)), Some(&63));
    let winner = settled.iter().find(|one| one.conflict.is_none()).unwrap();
    let key = stage.android_key(tenant, KEY).await.unwrap();
    assert_eq!(key.verdict_id, winner.verdict_id);
}

async fn of_64_that_touch_one_key_none_loses(stage: Stage) {
    let (tenant, _) = stage.registered_android().await;
    let settlements = (0..TASKS)
        .map(|_| with_touch(stage.make.settlement(tenant), KEY))
        .collect();
    let counts = count(&race(&stage, settlements).await);
    assert_eq!(counts.get(&None), Some(&64));
    assert_eq!(counts.len(), 1);
}

async fn a_key_that_is_revoked_meanwhile_is_not_touched_afterwards(stage: Stage) {
    let (tenant, _) = stage.registered_android().await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (second, node) in (1..=i64::from(TASKS)).zip(nodes.iter().cycle()) {
        let at = NOW.plus_s(second);
        let settlement = with_touch(stage.make.settlement_at(tenant, at), KEY);
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            node.settle_mobile(settlement).await.unwrap()
        }));
    }
    let revoke = change("stolen".to_owned());
    let revoked = stage
        .store
        .revoke_device_key(tenant, android(KEY), NOW, revoke);
    let Written::Done(revoked) = revoked.await.unwrap() else {
        panic!("not revoked")
    };
    let mut settled = Vec::new();
    for task in tasks {
        settled.push(task.await.unwrap());
    }
    let counts = count(&settled);
    let touched = counts.get(&None).unwrap_or(&0);
    let refused = counts.get(&Some(MobileConflict::KeyRevoked)).unwrap_or(&0);
    assert_eq!(touched + refused, 64, "{counts:?}");
    let after = stage.store.device_key(tenant, android(KEY)).await.unwrap();
    assert_eq!(after, Some(revoked));
}

async fn an_app_that_is_removed_meanwhile_leaves_no_key(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.android_app(tenant).await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut tasks = Vec::new();
    for (n, node) in (0..32_u8).zip(nodes.iter().cycle()) {
        let settlement = with_register_android(stage.make.settlement(tenant), app, [n; 32]);
        let node = node.clone();
        tasks.push(tokio::spawn(async move {
            node.settle_mobile(settlement).await.is_ok()
        }));
    }
    let removed = stage
        .store
        .remove_android_app(tenant, true, change(app))
        .await;
    let Written::Done(removed) = removed.unwrap() else {
        panic!("not removed")
    };
    let mut registered = 0;
    for task in tasks {
        registered += u64::from(task.await.unwrap());
    }
    assert_eq!(removed.device_keys, registered);
    let raw = stage.raw().await;
    let keys = raw.numbers("SELECT COUNT(*) FROM android_keys").await;
    assert_eq!(keys, [0]);
}

async fn one_batch_registers_touches_and_advances(stage: Stage) {
    let (tenant, apple_app) = stage.registered().await;
    let app = stage.android_app(tenant).await;
    let later = NOW.plus_s(5);
    for n in 0..16 {
        let register = with_register_android(stage.make.settlement(tenant), app, [n; 32]);
        stage.store.settle_mobile(register).await.unwrap();
    }
    let revoke = change("stolen".to_owned());
    let revoked = stage
        .store
        .revoke_device_key(tenant, android([15; 32]), NOW, revoke);
    revoked.await.unwrap();

    let raw = stage.raw().await;
    raw.hold_up().await;
    let mut calls: Vec<(Option<MobileConflict>, Call<'_, _>)> = Vec::new();
    for n in 0..32_u8 {
        let make = || stage.make.settlement_at(tenant, later);
        let unknown_above = (n >= 16).then_some(MobileConflict::KeyUnknown);
        let taken_below = (n < 16).then_some(MobileConflict::KeyTaken);
        let touch = match n {
            15 => Some(MobileConflict::KeyRevoked),
            _ => unknown_above,
        };
        // The keys of iPhones have the same identifiers, and are others.
        let advance = (n != KEY[0]).then_some(MobileConflict::KeyUnknown);
        for (wanted, settlement) in [
            (touch, with_touch(make(), [n; 32])),
            (advance, with_advance(make(), [n; 32], 5)),
            (None, with_register(make(), apple_app, [100 + n; 32])),
            (taken_below, with_register_android(make(), app, [n; 32])),
        ] {
            let mut call = stage.store.settle_mobile(settlement);
            assert!(send(&mut call).await.is_none(), "writes are held up");
            calls.push((wanted, call));
        }
    }
    raw.release().await;
    for (n, (wanted, call)) in calls.into_iter().enumerate() {
        assert_eq!(call.await.unwrap().conflict, wanted, "{n}");
    }
    let last_used = |at: Timestamp| {
        let at = at.unix_ms();
        format!("SELECT COUNT(*) FROM android_keys WHERE last_used_at = {at}")
    };
    assert_eq!(raw.numbers(&last_used(later)).await, [15 + 16]);
    assert_eq!(raw.numbers(&last_used(NOW)).await, [1], "the revoked one");
}

async fn a_key_is_touched_right_after_it_was_registered(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let app = stage.android_app(tenant).await;
    let raw = stage.raw().await;
    raw.hold_up().await;
    let early = with_touch(stage.make.settlement(tenant), KEY);
    let register = with_register_android(stage.make.settlement(tenant), app, KEY);
    let late = with_touch(stage.make.settlement(tenant), KEY);
    let mut calls: Vec<Call<'_, _>> = Vec::new();
    for settlement in [early, register, late] {
        let mut call = stage.store.settle_mobile(settlement);
        assert!(send(&mut call).await.is_none(), "writes are held up");
        calls.push(call);
    }
    raw.release().await;
    let mut conflicts = Vec::new();
    for call in calls {
        conflicts.push(call.await.unwrap().conflict);
    }
    let wanted = [Some(MobileConflict::KeyUnknown), None, None];
    assert_eq!(conflicts, wanted, "one after the other");
}

async fn a_bad_settlement_harms_no_neighbour_in_its_batch(stage: Stage) {
    let (tenant, app) = stage.registered_android().await;
    let raw = stage.raw().await;
    raw.hold_up().await;
    let mut calls: Vec<Call<'_, _>> = Vec::new();
    for n in 10..58_u8 {
        let mut settlement = match n % 4 {
            0 => with_touch(stage.make.settlement(tenant), [n; 32]),
            1 => with_register_android(stage.make.settlement(tenant), app, KEY),
            2 => {
                let unknown = stage.make.app_id();
                with_register_android(stage.make.settlement(tenant), unknown, [n; 32])
            }
            _ => with_register_android(stage.make.settlement(tenant), app, [n; 32]),
        };
        settlement.conflicts.clear();
        let mut call = stage.store.settle_mobile(with_session(settlement, [n; 16]));
        assert!(send(&mut call).await.is_none(), "writes are held up");
        calls.push(call);
    }
    raw.release().await;
    for (n, call) in (10..).zip(calls) {
        let result = call.await;
        assert_eq!(result.is_ok(), n % 4 == 3, "{n}: {result:?}");
    }
    let keys = raw.numbers("SELECT COUNT(*) FROM android_keys").await;
    assert_eq!(keys, [12 + 1]);
    let uses = raw.numbers("SELECT COUNT(*) FROM session_uses").await;
    assert_eq!(uses, [12], "what was refused claims nothing");
}

for_each_engine!(
    of_64_that_register_one_key_one_wins,
    of_64_that_touch_one_key_none_loses,
    a_key_that_is_revoked_meanwhile_is_not_touched_afterwards,
    an_app_that_is_removed_meanwhile_leaves_no_key,
    one_batch_registers_touches_and_advances,
    a_key_is_touched_right_after_it_was_registered,
    a_bad_settlement_harms_no_neighbour_in_its_batch,
);
