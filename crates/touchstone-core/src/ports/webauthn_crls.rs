//! Decides what is kept of revocation lists: where they are, who must sign them, and the lists themselves (spec webauthn.md 5 and 7). What is
//! kept is bounded in number and in bytes, for certificates name the addresses.

use async_trait::async_trait;
use bytes::Bytes;
use touchstone_evidence::Timestamp;
pub use touchstone_evidence::x509::CrlPlace;

use super::StoreError;

/// A revocation list that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCrl {
    /// Its address.
    pub url: String,
    /// The list in DER.
    pub der: Bytes,
    /// Its `nextUpdate`.
    pub next_update: Option<Timestamp>,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// When it shall be fetched next.
    pub due_at: Timestamp,
}

/// What is known of a list beside the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCrl {
    /// Its address.
    pub url: String,
    /// When it was fetched; `None` while it never was.
    pub fetched_at: Option<Timestamp>,
    /// Since when every attempt has failed; `None` after a success.
    pub failing_since: Option<Timestamp>,
    /// Certificates (DER) of those who may have signed it, one per key.
    pub issuers: Vec<Bytes>,
}

/// How much is kept at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrlRoom {
    /// Addresses.
    pub lists: u64,
    /// Bytes of all lists together.
    pub bytes: u64,
    /// Issuers of one address.
    pub issuers_per_list: u64,
    /// A list that nothing has named since then may give way to another one, the least recently named first; so may, and before it, an
    /// address that never had an answer.
    pub unused_since: Timestamp,
}

/// Knowledge about revocation lists.
#[async_trait]
pub trait WebauthnCrlStore: Send + Sync + 'static {
    /// Every list that was fetched, by address.
    async fn known_crls(&self) -> Result<Vec<KnownCrl>, StoreError>;

    /// What is known of the list at this address, fetched or not.
    async fn known_crl(&self, url: &str) -> Result<Option<KnownCrl>, StoreError>;

    /// The list from this address.
    async fn crl(&self, url: &str) -> Result<Option<StoredCrl>, StoreError>;

    /// Wishes for the lists at these places, due at once where they are not known yet or never came and have a new issuer, and notes that
    /// they were named at `now`. What finds no room is passed over.
    async fn want_crls(
        &self,
        places: &[CrlPlace],
        now: Timestamp,
        room: &CrlRoom,
    ) -> Result<(), StoreError>;

    /// The addresses of at most `limit` lists that are due at `now`; their due time moves to `leased_until`.
    async fn lease_due_crls(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<String>, StoreError>;

    /// Stores a list at an address that is wished for; false when it is no more, or there is no room: then nothing gives way. Every node hears `Notice::Everything`
    /// of a new list.
    async fn put_crl(&self, crl: &StoredCrl, room: &CrlRoom) -> Result<bool, StoreError>;

    /// Notes that an attempt failed at `now`, and when to try again; a list from before stays.
    async fn note_crl_failed(
        &self,
        url: &str,
        now: Timestamp,
        due_at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Forgets the addresses that never had an answer and have failed since `since` or longer; how many.
    async fn drop_failing_crls(&self, since: Timestamp) -> Result<u64, StoreError>;
}
