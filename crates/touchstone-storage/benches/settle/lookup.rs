//! Sign-ins among many: sessions found by their challenge, credentials by their id and by their user while the tables are small, then large. Rows are
//! copied by SQL from one that the store wrote, under keys that are scattered as hashes are.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use touchstone_core::ports::Store;

use super::ceremonies::Ceremonies;
use super::{print, raw, repeat_for, sign_in_for};

/// Rows of the small tables.
const FEW: u64 = 1_000;

const TASKS: [u32; 2] = [1, 32];

/// Scatters the numbers of rows: a step through the residues of a prime.
const STEP: u64 = 48_271;
const PRIME: u64 = 2_147_483_647;

const SESSION: [&str; 18] = [
    "id_sha256",
    "challenge_sha256",
    "sealed_id",
    "tenant_id",
    "rp",
    "user_ext_id",
    "kind",
    "decoy",
    "asked",
    "state",
    "reason",
    "verdict_id",
    "credential_ext_id",
    "user_verified",
    "created_at",
    "changed_at",
    "expires_at",
    "visible_until",
];

const CREDENTIAL: [&str; 31] = [
    "ext_id",
    "credential_id",
    "tenant_id",
    "rp",
    "user_ext_id",
    "public_key",
    "algorithm",
    "sign_count",
    "counter_anomaly_at",
    "uv_initialized",
    "backup_eligible",
    "backup_state",
    "transports",
    "attachment",
    "aaguid",
    "certificate_key_id",
    "format",
    "attestation_type",
    "authenticator",
    "resident_key",
    "asked_attestation",
    "asked_resident_key",
    "asked_user_verification",
    "user_friendly_name",
    "user_agent",
    "last_user_agent",
    "state",
    "trust",
    "created_at",
    "last_used_at",
    "verdict_id",
];

/// How an engine writes what is new in a copy.
struct Dialect {
    /// The numbers of rows, as `n`.
    numbers: fn(from: u64, to: u64) -> String,
    /// 32 bytes of `n`.
    key: String,
    /// The identifier of a credential.
    ext_id: String,
}

impl Dialect {
    fn sqlite() -> Self {
        let scattered = format!("n * {STEP} % {PRIME}");
        Self {
            numbers: |from, to| {
                format!(
                    "(WITH RECURSIVE s(n) AS (VALUES ({from}) UNION ALL SELECT n + 1 FROM s WHERE n + 1 < {to}) \
                     SELECT n FROM s)"
                )
            },
            key: format!("CAST(printf('%032d', {scattered}) AS BLOB)"),
            ext_id: format!("'cred_' || printf('%026d', {scattered})"),
        }
    }

    fn postgres() -> Self {
        let padded = |width| format!("lpad((n * {STEP} % {PRIME})::text, {width}, '0')");
        Self {
            numbers: |from, to| {
                format!("generate_series({from}::bigint, {to}::bigint - 1) AS s(n)")
            },
            key: format!("convert_to({}, 'UTF8')", padded(32)),
            ext_id: format!("'cred_' || {}", padded(26)),
        }
    }

    /// Copies one session and one credential for each number.
    fn copies(&self, from: u64, to: u64) -> [String; 2] {
        let numbers = (self.numbers)(from, to);
        let copy = |table: &str, columns: &[&str], new: [&str; 2]| {
            let old = columns.iter().skip(2).map(|column| format!("t.{column}"));
            let values: Vec<String> = new.into_iter().map(str::to_owned).chain(old).collect();
            format!(
                "INSERT INTO {table} ({}) SELECT {} FROM (SELECT * FROM {table} ORDER BY user_ext_id LIMIT 1) t, {numbers}",
                columns.join(", "),
                values.join(", ")
            )
        };
        [
            copy("webauthn_sessions", &SESSION, [&self.key, &self.key]),
            copy(
                "webauthn_credentials",
                &CREDENTIAL,
                [&self.ext_id, &self.key],
            ),
        ]
    }
}

/// The key of a row, as [`Dialect::key`] writes it.
fn key(number: u64) -> [u8; 32] {
    let text = format!("{:032}", number * STEP % PRIME);
    text.into_bytes().try_into().expect("32 digits")
}

pub async fn measure_sqlite(store: &Arc<dyn Store>, file: &Path, rows: u64) {
    let copies = |from, to| async move {
        raw::run_sqlite(file, &Dialect::sqlite().copies(from, to));
    };
    measure("sqlite", store, rows, copies).await;
}

pub async fn measure_postgres(store: &Arc<dyn Store>, url: &str, rows: u64) {
    let copies = |from, to| async move {
        let statements = Dialect::postgres().copies(from, to);
        raw::run_postgres(url, &statements).await;
        raw::run_postgres(url, &["ANALYZE".to_owned()]).await;
    };
    measure("postgres", store, rows, copies).await;
}

async fn measure<F: Future<Output = ()>>(
    engine: &str,
    store: &Arc<dyn Store>,
    rows: u64,
    copy: impl Fn(u64, u64) -> F,
) {
    let ceremonies = Arc::new(Ceremonies::prepare(store.as_ref()).await);
    ceremonies.leave_open(store.as_ref()).await;
    let mut from = 0;
    for to in [FEW.min(rows), rows] {
        copy(from, to).await;
        from = to;
        for tasks in TASKS {
            let found = look_up_for(store, to, tasks).await;
            print(&format!("{engine}, look-ups among {to}"), tasks, found);
            let asked = ask_for(store, &ceremonies, tasks).await;
            print(
                &format!("{engine}, users with credentials among {to}"),
                tasks,
                asked,
            );
            let signed_in = sign_in_for(store, &ceremonies, tasks).await;
            print(&format!("{engine}, sign-ins among {to}"), tasks, signed_in);
        }
    }
}

/// How many sessions with their credentials and owners were found in the span.
async fn look_up_for(store: &Arc<dyn Store>, rows: u64, tasks: u32) -> u64 {
    let next = Arc::new(AtomicU64::new(0));
    let store = Arc::clone(store);
    repeat_for(tasks, move |_| {
        let (store, next) = (Arc::clone(&store), Arc::clone(&next));
        async move {
            // Another prime: neighbours in time are no neighbours in the table.
            let number = next.fetch_add(7_919, Ordering::Relaxed) % rows;
            let key = key(number);
            let found = store.webauthn_assertion_lookup(&key, &key).await;
            let found = found.expect("a look-up").expect("the session");
            assert!(found.credential.is_some(), "the credential is there");
        }
    })
    .await
}

/// How many users were found with their credentials in the span.
async fn ask_for(store: &Arc<dyn Store>, ceremonies: &Arc<Ceremonies>, tasks: u32) -> u64 {
    let (store, ceremonies) = (Arc::clone(store), Arc::clone(ceremonies));
    repeat_for(tasks, move |task| {
        let (store, ceremonies) = (Arc::clone(&store), Arc::clone(&ceremonies));
        async move { ceremonies.ask(store.as_ref(), task).await }
    })
    .await
}
