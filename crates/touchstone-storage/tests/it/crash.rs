//! What was answered is on disk after the process was killed (SIGKILL), under load and between queue and commit.

use std::collections::HashMap;
use std::sync::Arc;

use touchstone_core::TenantId;
use touchstone_core::ports::MobileConflict;
use touchstone_storage::Options;

use crate::support::{Settling, Stage, to_be_killed, with_advance, with_register, with_session};

/// The process to be killed.
const CHILD: &str = "crash::the_process_to_be_killed";

const TASKS: u8 = 32;

/// Answers after which the process is killed.
const ENOUGH: usize = 500;

/// Not a test of its own: the process that settles without end, and prints each answer that it got.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_process_to_be_killed() {
    let Some(address) = to_be_killed() else {
        return;
    };
    let stage = Arc::new(Stage::open(address, &Options::default()).await);
    let tenant = stage.tenant("acme").await;
    let app_id = stage.app(tenant).await;
    println!("\ntenant {tenant}");
    let mut tasks = Vec::new();
    for task in 0..TASKS {
        let stage = Arc::clone(&stage);
        tasks.push(tokio::spawn(async move {
            let key = [task; 32];
            let register = with_register(stage.make.settlement(tenant), app_id, key);
            stage.store.settle_mobile(register).await.unwrap();
            for counter in 2.. {
                let settlement =
                    with_session(stage.make.settlement(tenant), stage.make.reference());
                let settled = stage
                    .store
                    .settle_mobile(with_advance(settlement, key, counter))
                    .await
                    .unwrap();
                assert_eq!(settled.conflict, None);
                println!("answered {} {task} {counter}", settled.verdict_id);
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

/// Every answered settlement is there: its verdict, and at least its counter.
async fn assert_on_disk(stage: &Stage, tenant: TenantId, answers: &[String]) {
    let mut highest: HashMap<u8, u32> = HashMap::new();
    for line in answers {
        let words: Vec<&str> = line.split(' ').collect();
        let (verdict_id, task) = (words[1].parse().unwrap(), words[2].parse().unwrap());
        let counter: u32 = words[3].parse().unwrap();
        let verdict = stage.store.verdict(verdict_id).await.unwrap();
        assert!(verdict.is_some(), "{line} was answered and is lost");
        let so_far = highest.entry(task).or_default();
        *so_far = counter.max(*so_far);
    }
    for (task, counter) in highest {
        let key = stage.apple_key(tenant, [task; 32]).await.unwrap();
        // One more may have been committed and not answered.
        assert!(
            (counter..=counter + 1).contains(&key.counter),
            "task {task}"
        );
        let replay = with_advance(stage.make.settlement(tenant), [task; 32], counter);
        let settled = stage.store.settle_mobile(replay).await.unwrap();
        assert_eq!(settled.conflict, Some(MobileConflict::CounterReplay));
    }
    let raw = stage.raw().await;
    // A settlement is there whole or not at all.
    let half_done = raw
        .numbers(
            "SELECT COUNT(*) FROM session_uses WHERE NOT EXISTS \
             (SELECT 1 FROM verdicts WHERE verdicts.id = session_uses.verdict_id)",
        )
        .await;
    assert_eq!(half_done, [0]);
    let difference = raw
        .numbers(
            "SELECT (SELECT COUNT(*) FROM session_uses) \
             - (SELECT CAST(SUM(counter - 1) AS BIGINT) FROM apple_keys)",
        )
        .await;
    assert_eq!(difference, [0], "uses and moves of counters");
}

async fn what_was_answered_outlives_a_kill_under_load(stage: Stage) {
    let address = stage.address.clone();
    let (url, folder) = (stage.url.clone(), stage.close());
    let mut settling = Settling::start(&address, CHILD);
    let tenant = settling.tenant;
    let mut answers = settling.answers(ENOUGH);
    answers.extend(settling.kill());
    assert!(answers.len() >= ENOUGH);
    let stage = Stage::open(address, &Options::default()).await;
    assert_eq!(stage.url, url);
    assert_on_disk(&stage, tenant, &answers).await;
    drop((stage, folder));
}

async fn what_was_only_queued_is_not_there_after_a_kill(stage: Stage) {
    let address = stage.address.clone();
    let raw = stage.raw().await;
    let folder = stage.close();
    let mut settling = Settling::start(&address, CHILD);
    let tenant = settling.tenant;
    let mut answers = settling.answers(ENOUGH);
    raw.hold_up().await;
    let uses = raw.numbers("SELECT COUNT(*) FROM session_uses").await;
    // Every task now waits for an answer that cannot come; what came before is printed.
    answers.extend(settling.kill());
    raw.release().await;
    let stage = Stage::open(address, &Options::default()).await;
    assert_on_disk(&stage, tenant, &answers).await;
    let uses_now = raw.numbers("SELECT COUNT(*) FROM session_uses").await;
    assert_eq!(uses_now, uses, "what was held up was never committed");
    drop((stage, folder));
}

for_each_engine!(
    what_was_answered_outlives_a_kill_under_load,
    what_was_only_queued_is_not_there_after_a_kill,
);
