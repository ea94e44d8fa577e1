//! A tenant's own statements about models: one per model, a limited number.

use touchstone_core::TenantId;
use touchstone_core::ports::{
    LocalStatement, Notice, StatementHead, StatementLimits, StoreError, Written,
};

use crate::support::{NOW, Stage, change};

/// Two statements, 30 bytes.
const LIMITS: StatementLimits = StatementLimits {
    per_tenant: 2,
    bytes_per_tenant: 30,
};

fn statement(tenant_id: TenantId, model: u8) -> LocalStatement {
    LocalStatement {
        tenant_id,
        head: StatementHead {
            aaguid: [model; 16],
            description: Some(format!("Model {model}")),
            sha256: [model; 32],
            updated_at: NOW,
        },
        json: format!("{{\"n\":{model}}}"),
    }
}

async fn put(stage: &Stage, statement: &LocalStatement) -> Written<LocalStatement> {
    let put = change(statement.clone());
    let walk = stage.make.statement_walk(statement.tenant_id);
    let put = stage.store.put_local_statement(put, LIMITS, &walk);
    put.await.unwrap()
}

/// What is stored of the tenant: the same by its heads and by its models.
async fn stored(stage: &Stage, tenant: TenantId) -> Vec<LocalStatement> {
    let heads = stage.store.statement_heads(tenant).await.unwrap();
    let models: Vec<_> = heads.iter().map(|head| head.aaguid).collect();
    let found = stage.store.local_statements(tenant, &models).await.unwrap();
    let of_found: Vec<_> = found.iter().map(|one| one.head.clone()).collect();
    assert_eq!(of_found, heads);
    found
}

async fn statements_read_back_by_model(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    assert_eq!(stored(&stage, tenant).await, []);
    let (first, second) = (statement(tenant, 1), statement(tenant, 255));
    for wanted in [&second, &first] {
        assert_eq!(put(&stage, wanted).await, Written::Done(wanted.clone()));
    }
    assert_eq!(stored(&stage, tenant).await, [first, second]);
}

async fn a_statement_replaces_the_older_one_of_its_model(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    put(&stage, &statement(tenant, 1)).await;
    let newer = LocalStatement {
        head: StatementHead {
            description: None,
            sha256: [9; 32],
            updated_at: NOW.plus_s(5),
            ..statement(tenant, 1).head
        },
        json: "{}".to_owned(),
        ..statement(tenant, 1)
    };
    assert_eq!(put(&stage, &newer).await, Written::Done(newer.clone()));
    assert_eq!(stored(&stage, tenant).await, [newer]);
}

async fn statements_are_limited_per_tenant_but_can_be_replaced(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    for model in [1, 2] {
        put(&stage, &statement(one, model)).await;
    }
    assert_eq!(put(&stage, &statement(one, 3)).await, Written::Full);
    for wanted in [statement(one, 2), statement(other, 3)] {
        assert_eq!(put(&stage, &wanted).await, Written::Done(wanted));
    }
    assert_eq!(stored(&stage, one).await.len(), 2);
}

async fn only_the_models_that_are_named_are_read(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    for model in [1, 2] {
        put(&stage, &statement(one, model)).await;
    }
    let read = async |tenant, models: &[[u8; 16]]| {
        let found = stage.store.local_statements(tenant, models).await;
        found.unwrap()
    };
    assert_eq!(read(one, &[[2; 16]]).await, [statement(one, 2)]);
    let both = [statement(one, 1), statement(one, 2)];
    assert_eq!(read(one, &[[2; 16], [3; 16], [1; 16], [2; 16]]).await, both);
    assert_eq!(read(one, &[]).await, []);
    assert_eq!(read(other, &[[1; 16]]).await, []);
}

async fn the_statements_of_a_tenant_are_limited_in_bytes_together(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let long = |tenant, model, bytes| LocalStatement {
        json: "x".repeat(bytes),
        ..statement(tenant, model)
    };
    assert_eq!(put(&stage, &long(one, 1, 31)).await, Written::TooLarge(31));
    put(&stage, &long(one, 1, 20)).await;
    assert_eq!(put(&stage, &long(one, 2, 11)).await, Written::TooLarge(31));
    assert_eq!(stored(&stage, one).await, [long(one, 1, 20)]);
    // What it replaces does not count, nor does what others have.
    for wanted in [long(one, 2, 10), long(one, 1, 19), long(other, 1, 30)] {
        assert_eq!(put(&stage, &wanted).await, Written::Done(wanted));
    }
    // Bytes, not characters.
    let umlauts = LocalStatement {
        json: "\u{e4}".repeat(11),
        ..statement(one, 1)
    };
    assert_eq!(put(&stage, &umlauts).await, Written::TooLarge(32));
}

