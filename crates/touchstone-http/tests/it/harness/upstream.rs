//! Apple and Google, answering what a test lays down; until then they cannot be reached.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::{Notify, Semaphore};
use touchstone_core::ports::{
    DecodeRequest, MdsAnswer, ReceiptAnswer, ReceiptExchange, ServiceAccount, StatusListAnswer,
    Upstream, UpstreamError,
};
use touchstone_core::{TenantId, Timestamp};

/// Nobody answers.
pub const AWAY: UpstreamError = UpstreamError::Unavailable {
    cause: "connect",
    retry_after_s: 5,
};

/// The answers that are laid down.
pub struct Scripted {
    decoded: Mutex<Result<Vec<u8>, UpstreamError>>,
    account: Mutex<Result<(), UpstreamError>>,
    asked_for: Mutex<Option<ServiceAccount>>,
    list: Mutex<Result<StatusListAnswer, UpstreamError>>,
    /// Taken by every decode.
    turnstile: Semaphore,
    /// A decode has begun.
    begun: Notify,
    decodes: AtomicUsize,
}

impl Default for Scripted {
    fn default() -> Self {
        Self {
            decoded: Mutex::new(Err(AWAY)),
            account: Mutex::new(Err(AWAY)),
            asked_for: Mutex::new(None),
            list: Mutex::new(Err(AWAY)),
            turnstile: Semaphore::new(Semaphore::MAX_PERMITS),
            begun: Notify::new(),
            decodes: AtomicUsize::new(0),
        }
    }
}

fn put<T>(place: &Mutex<T>, value: T) {
    *place.lock().unwrap_or_else(PoisonError::into_inner) = value;
}

fn copy<T: Clone>(place: &Mutex<T>) -> T {
    let value = place.lock();
    value.unwrap_or_else(PoisonError::into_inner).clone()
}

impl Scripted {
    /// What Google answers to a token.
    pub fn decode(&self, answer: Result<Vec<u8>, UpstreamError>) {
        put(&self.decoded, answer);
    }

    /// Lets no decode end until [`Self::let_through`].
    pub fn hold(&self) {
        self.turnstile.forget_permits(Semaphore::MAX_PERMITS);
    }

    /// Lets one more decode end.
    pub fn let_through(&self) {
        self.turnstile.add_permits(1);
    }

    /// Waits until a decode has begun.
    pub async fn decode_begun(&self) {
        self.begun.notified().await;
    }

    /// How many decodes have begun.
    pub fn decodes(&self) -> usize {
        self.decodes.load(Ordering::SeqCst)
    }

    /// What Google answers to a service account.
    pub fn judge_account(&self, answer: Result<(), UpstreamError>) {
        put(&self.account, answer);
    }

    /// The service account that asked last.
    pub fn asked_for(&self) -> Option<ServiceAccount> {
        copy(&self.asked_for)
    }

    /// What the source of the status list answers.
    pub fn list(&self, answer: Result<StatusListAnswer, UpstreamError>) {
        put(&self.list, answer);
    }
}

#[async_trait]
impl Upstream for Scripted {
    async fn decode_integrity_token(
        &self,
        request: DecodeRequest,
    ) -> Result<Vec<u8>, UpstreamError> {
        put(&self.asked_for, Some(request.account));
        self.decodes.fetch_add(1, Ordering::SeqCst);
        self.begun.notify_one();
        let passed = self.turnstile.acquire().await;
        passed.unwrap().forget();
        copy(&self.decoded)
    }

    async fn check_service_account(
        &self,
        _: TenantId,
        account: ServiceAccount,
        _: Timestamp,
    ) -> Result<(), UpstreamError> {
        put(&self.asked_for, Some(account));
        copy(&self.account)
    }

    async fn status_list(&self, _: Option<String>) -> Result<StatusListAnswer, UpstreamError> {
        copy(&self.list)
    }

    fn status_list_source(&self) -> String {
        "https://status.example/list".to_owned()
    }

    async fn exchange_receipt(&self, _: ReceiptExchange) -> Result<ReceiptAnswer, UpstreamError> {
        Err(AWAY)
    }

    async fn fetch_mds_blob(
        &self,
        _: &str,
        _: Option<String>,
    ) -> Result<MdsAnswer, UpstreamError> {
        Err(AWAY)
    }

    async fn fetch_certificates(&self, _: &str) -> Result<Vec<u8>, UpstreamError> {
        Err(AWAY)
    }

    async fn fetch_crl(&self, _: &str) -> Result<Vec<u8>, UpstreamError> {
        Err(AWAY)
    }
}
