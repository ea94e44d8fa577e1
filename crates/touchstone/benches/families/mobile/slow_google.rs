//! Apple's assertions on a node that waits for a slow Google: what is waited for must not slow down
//! who does not wait. Requests that wait still cost CPU; controls show how much: as many per second
//! with a Google that answers at once, and as many that are refused at once. The machine is no
//! laboratory: every figure stands beside the same assertions alone, by turns.

use std::time::Duration;

use touchstone_simulator::apple::Iphone;
use touchstone_simulator::google::{Behaviour, Route, ScriptedGoogle};

use crate::drive::{Expected, Load, Requests, Run, deal, drive, same};
use crate::server::{Engine, Server};

use super::devices::{Party, settings};
use super::furnish::{google, operator};

/// Connections with assertions.
const CONNECTIONS: usize = 32;
/// So many are made; a load that has none left ends early.
const ASSERTIONS_PER_S: u64 = 5_000;
/// Who is alone and who is not take turns of this length, so that both see the same machine.
const TURN: Duration = Duration::from_secs(1);
/// Connections that wait for Google: as many calls as a tenant may have under way.
const WAITING: usize = 64;
const GOOGLE_TAKES: Duration = Duration::from_millis(200);
/// What those connections can get from such a Google.
const WAITS_PER_S: f64 = 320.0;
const TOKENS_PER_TURN: usize = 6 * WAITING;
/// Tenants whose calls together are as many as a node may have under way.
const HANGING_TENANTS: usize = 4;
/// A call to Google ends after 5 s; until then the places stay taken.
const HANG_TURNS_MAX: u32 = 4;

struct Scene<'a> {
    party: Party<'a>,
    google: &'a ScriptedGoogle,
    turns: u32,
    iphones: Vec<Iphone>,
    rounds: usize,
}

pub async fn run(engine: Engine, length: Duration) -> anyhow::Result<()> {
    println!("{engine:?}, Apple assertions on {CONNECTIONS} connections while others ask Google");
    let google = google().await?;
    let server = Server::start(engine, &settings(&google.base_url())).await?;
    let operator = operator(&server).await?;
    let api_key = operator.mobile_tenant("bench", &google).await?;
    let mut others = Vec::new();
    for number in 0..2 * HANGING_TENANTS {
        others.push(
            operator
                .mobile_tenant(&format!("other-{number}"), &google)
                .await?,
        );
    }
    let party = Party {
        server: &server,
        api_key: &api_key,
    };
    let mut scene = Scene {
        party,
        google: &google,
        turns: u32::try_from(length.as_secs())?,
        iphones: party.iphones(CONNECTIONS).await?,
        rounds: 0,
    };
    scene.play(&others).await
}

