//! Walks over stored credentials: how many wait, together with what led to them, and how many finished ones are kept.

use touchstone_core::ports::{
    AuditFilter, ChangedModels, FINISHED_REEVALUATIONS_KEPT, LocalStatement, MdsSource,
    Reevaluation, StatementHead, StatementLimits, Written,
};
use touchstone_core::{TenantId, Timestamp};

use crate::support::{NOW, Stage, change, first_page};

fn about(models: &[u8]) -> Option<ChangedModels> {
    Some(ChangedModels {
        aaguids: models.iter().map(|model| [*model; 16]).collect(),
        ..ChangedModels::default()
    })
}

async fn ask(stage: &Stage, walk: &Reevaluation) -> Reevaluation {
    stage.store.start_reevaluation(walk, None).await.unwrap()
}

async fn listed(stage: &Stage, tenant: Option<TenantId>) -> Vec<Reevaluation> {
    let listed = stage.store.reevaluations(tenant, first_page(200)).await;
    listed.unwrap().items
}

async fn lease(stage: &Stage, now: Timestamp) -> Option<Reevaluation> {
    let leased = stage.store.lease_reevaluation(now, now.plus_s(60)).await;
    leased.unwrap()
}

async fn who_asks_while_a_walk_waits_is_answered_with_that_one(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let first = stage.make.reevaluation(Some(tenant), "asked");
    assert_eq!(ask(&stage, &first).await, first);
    for _ in 0..5 {
        let again = stage.make.reevaluation(Some(tenant), "asked");
        assert_eq!(ask(&stage, &again).await, first);
    }
    assert_eq!(listed(&stage, Some(tenant)).await, [first]);
}

async fn the_trace_names_the_walk_that_there_is(stage: Stage) {
    let first = stage.make.reevaluation(None, "asked");
    ask(&stage, &first).await;
    let trace = change(()).audit;
    let again = stage.make.reevaluation(None, "asked");
    let asked = stage.store.start_reevaluation(&again, Some(&trace)).await;
    assert_eq!(asked.unwrap().id, first.id);
    let all = AuditFilter::default();
    let traces = stage.store.audit_rows(&all, first_page(1)).await;
    assert_eq!(traces.unwrap().items[0].object, first.id.to_string());
}

async fn other_tenants_and_other_causes_wait_for_themselves(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    for (tenant, cause) in [
        (Some(one), "asked"),
        (Some(other), "asked"),
        (None, "asked"),
        (Some(one), "statement"),
    ] {
        let wanted = stage.make.reevaluation(tenant, cause);
        assert_eq!(ask(&stage, &wanted).await, wanted);
    }
    assert_eq!(listed(&stage, None).await.len(), 4);
}

async fn who_asks_when_a_walk_has_begun_waits_for_one_more(stage: Stage) {
    let begun = stage.make.reevaluation(None, "asked");
    ask(&stage, &begun).await;
    assert_eq!(lease(&stage, NOW).await, Some(begun.clone()));
    let next = stage.make.reevaluation(None, "asked");
    assert_eq!(ask(&stage, &next).await, next);
    stage.store.note_reevaluation(&begun, NOW).await.unwrap();
    let another = stage.make.reevaluation(None, "asked");
    assert_eq!(ask(&stage, &another).await, next);
    assert_eq!(listed(&stage, None).await.len(), 2);
}

async fn asking_again_and_again_takes_no_turns_of_others(stage: Stage) {
    let (one, other) = (stage.tenant("one").await, stage.tenant("other").await);
    let (mut turns, mut asked) = (Vec::new(), Vec::new());
    for round in 0..6 {
        let walk = Reevaluation {
            created_at: NOW.plus_s(round),
            ..stage.make.reevaluation(Some(one), "asked")
        };
        asked.push(ask(&stage, &walk).await.id);
        if round == 0 {
            ask(&stage, &stage.make.reevaluation(Some(other), "asked")).await;
        }
        let now = NOW.plus_s(round + 1);
        let leased = lease(&stage, now).await.unwrap();
        turns.push(leased.tenant_id);
        stage.store.note_reevaluation(&leased, now).await.unwrap();
    }
    assert_eq!(turns, [Some(one), Some(other)].repeat(3));
    asked.dedup();
    assert_eq!(asked.len(), 2, "one has begun, one waits for it");
}

async fn a_walk_that_waits_judges_what_each_who_asked_is_about(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let of = |models| Reevaluation {
        only: about(models),
        ..stage.make.reevaluation(Some(tenant), "statement")
    };
    let first = of(&[2, 1]);
    ask(&stage, &first).await;
    let both = Reevaluation {
        only: about(&[1, 2, 3]),
        ..first.clone()
    };
    assert_eq!(ask(&stage, &of(&[3, 1])).await, both);
    assert_eq!(listed(&stage, Some(tenant)).await, [both]);
    let all = Reevaluation {
        only: None,
        ..first
    };
    let of_all = stage.make.reevaluation(Some(tenant), "statement");
    assert_eq!(ask(&stage, &of_all).await, all);
    assert_eq!(ask(&stage, &of(&[4])).await, all);
    assert_eq!(listed(&stage, Some(tenant)).await, [all]);
}

