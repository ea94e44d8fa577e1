//! How stored receipts of iPhones are leased for an exchange, each by one node at a time, and what an exchange leaves.

use std::collections::BTreeSet;

use touchstone_core::ports::{
    AppleApp, AppleKey, ExchangedReceipt, KeyChange, NewAppleKey, NewReceipt,
};
use touchstone_core::{AppId, TenantId, Timestamp};

use crate::support::{KEY, NOW, Stage, apple, change, new_apple_key};

/// When the receipts of these tests are due.
const DUE: Timestamp = NOW.plus_s(86_400);
const LEASED_UNTIL: Timestamp = DUE.plus_s(600);

/// An app of the tenant; its receipts are exchanged when both are set.
async fn app(stage: &Stage, tenant: TenantId, name: &str, enabled: bool, refreshes: bool) -> AppId {
    let app = AppleApp {
        apple_app_id: format!("TESTTEAM01.{name}"),
        enabled,
        refreshes_receipts: refreshes,
        ..stage.make.app(tenant)
    };
    let id = app.id;
    stage.store.create_apple_app(change(app), 10).await.unwrap();
    id
}

async fn register(stage: &Stage, tenant: TenantId, key: NewAppleKey) {
    let mut settlement = stage.make.settlement(tenant);
    settlement.key_change = Some(KeyChange::RegisterApple(Box::new(key)));
    let settled = stage.store.settle_mobile(settlement).await.unwrap();
    assert_eq!(settled.conflict, None);
}

/// A tenant whose one app exchanges receipts, with the device key `KEY`.
async fn refreshing(stage: &Stage) -> (TenantId, AppId) {
    let tenant = stage.tenant("acme").await;
    let app = app(stage, tenant, "one", true, true).await;
    register(stage, tenant, new_apple_key(app, KEY)).await;
    (tenant, app)
}

async fn lease(stage: &Stage, now: Timestamp, limit: u32) -> Vec<AppleKey> {
    let leased = stage
        .store
        .lease_due_receipts(now, now.plus_s(600), limit)
        .await;
    leased.unwrap()
}

async fn a_receipt_is_leased_once_it_is_due(stage: Stage) {
    let (tenant, _) = refreshing(&stage).await;
    assert_eq!(lease(&stage, DUE.plus_ms(-1), 10).await, []);
    let before = stage.apple_key(tenant, KEY).await.unwrap();
    assert_eq!(before.receipt_due_at, Some(DUE));
    let leased = lease(&stage, DUE, 10).await;
    let wanted = AppleKey {
        receipt_due_at: Some(LEASED_UNTIL),
        ..before
    };
    assert_eq!(leased, std::slice::from_ref(&wanted));
    assert_eq!(stage.apple_key(tenant, KEY).await, Some(wanted));
}

async fn a_leased_receipt_is_free_again_when_the_lease_ends(stage: Stage) {
    refreshing(&stage).await;
    assert_eq!(lease(&stage, DUE, 10).await.len(), 1);
    assert_eq!(lease(&stage, DUE, 10).await, []);
    assert_eq!(lease(&stage, LEASED_UNTIL.plus_ms(-1), 10).await, []);
    assert_eq!(lease(&stage, LEASED_UNTIL, 10).await.len(), 1);
}

async fn a_limit_takes_those_that_are_due_longest(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let one = app(&stage, tenant, "one", true, true).await;
    let two = app(&stage, tenant, "two", true, true).await;
    for n in [5, 2, 8, 1, 7] {
        let mut key = new_apple_key(if n % 2 == 0 { one } else { two }, [n; 32]);
        key.receipt_due_at = Some(NOW.plus_s(i64::from(n)));
        register(&stage, tenant, key).await;
    }
    let mut rounds = Vec::new();
    for _ in 0..3 {
        let leased = lease(&stage, DUE, 2).await;
        rounds.push(BTreeSet::from_iter(leased.iter().map(|key| key.key_id[0])));
    }
    let wanted = [[1, 2], [5, 7], [8, 8]].map(BTreeSet::from);
    assert_eq!(rounds, wanted);
    assert_eq!(lease(&stage, DUE, 2).await, []);
}

async fn what_cannot_be_exchanged_is_not_leased(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let off = app(&stage, tenant, "off", true, false).await;
    let disabled = app(&stage, tenant, "disabled", false, true).await;
    let on = app(&stage, tenant, "on", true, true).await;
    register(&stage, tenant, new_apple_key(off, [1; 32])).await;
    register(&stage, tenant, new_apple_key(disabled, [2; 32])).await;
    let no_time = NewAppleKey {
        receipt_due_at: None,
        ..new_apple_key(on, [3; 32])
    };
    register(&stage, tenant, no_time).await;
    let no_receipt = NewAppleKey {
        receipt: None,
        receipt_type: None,
        ..new_apple_key(on, [4; 32])
    };
    register(&stage, tenant, no_receipt).await;
    register(&stage, tenant, new_apple_key(on, [5; 32])).await;
    let revoke = change("stolen".to_owned());
    let revoked = stage
        .store
        .revoke_device_key(tenant, apple([5; 32]), NOW, revoke);
    revoked.await.unwrap();
    assert_eq!(lease(&stage, LEASED_UNTIL, 10).await, []);
}