impl Scene<'_> {
    async fn play(&mut self, others: &[String]) -> anyhow::Result<()> {
        self.party.ask_google().await?;
        let (accepted, malformed) = (Expected::Accepted, self.party.malformed());
        self.always(Behaviour::Delay(GOOGLE_TAKES));
        let what = "Google takes 200 ms, 64 wait";
        let pace = self
            .step(what, accepted, WAITS_PER_S, Self::standard)
            .await?;
        self.always(Behaviour::Ok);
        let what = "control: Google at once";
        self.step(what, accepted, pace, Self::standard).await?;
        let what = "control: refused at once";
        let refused = |_: &mut Self| same(WAITING, &malformed);
        self.step(what, Expected::Status(200), pace, refused)
            .await?;
        self.always(Behaviour::Hang);
        let (first, second) = others.split_at(HANGING_TENANTS);
        self.hang("Google hangs, 256 wait", first, None).await?;
        let what = "and others find no place (503)";
        self.hang(what, second, Some(pace)).await
    }

    fn always(&self, behaviour: Behaviour) {
        self.google.always(Route::Decode, behaviour);
    }

    /// Assertions alone and beside others who send these, by turns; how many of the others were
    /// answered per second.
    async fn step(
        &mut self,
        what: &str,
        expected: Expected,
        per_s: f64,
        requests: impl Fn(&mut Self) -> Vec<Requests>,
    ) -> anyhow::Result<f64> {
        let (mut alone, mut beside, mut all_others) =
            (Run::default(), Run::default(), Run::default());
        for _ in 0..self.turns {
            alone.add(self.alone(TURN).await?);
            let others = Load::full(requests(self), expected).at(per_s);
            let assertions = self.assertions(TURN);
            let server = self.party.server;
            let assertions = drive(server, assertions, TURN);
            let (assertions, others) = tokio::try_join!(assertions, drive(server, others, TURN))?;
            beside.add(assertions);
            all_others.add(others);
        }
        let others_per_s = all_others.per_s()?;
        print(what, others_per_s, &beside, &alone)?;
        Ok(others_per_s)
    }

    async fn alone(&mut self, length: Duration) -> anyhow::Result<Run> {
        let assertions = self.assertions(length);
        drive(self.party.server, assertions, length).await
    }

    /// Assertions alone, while the calls of these tenants take every place of the node and so many
    /// others per second find none, and alone again.
    async fn hang(
        &mut self,
        what: &str,
        api_keys: &[String],
        others_per_s: Option<f64>,
    ) -> anyhow::Result<()> {
        let length = TURN * self.turns.min(HANG_TURNS_MAX);
        let mut alone = self.alone(length).await?;
        let server = self.party.server;
        let (assertions, held) = (self.assertions(length), self.held(api_keys));
        let mut others = Vec::new();
        for _ in 0..self.turns.min(HANG_TURNS_MAX) {
            others.extend(self.standard_tokens());
        }
        let calls = self.google.calls(Route::Decode) + held.len();
        let held = drive(server, Load::full(held, Expected::Status(503)), length);
        let mut held = std::pin::pin!(held);
        tokio::select! {
            told = &mut held => {
                let (told, came) = (told?, self.google.calls(Route::Decode));
                anyhow::bail!("{came} of {calls} calls; told after {} ms", told.percentile_ms(500));
            }
            () = self.google.wait_for_calls(Route::Decode, calls) => {}
        }
        let assertions = drive(server, assertions, length);
        let others = async {
            let Some(per_s) = others_per_s else {
                return Ok(0.0);
            };
            let others = Load::full(deal(WAITING, others), Expected::Status(503));
            drive(server, others.at(per_s), length).await?.per_s()
        };
        let (held, beside, others_per_s) = tokio::try_join!(held, assertions, others)?;
        alone.add(self.alone(length).await?);
        print(what, others_per_s, &beside, &alone)?;
        let told_s = held.percentile_ms(500) / 1e3;
        println!("    those who waited were told after {told_s:.2} s");
        Ok(())
    }

    /// As many connections of each tenant as it may have calls, with one token each.
    fn held(&mut self, api_keys: &[String]) -> Vec<Requests> {
        let server = self.party.server;
        let mut held = Vec::new();
        for api_key in api_keys {
            self.rounds += 1;
            let party = Party { server, api_key };
            held.extend(deal(WAITING, party.play_standard(self.rounds, WAITING)));
        }
        held
    }

    fn assertions(&mut self, length: Duration) -> Load {
        let total = usize::try_from(ASSERTIONS_PER_S * length.as_secs()).unwrap_or_default();
        let each = total / CONNECTIONS;
        let requests = self.party.assertions(&mut self.iphones, each);
        Load::full(requests, Expected::Accepted)
    }

    /// New standard tokens for a turn, dealt out to those who wait.
    fn standard(&mut self) -> Vec<Requests> {
        deal(WAITING, self.standard_tokens())
    }

    fn standard_tokens(&mut self) -> Vec<Vec<u8>> {
        self.rounds += 1;
        self.party.play_standard(self.rounds, TOKENS_PER_TURN)
    }
}

/// Beside what the assertions alone gave by turns with it.
fn print(what: &str, others_per_s: f64, beside: &Run, alone: &Run) -> anyhow::Result<()> {
    let (per_s, alone_per_s) = (beside.per_s()?, alone.per_s()?);
    let (p99_ms, alone_p99_ms) = (beside.percentile_ms(990), alone.percentile_ms(990));
    let (rate, tail) = (per_s / alone_per_s, p99_ms / alone_p99_ms);
    println!(
        "  {what:<30} others {others_per_s:>4.0}/s   assertions {per_s:>5.0}/s of {alone_per_s:>5.0}/s alone: {rate:.2}   \
         p99 {p99_ms:>6.2} ms of {alone_p99_ms:>6.2} ms: {tail:.2}"
    );
    Ok(())
}
