//! Drives one load: connections that send what was written before, as fast as they are answered or
//! at a pace. Every answer must be the expected one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::http::{Answer, Connection};
use crate::server::Server;

/// What the connections of a load send.
pub struct Load {
    /// One per connection.
    pub requests: Vec<Requests>,
    pub expected: Expected,
    /// How many requests all connections together send per second; `None`: as many as are answered.
    pub per_s: Option<f64>,
}

pub enum Requests {
    /// Again and again.
    Same(Arc<[u8]>),
    /// Each once; a load that has none left ends early.
    Each(Vec<Vec<u8>>),
}

/// What every answer must be.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    Accepted,
    /// With this status, whatever the body.
    Status(u16),
    /// With this status, and not accepted.
    Refused(u16),
}

/// What a load gave, or several after another.
#[derive(Default)]
pub struct Run {
    latencies_ms: Vec<f64>,
    elapsed_s: f64,
    /// Of the whole server.
    cpu_s: f64,
}

impl Run {
    pub fn add(&mut self, later: Self) {
        self.latencies_ms.extend(later.latencies_ms);
        self.elapsed_s += later.elapsed_s;
        self.cpu_s += later.cpu_s;
    }

    pub fn per_s(&self) -> anyhow::Result<f64> {
        Ok(self.count()? / self.elapsed_s)
    }

    /// CPU of the server per request, in microseconds.
    pub fn cpu_us(&self) -> anyhow::Result<f64> {
        Ok(self.cpu_s * 1e6 / self.count()?)
    }

    /// The time that this share of the requests, per mille, did not exceed, in milliseconds.
    pub fn percentile_ms(&self, share: usize) -> f64 {
        let mut latencies_ms = self.latencies_ms.clone();
        latencies_ms.sort_by(f64::total_cmp);
        let at = latencies_ms.len() * share / 1_000;
        latencies_ms.get(at).copied().unwrap_or_default()
    }

    fn count(&self) -> anyhow::Result<f64> {
        Ok(f64::from(u32::try_from(self.latencies_ms.len())?))
    }
}

impl Load {
    /// As fast as it is answered.
    pub fn full(requests: Vec<Requests>, expected: Expected) -> Self {
        Self {
            requests,
            expected,
            per_s: None,
        }
    }

    /// The same request on every connection.
    pub fn same(connections: usize, request: &[u8], expected: Expected) -> Self {
        Self::full(same(connections, request), expected)
    }

    /// At this pace.
    pub fn at(self, per_s: f64) -> Self {
        let per_s = Some(per_s);
        Self { per_s, ..self }
    }
}

/// The same request on every connection.
pub fn same(connections: usize, request: &[u8]) -> Vec<Requests> {
    let request: Arc<[u8]> = request.into();
    let requests = (0..connections).map(|_| Requests::Same(Arc::clone(&request)));
    requests.collect()
}

/// Requests that are used once, dealt out to the connections.
pub fn deal(connections: usize, requests: Vec<Vec<u8>>) -> Vec<Requests> {
    let mut hands: Vec<Vec<Vec<u8>>> = (0..connections).map(|_| Vec::new()).collect();
    for (index, request) in requests.into_iter().enumerate() {
        if let Some(hand) = hands.get_mut(index % connections) {
            hand.push(request);
        }
    }
    hands.into_iter().map(Requests::Each).collect()
}

pub async fn drive(server: &Server, load: Load, length: Duration) -> anyhow::Result<Run> {
    let mut connections = Vec::new();
    for _ in &load.requests {
        connections.push(Connection::open(&server.address).await?);
    }
    let start = Instant::now();
    let all = u32::try_from(connections.len())?;
    let every = load
        .per_s
        .map(|per_s| Duration::from_secs_f64(f64::from(all) / per_s));
    let senders = (0..)
        .zip(connections)
        .zip(load.requests)
        .map(|((index, connection), requests)| {
            let sender = Sender {
                connection,
                expected: load.expected,
                // Spread over the first interval, so that they do not send all at once.
                next: every.map(|every| (start + every * index / all, every)),
                end: start + length,
                latencies_ms: Vec::new(),
            };
            sender.run(requests)
        })
        .collect();
    together(server, senders).await
}

/// Runs all of them at once; each tells how long every of its works took, in milliseconds.
pub async fn together<F>(server: &Server, works: Vec<F>) -> anyhow::Result<Run>
where
    F: Future<Output = anyhow::Result<Vec<f64>>> + Send + 'static,
{
    let cpu_before_s = server.cpu_s()?;
    let start = Instant::now();
    let tasks: Vec<_> = works.into_iter().map(tokio::spawn).collect();
    let mut latencies_ms = Vec::new();
    for task in tasks {
        latencies_ms.append(&mut task.await??);
    }
    Ok(Run {
        latencies_ms,
        elapsed_s: start.elapsed().as_secs_f64(),
        cpu_s: server.cpu_s()? - cpu_before_s,
    })
}

/// One connection's part.
struct Sender {
    connection: Connection,
    expected: Expected,
    /// When the next request is sent and how long after it the one behind it.
    next: Option<(Instant, Duration)>,
    end: Instant,
    latencies_ms: Vec<f64>,
}

impl Sender {
    async fn run(mut self, requests: Requests) -> anyhow::Result<Vec<f64>> {
        match requests {
            Requests::Same(request) => while self.send(&request).await? {},
            Requests::Each(requests) => {
                for request in &requests {
                    if !self.send(request).await? {
                        break;
                    }
                }
            }
        }
        Ok(self.latencies_ms)
    }

    /// `false` when the time is over.
    async fn send(&mut self, request: &[u8]) -> anyhow::Result<bool> {
        if let Some((at, every)) = &mut self.next {
            if *at >= self.end {
                return Ok(false);
            }
            tokio::time::sleep_until((*at).into()).await;
            *at += *every;
        }
        let start = Instant::now();
        if start >= self.end {
            return Ok(false);
        }
        let answer = self.connection.call(request).await?;
        anyhow::ensure!(
            self.expected.is(&answer),
            "{answer:?}, not {:?}",
            self.expected
        );
        self.latencies_ms.push(start.elapsed().as_secs_f64() * 1e3);
        Ok(true)
    }
}

impl Expected {
    fn is(self, answer: &Answer) -> bool {
        match self {
            Self::Accepted => answer.status == 200 && answer.is_accepted,
            Self::Status(status) => answer.status == status,
            Self::Refused(status) => answer.status == status && !answer.is_accepted,
        }
    }
}
