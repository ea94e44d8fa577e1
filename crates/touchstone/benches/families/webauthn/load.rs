//! Requests per second over loopback with the load generator on the same two cores: options, results of every format and of some
//! algorithms, status, and whole ceremonies (options, result, status; the client signs in between, on the same cores too), each durable,
//! beside what the same server gives for a request that does nothing (`/health`).

use std::time::{Duration, Instant};

use anyhow::Context;
use touchstone_outbound::CeremonyService;
use touchstone_simulator::webauthn::Algorithm;

use crate::drive::{Expected, Load, Requests, Run, drive, together};
use crate::http::{Connection, get_request};
use crate::server::{Engine, Server};

use super::authenticators::{ORIGIN, formats};
use super::clients::{Client, registered, registrations, sign_ins};
use super::furnish::{NO_METADATA, relying_party, settings};
use super::requests::{authentication_options, registration_options, request, status};

const CONNECTIONS: [usize; 2] = [1, 64];
/// Messages are made before a load; so many per second of it are enough, or it ends early.
const RESULTS_PER_S: usize = 4_000;
const ALGORITHMS: [Algorithm; 4] = [
    Algorithm::Es256,
    Algorithm::EdDsa,
    Algorithm::Rs256,
    Algorithm::MlDsa44,
];

struct Scene {
    server: Server,
    engine: Engine,
    length: Duration,
    connections: usize,
    raw: Run,
}

pub async fn run(engine: Engine, length: Duration) -> anyhow::Result<()> {
    println!("webauthn: {engine:?}, release build, loopback, load generator on the same cores");
    for connections in CONNECTIONS {
        // Another server for each: what one has left open does not weigh on the other.
        let server = Server::start(engine, &settings(NO_METADATA)).await?;
        relying_party(&server).await?;
        let health = Expected::Status(200);
        let health = Load::same(connections, &get_request("/health"), health);
        let raw = drive(&server, health, length).await?;
        let scene = Scene {
            server,
            engine,
            length,
            connections,
            raw,
        };
        scene.print("/health", &scene.raw)?;
        scene.options().await?;
        scene.results().await?;
        scene.ceremonies().await?;
        let mib = scene.server.resident_mib()?;
        println!("  resident after the load {mib:>6.1} MiB");
    }
    Ok(())
}

impl Scene {
    /// Options of both kinds.
    async fn options(&self) -> anyhow::Result<()> {
        let clients = registered(&self.server, "asking", self.connections, Algorithm::Es256);
        let clients = clients.await?;
        let requests = |ask: fn(&str) -> Vec<u8>| {
            let same = |client: &Client| Requests::Same(ask(&client.username).into());
            Load::full(clients.iter().map(same).collect(), Expected::Accepted)
        };
        let known = requests(registration_options);
        self.measure("registration options", known).await?;
        let each = self.each()?;
        let new = |connection: usize| {
            let names = (0..each).map(|number| format!("new-{connection}-{number}"));
            Requests::Each(names.map(|name| registration_options(&name)).collect())
        };
        let new = (0..self.connections).map(new).collect();
        let new = Load::full(new, Expected::Accepted);
        self.measure("  the same, new user", new).await?;
        let authentication = requests(authentication_options);
        self.measure("authentication options", authentication).await
    }

    /// Results of both kinds, and the status of one of them.
    async fn results(&self) -> anyhow::Result<()> {
        let many = (self.connections, self.each()?);
        for format in formats() {
            let round = format!("{}-{}", format.name, self.connections);
            let load = registrations(&self.server, &round, &format, many).await?;
            let what = format!("registration, {}", format.name);
            self.measure(&what, load).await?;
        }
        for algorithm in ALGORITHMS {
            let round = format!("{algorithm:?}");
            let clients = registered(&self.server, &round, self.connections, algorithm).await?;
            let load = sign_ins(&self.server, &clients, self.each()?).await?;
            self.measure(&format!("sign-in, {algorithm:?}"), load)
                .await?;
        }
        let client = registered(&self.server, "status", 1, Algorithm::Es256).await?;
        let client = client.first().context("a client")?;
        let mut connection = Connection::open(&self.server.address).await?;
        let ask = authentication_options(&client.username);
        let asked = status(&connection.call_json(&ask).await?);
        let load = Load::same(self.connections, &asked, Expected::Status(200));
        self.measure("status", load).await
    }

    /// Whole sign-ins, each client as fast as it can.
    async fn ceremonies(&self) -> anyhow::Result<()> {
        let round = format!("whole-{:?}", self.engine);
        let clients = registered(&self.server, &round, self.connections, Algorithm::Es256);
        let mut works = Vec::new();
        for client in clients.await? {
            let connection = Connection::open(&self.server.address).await?;
            works.push(sign_in_until(
                Instant::now() + self.length,
                client,
                connection,
            ));
        }
        let run = together(&self.server, works).await?;
        self.print("whole sign-in, three requests", &run)
    }

    async fn measure(&self, what: &str, load: Load) -> anyhow::Result<()> {
        self.print(what, &drive(&self.server, load, self.length).await?)
    }

    fn each(&self) -> anyhow::Result<usize> {
        let all = RESULTS_PER_S * usize::try_from(self.length.as_secs())?;
        Ok((all / self.connections).min(all / 4))
    }

    fn print(&self, what: &str, run: &Run) -> anyhow::Result<()> {
        let (per_s, cpu_us) = (run.per_s()?, run.cpu_us()?);
        let [p50_ms, p99_ms, p999_ms] = [500, 990, 999].map(|share| run.percentile_ms(share));
        let (ratio, connections) = (per_s / self.raw.per_s()?, self.connections);
        println!(
            "  {what:<32} {connections:>4} connections {per_s:>7.0}/s   p50 {p50_ms:>6.2} ms   p99 {p99_ms:>6.2} ms   \
             p99.9 {p999_ms:>6.2} ms   server CPU {cpu_us:>5.0} us   {ratio:.2} of /health"
        );
        Ok(())
    }
}

async fn sign_in_until(
    end: Instant,
    mut client: Client,
    mut connection: Connection,
) -> anyhow::Result<Vec<f64>> {
    let ask = authentication_options(&client.username);
    let mut latencies_ms = Vec::new();
    while Instant::now() < end {
        let start = Instant::now();
        let options = connection.call_json(&ask).await?;
        let assertion = client.authenticator.sign_in(&options, ORIGIN);
        let message = assertion.context("the authenticator signs in")?.message();
        let result = request(CeremonyService::AuthenticationResult, &message.to_string());
        let answer = connection.call(&result).await?;
        anyhow::ensure!(answer.is_accepted, "a right assertion: {answer:?}");
        let seen = connection.call_json(&status(&options)).await?;
        let has_succeeded = seen
            .get("status")
            .is_some_and(|status| status == "succeeded");
        anyhow::ensure!(has_succeeded, "{seen}");
        latencies_ms.push(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(latencies_ms)
}
