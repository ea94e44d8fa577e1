//! A client of the scripted server for these tests: one call per connection, and statements signed by hand.

use std::io;

use data_encoding::BASE64URL_NOPAD;
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use touchstone_simulator::google::{ScriptedGoogle, ServiceAccount};

use crate::scene::{NOW_MS, sha256};

pub const TOKEN: &str = "/token";
pub const DECODE: &str = "/v1/com.example.app:decodeIntegrityToken";

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// The value of a header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// One call; a connection that ends without an answer is an error.
pub async fn call(
    google: &ScriptedGoogle,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> io::Result<Answer> {
    call_at(&google.base_url(), method, path, headers, body).await
}

/// The same to the server at this address.
pub async fn call_at(
    base: &str,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(base.strip_prefix("http://").unwrap()).await?;
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: google\r\nConnection: close\r\n{headers}\
         Content-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    let (head, body) = text
        .split_once("\r\n\r\n")
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Ok(Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

/// A decode of this token with this access token.
pub async fn decode(google: &ScriptedGoogle, access_token: &str, token: &str) -> Answer {
    let headers = format!("Authorization: Bearer {access_token}\r\n");
    let body = json!({"integrityToken": token}).to_string();
    call(google, "POST", DECODE, &headers, &body).await.unwrap()
}

/// The claims of a right grant.
pub fn claims(account: &ServiceAccount) -> Value {
    let now_s = NOW_MS / 1_000;
    json!({
        "iss": account.client_email(),
        "scope": "https://www.googleapis.com/auth/playintegrity",
        "aud": "https://oauth2.googleapis.com/token",
        "iat": now_s,
        "exp": now_s + 3_600,
    })
}

/// The form that asks for an access token, signed with the key in the account's file.
pub fn grant(account: &ServiceAccount, claims: &Value) -> String {
    let file: Value = serde_json::from_str(&account.json()).unwrap();
    let key = RsaPrivateKey::from_pkcs8_pem(file["private_key"].as_str().unwrap()).unwrap();
    let header = json!({"alg": "RS256", "typ": "JWT", "kid": file["private_key_id"]});
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let input = format!("{}.{}", part(&header), part(claims));
    let digest = sha256(&[input.as_bytes()]);
    let signature = key
        .sign(Pkcs1v15Sign::new::<sha2::Sha256>(), &digest)
        .unwrap();
    let signature = BASE64URL_NOPAD.encode(&signature);
    format!(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={input}.{signature}"
    )
}

/// Asks for an access token.
pub async fn ask_token(google: &ScriptedGoogle, form: &str) -> Answer {
    call(google, "POST", TOKEN, "", form).await.unwrap()
}
