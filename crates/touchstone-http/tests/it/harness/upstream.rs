//! Apple, Google and metadata services, answering what a test lays down; until then they cannot be reached.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use data_encoding::BASE64;
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
    /// What metadata services and issuers of certificates publish, by address.
    published: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The addresses that were asked for.
    called: Mutex<Vec<String>>,
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
            published: Mutex::default(),
            called: Mutex::default(),
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

    /// What is found at this address from now on.
    pub fn publish(&self, url: &str, body: impl Into<Vec<u8>>) {
        let published = self.published.lock();
        let mut published = published.unwrap_or_else(PoisonError::into_inner);
        published.insert(url.to_owned(), body.into());
    }

    /// Nobody answers at this address from now on.
    pub fn withdraw(&self, url: &str) {
        let published = self.published.lock();
        let mut published = published.unwrap_or_else(PoisonError::into_inner);
        published.remove(url);
    }

    /// How often this address was asked.
    pub fn calls(&self, url: &str) -> usize {
        let called = copy(&self.called);
        called.iter().filter(|called| **called == url).count()
    }

    fn found_at(&self, url: &str) -> Result<Vec<u8>, UpstreamError> {
        let called = self.called.lock();
        let mut called = called.unwrap_or_else(PoisonError::into_inner);
        called.push(url.to_owned());
        copy(&self.published).get(url).cloned().ok_or(AWAY)
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
        url: &str,
        etag: Option<String>,
    ) -> Result<MdsAnswer, UpstreamError> {
        let body = self.found_at(url)?;
        // Long texts of one length differ in their last characters: there the signature is.
        let end = body.get(body.len().saturating_sub(40)..).unwrap_or(&body);
        let validator = Some(BASE64.encode(end));
        if etag == validator {
            return Ok(MdsAnswer::Unchanged);
        }
        let etag = validator;
        Ok(MdsAnswer::Blob { body, etag })
    }

    async fn fetch_certificates(&self, url: &str) -> Result<Vec<u8>, UpstreamError> {
        self.found_at(url)
    }

    async fn fetch_crl(&self, url: &str) -> Result<Vec<u8>, UpstreamError> {
        self.found_at(url)
    }
}
