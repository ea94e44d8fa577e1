//! What was answered of ceremonies is on disk after the process was killed (SIGKILL), under load and between queue and commit.

use std::collections::HashMap;
use std::sync::Arc;

use touchstone_core::TenantId;
use touchstone_core::ports::{PageRequest, SettledWebauthn, WebauthnCredential};
use touchstone_storage::Options;

use crate::support::{Settling, Stage, to_be_killed};

/// The process to be killed.
const CHILD: &str = "webauthn_crash::the_process_to_be_killed";

const TASKS: u8 = 16;

/// Answers after which the process is killed.
const ENOUGH: usize = 300;

/// Not a test of its own: the process that signs in without end, and prints each answer that it got.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_process_to_be_killed() {
    let Some(address) = to_be_killed() else {
        return;
    };
    let stage = Arc::new(Stage::open(address, &Options::default()).await);
    let (rp, user) = stage.with_user().await;
    println!("\ntenant {}", rp.tenant_id);
    let mut tasks = Vec::new();
    for task in 0..TASKS {
        let credential = WebauthnCredential {
            credential_id: vec![task],
            ..stage.make.credential(&rp, &user.ext_id)
        };
        let credential = stage.import(credential).await;
        let (stage, rp, user) = (Arc::clone(&stage), rp.clone(), user.clone());
        tasks.push(tokio::spawn(async move {
            for counter in 2.. {
                let session = stage.session(&rp, &user).await;
                let settled = stage
                    .settle(stage.make.sign_in(&session, &credential, counter))
                    .await;
                assert_eq!(settled.conflict, None);
                println!("answered {} {task} {counter}", settled.verdict_id);
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

/// Every answered sign-in is there: its verdict, and at least its counter.
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
    let page = PageRequest {
        limit: 50,
        after: None,
    };
    let filter = touchstone_core::ports::CredentialFilter::default();
    let stored = stage
        .store
        .webauthn_credentials(tenant, &filter, page)
        .await;
    for credential in stored.unwrap().items {
        let answered = highest.get(&credential.credential_id[0]).unwrap_or(&1);
        // One more may have been committed and not answered.
        let possible = *answered..=*answered + 1;
        assert!(possible.contains(&credential.sign_count), "{credential:?}");
    }
    assert_whole(stage).await;
}

/// A ceremony ended whole or not at all: as many sessions as verdicts as moves of counters.
async fn assert_whole(stage: &Stage) {
    let raw = stage.raw().await;
    for difference in [
        "SELECT COUNT(*) FROM webauthn_sessions WHERE state = 'succeeded' AND NOT EXISTS \
         (SELECT 1 FROM verdicts WHERE verdicts.id = webauthn_sessions.verdict_id)",
        "SELECT (SELECT COUNT(*) FROM webauthn_sessions WHERE state = 'succeeded') \
         - (SELECT COUNT(*) FROM verdicts)",
        "SELECT (SELECT COUNT(*) FROM verdicts) \
         - (SELECT CAST(SUM(sign_count - 1) AS BIGINT) FROM webauthn_credentials)",
    ] {
        assert_eq!(raw.numbers(difference).await, [0], "{difference}");
    }
}

async fn what_was_answered_outlives_a_kill_under_load(stage: Stage) {
    let address = stage.address.clone();
    let folder = stage.close();
    let mut settling = Settling::start(&address, CHILD);
    let tenant = settling.tenant;
    let mut answers = settling.answers(ENOUGH);
    answers.extend(settling.kill());
    let stage = Stage::open(address, &Options::default()).await;
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
    raw.hold_up_ceremonies().await;
    let sessions = "SELECT COUNT(*) FROM webauthn_sessions WHERE state = 'succeeded'";
    let ended = raw.numbers(sessions).await;
    // Every task now waits for an answer that cannot come; what came before is printed.
    answers.extend(settling.kill());
    raw.release_ceremonies().await;
    let stage = Stage::open(address, &Options::default()).await;
    assert_on_disk(&stage, tenant, &answers).await;
    let ended_now = raw.numbers(sessions).await;
    assert_eq!(ended_now, ended, "what was held up was never committed");
    drop((stage, folder));
}

async fn a_session_that_was_not_settled_before_a_kill_can_be_settled_after_it(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let settlement = stage.make.sign_in(&session, &credential, 2);
    let stage = stage.reopen().await;
    let settled = stage.store.settle_webauthn(settlement).await.unwrap();
    assert!(
        matches!(settled, SettledWebauthn::Written(_)),
        "{settled:?}"
    );
}

for_each_engine!(
    what_was_answered_outlives_a_kill_under_load,
    what_was_only_queued_is_not_there_after_a_kill,
    a_session_that_was_not_settled_before_a_kill_can_be_settled_after_it,
);
