//! Simulated devices and what they send. Everything is made before a load begins, on both cores.

use std::sync::OnceLock;

use anyhow::Context;
use data_encoding::BASE64;
use touchstone_core::{Clock as _, SystemClock};
use touchstone_simulator::android::{AndroidPhone, GoogleCa, Provisioning, SecurityLevel};
use touchstone_simulator::apple::{AppleCa, ClientDataProfile, Environment, Iphone};
use touchstone_simulator::play::{PlayApp, TokenType};

use crate::cores::{CORES, made, on_cores};
use crate::drive::Requests;
use crate::http::Connection;
use crate::server::{Server, Settings};

use super::requests::{INIT, post_request, verify_request, verify_session_request};

/// The app on iPhones.
pub const APP_ID: &str = "TESTTEAM01.com.example.app";
/// The app on Android.
pub const PACKAGE: &str = "com.example.app";
/// Whose certificate has signed it.
pub const SIGNER: [u8; 32] = [0xA6; 32];
const NONCE: [u8; 32] = [5; 32];

/// Issuers that cannot be reached: nobody listens there.
pub const NOBODY: &str = "http://127.0.0.1:1";

/// A server that asks `issuers`, a base URL, for everything that Google and Apple are asked for.
pub fn settings(issuers: &str) -> Settings {
    let files = [
        ("roots.pem", apple_ca().app_attest_root_pem()),
        ("receipt-roots.pem", apple_ca().receipt_root_pem()),
        ("android-roots.pem", google_ca().roots_pem()),
    ];
    let config = format!(
        "[mobile.apple]\nroots_file = \"roots.pem\"\nreceipt_roots_file = \"receipt-roots.pem\"\n\
         [mobile.google]\ndecode_url = \"{issuers}\"\ntoken_url = \"{issuers}/token\"\n\
         [mobile.android]\nroots_file = \"android-roots.pem\"\n\
         status_url = \"{issuers}/attestation/status\"\n\
         [webauthn.mds]\nenabled = false\n"
    );
    Settings {
        config,
        files: files.into(),
    }
}

pub fn apple_ca() -> &'static AppleCa {
    static CA: OnceLock<AppleCa> = OnceLock::new();
    CA.get_or_init(|| AppleCa::new([7; 32]))
}

pub fn google_ca() -> &'static GoogleCa {
    static CA: OnceLock<GoogleCa> = OnceLock::new();
    CA.get_or_init(|| GoogleCa::new([2; 32]))
}

pub fn play_app() -> PlayApp {
    PlayApp::new([4; 32], PACKAGE, SIGNER)
}

pub fn now_ms() -> i64 {
    SystemClock.now().unix_ms()
}

/// A server and a relying party's key for it.
#[derive(Clone, Copy)]
pub struct Party<'a> {
    pub server: &'a Server,
    pub api_key: &'a str,
}