async fn of_16_who_ask_on_two_nodes_all_are_answered_with_one(stage: Stage) {
    let nodes = [stage.store.clone(), stage.second_node().await];
    let walks: Vec<_> = (0..16)
        .map(|_| stage.make.reevaluation(None, "asked"))
        .collect();
    let asking = nodes.iter().cycle().zip(walks);
    let asking = asking.map(|(node, walk)| {
        let node = node.clone();
        async move { node.start_reevaluation(&walk, None).await.unwrap().id }
    });
    let mut tasks = Vec::new();
    for one in asking {
        tasks.push(tokio::spawn(one));
    }
    let mut ids = std::collections::BTreeSet::new();
    for task in tasks {
        ids.insert(task.await.unwrap());
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(listed(&stage, None).await.len(), 1);
}

async fn of_finished_walks_the_newest_of_tenant_and_cause_stay(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let finish = async |tenant_id, cause| {
        let wanted = stage.make.reevaluation(tenant_id, cause);
        ask(&stage, &wanted).await;
        let walk = Reevaluation {
            finished_at: Some(NOW),
            ..wanted
        };
        stage.store.note_reevaluation(&walk, NOW).await.unwrap();
        walk.id
    };
    let daily = finish(None, "daily").await;
    let statement = finish(Some(tenant), "statement").await;
    let mut asked = Vec::new();
    for _ in 0..FINISHED_REEVALUATIONS_KEPT + 3 {
        asked.push(finish(Some(tenant), "asked").await);
    }
    let newest = async |cause| {
        let found = stage.store.newest_reevaluations(cause, 1_000).await;
        let ids = found.unwrap().into_iter().map(|walk| walk.id);
        ids.collect::<Vec<_>>()
    };
    asked.sort_unstable();
    let kept = newest("asked").await;
    assert!(kept.is_sorted_by(|one, next| one > next));
    assert_eq!(kept.len(), 200);
    let oldest = asked.iter().filter(|id| !kept.contains(id)).count();
    assert_eq!(oldest, 3);
    assert_eq!(newest("daily").await, [daily]);
    assert_eq!(newest("statement").await, [statement]);
}

async fn a_blob_is_stored_with_its_walk_or_neither_is(stage: Stage) {
    let source = |number| MdsSource {
        url: "https://mds.example/".to_owned(),
        number: Some(number),
        next_update: None,
        etag: None,
        fetched_at: Some(NOW),
        taken_over_at: Some(NOW),
        asked_at: Some(NOW),
        reason: None,
        entries: 0,
        skipped: 0,
    };
    let put = async |number, walk: &Reevaluation| {
        let source = source(number);
        let put = stage.store.put_mds_blob(&source, b"blob", Some(walk), None);
        put.await
    };
    let walks = [7, 6, 8].map(|model| Reevaluation {
        only: about(&[model]),
        ..stage.make.reevaluation(None, "metadata")
    });
    assert!(put(7, &walks[0]).await.unwrap());
    assert!(!put(6, &walks[1]).await.unwrap(), "it is older");
    assert!(
        put(9, &walks[0]).await.is_err(),
        "the walk is there already"
    );
    assert_eq!(listed(&stage, None).await, [walks[0].clone()]);
    let stored = stage.store.mds_sources().await.unwrap();
    assert_eq!(stored[0].number, Some(7));
    assert!(put(8, &walks[2]).await.unwrap());
    let causes = stage.store.newest_reevaluations("metadata", 9).await;
    assert_eq!(causes.unwrap().len(), 2, "each tells what one BLOB changed");
}

async fn a_statement_is_written_with_its_walk_or_neither_is(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let limits = StatementLimits {
        per_tenant: 1,
        bytes_per_tenant: 100,
    };
    let put = async |model| {
        let statement = LocalStatement {
            tenant_id: tenant,
            head: StatementHead {
                aaguid: [model; 16],
                description: None,
                sha256: [model; 32],
                updated_at: NOW,
            },
            json: "{}".to_owned(),
        };
        let walk = Reevaluation {
            only: about(&[model]),
            ..stage.make.statement_walk(tenant)
        };
        let put = stage
            .store
            .put_local_statement(change(statement), limits, &walk);
        put.await.unwrap()
    };
    let remove = async |model| {
        let walk = Reevaluation {
            only: about(&[model]),
            ..stage.make.statement_walk(tenant)
        };
        let removed = stage
            .store
            .remove_local_statement(tenant, change([model; 16]), &walk);
        removed.await.unwrap()
    };
    let of_walks = async || {
        let walks = listed(&stage, Some(tenant)).await.into_iter();
        walks.map(|walk| walk.only).collect::<Vec<_>>()
    };
    assert_eq!(remove(1).await, Written::NotFound);
    assert_eq!(of_walks().await, []);
    assert!(matches!(put(1).await, Written::Done(_)));
    assert_eq!(put(2).await, Written::Full);
    assert_eq!(of_walks().await, [about(&[1])]);
    lease(&stage, NOW).await.unwrap();
    assert_eq!(remove(1).await, Written::Done(()));
    assert!(matches!(put(2).await, Written::Done(_)));
    assert_eq!(of_walks().await, [about(&[1, 2]), about(&[1])]);
}

for_each_engine!(
    who_asks_while_a_walk_waits_is_answered_with_that_one,
    the_trace_names_the_walk_that_there_is,
    other_tenants_and_other_causes_wait_for_themselves,
    who_asks_when_a_walk_has_begun_waits_for_one_more,
    asking_again_and_again_takes_no_turns_of_others,
    a_walk_that_waits_judges_what_each_who_asked_is_about,
    of_16_who_ask_on_two_nodes_all_are_answered_with_one,
    of_finished_walks_the_newest_of_tenant_and_cause_stay,
    a_blob_is_stored_with_its_walk_or_neither_is,
    a_statement_is_written_with_its_walk_or_neither_is,
);
