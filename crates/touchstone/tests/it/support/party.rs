//! A relying party: a back end with an API key.

use std::net::SocketAddr;

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::{Answer, Request};

const INIT: &str = "/api/v1/attestation/init";
const VERIFY: &str = "/api/v1/attestation/verify";

/// A back end.
#[derive(Clone, Debug)]
pub struct Party {
    /// The server it calls.
    pub address: SocketAddr,
    /// Its API key.
    pub key: String,
}

/// A promised session.
#[derive(Clone, Debug)]
pub struct Session {
    /// `sessionReference`.
    pub reference: String,
    /// `serverNonce`, decoded.
    pub nonce: Vec<u8>,
}

impl Party {
    /// The same back end at another server.
    pub fn at(&self, address: SocketAddr) -> Self {
        let key = self.key.clone();
        Self { address, key }
    }

    /// The same back end with another key.
    pub fn with_key(&self, key: &str) -> Self {
        let (address, key) = (self.address, key.to_owned());
        Self { address, key }
    }

    /// A request with its key.
    pub fn request(&self, method: &str, path: &str) -> Request {
        Request::new(method, path).header("X-Api-Key", &self.key)
    }

    /// `init`, as it was answered.
    pub async fn ask_init(&self) -> Answer {
        self.request("POST", INIT).send(self.address).await
    }

    /// A new session.
    pub async fn init(&self) -> Session {
        self.try_init().await.expect("an answer")
    }

    /// The same from a server that may be gone.
    pub async fn try_init(&self) -> Option<Session> {
        let answer = self.request("POST", INIT).try_send(self.address).await?;
        assert_eq!(answer.status, 200, "{answer:?}");
        let body = answer.json();
        let nonce = body["serverNonce"].as_str().unwrap();
        Some(Session {
            reference: body["sessionReference"].as_str().unwrap().to_owned(),
            nonce: BASE64.decode(nonce.as_bytes()).unwrap(),
        })
    }

    /// `verify` with this body.
    pub async fn verify(&self, body: &Value) -> Answer {
        self.verify_request(body).send(self.address).await
    }

    /// `verify`, not sent yet.
    pub fn verify_request(&self, body: &Value) -> Request {
        self.request("POST", VERIFY).json(body)
    }

    /// `verify` with these bytes, said to be JSON.
    pub async fn verify_bytes(&self, body: impl Into<Vec<u8>>) -> Answer {
        let request = self.request("POST", VERIFY);
        let request = request.header("Content-Type", "application/json");
        request.body(body).send(self.address).await
    }

    /// A verdict.
    pub async fn verdict(&self, id: &str) -> Answer {
        let path = format!("/api/v1/attestation/verdicts/{id}");
        self.request("GET", &path).send(self.address).await
    }
}

/// The body of a verify in a session.
pub fn by_session(token: &[u8], session: &Session) -> Value {
    json!({
        "attestationToken": BASE64.encode(token),
        "sessionReference": session.reference,
    })
}

/// The body of a verify with a nonce of the relying party's own.
pub fn by_nonce(token: &[u8], nonce: &[u8]) -> Value {
    json!({
        "attestationToken": BASE64.encode(token),
        "expectedNonce": BASE64.encode(nonce),
    })
}
