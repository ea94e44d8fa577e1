//! A tenant's own statements about models: one per model, a limited number.

use touchstone_core::TenantId;
use touchstone_core::ports::{LocalStatement, Notice, StoreError, Written};

use crate::support::{NOW, Stage, change};

fn statement(tenant_id: TenantId, model: u8) -> LocalStatement {
    LocalStatement {
        tenant_id,
        aaguid: [model; 16],
        json: format!("{{\"n\":{model}}}"),
        updated_at: NOW,
    }
}

async fn put(stage: &Stage, statement: &LocalStatement) -> Written<LocalStatement> {
    let put = change(statement.clone());
    stage.store.put_local_statement(put, 2).await.unwrap()
}

async fn stored(stage: &Stage, tenant: TenantId) -> Vec<LocalStatement> {
    stage.store.local_statements(tenant).await.unwrap()
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
        json: "{}".to_owned(),
        updated_at: NOW.plus_s(5),
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

async fn a_statement_of_an_unknown_tenant_is_not_stored(stage: Stage) {
    let stranger = stage.make.tenant("nobody").id;
    let put = change(statement(stranger, 1));
    let put = stage.store.put_local_statement(put, 2).await;
    assert!(matches!(put, Err(StoreError::Failed(_))), "{put:?}");
}

async fn a_statement_is_removed_once_and_by_its_tenant_only(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    put(&stage, &statement(one, 1)).await;
    let remove = async |tenant, model: u8| {
        let removal = change([model; 16]);
        let removed = stage.store.remove_local_statement(tenant, removal).await;
        removed.unwrap()
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
    let mut tasks = Vec::new();
    for (model, node) in (0..16).zip(nodes.iter().cycle()) {
        let (node, put) = (node.clone(), change(statement(tenant, model)));
        tasks.push(tokio::spawn(async move {
            node.put_local_statement(put, 3).await.unwrap()
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
    let removed = stage.store.remove_local_statement(tenant, removal).await;
    assert_eq!(removed.unwrap(), Written::Done(()));
    assert_eq!(news.recv().await, Ok(Notice::Tenant(tenant)));
}

for_each_engine!(
    statements_read_back_by_model,
    a_statement_replaces_the_older_one_of_its_model,
    statements_are_limited_per_tenant_but_can_be_replaced,
    a_statement_of_an_unknown_tenant_is_not_stored,
    a_statement_is_removed_once_and_by_its_tenant_only,
    of_16_statements_on_two_nodes_as_many_as_may_are_stored,
    every_node_hears_of_the_tenant,
);
