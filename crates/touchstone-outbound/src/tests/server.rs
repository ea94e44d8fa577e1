//! A server on loopback that answers as a test says: rightly, wrongly, late, or not at all.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// What a request is met with.
pub(crate) enum Reply {
    /// An answer: status, header lines (each with its line end), body.
    Answer(u16, String, Vec<u8>),
    /// These bytes, then the end of the connection.
    Raw(Vec<u8>),
    /// These bytes, then nothing until the client gives up.
    Stall(Vec<u8>),
    /// Nothing, until the client gives up.
    Hang,
    /// The end of the connection.
    Close,
    /// This, once the test gives way.
    Gated(Arc<Semaphore>, Box<Reply>),
}

impl Reply {
    pub(crate) fn status(status: u16) -> Self {
        Self::json(status, "{}")
    }

    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::Answer(status, String::new(), body.into())
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Method and path.
    pub(crate) line: String,
    /// In lower case, each with its line end.
    pub(crate) headers: String,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.headers.lines();
        let mut fields = lines.filter_map(|line| line.split_once(": "));
        fields.find_map(|(field, value)| field.eq_ignore_ascii_case(name).then_some(value))
    }
}

/// The server; it ends with the test's runtime.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    count: watch::Receiver<usize>,
}

type Answers = dyn Fn(&Seen) -> Reply + Send + Sync;

impl Server {
    pub(crate) async fn start(answers: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (counter, count) = watch::channel(0);
        let (answers, all): (Arc<Answers>, _) = (Arc::new(answers), Arc::clone(&seen));
        tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                let (answers, all) = (Arc::clone(&answers), Arc::clone(&all));
                let counter = counter.clone();
                tokio::spawn(async move {
                    let mut connection = connection;
                    let Some(request) = read(&mut connection).await else {
                        return;
                    };
                    all.lock().unwrap().push(request.clone());
                    counter.send_modify(|count| *count += 1);
                    give(&mut connection, answers(&request)).await;
                });
            }
        });
        Self { url, seen, count }
    }

    /// Every request so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How many requests whose path begins so have come.
    pub(crate) fn count(&self, path: &str) -> usize {
        let wanted = format!("POST {path}");
        let seen = self.seen();
        seen.iter()
            .filter(|seen| seen.line.starts_with(&wanted))
            .count()
    }

    /// Until this many requests have come in all.
    pub(crate) async fn has_seen(&self, wanted: usize) {
        let mut count = self.count.clone();
        count.wait_for(|count| *count >= wanted).await.unwrap();
    }
}

async fn read(connection: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    loop {
        if let Some(request) = parsed(&bytes) {
            return Some(request);
        }
        if connection.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

fn parsed(bytes: &[u8]) -> Option<Seen> {
    let text = String::from_utf8(bytes.to_vec()).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let (line, headers) = head.split_once("\r\n")?;
    let seen = Seen {
        line: line.to_owned(),
        headers: headers.to_owned(),
        body: body.to_owned(),
    };
    let length = seen
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    (body.len() == length).then_some(seen)
}

async fn give(connection: &mut TcpStream, reply: Reply) {
    let mut reply = reply;
    while let Reply::Gated(gate, then) = reply {
        gate.acquire().await.unwrap().forget();
        reply = *then;
    }
    // Whether the client still listens is its own business.
    match reply {
        Reply::Answer(status, headers, body) => {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} X\r\n{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n"
            );
            let _ = connection.write_all(head.as_bytes()).await;
            let _ = connection.write_all(&body).await;
            let _ = connection.shutdown().await;
        }
        Reply::Raw(bytes) => {
            let _ = connection.write_all(&bytes).await;
            let _ = connection.shutdown().await;
        }
        Reply::Stall(bytes) => {
            let _ = connection.write_all(&bytes).await;
            let _ = connection.read(&mut [0]).await;
        }
        Reply::Hang => {
            let _ = connection.read(&mut [0]).await;
        }
        Reply::Close | Reply::Gated(..) => {}
    }
}
