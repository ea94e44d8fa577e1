//! How many settlements per second become durable, on both engines, beside one raw insert per transaction on the same disk.
//!
//! `cargo bench -p touchstone-storage`; `-- lookup --rows 1000000` measures sign-ins among many rows instead. Each settlement uses a session up, moves a counter and writes a verdict; a passkey sign-in
//! opens the session first, and looks it up.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made ends with its reason, and prints what it measured"
)]

#[path = "settle/ceremonies.rs"]
mod ceremonies;
#[path = "settle/lookup.rs"]
mod lookup;
#[path = "settle/raw.rs"]
mod raw;
#[path = "settle/settlements.rs"]
mod settlements;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use touchstone_core::ports::Store;
use touchstone_storage::{Options, StorageUrl, open};

use ceremonies::Ceremonies;
use settlements::Settlements;

/// How long each number is measured.
const SPAN: Duration = Duration::from_secs(3);

const TASKS: [u32; 3] = [1, 32, 128];

#[tokio::main]
async fn main() {
    // `-- sqlite` or `-- postgres` leaves one engine.
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |engine: &str, other: &str| {
        wanted.iter().any(|word| word == engine) || !wanted.iter().any(|word| word == other)
    };
    let lookup = wanted.iter().any(|word| word == "lookup");
    let rows = lookup.then(|| rows(&wanted));
    println!("{:<42} {:>5} {:>10}", "engine", "tasks", "rows/s");
    if is_wanted("sqlite", "postgres") {
        measure_sqlite(rows).await;
    }
    if is_wanted("postgres", "sqlite") {
        measure_postgres(rows).await;
    }
}

/// How many rows are asked for.
fn rows(words: &[String]) -> u64 {
    let mut after = words.iter().skip_while(|word| *word != "--rows");
    let rows = after
        .nth(1)
        .map(|rows| rows.parse().expect("a number of rows"));
    rows.unwrap_or(100_000)
}

async fn measure_sqlite(rows: Option<u64>) {
    let folder = tempfile::tempdir().expect("a folder for the database");
    let file = folder.path().join("touchstone.db");
    let store = store(&format!("sqlite:{}", file.display())).await;
    if let Some(rows) = rows {
        return lookup::measure_sqlite(&store, &file, rows).await;
    }
    measure("sqlite", &store).await;
    let rows = raw::sqlite(&folder.path().join("raw.db"), SPAN);
    print("sqlite, one raw insert per transaction", 1, rows);
}

async fn measure_postgres(rows: Option<u64>) {
    let database = touchstone_testkit::postgres::fresh_database();
    let store = store(&database).await;
    if let Some(rows) = rows {
        return lookup::measure_postgres(&store, &database, rows).await;
    }
    measure("postgres", &store).await;
    for tasks in TASKS {
        let rows = raw::postgres(&database, tasks, SPAN).await;
        print("postgres, one raw insert per transaction", tasks, rows);
    }
}

async fn store(address: &str) -> Arc<dyn Store> {
    let url: StorageUrl = address.parse().expect("a storage URL");
    open(&url, &Options::default()).await.expect("a store")
}

fn print(engine: &str, tasks: u32, rows: u64) {
    let rows_per_s = u128::from(rows) * 1_000 / SPAN.as_millis();
    println!("{engine:<42} {tasks:>5} {rows_per_s:>10}");
}

async fn measure(engine: &str, store: &Arc<dyn Store>) {
    let settlements = Arc::new(Settlements::prepare(store.as_ref()).await);
    for tasks in TASKS {
        let rows = settle_for(store, &settlements, tasks).await;
        print(engine, tasks, rows);
    }
    let ceremonies = Arc::new(Ceremonies::prepare(store.as_ref()).await);
    for tasks in TASKS {
        let rows = sign_in_for(store, &ceremonies, tasks).await;
        print(&format!("{engine}, passkey sign-ins"), tasks, rows);
    }
}

/// How many settlements were answered in the span.
async fn settle_for(store: &Arc<dyn Store>, settlements: &Arc<Settlements>, tasks: u32) -> u64 {
    let (store, settlements) = (Arc::clone(store), Arc::clone(settlements));
    repeat_for(tasks, move |task| {
        let (store, settlements) = (Arc::clone(&store), Arc::clone(&settlements));
        async move {
            let settlement = settlements.next(task);
            let settled = store.settle_mobile(settlement).await.expect("settled");
            assert_eq!(settled.conflict, None, "nothing is in the way");
        }
    })
    .await
}

/// How many sign-ins were answered in the span.
async fn sign_in_for(store: &Arc<dyn Store>, ceremonies: &Arc<Ceremonies>, tasks: u32) -> u64 {
    let (store, ceremonies) = (Arc::clone(store), Arc::clone(ceremonies));
    repeat_for(tasks, move |task| {
        let (store, ceremonies) = (Arc::clone(&store), Arc::clone(&ceremonies));
        async move { ceremonies.run(store.as_ref(), task).await }
    })
    .await
}

/// How often the tasks together did it in the span.
async fn repeat_for<F>(tasks: u32, once: impl Fn(u32) -> F + Clone + Send + 'static) -> u64
where
    F: Future<Output = ()> + Send,
{
    let ends = Instant::now() + SPAN;
    let answered = Arc::new(AtomicU64::new(0));
    let mut running = Vec::new();
    for task in 0..tasks {
        let (once, answered) = (once.clone(), Arc::clone(&answered));
        running.push(tokio::spawn(async move {
            while Instant::now() < ends {
                once(task).await;
                answered.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    for task in running {
        task.await.expect("the task ends");
    }
    answered.load(Ordering::Relaxed)
}
