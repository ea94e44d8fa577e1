//! A database of the first schema is carried over: what it holds stays and gains what the later steps add.

use tempfile::TempDir;
use touchstone_core::ports::{DeviceKeyFilter, MobileConflict};
use touchstone_core::{AppId, TenantId, VerdictId};
use touchstone_storage::{Options, SchemaVersion, schema_version};

use crate::support::{Maker, NOW, Raw, Stage, first_page, with_advance, with_touch};

const TENANT: &str = "tenant_01KQCVEV0F0000000000000001";
const APP: &str = "app_01KQCVEV0F0000000000000002";
const VERDICT: &str = "vdt_01KQCVEV0F0000000000000003";

/// How an engine says the same values.
struct Words {
    yes: &'static str,
    public_key: &'static str,
    key_ids: [&'static str; 2],
}

/// A tenant with an app and two device keys, the first of which has a receipt.
fn rows(words: &Words) -> String {
    let ms = NOW.unix_ms();
    let Words {
        yes,
        public_key,
        key_ids: [one, two],
    } = words;
    let key = |id: &str, receipt: &str| {
        format!(
            "INSERT INTO apple_keys (tenant_id, key_id, app_id, public_key, environment, counter, \
             registered_at, last_used_at, model, version, verdict_id, receipt_type, receipt) \
             SELECT '{TENANT}', {id}, '{APP}', {public_key}, 'production', 3, {ms}, {ms}, \
             'iPhone', '19.1', '{VERDICT}', {receipt};"
        )
    };
    format!(
        "INSERT INTO schema_versions VALUES (1); \
         INSERT INTO tenants VALUES ('{TENANT}', 'acme', {yes}, {ms}, {ms}, 1); \
         INSERT INTO apple_apps VALUES ('{APP}', '{TENANT}', 'TESTTEAM01.one', '{{}}', {yes}, \
         {ms}, {ms}, 4); {} {}",
        key(one, &format!("'ATTEST', {public_key}")),
        key(two, "NULL, NULL"),
    )
}

const SQLITE: Words = Words {
    yes: "1",
    public_key: "zeroblob(65)",
    key_ids: [
        "unhex(replace(hex(zeroblob(32)), '0', '1'))",
        "unhex(replace(hex(zeroblob(32)), '0', '2'))",
    ],
};

const POSTGRES: Words = Words {
    yes: "TRUE",
    public_key: "decode(repeat('00', 65), 'hex')",
    key_ids: [
        "decode(repeat('11', 32), 'hex')",
        "decode(repeat('22', 32), 'hex')",
    ],
};

async fn sqlite() -> (Stage, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("touchstone.db");
    let raw = Raw::sqlite(&file);
    raw.run("CREATE TABLE schema_versions (version INTEGER NOT NULL PRIMARY KEY) STRICT")
        .await;
    raw.run(include_str!("../../migrations/sqlite/0001_spine.sql"))
        .await;
    raw.run(&rows(&SQLITE)).await;
    drop(raw);
    let address = format!("sqlite:{}", file.display());
    (before_and_after(address).await, folder)
}

async fn postgres() -> Stage {
    let address = touchstone_testkit::postgres::fresh_database();
    let raw = Raw::postgres(&address).await;
    raw.run("CREATE TABLE schema_versions (version bigint NOT NULL PRIMARY KEY)")
        .await;
    raw.run(include_str!("../../migrations/postgres/0001_spine.sql"))
        .await;
    raw.run(&rows(&POSTGRES)).await;
    before_and_after(address).await
}

async fn before_and_after(address: String) -> Stage {
    let version = schema_version(&address.parse().unwrap()).await.unwrap();
    assert_eq!(version.found, 1);
    let stage = Stage::open(address, &Options::default()).await;
    let SchemaVersion { found, known } = schema_version(&stage.url).await.unwrap();
    assert_eq!(found, known);
    stage
}

async fn assert_carried_over(stage: &Stage) {
    let (tenant, app): (TenantId, AppId) = (TENANT.parse().unwrap(), APP.parse().unwrap());
    let stored = stage.store.apple_app(tenant, app).await.unwrap().unwrap();
    assert_eq!(stored.version, 4);
    assert!(stored.value.enabled);
    assert_eq!(stored.value.devicecheck_key, None);
    assert!(!stored.value.refreshes_receipts);

    let with_receipt = stage.apple_key(tenant, [0x11; 32]).await.unwrap();
    assert_eq!(with_receipt.counter, 3);
    assert_eq!(with_receipt.receipt_due_at, Some(NOW));
    let verdict_id: VerdictId = VERDICT.parse().unwrap();
    assert_eq!(with_receipt.verdict_id, verdict_id);
    let without = stage.apple_key(tenant, [0x22; 32]).await.unwrap();
    assert_eq!(without.receipt_due_at, None);

    let filter = DeviceKeyFilter::default();
    let page = stage
        .store
        .device_keys(tenant, &filter, first_page(10))
        .await;
    assert_eq!(page.unwrap().items.len(), 2);
    let advance = with_advance(Maker.settlement(tenant), [0x11; 32], 4);
    let settled = stage.store.settle_mobile(advance).await.unwrap();
    assert_eq!(settled.conflict, None);
    let touch = with_touch(Maker.settlement(tenant), [0x11; 32]);
    let settled = stage.store.settle_mobile(touch).await.unwrap();
    assert_eq!(settled.conflict, Some(MobileConflict::KeyUnknown));
}

#[tokio::test]
async fn a_sqlite_file_of_the_first_schema_is_carried_over() {
    let (stage, _folder) = sqlite().await;
    assert_carried_over(&stage).await;
}

#[tokio::test]
async fn a_postgres_database_of_the_first_schema_is_carried_over() {
    assert_carried_over(&postgres().await).await;
}
