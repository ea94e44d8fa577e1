//! A Google that follows a script, and a server's way to it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use touchstone_core::ports::{DecodeRequest, ServiceAccount, Upstream as _, UpstreamError};
use touchstone_core::{TenantId, Timestamp};
use zeroize::Zeroizing;

use crate::client::Limits;
use crate::google::Pace;
use crate::tests::keys;
use crate::tests::server::{Reply, Seen, Server};
use crate::{IssuerUrls, Issuers};

pub(super) const PAYLOAD: &str = r#"{"requestDetails": {"nonce":"AA"}}"#;
pub(super) const TOKEN: &str = "eyJhbGciOiJBMjU2S1cifQ.c3RhbmRhcmQ.dG9rZW4tb2YtYS1waG9uZQ";

/// As fast as a test wants it, as slow as a busy machine needs it.
pub(super) fn pace() -> Pace {
    Pace {
        pause: Duration::from_millis(1),
        ..Pace::default()
    }
}

/// Gives up on a call after half a second.
pub(super) fn impatient() -> Pace {
    let limits = Limits {
        total: Duration::from_millis(500),
        ..Pace::default().call
    };
    Pace {
        call: limits,
        ..pace()
    }
}

pub(super) struct Scene {
    pub(super) issuers: Arc<Issuers>,
    pub(super) server: Server,
    script: Arc<Script>,
}

#[derive(Default)]
struct Script {
    decodes: Mutex<VecDeque<Reply>>,
    tokens: Mutex<VecDeque<Reply>>,
    issued: AtomicUsize,
}

impl Script {
    /// What is scripted, else what a Google in good health answers.
    fn reply(&self, seen: &Seen) -> Reply {
        if seen.line.starts_with("POST /token ") {
            let scripted = self.tokens.lock().unwrap().pop_front();
            return scripted.unwrap_or_else(|| access_token(self.issued(), 3_600));
        }
        let scripted = self.decodes.lock().unwrap().pop_front();
        scripted.unwrap_or_else(decoded)
    }

    fn issued(&self) -> usize {
        self.issued.fetch_add(1, Ordering::Relaxed)
    }
}

pub(super) fn decoded() -> Reply {
    Reply::json(200, &format!("{{\"tokenPayloadExternal\": {PAYLOAD}}}"))
}

pub(super) fn access_token(number: usize, expires_in: u64) -> Reply {
    let body = format!(
        r#"{{"access_token":"ya29.token-number-{number}","expires_in":{expires_in},"token_type":"Bearer"}}"#
    );
    Reply::json(200, &body)
}

impl Scene {
    pub(super) async fn new(pace: Pace) -> Self {
        let script = Arc::new(Script::default());
        let answers = Arc::clone(&script);
        let server = Server::start(move |seen| answers.reply(seen)).await;
        let urls = IssuerUrls {
            google_decode_url: server.url.clone(),
            google_token_url: Some(format!("{}/token", server.url)),
            ..IssuerUrls::default()
        };
        Self {
            issuers: Arc::new(Issuers::with_pace(&urls, pace).unwrap()),
            server,
            script,
        }
    }

    /// The next answers to decode calls.
    pub(super) fn decodes(&self, replies: impl IntoIterator<Item = Reply>) {
        self.script.decodes.lock().unwrap().extend(replies);
    }

    /// The next answers to grants.
    pub(super) fn tokens(&self, replies: impl IntoIterator<Item = Reply>) {
        self.script.tokens.lock().unwrap().extend(replies);
    }

    pub(super) async fn decode(&self) -> Result<Vec<u8>, UpstreamError> {
        self.issuers.decode_integrity_token(request()).await
    }

    /// A decode whose caller goes while Google is at it.
    pub(super) async fn given_up(&self) {
        self.decodes([Reply::Hang]);
        let before = self.server.seen().len();
        let issuers = Arc::clone(&self.issuers);
        let caller = tokio::spawn(async move { issuers.decode_integrity_token(request()).await });
        self.server.has_seen(before + 1).await;
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
    }

    /// How many grants and how many integrity tokens have come.
    pub(super) fn calls(&self) -> (usize, usize) {
        (self.server.count("/token "), self.server.count("/v1/"))
    }

    /// The bearer tokens of the decode calls.
    pub(super) fn bearers(&self) -> Vec<String> {
        let seen = self.server.seen();
        let bearers = seen.iter().filter_map(|seen| seen.header("authorization"));
        bearers.map(str::to_owned).collect()
    }
}

pub(super) fn tenant(number: i64) -> TenantId {
    TenantId::first_at(Timestamp::from_unix_s(number))
}

pub(super) fn account(key: usize) -> ServiceAccount {
    ServiceAccount {
        client_email: "judge@acme.iam.gserviceaccount.com".to_owned(),
        private_key_id: Some("k1".to_owned()),
        private_key: Zeroizing::new(keys::rsa_pem(key)),
        token_uri: "https://oauth2.googleapis.com/token".to_owned(),
    }
}

pub(super) fn request() -> DecodeRequest {
    DecodeRequest {
        tenant_id: tenant(1),
        account: account(0),
        package_name: "com.example.app".to_owned(),
        token: TOKEN.to_owned(),
        now: Timestamp::from_unix_s(1_777_000_000),
        within: Duration::from_secs(15),
    }
}

/// The word of an unavailability and when to come again.
pub(super) fn unavailable<T: std::fmt::Debug>(
    result: Result<T, UpstreamError>,
) -> (&'static str, u32) {
    match result {
        Err(UpstreamError::Unavailable {
            cause,
            retry_after_s,
        }) => (cause, retry_after_s),
        other => panic!("not unavailable: {other:?}"),
    }
}
