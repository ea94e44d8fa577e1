//! A client that says exactly what it is told, over a real connection.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use touchstone_http::{Drained, serve};

use super::Server;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection.
pub struct Socket(pub TcpStream);

/// A listener that serves.
pub struct Serving {
    /// Where.
    pub address: SocketAddr,
    shutdown: oneshot::Sender<()>,
    task: JoinHandle<Drained>,
}

impl Server {
    /// Serves the router on a free port.
    pub async fn serve(&self) -> Serving {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (shutdown, told) = oneshot::channel();
        let (router, state) = (self.router.clone(), self.state.clone());
        let task = tokio::spawn(serve(listener, router, state, async {
            let _ = told.await;
        }));
        Serving {
            address,
            shutdown,
            task,
        }
    }
}

impl Serving {
    /// A connection to it.
    pub async fn connect(&self) -> Socket {
        Socket(TcpStream::connect(self.address).await.unwrap())
    }

    /// Tells it to end; what it says at its end comes from the handle.
    pub fn end(self) -> JoinHandle<Drained> {
        let _ = self.shutdown.send(());
        self.task
    }
}

impl Socket {
    /// Says this.
    pub async fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Reads until `end` was read; all that was read.
    pub async fn hear_until(&mut self, end: &str) -> String {
        let mut heard = Vec::new();
        while !String::from_utf8_lossy(&heard).contains(end) {
            let mut byte = [0];
            let read = timeout(PATIENCE, self.0.read(&mut byte))
                .await
                .expect("in time")
                .unwrap();
            assert_eq!(read, 1, "ended after {:?}", String::from_utf8_lossy(&heard));
            heard.push(byte[0]);
        }
        String::from_utf8(heard).unwrap()
    }

    /// Reads to the end of the connection.
    pub async fn hear_all(&mut self) -> String {
        let mut heard = Vec::new();
        timeout(PATIENCE, self.0.read_to_end(&mut heard))
            .await
            .expect("in time")
            .unwrap();
        String::from_utf8(heard).unwrap()
    }
}
