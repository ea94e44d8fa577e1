//! Decides how a node hears what others changed: a connection that listens, and "everything" after each time it was lost.

use std::future::poll_fn;
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client, Config, Connection, Error, Socket, tls::NoTlsStream};
use touchstone_core::ports::Notice;

use super::connect;

/// The channel of all news.
pub(super) const CHANNEL: &str = "touchstone";

/// The word for everything.
const EVERYTHING: &str = "*";

/// The first pause before another attempt; it doubles.
const PAUSE_MIN: Duration = Duration::from_millis(100);

/// The longest pause.
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// What is sent for a notice.
pub(super) fn notice_text(notice: Notice) -> String {
    match notice {
        Notice::Tenant(id) => id.to_string(),
        Notice::Everything => EVERYTHING.to_owned(),
    }
}

/// What was meant; what cannot be read concerns everything.
fn notice_of(text: &str) -> Notice {
    text.parse().map_or(Notice::Everything, Notice::Tenant)
}

/// The task that listens; it ends when this is dropped.
pub(super) struct Listener(JoinHandle<()>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Listening {
    // Kept, as dropping it would end the connection.
    client: Client,
    task: JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Listener {
    /// Listens from before this returns, so that no change after it is missed.
    pub(super) async fn start(
        config: Config,
        notices: broadcast::Sender<Notice>,
    ) -> Result<Self, Error> {
        let first = listen(&config, &notices).await?;
        Ok(Self(tokio::spawn(stay(first, config, notices))))
    }
}

async fn stay(mut listening: Listening, config: Config, notices: broadcast::Sender<Notice>) {
    loop {
        // The task ends with its connection.
        let _ = (&mut listening.task).await;
        let mut pause = PAUSE_MIN;
        listening = loop {
            tokio::time::sleep(pause).await;
            match listen(&config, &notices).await {
                Ok(listening) => break listening,
                Err(error) => tracing::warn!(%error, "news of other nodes cannot be heard"),
            }
            pause = pause.saturating_mul(2).min(PAUSE_MAX);
        };
        // Whatever changed in between was not heard.
        let _ = notices.send(Notice::Everything);
    }
}

async fn listen(config: &Config, notices: &broadcast::Sender<Notice>) -> Result<Listening, Error> {
    let (client, connection) = connect::pair(config).await?;
    let task = tokio::spawn(pass_on(connection, notices.clone()));
    let listening = Listening { client, task };
    let listen = format!("LISTEN {CHANNEL}");
    listening.client.batch_execute(&listen).await?;
    Ok(listening)
}

async fn pass_on(
    mut connection: Connection<Socket, NoTlsStream>,
    notices: broadcast::Sender<Notice>,
) {
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        if let AsyncMessage::Notification(news) = message {
            // Nobody listening is fine.
            let _ = notices.send(notice_of(news.payload()));
        }
    }
}
