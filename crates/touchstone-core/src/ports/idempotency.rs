//! Decides how a write that is sent twice is done once: `Idempotency-Key`, kept 24 hours per API key (design.md section 3).

use async_trait::async_trait;
use touchstone_evidence::Timestamp;

use super::StoreError;
use crate::ApiKeyId;

/// A call that carries an `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotentCall {
    /// The caller's key.
    pub api_key_id: ApiKeyId,
    /// The header's value, 1 to 128 printable bytes.
    pub key: String,
    /// SHA-256 of method, path, query and body: another request under the same key is a mistake.
    pub request_sha256: [u8; 32],
}

/// What was answered the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotentAnswer {
    /// The HTTP status code.
    pub status: u16,
    /// The body, unless it showed a secret.
    pub body: Option<String>,
    /// The identifier of the object that was made.
    pub object_id: Option<String>,
    /// The entity tag that was answered.
    pub etag: Option<String>,
}

/// Whether a call is the first under its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is; do the work, then finish.
    First,
    /// The first is under way, or its node died before it could finish.
    UnderWay,
    /// It was done before; this was answered.
    Done(IdempotentAnswer),
    /// The key was used for another request.
    OtherRequest,
}

/// Repeated writes.
#[async_trait]
pub trait IdempotencyStore: Send + Sync + 'static {
    /// Claims the key until `expires_at`; one that expired at `now` is claimed anew.
    async fn begin_idempotent(
        &self,
        call: &IdempotentCall,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Begun, StoreError>;

    /// Stores the answer of a call that began.
    async fn finish_idempotent(
        &self,
        call: &IdempotentCall,
        answer: &IdempotentAnswer,
    ) -> Result<(), StoreError>;

    /// Forgets a call that failed before it changed anything, so that it can be sent again.
    async fn abandon_idempotent(&self, call: &IdempotentCall) -> Result<(), StoreError>;

    /// Deletes at most `limit` calls that expired at `now`; how many.
    async fn expire_idempotent(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError>;
}
