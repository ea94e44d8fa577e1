//! Judging stored credentials again: all of a tenant, of models that a BLOB of production size knows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use touchstone_evidence::digest::sha256;
use touchstone_outbound::Method;
use touchstone_simulator::webauthn::mds::MetadataBlob;
use touchstone_simulator::webauthn::{Algorithm, Credential};

use crate::operator::{Operator, text};
use crate::server::{Engine, Server};

use super::authenticators::RP_ID;
use super::furnish::relying_party;
use super::metadata::{SEED, served, until_up};

const PATH: &str = "/admin/v1/webauthn/re-evaluations";
const TASKS: usize = 32;
const CREDENTIALS_PER_USER: u32 = 50;
const PATIENCE: Duration = Duration::from_secs(600);
/// The models of FIDO2 in the BLOB: `MetadataBlob::production_aaguid`.
const MODELS: std::ops::Range<u32> = 23..400;

pub async fn run(engine: Engine, rows: u32) -> anyhow::Result<()> {
    let text = MetadataBlob::production_size(SEED).compact();
    let (_service, settings) = served(&text).await?;
    let server = Server::start(engine, &settings).await?;
    let (operator, tenant) = relying_party(&server).await?;
    until_up(&operator).await?;
    let operator = Arc::new(operator);
    let start = Instant::now();
    let imported = import(&operator, &tenant, rows).await?;
    let import_s = start.elapsed().as_secs_f64();
    let walk = walk(&server, &operator, &tenant).await?;
    println!(
        "webauthn: {engine:?}, {imported} credentials imported one by one in {import_s:.1} s; judged again: {} in {:.2} s, {:.2} s of \
         CPU, {:.1} s after they were asked for",
        walk.judged, walk.seconds, walk.cpu_s, walk.waited_s
    );
    Ok(())
}

/// How a walk went. It waits for the next round of the background work first.
struct Walk {
    judged: u64,
    waited_s: f64,
    seconds: f64,
    cpu_s: f64,
}

/// Walks over all of them.
async fn walk(server: &Server, operator: &Operator, tenant: &str) -> anyhow::Result<Walk> {
    let tenant = Some(tenant.to_owned());
    let asked = operator.post(PATH, json!({}), tenant.clone()).await?;
    let id = text(&asked, "id")?;
    let start = Instant::now();
    let mut begun = (start, server.cpu_s()?);
    while start.elapsed() < PATIENCE {
        let list = operator.call(Method::Get, PATH, None, tenant.clone());
        let list = list.await?;
        let walks = list.get("items").and_then(Value::as_array);
        let mut walks = walks.context("a list")?.iter();
        let own = walks.find(|walk| walk.get("id").is_some_and(|own| *own == id));
        let own = own.context("the walk")?;
        let judged = own.get("judged").and_then(Value::as_u64);
        let judged = judged.context("a number")?;
        if own.get("finished_at").is_some_and(Value::is_string) {
            return Ok(Walk {
                judged,
                waited_s: (begun.0 - start).as_secs_f64(),
                seconds: begun.0.elapsed().as_secs_f64(),
                cpu_s: server.cpu_s()? - begun.1,
            });
        }
        if judged == 0 {
            begun = (Instant::now(), server.cpu_s()?);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    anyhow::bail!("the walk does not end")
}

/// Imports so many credentials; answers how many.
async fn import(operator: &Arc<Operator>, tenant: &str, rows: u32) -> anyhow::Result<u32> {
    let users = rows.div_ceil(CREDENTIALS_PER_USER);
    let key = Credential::new(Algorithm::Es256, &SEED, "imported").cose_key();
    let key = BASE64URL_NOPAD.encode(&key.encode());
    let mut tasks = Vec::new();
    for task in 0..TASKS {
        let (operator, tenant, key) = (Arc::clone(operator), tenant.to_owned(), key.clone());
        tasks.push(tokio::spawn(async move {
            let mut imported = 0;
            for user in (0..users).skip(task).step_by(TASKS) {
                imported += import_user(&operator, &tenant, &key, user).await?;
            }
            anyhow::Ok(imported)
        }));
    }
    let mut imported = 0;
    for task in tasks {
        imported += task.await??;
    }
    Ok(imported)
}

async fn import_user(
    operator: &Operator,
    tenant: &str,
    key: &str,
    user: u32,
) -> anyhow::Result<u32> {
    let tenant = Some(tenant.to_owned());
    let path = "/admin/v1/webauthn/users";
    let body = json!({"username": format!("user {user}"), "ext_id": format!("user-{user}")});
    operator.post(path, body, tenant.clone()).await?;
    let path = format!("{path}/user-{user}/fido2");
    for number in 0..CREDENTIALS_PER_USER {
        let body = credential(key, user * CREDENTIALS_PER_USER + number);
        operator.post(&path, body, tenant.clone()).await?;
    }
    Ok(CREDENTIALS_PER_USER)
}

fn credential(key: &str, number: u32) -> Value {
    let id = sha256(&[&number.to_be_bytes()]);
    let models = MODELS.end - MODELS.start;
    let aaguid = MetadataBlob::production_aaguid(&SEED, MODELS.start + number % models);
    let hex = HEXLOWER.encode(&aaguid);
    let uuid: Vec<&str> = [0..8, 8..12, 12..16, 16..20, 20..32]
        .into_iter()
        .filter_map(|range| hex.get(range))
        .collect();
    json!({
        "aaguid": uuid.join("-"), "authenticator": "packed", "rpId": RP_ID,
        "attestationConveyancePreference": "direct", "residentKeyRequirement": "preferred",
        "userVerificationRequirement": "preferred",
        "credentialId": BASE64URL_NOPAD.encode(&id),
        "hashedCredentialId": BASE64URL_NOPAD.encode(&sha256(&[&id])),
        "publicKey": key, "signCount": 1, "fmt": "packed", "attestationType": "basic",
    })
}
