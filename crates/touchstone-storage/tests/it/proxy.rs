//! A way to PostgreSQL that breaks where a test wants it to.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Where the next connection to come by is cut, once.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Cut {
    /// Before a transaction begins.
    Begin = 1,
    /// Before the commit reaches the server.
    Commit = 2,
    /// After the server has answered the commit, before the client hears it.
    AnswerToCommit = 3,
}

const NOT_ARMED: u8 = 0;

pub struct Proxy {
    address: String,
    armed: Arc<AtomicU8>,
}

impl Proxy {
    /// Stands before the server of this URL.
    pub async fn start(url: &str) -> Self {
        let (before, rest) = url.split_once('@').unwrap();
        let (server, database) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let armed = Arc::new(AtomicU8::new(NOT_ARMED));
        let proxy = Self {
            address: format!("{before}@{here}/{database}"),
            armed: Arc::clone(&armed),
        };
        let server = server.to_owned();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(pass_on(client, server, Arc::clone(&armed)));
            }
        });
        proxy
    }

    pub fn address(&self) -> String {
        self.address.clone()
    }

    pub fn arm(&self, cut: Cut) {
        self.armed.store(cut as u8, Ordering::SeqCst);
    }
}

/// Whether the armed cut is this one; it is disarmed by that.
fn fires(armed: &AtomicU8, cut: Cut) -> bool {
    let order = Ordering::SeqCst;
    armed
        .compare_exchange(cut as u8, NOT_ARMED, order, order)
        .is_ok()
}

async fn pass_on(mut client: TcpStream, mut server: TcpStream, armed: Arc<AtomicU8>) {
    let (mut sent, mut answered) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    loop {
        tokio::select! {
            read = client.read(&mut sent) => {
                let Ok(length @ 1..) = read else { return };
                let sent = &sent[..length];
                let says = |word: &[u8]| sent.windows(word.len()).any(|part| part == word);
                if (says(b"BEGIN") && fires(&armed, Cut::Begin))
                    || (says(b"COMMIT\0") && fires(&armed, Cut::Commit))
                {
                    return;
                }
                let is_last = says(b"COMMIT\0") && fires(&armed, Cut::AnswerToCommit);
                server.write_all(sent).await.unwrap();
                if is_last {
                    let _ = server.read(&mut answered).await;
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(length @ 1..) = read else { return };
                if client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}