impl Party<'_> {
    /// An iPhone per connection, attested now.
    pub async fn iphones(self, connections: usize) -> anyhow::Result<Vec<Iphone>> {
        let (ca, now_ms) = (apple_ca(), now_ms());
        let attested = made(connections, |device| {
            let seed = seed("iPhone", connections, device);
            let mut iphone = Iphone::new(ca, seed, APP_ID, Environment::Production);
            let first = iphone.token(&NONCE, ClientDataProfile::CborArray, true, now_ms);
            (iphone, self.request(&first))
        });
        let mut iphones = Vec::new();
        for (iphone, first) in attested {
            self.accept(&first).await?;
            iphones.push(iphone);
        }
        Ok(iphones)
    }

    /// So many assertions of each iPhone, with rising counters.
    pub fn assertions(self, iphones: &mut [Iphone], each: usize) -> Vec<Requests> {
        let now_ms = now_ms();
        let assertions = |iphone: &mut Iphone| {
            let profile = ClientDataProfile::CborArray;
            let tokens = (0..each).map(|_| iphone.token(&NONCE, profile, false, now_ms));
            Requests::Each(tokens.map(|token| self.request(&token)).collect())
        };
        let share = iphones.len().div_ceil(CORES);
        on_cores(iphones.chunks_mut(share), |iphones| {
            iphones.iter_mut().map(assertions).collect()
        })
    }

    /// A classic Play token, which can be judged again and again.
    pub fn play_classic(self) -> Vec<u8> {
        self.request(&play_app().token(TokenType::Classic, &NONCE, now_ms()))
    }

    /// So many standard Play tokens, all different; those of another `round` are others.
    pub fn play_standard(self, round: usize, count: usize) -> Vec<Vec<u8>> {
        let (app, now_ms) = (play_app(), now_ms());
        made(count, |number| {
            let nonce = seed("nonce", round, number);
            let token = app.token(TokenType::Standard, &nonce, now_ms);
            verify_request(self.api_key, &token, &nonce)
        })
    }

    /// So many new phones with remote chains and proofs of possession.
    pub fn registrations(self, count: usize) -> Vec<Vec<u8>> {
        let (ca, now_ms) = (google_ca(), now_ms());
        made(count, |number| {
            let phone = android_phone(ca, seed("registered", count, number));
            self.request(&phone.token(&NONCE, true, true, now_ms))
        })
    }

    /// A proof of possession of a key per connection, registered now.
    pub async fn possessions(self, connections: usize) -> anyhow::Result<Vec<Requests>> {
        let (ca, now_ms) = (google_ca(), now_ms());
        let tokens = made(connections, |device| {
            let phone = android_phone(ca, seed("possession", connections, device));
            let token = |with_chain| phone.token(&NONCE, with_chain, true, now_ms);
            (self.request(&token(true)), self.request(&token(false)))
        });
        let mut requests = Vec::new();
        for (chain, proof) in tokens {
            self.accept(&chain).await?;
            requests.push(Requests::Same(proof.into()));
        }
        Ok(requests)
    }

    /// Has Google asked once: it gives the access token that all later calls use.
    pub async fn ask_google(self) -> anyhow::Result<()> {
        for request in self.play_standard(usize::MAX, 1) {
            self.accept(&request).await?;
        }
        Ok(())
    }

    /// A right token in a session that was used.
    pub async fn used_session(self) -> anyhow::Result<Vec<u8>> {
        let mut connection = Connection::open(&self.server.address).await?;
        let init = post_request(INIT, self.api_key, "");
        let session = connection.call_json(&init).await?;
        let member = |name: &str| session.get(name).and_then(|member| member.as_str());
        let nonce = BASE64.decode(member("serverNonce").context("a nonce")?.as_bytes())?;
        let reference = member("sessionReference").context("a session")?;
        let token = play_app().token(TokenType::Classic, &nonce, now_ms());
        let request = verify_session_request(self.api_key, &token, reference);
        self.accept(&request).await?;
        Ok(request)
    }

    /// What is no envelope.
    pub fn malformed(self) -> Vec<u8> {
        self.request(&[0xff; 64])
    }

    fn request(self, token: &[u8]) -> Vec<u8> {
        verify_request(self.api_key, token, &NONCE)
    }

    async fn accept(self, request: &[u8]) -> anyhow::Result<()> {
        let mut connection = Connection::open(&self.server.address).await?;
        let answer = connection.call(request).await?;
        anyhow::ensure!(answer.is_accepted, "right evidence is accepted: {answer:?}");
        Ok(())
    }
}

fn android_phone(ca: &GoogleCa, seed: [u8; 32]) -> AndroidPhone {
    let (provisioning, level) = (Provisioning::Remote, SecurityLevel::Tee);
    AndroidPhone::new(ca, seed, PACKAGE, SIGNER, provisioning, level)
}

/// 32 bytes that no other purpose, round and number have.
fn seed(purpose: &str, round: usize, number: usize) -> [u8; 32] {
    let numbers = [round.to_be_bytes(), number.to_be_bytes()].concat();
    touchstone_evidence::digest::sha256(&[purpose.as_bytes(), &[0], &numbers])
}