async fn an_app_that_begins_to_refresh_has_its_old_keys_leased(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let id = app(&stage, tenant, "one", true, false).await;
    register(&stage, tenant, new_apple_key(id, KEY)).await;
    assert_eq!(lease(&stage, DUE, 10).await, []);
    let wanted = AppleApp {
        id,
        refreshes_receipts: true,
        ..stage.make.app(tenant)
    };
    stage.store.update_apple_app(change(wanted)).await.unwrap();
    assert_eq!(lease(&stage, DUE, 10).await.len(), 1);
}

async fn two_nodes_lease_each_receipt_once(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    for tenant in [one, other] {
        let app = app(&stage, tenant, "app", true, true).await;
        for n in 0..30 {
            register(&stage, tenant, new_apple_key(app, [n; 32])).await;
        }
    }
    let nodes = [stage.store.clone(), stage.second_node().await];
    let mut leased = Vec::new();
    // A node passes over what the other is just leasing, so both ask until nothing is left.
    loop {
        let tasks: Vec<_> = (0..8)
            .zip(nodes.iter().cycle())
            .map(|(_, node)| {
                let node = node.clone();
                tokio::spawn(async move { node.lease_due_receipts(DUE, LEASED_UNTIL, 7).await })
            })
            .collect();
        let before = leased.len();
        for task in tasks {
            let keys = task.await.unwrap().unwrap();
            assert!(keys.len() <= 7);
            leased.extend(keys.into_iter().map(|key| (key.tenant_id, key.key_id)));
        }
        if leased.len() == before {
            break;
        }
    }
    assert_eq!(leased.len(), 60, "each was leased");
    assert_eq!(BTreeSet::from_iter(leased).len(), 60, "none twice");
}

fn exchanged(tenant_id: TenantId, receipt: Option<NewReceipt>) -> ExchangedReceipt {
    ExchangedReceipt {
        tenant_id,
        key_id: KEY,
        receipt,
        due_at: Some(DUE.plus_s(86_400)),
    }
}

fn receipt(risk_metric: Option<u32>, created_at: Timestamp) -> NewReceipt {
    NewReceipt {
        bytes: vec![7; 3_000],
        kind: "RECEIPT".to_owned(),
        risk_metric,
        created_at,
    }
}

async fn an_exchange_stores_receipt_metric_and_next_time(stage: Stage) {
    let (tenant, _) = refreshing(&stage).await;
    let before = stage.apple_key(tenant, KEY).await.unwrap();
    let store = &stage.store;
    let told = exchanged(tenant, Some(receipt(Some(4), DUE)));
    assert!(store.store_exchanged_receipt(told).await.unwrap());
    let first = AppleKey {
        receipt: Some(vec![7; 3_000]),
        receipt_type: Some("RECEIPT".to_owned()),
        risk_metric: Some(4),
        risk_metric_at: Some(DUE),
        receipt_due_at: Some(DUE.plus_s(86_400)),
        ..before
    };
    assert_eq!(stage.apple_key(tenant, KEY).await, Some(first.clone()));

    // Without a metric the last one told stays, with its time.
    let silent = NewReceipt {
        bytes: vec![8; 10],
        ..receipt(None, LEASED_UNTIL)
    };
    let silent = exchanged(tenant, Some(silent));
    assert!(store.store_exchanged_receipt(silent).await.unwrap());
    let second = AppleKey {
        receipt: Some(vec![8; 10]),
        ..first
    };
    assert_eq!(stage.apple_key(tenant, KEY).await, Some(second));
}

async fn an_exchange_without_a_receipt_moves_the_time_only(stage: Stage) {
    let (tenant, _) = refreshing(&stage).await;
    let before = stage.apple_key(tenant, KEY).await.unwrap();
    for due_at in [Some(LEASED_UNTIL), None] {
        let nothing = ExchangedReceipt {
            due_at,
            ..exchanged(tenant, None)
        };
        let stored = stage.store.store_exchanged_receipt(nothing).await;
        assert!(stored.unwrap());
        let wanted = AppleKey {
            receipt_due_at: due_at,
            ..before.clone()
        };
        assert_eq!(stage.apple_key(tenant, KEY).await, Some(wanted));
    }
    let never = LEASED_UNTIL.plus_s(1_000_000_000);
    assert_eq!(lease(&stage, never, 10).await, []);
}

async fn an_exchange_for_a_key_that_is_gone_stores_nothing(stage: Stage) {
    let (tenant, _) = refreshing(&stage).await;
    let other = stage.tenant("other").await;
    let store = &stage.store;
    let foreign = exchanged(other, Some(receipt(Some(4), DUE)));
    assert!(!store.store_exchanged_receipt(foreign).await.unwrap());
    let key = stage.apple_key(tenant, KEY).await.unwrap();
    assert_eq!(key.risk_metric, None);
    let forget = store.forget_device_key(tenant, change(apple(KEY))).await;
    forget.unwrap();
    let gone = exchanged(tenant, Some(receipt(Some(4), DUE)));
    assert!(!store.store_exchanged_receipt(gone).await.unwrap());
    assert_eq!(stage.apple_key(tenant, KEY).await, None);
}

for_each_engine!(
    a_receipt_is_leased_once_it_is_due,
    a_leased_receipt_is_free_again_when_the_lease_ends,
    a_limit_takes_those_that_are_due_longest,
    what_cannot_be_exchanged_is_not_leased,
    an_app_that_begins_to_refresh_has_its_old_keys_leased,
    two_nodes_lease_each_receipt_once,
    an_exchange_stores_receipt_metric_and_next_time,
    an_exchange_without_a_receipt_moves_the_time_only,
    an_exchange_for_a_key_that_is_gone_stores_nothing,
);
