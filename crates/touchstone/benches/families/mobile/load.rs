//! Requests per second over loopback with the load generator on the same two cores: `init` and
//! durable `verify` of Apple's assertions at 1, 32 and 128 connections, every other kind of
//! `verify` at 32, each beside what the same server gives for a request that does nothing
//! (`/health`).

use std::time::Duration;

use touchstone_simulator::google::{Behaviour, Route};

use crate::drive::{Expected, Load, Run, deal, drive};
use crate::http::get_request;
use crate::server::{Engine, Server};

use super::devices::{Party, settings};
use super::furnish::{google, operator};
use super::requests::{INIT, post_request};

/// Tokens are made before a load; so many per second of it are enough, or it ends early.
const ASSERTIONS_PER_S: usize = 5_000;
const STANDARD_TOKENS_PER_S: usize = 1_700;
const REGISTRATIONS_PER_S: usize = 1_200;
/// Of every load that is not measured at several numbers of them.
const CONNECTIONS: usize = 32;
const GOOGLE_TAKES: Duration = Duration::from_millis(20);

pub async fn run(engine: Engine, length: Duration) -> anyhow::Result<()> {
    println!("{engine:?}, release build, loopback, load generator on the same cores");
    let google = google().await?;
    google.always(Route::Decode, Behaviour::Delay(GOOGLE_TAKES));
    let server = Server::start(engine, &settings(&google.base_url())).await?;
    let operator = operator(&server).await?;
    let api_key = operator.mobile_tenant("bench", &google).await?;
    let party = Party {
        server: &server,
        api_key: &api_key,
    };
    for connections in [1, CONNECTIONS, 128] {
        let raw = apple(party, connections, length).await?;
        if connections == CONNECTIONS {
            others(party, &raw, length).await?;
        }
    }
    println!(
        "  resident after the load {:>6.1} MiB",
        server.resident_mib()?
    );
    Ok(())
}

/// `/health`, `init` and Apple's assertions; the figures of the first.
async fn apple(party: Party<'_>, connections: usize, length: Duration) -> anyhow::Result<Run> {
    let server = party.server;
    let answered = Expected::Status(200);
    let health = Load::same(connections, &get_request("/health"), answered);
    let raw = drive(server, health, length).await?;
    print("/health", connections, &raw, &raw)?;
    let init = Load::same(
        connections,
        &post_request(INIT, party.api_key, ""),
        answered,
    );
    let init = drive(server, init, length).await?;
    print("init", connections, &init, &raw)?;
    let mut iphones = party.iphones(connections).await?;
    let total = ASSERTIONS_PER_S * seconds(length)?;
    let each = (total / connections).clamp(50, 5_000);
    let assertions = Load::full(party.assertions(&mut iphones, each), Expected::Accepted);
    let full = drive(server, assertions, length).await?;
    print("verify, Apple assertion", connections, &full, &raw)?;
    if connections == CONNECTIONS {
        let assertions = Load::full(party.assertions(&mut iphones, each), Expected::Accepted);
        let half = drive(server, assertions.at(full.per_s()? / 2.0), length).await?;
        print("  the same at half load", connections, &half, &raw)?;
    }
    Ok(raw)
}

async fn others(party: Party<'_>, raw: &Run, length: Duration) -> anyhow::Result<()> {
    let measure = async |what: &str, load: Load| {
        let figures = drive(party.server, load, length).await?;
        print(what, CONNECTIONS, &figures, raw)?;
        anyhow::Ok(())
    };
    let same = |request: &[u8], expected| Load::same(CONNECTIONS, request, expected);
    let accepted = Expected::Accepted;
    let classic = same(&party.play_classic(), accepted);
    measure("verify, Play classic", classic).await?;
    party.ask_google().await?;
    let standard = party.play_standard(0, STANDARD_TOKENS_PER_S * seconds(length)?);
    let standard = Load::full(deal(CONNECTIONS, standard), accepted);
    measure("verify, Play standard, 20 ms", standard).await?;
    let registrations = party.registrations(REGISTRATIONS_PER_S * seconds(length)?);
    let registrations = Load::full(deal(CONNECTIONS, registrations), accepted);
    measure("verify, Android remote chain", registrations).await?;
    let possessions = Load::full(party.possessions(CONNECTIONS).await?, accepted);
    measure("verify, Android possession", possessions).await?;
    let used = same(&party.used_session().await?, Expected::Refused(409));
    measure("verify, used session (409)", used).await?;
    let malformed = same(&party.malformed(), Expected::Refused(200));
    measure("verify, malformed envelope", malformed).await
}

fn seconds(length: Duration) -> anyhow::Result<usize> {
    Ok(usize::try_from(length.as_secs())?)
}

fn print(what: &str, connections: usize, run: &Run, raw: &Run) -> anyhow::Result<()> {
    let (per_s, cpu_us) = (run.per_s()?, run.cpu_us()?);
    let (p50_ms, p99_ms) = (run.percentile_ms(500), run.percentile_ms(990));
    let ratio = per_s / raw.per_s()?;
    println!(
        "  {what:<28} {connections:>4} connections {per_s:>7.0}/s   p50 {p50_ms:>6.2} ms   \
         p99 {p99_ms:>6.2} ms   server CPU {cpu_us:>5.0} us   {ratio:.2} of /health"
    );
    Ok(())
}
