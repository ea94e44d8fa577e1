//! A hundred copies of one result at once, on as many connections: exactly one wins, and what the others cost.

use std::time::{Duration, Instant};

use anyhow::Context;
use touchstone_simulator::webauthn::Algorithm;

use crate::drive::Requests;
use crate::http::{Answer, Connection};
use crate::server::{Engine, Server};

use super::clients::{registered, sign_ins};
use super::furnish::{NO_METADATA, relying_party, settings};

const COPIES: usize = 100;
const ROUNDS: usize = 50;

pub async fn run(engine: Engine) -> anyhow::Result<()> {
    let server = Server::start(engine, &settings(NO_METADATA)).await?;
    relying_party(&server).await?;
    let clients = registered(&server, "copied", 1, Algorithm::Es256).await?;
    let load = sign_ins(&server, &clients, ROUNDS).await?;
    let Some(Requests::Each(results)) = load.requests.into_iter().next() else {
        anyhow::bail!("results");
    };
    let mut took_ms = Vec::new();
    for result in &results {
        took_ms.push(all_at_once(&server, result).await?.as_secs_f64() * 1e3);
    }
    anyhow::ensure!(took_ms.len() == ROUNDS, "{ROUNDS} rounds");
    took_ms.sort_by(f64::total_cmp);
    let middle = took_ms.get(ROUNDS / 2).context("a round")?;
    let worst = took_ms.last().context("a round")?;
    println!(
        "webauthn: {engine:?}, {COPIES} copies of one result at once, {ROUNDS} rounds: one accepted each time; all answered \
         after {middle:.1} ms (worst {worst:.1} ms)"
    );
    Ok(())
}

/// How long it takes until every copy is answered; one of them is accepted.
async fn all_at_once(server: &Server, result: &[u8]) -> anyhow::Result<Duration> {
    let mut connections = Vec::new();
    for _ in 0..COPIES {
        connections.push(Connection::open(&server.address).await?);
    }
    let start = Instant::now();
    let tasks: Vec<_> = connections
        .into_iter()
        .map(|mut connection| {
            let result = result.to_vec();
            tokio::spawn(async move { connection.call(&result).await })
        })
        .collect();
    let mut answers: Vec<Answer> = Vec::new();
    for task in tasks {
        answers.push(task.await??);
    }
    let took = start.elapsed();
    let accepted = answers.iter().filter(|answer| answer.is_accepted).count();
    anyhow::ensure!(accepted == 1, "{accepted} copies are accepted");
    anyhow::ensure!(
        answers.iter().all(|answer| answer.status == 200),
        "{answers:?}"
    );
    Ok(took)
}
