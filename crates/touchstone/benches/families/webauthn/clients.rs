//! Clients with an authenticator each: they ask for options, and make messages of them before a load begins, on both cores.

use anyhow::Context;
use serde_json::Value;
use touchstone_core::{Clock as _, SystemClock};
use touchstone_evidence::digest::sha256;
use touchstone_outbound::CeremonyService;
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Statement};

use crate::cores::made;
use crate::drive::{Expected, Load, Requests};
use crate::http::Connection;
use crate::server::Server;

use super::authenticators::{AAGUID, Format, ORIGIN};
use super::requests::{authentication_options, registration_options, request};

fn now_ms() -> i64 {
    SystemClock.now().unix_ms()
}

/// 32 bytes that no other purpose and number have.
fn seed(purpose: &str, number: usize) -> [u8; 32] {
    sha256(&[purpose.as_bytes(), &[0], &number.to_be_bytes()])
}

/// A client with an authenticator that holds a registered credential.
#[derive(Clone)]
pub struct Client {
    pub username: String,
    pub authenticator: Authenticator,
}

/// So many clients, each of a user of its own with a credential of this algorithm; `round` makes them others than before.
pub async fn registered(
    server: &Server,
    round: &str,
    count: usize,
    algorithm: Algorithm,
) -> anyhow::Result<Vec<Client>> {
    let mut connection = Connection::open(&server.address).await?;
    let mut clients = Vec::new();
    for number in 0..count {
        let username = format!("{round}-{number}");
        let mut authenticator =
            Authenticator::new(seed(round, number), AAGUID, Statement::None, now_ms());
        authenticator.algorithms = vec![algorithm];
        let options = connection
            .call_json(&registration_options(&username))
            .await?;
        let registration = authenticator.register(&options, ORIGIN);
        let message = registration
            .context("the authenticator registers")?
            .message();
        let result = request(CeremonyService::RegistrationResult, &message.to_string());
        let answer = connection.call(&result).await?;
        anyhow::ensure!(answer.is_accepted, "a right registration: {answer:?}");
        clients.push(Client {
            username,
            authenticator,
        });
    }
    Ok(clients)
}

/// Registrations of new users, so many for each connection.
pub async fn registrations(
    server: &Server,
    round: &str,
    format: &Format,
    (connections, each): (usize, usize),
) -> anyhow::Result<Load> {
    let ask = |connection, number| registration_options(&format!("{round}-{connection}-{number}"));
    let options = options(server, connections, each, ask).await?;
    let requests = made(connections, |number| {
        let own = options.get(number).map(Vec::as_slice).unwrap_or_default();
        let (seed, statement) = (seed(round, number), format.statement.clone());
        let mut device = Authenticator::new(seed, format.aaguid(), statement, now_ms());
        device.algorithms = vec![Algorithm::Es256];
        let messages = own.iter().filter_map(|options| {
            let message = device.register(options, ORIGIN).ok()?.message().to_string();
            Some(request(CeremonyService::RegistrationResult, &message))
        });
        Requests::Each(messages.collect())
    });
    Ok(Load::full(requests, Expected::Accepted))
}

/// Sign-ins of these clients, a connection for each.
pub async fn sign_ins(server: &Server, clients: &[Client], each: usize) -> anyhow::Result<Load> {
    let ask = |connection: usize, _| {
        let client = clients.get(connection);
        authentication_options(client.map_or("", |client| &client.username))
    };
    let options = options(server, clients.len(), each, ask).await?;
    let requests = made(clients.len(), |number| {
        let own = options.get(number).map(Vec::as_slice).unwrap_or_default();
        let device = clients
            .get(number)
            .map(|client| client.authenticator.clone());
        let Some(mut device) = device else {
            return Requests::Each(Vec::new());
        };
        let messages = own.iter().filter_map(|options| {
            let message = device.sign_in(options, ORIGIN).ok()?.message().to_string();
            Some(request(CeremonyService::AuthenticationResult, &message))
        });
        Requests::Each(messages.collect())
    });
    Ok(Load::full(requests, Expected::Accepted))
}

/// What is answered to `ask` of each connection and number.
async fn options(
    server: &Server,
    connections: usize,
    each: usize,
    ask: impl Fn(usize, usize) -> Vec<u8>,
) -> anyhow::Result<Vec<Vec<Value>>> {
    let mut tasks = Vec::new();
    for connection in 0..connections {
        let asked: Vec<_> = (0..each).map(|number| ask(connection, number)).collect();
        let mut connection = Connection::open(&server.address).await?;
        tasks.push(tokio::spawn(async move {
            let mut options = Vec::new();
            for request in asked {
                options.push(connection.call_json(&request).await?);
            }
            anyhow::Ok(options)
        }));
    }
    let mut options = Vec::new();
    for task in tasks {
        options.push(task.await??);
    }
    Ok(options)
}