async fn of_16_statements_on_two_nodes_no_more_bytes_than_may_are_stored(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let limits = StatementLimits {
        per_tenant: 1_000,
        ..LIMITS
    };
    let mut tasks = Vec::new();
    for (model, node) in (0..16).zip(nodes.iter().cycle()) {
        let ten_bytes = LocalStatement {
            json: "x".repeat(10),
            ..statement(tenant, model)
        };
        let (node, put) = (node.clone(), change(ten_bytes));
        let walk = stage.make.statement_walk(tenant);
        tasks.push(tokio::spawn(async move {
            let put = node.put_local_statement(put, limits, &walk);
            put.await.unwrap()
        }));
    }
    for task in tasks {
        let put = task.await.unwrap();
        let is_told = matches!(put, Written::Done(_) | Written::TooLarge(40));
        assert!(is_told, "{put:?}");
    }
    assert_eq!(stored(&stage, tenant).await.len(), 3);
}

async fn a_statement_of_an_unknown_tenant_is_not_stored(stage: Stage) {
    let stranger = stage.make.tenant("nobody").id;
    let put = change(statement(stranger, 1));
    let walk = stage.make.statement_walk(stranger);
    let put = stage.store.put_local_statement(put, LIMITS, &walk).await;
    assert!(matches!(put, Err(StoreError::Failed(_))), "{put:?}");
}

async fn a_statement_is_removed_once_and_by_its_tenant_only(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    put(&stage, &statement(one, 1)).await;
    let remove = async |tenant, model: u8| {
        let removal = change([model; 16]);
        let walk = stage.make.statement_walk(tenant);
        let removed = stage.store.remove_local_statement(tenant, removal, &walk);
        removed.await.unwrap()
    };
    assert_eq!(remove(other, 1).await, Written::NotFound);
    assert_eq!(remove(one, 2).await, Written::NotFound);
    assert_eq!(stored(&stage, one).await, [statement(one, 1)]);
    assert_eq!(remove(one, 1).await, Written::Done(()));
    assert_eq!(remove(one, 1).await, Written::NotFound);
    assert_eq!(stored(&stage, one).await, []);
}

async fn of_16_statements_on_two_nodes_as_many_as_may_are_stored(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let nodes = [stage.store.clone(), stage.second_node().await];
    let limits = StatementLimits {
        per_tenant: 3,
        bytes_per_tenant: 1_000,
    };
    let mut tasks = Vec::new();
    for (model, node) in (0..16).zip(nodes.iter().cycle()) {
        let (node, put) = (node.clone(), change(statement(tenant, model)));
        let walk = stage.make.statement_walk(tenant);
        tasks.push(tokio::spawn(async move {
            let put = node.put_local_statement(put, limits, &walk);
            put.await.unwrap()
        }));
    }
    for task in tasks {
        let put = task.await.unwrap();
        assert!(matches!(put, Written::Done(_) | Written::Full), "{put:?}");
    }
    assert_eq!(stored(&stage, tenant).await.len(), 3);
}

async fn every_node_hears_of_the_tenant(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let other_node = stage.second_node().await;
    let mut news = other_node.notices();
    put(&stage, &statement(tenant, 1)).await;
    assert_eq!(news.recv().await, Ok(Notice::Tenant(tenant)));
    let removal = change([1; 16]);
    let walk = stage.make.statement_walk(tenant);
    let removed = stage.store.remove_local_statement(tenant, removal, &walk);
    assert_eq!(removed.await.unwrap(), Written::Done(()));
    assert_eq!(news.recv().await, Ok(Notice::Tenant(tenant)));
}

for_each_engine!(
    statements_read_back_by_model,
    a_statement_replaces_the_older_one_of_its_model,
    only_the_models_that_are_named_are_read,
    statements_are_limited_per_tenant_but_can_be_replaced,
    the_statements_of_a_tenant_are_limited_in_bytes_together,
    of_16_statements_on_two_nodes_no_more_bytes_than_may_are_stored,
    a_statement_of_an_unknown_tenant_is_not_stored,
    a_statement_is_removed_once_and_by_its_tenant_only,
    of_16_statements_on_two_nodes_as_many_as_may_are_stored,
    every_node_hears_of_the_tenant,
);
