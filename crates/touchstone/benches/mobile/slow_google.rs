//! Apple's assertions on a node that waits for a slow Google: what is waited for must not slow down who
//! does not wait. Requests that wait still cost CPU; controls show how much: as many per second with a
//! Google that answers at once, and as many that are refused at once. The machine is no laboratory:
//! every figure stands beside the same assertions alone, right before and right after.

use std::time::Duration;

use touchstone_simulator::apple::Iphone;
use touchstone_simulator::google::{Behaviour, Route, ScriptedGoogle};

use crate::devices::Party;
use crate::drive::{Expected, Figures, Load, Requests, deal, drive};
use crate::furnish::{Operator, google};
use crate::server::{Engine, Server};

/// Connections with assertions.
const CONNECTIONS: usize = 32;
/// So many are made; a load that has none left ends early.
const ASSERTIONS_PER_S: usize = 5_000;
/// Connections that wait for Google: as many calls as a tenant may have under way.
const WAITING: usize = 64;
/// More than those connections can get from such a Google.
const WAITS_PER_S: usize = 400;
const GOOGLE_TAKES: Duration = Duration::from_millis(200);
/// Tenants whose calls together are as many as a node may have under way.
const HANGING_TENANTS: usize = 4;
/// A call to Google ends after 5 s; until then the places stay taken.
const HANG_MAX: Duration = Duration::from_secs(4);

struct Scene<'a> {
    party: Party<'a>,
    google: &'a ScriptedGoogle,
    length: Duration,
    iphones: Vec<Iphone>,
    rounds: usize,
}

pub async fn run(engine: Engine, length: Duration) -> anyhow::Result<()> {
    println!("{engine:?}, Apple assertions on {CONNECTIONS} connections while others ask Google");
    let google = google().await?;
    let server = Server::start(engine, &google.base_url()).await?;
    let operator = Operator::of(&server).await?;
    let api_key = operator.tenant("bench", &google).await?;
    let mut others = Vec::new();
    for number in 0..2 * HANGING_TENANTS {
        others.push(operator.tenant(&format!("other-{number}"), &google).await?);
    }
    let party = Party {
        server: &server,
        api_key: &api_key,
    };
    let mut scene = Scene {
        party,
        google: &google,
        length,
        iphones: party.iphones(CONNECTIONS).await?,
        rounds: 0,
    };
    scene.play(&others).await
}

impl Scene<'_> {
    async fn play(&mut self, others: &[String]) -> anyhow::Result<()> {
        self.party.ask_google().await?;
        self.always(Behaviour::Delay(GOOGLE_TAKES));
        let waiting = Load::full(self.standard()?, Expected::Accepted);
        let pace = self.step("Google takes 200 ms, 64 wait", waiting).await?;
        self.always(Behaviour::Ok);
        let prompt = Load::full(self.standard()?, Expected::Accepted).at(pace);
        self.step("control: Google at once", prompt).await?;
        let refused = Load::same(WAITING, &self.party.malformed(), Expected::Status(200));
        self.step("control: refused at once", refused.at(pace))
            .await?;
        self.always(Behaviour::Hang);
        self.length = self.length.min(HANG_MAX);
        let (first, second) = others.split_at(HANGING_TENANTS);
        self.hang("Google hangs, 256 wait", first, None).await?;
        let nobody_else = self.standard()?;
        let placeless = Load::full(nobody_else, Expected::Status(503)).at(pace);
        self.hang("and others find no place (503)", second, Some(placeless))
            .await
    }

    fn always(&self, behaviour: Behaviour) {
        self.google.always(Route::Decode, behaviour);
    }

    /// Assertions alone, beside this load, and alone again; how many of the others were answered per second.
    async fn step(&mut self, what: &str, others: Load) -> anyhow::Result<f64> {
        let before = self.alone().await?;
        let (beside, others) = self.beside(others).await?;
        let after = self.alone().await?;
        print(what, others.per_s, &beside, &[before, after]);
        Ok(others.per_s)
    }

    async fn alone(&mut self) -> anyhow::Result<Figures> {
        let assertions = self.assertions()?;
        drive(self.party.server, assertions, self.length).await
    }

    /// Assertions as fast as they are answered beside this load; the figures of both.
    async fn beside(&mut self, other: Load) -> anyhow::Result<(Figures, Figures)> {
        let assertions = self.assertions()?;
        let (server, length) = (self.party.server, self.length);
        tokio::try_join!(
            drive(server, assertions, length),
            drive(server, other, length)
        )
    }

    /// The same while the calls of these tenants take every place of the node.
    async fn hang(
        &mut self,
        what: &str,
        api_keys: &[String],
        others: Option<Load>,
    ) -> anyhow::Result<()> {
        let before = self.alone().await?;
        let (server, length) = (self.party.server, self.length);
        let (assertions, held) = (self.assertions()?, self.held(api_keys));
        let calls = self.google.calls(Route::Decode) + held.len();
        let held = drive(server, Load::full(held, Expected::Status(503)), length);
        let mut held = std::pin::pin!(held);
        tokio::select! {
            told = &mut held => {
                let (told, came) = (told?, self.google.calls(Route::Decode));
                anyhow::bail!("{came} of {calls} calls came; p50 {} p99 {} ms", told.p50_ms, told.p99_ms)
            }
            () = self.google.wait_for_calls(Route::Decode, calls) => {}
        }
        let assertions = drive(server, assertions, length);
        let others = async {
            match others {
                Some(others) => Ok(drive(server, others, length).await?.per_s),
                None => anyhow::Ok(0.0),
            }
        };
        let (held, beside, others_per_s) = tokio::try_join!(held, assertions, others)?;
        let after = self.alone().await?;
        print(what, others_per_s, &beside, &[before, after]);
        println!(
            "    those who waited were told after {:.2} s",
            held.p50_ms / 1e3
        );
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

    fn assertions(&mut self) -> anyhow::Result<Load> {
        let total = ASSERTIONS_PER_S * usize::try_from(self.length.as_secs())?;
        let each = total / CONNECTIONS;
        let requests = self.party.assertions(&mut self.iphones, each);
        Ok(Load::full(requests, Expected::Accepted))
    }

    /// New standard tokens, dealt out to those who wait.
    fn standard(&mut self) -> anyhow::Result<Vec<Requests>> {
        self.rounds += 1;
        let count = WAITS_PER_S * usize::try_from(self.length.as_secs())?;
        Ok(deal(WAITING, self.party.play_standard(self.rounds, count)))
    }
}

/// Beside what the assertions alone gave before and after.
fn print(what: &str, others_per_s: f64, beside: &Figures, alone: &[Figures; 2]) {
    let mean = |of: fn(&Figures) -> f64| alone.iter().map(of).sum::<f64>() / 2.0;
    let (alone_per_s, alone_p99_ms) = (mean(|one| one.per_s), mean(|one| one.p99_ms));
    let Figures { per_s, p99_ms, .. } = beside;
    let (rate, tail) = (per_s / alone_per_s, p99_ms / alone_p99_ms);
    println!(
        "  {what:<30} others {others_per_s:>4.0}/s   assertions {per_s:>5.0}/s of {alone_per_s:>5.0}/s alone: {rate:.2}   \
         p99 {p99_ms:>6.2} ms of {alone_p99_ms:>6.2} ms: {tail:.2}"
    );
}
