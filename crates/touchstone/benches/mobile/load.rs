//! Requests per second over loopback with the load generator on the same two cores: `init`, durable `verify` at 1, 32 and 128 connections, each
//! beside what the same server gives for a request that does nothing (`/health`).

use std::sync::Arc;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use touchstone_simulator::apple::{AppleCa, ClientDataProfile, Environment, Iphone};

use crate::http::{Connection, get_request, post_request};
use crate::server::{APP_ID, CA_SEED, Engine, Server};

const NONCE: [u8; 32] = [5; 32];
const INIT: &str = "/api/v1/attestation/init";
const VERIFY: &str = "/api/v1/attestation/verify";
/// Tokens are minted before the load; this many per second of load and connection are enough, or the load ends early.
const VERIFIES_PER_S: usize = 6_000;

/// What a load gave.
struct Figures {
    per_s: f64,
    p50_ms: f64,
    p99_ms: f64,
    cpu_us: f64,
}

pub async fn run(engine: Engine, length: Duration) -> anyhow::Result<()> {
    println!("{engine:?}, release build, loopback, load generator on the same cores");
    let server = Server::start(engine).await?;
    let api_key = server.furnish().await?;
    for connections in [1, 32, 128] {
        let health = fixed(connections, &get_request("/health"));
        let raw = drive(&server, health, length).await?;
        print("/health", connections, &raw, &raw);
        let init = fixed(connections, &post_request(INIT, &api_key, ""));
        print(
            "init",
            connections,
            &drive(&server, init, length).await?,
            &raw,
        );
        let verifies = mint(&server, &api_key, connections, length).await?;
        print(
            "verify, assertion",
            connections,
            &drive(&server, verifies, length).await?,
            &raw,
        );
    }
    println!(
        "  resident after the load {:>6.1} MiB",
        server.resident_mib()?
    );
    Ok(())
}

fn print(what: &str, connections: usize, figures: &Figures, raw: &Figures) {
    let Figures {
        per_s,
        p50_ms,
        p99_ms,
        cpu_us,
    } = figures;
    let ratio = per_s / raw.per_s;
    println!(
        "  {what:<18} {connections:>4} connections {per_s:>9.0}/s   p50 {p50_ms:>6.2} ms   p99 {p99_ms:>6.2} ms   \
         server CPU {cpu_us:>6.0} us   {ratio:.2} of /health"
    );
}

/// The same request on every connection, again and again.
fn fixed(connections: usize, request: &[u8]) -> Vec<Requests> {
    let request: Arc<[u8]> = request.into();
    (0..connections)
        .map(|_| Requests::Same(Arc::clone(&request)))
        .collect()
}

enum Requests {
    Same(Arc<[u8]>),
    Each(Vec<Vec<u8>>),
}

/// A device per connection: attested now, with assertions whose counters rise for the load.
async fn mint(
    server: &Server,
    api_key: &str,
    connections: usize,
    length: Duration,
) -> anyhow::Result<Vec<Requests>> {
    let ca = AppleCa::new(CA_SEED);
    let total = VERIFIES_PER_S * usize::try_from(length.as_secs())?;
    let each = (total / connections).clamp(50, 6_000);
    let mut out = Vec::new();
    for device in 0..connections {
        let mut iphone = Iphone::new(
            &ca,
            seed(device, connections),
            APP_ID,
            Environment::Production,
        );
        let now_ms = touchstone_core::Clock::now(&touchstone_core::SystemClock).unix_ms();
        let first = iphone.token(&NONCE, ClientDataProfile::CborArray, true, now_ms);
        let answer = Connection::open(&server.address)
            .await?
            .call(&request(api_key, &first))
            .await?;
        anyhow::ensure!(answer.is_valid, "the attestation is accepted: {answer:?}");
        let requests = (0..each)
            .map(|_| iphone.token(&NONCE, ClientDataProfile::CborArray, false, now_ms))
            .map(|token| request(api_key, &token));
        out.push(Requests::Each(requests.collect()));
    }
    Ok(out)
}

fn seed(device: usize, connections: usize) -> [u8; 32] {
    let mut seed = [9; 32];
    for (slot, byte) in seed
        .iter_mut()
        .zip([device, connections].map(usize::to_be_bytes).concat())
    {
        *slot = byte;
    }
    seed
}

fn request(api_key: &str, token: &[u8]) -> Vec<u8> {
    let (token, nonce) = (BASE64.encode(token), BASE64.encode(&NONCE));
    let body = format!("{{\"attestationToken\":\"{token}\",\"expectedNonce\":\"{nonce}\"}}");
    post_request(VERIFY, api_key, &body)
}

async fn drive(server: &Server, load: Vec<Requests>, length: Duration) -> anyhow::Result<Figures> {
    let cpu_before_s = server.cpu_s()?;
    let start = Instant::now();
    let tasks: Vec<_> = load
        .into_iter()
        .map(|requests| tokio::spawn(one(server.address.clone(), requests, start + length)))
        .collect();
    let mut latencies_ms = Vec::new();
    for task in tasks {
        latencies_ms.append(&mut task.await??);
    }
    let elapsed_s = start.elapsed().as_secs_f64();
    let count = f64::from(u32::try_from(latencies_ms.len())?);
    latencies_ms.sort_by(f64::total_cmp);
    let at = |share: usize| latencies_ms.get(latencies_ms.len() * share / 100).copied();
    Ok(Figures {
        per_s: count / elapsed_s,
        p50_ms: at(50).unwrap_or_default(),
        p99_ms: at(99).unwrap_or_default(),
        cpu_us: (server.cpu_s()? - cpu_before_s) * 1e6 / count,
    })
}

async fn one(address: String, requests: Requests, end: Instant) -> anyhow::Result<Vec<f64>> {
    let mut connection = Connection::open(&address).await?;
    let mut latencies_ms = Vec::new();
    match requests {
        Requests::Same(request) => {
            while Instant::now() < end {
                latencies_ms.push(timed(&mut connection, &request, false).await?);
            }
        }
        Requests::Each(requests) => {
            for request in requests.iter().take_while(|_| Instant::now() < end) {
                latencies_ms.push(timed(&mut connection, request, true).await?);
            }
        }
    }
    Ok(latencies_ms)
}

async fn timed(connection: &mut Connection, request: &[u8], verdict: bool) -> anyhow::Result<f64> {
    let start = Instant::now();
    let answer = connection.call(request).await?;
    anyhow::ensure!(
        answer.status == 200 && (answer.is_valid || !verdict),
        "{answer:?}"
    );
    Ok(start.elapsed().as_secs_f64() * 1e3)
}
