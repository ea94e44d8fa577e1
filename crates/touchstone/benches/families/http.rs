//! The smallest client that can put a server under load: a kept connection, a request that was
//! written before, an answer of which little is looked at.

use anyhow::Context;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a body begins with that accepts: of `mobile`, of `webauthn`.
const ACCEPTED: [&[u8]; 2] = [b"{\"isValid\":true", b"{\"status\":\"ok\""];

/// A kept connection.
pub struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub async fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            read: Vec::with_capacity(4_096),
        })
    }

    /// Sends and reads one answer.
    pub async fn call(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        self.stream.write_all(request).await?;
        self.read.clear();
        loop {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                anyhow::bail!("the server closed the connection");
            }
            if let Some(answer) = Answer::read(&self.read)? {
                return Ok(answer);
            }
        }
    }

    /// The same for an answer in JSON.
    pub async fn call_json(&mut self, request: &[u8]) -> anyhow::Result<serde_json::Value> {
        let answer = self.call(request).await?;
        anyhow::ensure!(answer.status == 200, "{answer:?}");
        let (_, body) = split(&self.read).context("a whole answer")?;
        Ok(serde_json::from_slice(body)?)
    }
}

/// What the load looks at.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// The evidence was accepted, or the options are given.
    pub is_accepted: bool,
}

impl Answer {
    /// `None` while the answer is not whole.
    fn read(bytes: &[u8]) -> anyhow::Result<Option<Self>> {
        let Some((head, body)) = split(bytes) else {
            return Ok(None);
        };
        let head = std::str::from_utf8(head)?;
        let length: usize = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            })
            .unwrap_or(0);
        if body.len() < length {
            return Ok(None);
        }
        let status = head.split(' ').nth(1).context("a status")?.parse()?;
        let is_accepted = ACCEPTED.iter().any(|words| body.starts_with(words));
        Ok(Some(Self {
            status,
            is_accepted,
        }))
    }
}

/// Head and body, once the head is whole.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some(bytes.split_at(end + 4))
}

/// One request on a connection of its own.
pub async fn get(address: &str, path: &str) -> anyhow::Result<u16> {
    Ok(Connection::open(address)
        .await?
        .call(&get_request(path))
        .await?
        .status)
}

pub fn get_request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n").into_bytes()
}
