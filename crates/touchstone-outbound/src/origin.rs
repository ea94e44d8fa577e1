//! Decides how one call of an issuer ends: what is worth a repeat, what is counted and what is logged.

use std::time::Duration;

use reqwest::{RequestBuilder, Response};
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout};
use touchstone_core::ports::UpstreamError;

use crate::address::BaseUrl;
use crate::client::{Answer, CallError, HttpClient, Limits};
use crate::failure::{
    CONNECT, GARBAGE, RATE_LIMITED, SERVER_ERROR, TIMEOUT, result_word, unavailable,
};
use crate::measure::{self, Measured};

/// How long the text of a refusal is waited for, and how long it may be.
const TEXT_WAIT: Duration = Duration::from_secs(1);
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// Connections to one server of an issuer.
#[derive(Debug)]
pub(crate) struct Origin {
    /// Its name in metrics.
    name: &'static str,
    base: BaseUrl,
    limits: Limits,
    /// Made at the first call: reading the system's trust anchors takes time, and not every server calls everybody.
    client: OnceCell<HttpClient>,
}

/// How long a caller waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Before a repeat.
    pub(crate) pause: Duration,
    /// Then it is gone, and so is what is under way.
    pub(crate) deadline: Instant,
}

/// How a request is made.
pub(crate) type Make<'a> = &'a (dyn Fn(&HttpClient) -> RequestBuilder + Sync);
/// How an answer other than 429 and 5xx is read.
pub(crate) type Read<'a, T> = &'a (dyn Fn(Answer) -> Result<T, UpstreamError> + Sync);

struct Failure {
    error: UpstreamError,
    /// The issuer has not acted on the request, or says that it cannot.
    repeats: bool,
}

impl Patience {
    fn allows_a_pause(self) -> bool {
        Instant::now() + self.pause < self.deadline
    }
}

impl Origin {
    pub(crate) fn new(name: &'static str, base: BaseUrl, limits: Limits) -> Self {
        Self {
            name,
            base,
            limits,
            client: OnceCell::new(),
        }
    }

    /// Over connections that stand already.
    pub(crate) fn over(
        name: &'static str,
        client: HttpClient,
        base: BaseUrl,
        limits: Limits,
    ) -> Self {
        Self {
            client: OnceCell::new_with(Some(client)),
            ..Self::new(name, base, limits)
        }
    }

    /// One call.
    pub(crate) async fn ask<T>(
        &self,
        make: Make<'_>,
        read: Read<'_, T>,
    ) -> Result<T, UpstreamError> {
        let ended = self.attempt(None, make, read).await;
        ended.map_err(|failure| failure.error)
    }

    /// One call, and another one after a pause when the first met 429, 5xx or no connection, while there is time. What may have been
    /// acted on (any other answer, or none after the request was sent) is not repeated.
    pub(crate) async fn ask_twice<T>(
        &self,
        patience: Patience,
        make: Make<'_>,
        read: Read<'_, T>,
    ) -> Result<T, UpstreamError> {
        let attempt = || self.attempt(Some(patience.deadline), make, read);
        let ended = match attempt().await {
            Err(failure) if failure.repeats && patience.allows_a_pause() => {
                sleep(patience.pause).await;
                attempt().await
            }
            ended => ended,
        };
        ended.map_err(|failure| failure.error)
    }

    async fn attempt<T>(
        &self,
        deadline: Option<Instant>,
        make: Make<'_>,
        read: Read<'_, T>,
    ) -> Result<T, Failure> {
        let measured = Measured::start(self.name, deadline);
        let (result, repeats) = match self.send(make).await {
            Ok(answer) if answer.status == 429 => (Err(unavailable(RATE_LIMITED)), true),
            Ok(answer) if answer.status >= 500 => (Err(unavailable(SERVER_ERROR)), true),
            Ok(answer) => (self.read(answer, read), false),
            Err(error) => {
                tracing::warn!(upstream = self.name, error = %error, cause = ?error, "no answer");
                let (cause, repeats) = transport_cause(&error);
                (Err(unavailable(cause)), repeats)
            }
        };
        measured.end(result_word(&result));
        result.map_err(|error| Failure { error, repeats })
    }

    async fn send(&self, make: Make<'_>) -> Result<Answer, CallError> {
        let client = self.client.get_or_try_init(|| self.connections()).await?;
        let response = client.start(make(client)).await?;
        // Only a 200 needs its body: any other answer is judged by its status alone.
        match response.status().as_u16() {
            200 => client.read(response, self.limits.max_body_bytes).await,
            429 | 500.. => Ok(Answer::without_body(&response)),
            _ => Ok(refused(client, response).await),
        }
    }

    async fn connections(&self) -> Result<HttpClient, CallError> {
        let (base, limits) = (self.base.clone(), self.limits);
        spawn_blocking(move || HttpClient::new(base, limits))
            .await
            .map_err(|error| CallError::Prepare(Box::new(error)))?
    }

    fn read<T>(&self, answer: Answer, read: Read<'_, T>) -> Result<T, UpstreamError> {
        let status = answer.status;
        let result = read(answer);
        if result_word(&result) == GARBAGE {
            tracing::warn!(
                upstream = self.name,
                status,
                "an answer that is not understood"
            );
        }
        result
    }

    /// Counts what was not even asked.
    pub(crate) fn count_unasked(&self, cause: &'static str) {
        measure::count(self.name, cause);
    }
}

/// With its text, where that comes whole and soon.
async fn refused(client: &HttpClient, response: Response) -> Answer {
    let without_text = Answer::without_body(&response);
    match timeout(TEXT_WAIT, client.read(response, TEXT_BYTES_MAX)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) | Err(_) => without_text,
    }
}

fn transport_cause(error: &CallError) -> (&'static str, bool) {
    match error {
        CallError::Prepare(_) => (CONNECT, false),
        CallError::Connect { .. } => (CONNECT, true),
        CallError::Timeout { .. } => (TIMEOUT, false),
        CallError::TooLarge { .. } => (GARBAGE, false),
        // The request may have been read.
        CallError::Failed { .. } => (CONNECT, false),
    }
}
