//! HTTP/1.1 by hand: sends exactly what it is told, hears exactly what was said.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Answer;

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// A request without a body.
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            line: format!("{method} {path} HTTP/1.1"),
            headers: vec![("Host".to_owned(), "attestation.example.com".to_owned())],
            body: Vec::new(),
        }
    }

    /// With another header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With these bytes as body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// With this JSON.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json")
            .body(body.to_string())
    }

    /// What goes over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{}\r\n", self.line);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let length = self.body.len();
        head.push_str(&format!("Content-Length: {length}\r\n\r\n"));
        [head.as_bytes(), &self.body].concat()
    }

    /// Sends it on a connection of its own.
    pub async fn send(&self, address: SocketAddr) -> Answer {
        self.try_send(address).await.expect("an answer")
    }

    /// The same to somebody who may be gone.
    pub async fn try_send(&self, address: SocketAddr) -> Option<Answer> {
        let mut wire = Wire::try_connect(address).await?;
        wire.try_ask(&self.bytes()).await
    }
}

/// A connection.
pub struct Wire {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Wire {
    /// Opens one.
    pub async fn connect(address: SocketAddr) -> Self {
        Self::try_connect(address).await.expect("a listener")
    }

    async fn try_connect(address: SocketAddr) -> Option<Self> {
        let stream = timeout(PATIENCE, TcpStream::connect(address)).await;
        let stream = stream.expect("in time").ok()?;
        let _ = stream.set_nodelay(true);
        let heard = Vec::new();
        Some(Self { stream, heard })
    }

    /// Says this and hears nothing yet.
    pub async fn say(&mut self, bytes: &[u8]) {
        let said = timeout(PATIENCE, self.stream.write_all(bytes)).await;
        said.expect("in time").unwrap();
    }

    /// Says this and hears the answer, which may come before all was said.
    pub async fn ask(&mut self, bytes: &[u8]) -> Answer {
        self.try_ask(bytes).await.expect("an answer")
    }

    /// The same with somebody who may be gone.
    pub async fn try_ask(&mut self, bytes: &[u8]) -> Option<Answer> {
        let Self { stream, heard } = self;
        let (mut reader, mut writer) = stream.split();
        // A server that has answered need not read the rest.
        let say = async {
            let _ = writer.write_all(bytes).await;
            std::future::pending::<()>().await;
        };
        let hear = hear(&mut reader, heard);
        tokio::select! {
            () = say => None,
            answer = timeout(PATIENCE, hear) => answer.expect("in time"),
        }
    }

    /// Hears the next answer.
    pub async fn hear(&mut self) -> Answer {
        let hear = hear(&mut self.stream, &mut self.heard);
        let answer = timeout(PATIENCE, hear).await.expect("in time");
        answer.expect("an answer")
    }

    /// Waits until the other side ends the connection; it must say nothing more.
    pub async fn hear_the_end(&mut self) {
        let mut rest = Vec::new();
        let end = timeout(PATIENCE, self.stream.read_to_end(&mut rest)).await;
        let _ = end.expect("in time");
        assert_eq!([self.heard.as_slice(), &rest].concat(), b"");
    }
}

/// The next answer in what is read; none when the other side ends first.
async fn hear(reader: &mut (impl AsyncReadExt + Unpin), heard: &mut Vec<u8>) -> Option<Answer> {
    loop {
        if let Some((answer, length)) = Answer::read(heard) {
            heard.drain(..length);
            return Some(answer);
        }
        match reader.read_buf(heard).await {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}
