//! Decides how revocation lists are wished for, leased and stored in PostgreSQL: rows that another node is leasing are passed over.

use async_trait::async_trait;
use deadpool_postgres::Transaction;
use touchstone_core::Timestamp;
use touchstone_core::ports::{
    CrlPlace, CrlRoom, KnownCrl, Notice, StoreError, StoredCrl, WebauthnCrlStore,
};

use super::fault::Fault;
use super::mobile_admin_write::{count, lock};
use super::read::{all, execute};
use super::{PostgresStore, locks, write};
use crate::rows::{
    ADD_CRL_ISSUER, COUNT_CRLS, CRL, CRL_BYTES, CRL_BYTES_IN_USE, CRL_IS_DUE, CRL_ISSUERS,
    DROP_FAILING_CRLS, EVICT_CRL, EVICT_CRL_BYTES, IS_CRL_KNOWN, ISSUERS_OF_CRL, KNOWN_CRL,
    KNOWN_CRLS, NOTE_CRL_FAILED, PUT_CRL, TOUCH_CRL, WANT_CRL, count_number, crl_issuer, crl_url,
    known_crl, stored_crl, with_issuers,
};

const LEASE: &str = "WITH due AS (SELECT url AS due_url FROM webauthn_crls WHERE due_at <= $2 \
    ORDER BY due_at, url LIMIT $3 FOR UPDATE SKIP LOCKED) \
    UPDATE webauthn_crls SET due_at = $1 FROM due WHERE url = due_url RETURNING url";

#[async_trait]
impl WebauthnCrlStore for PostgresStore {
    async fn known_crls(&self) -> Result<Vec<KnownCrl>, StoreError> {
        Ok(self.lists().await?)
    }

    async fn known_crl(&self, url: &str) -> Result<Option<KnownCrl>, StoreError> {
        Ok(self.list_at(url).await?)
    }

    async fn crl(&self, url: &str) -> Result<Option<StoredCrl>, StoreError> {
        Ok(self.first(CRL, &[&url], stored_crl).await?)
    }

    async fn want_crls(
        &self,
        places: &[CrlPlace],
        now: Timestamp,
        room: &CrlRoom,
    ) -> Result<(), StoreError> {
        Ok(self.want_lists(places, now, room).await?)
    }

    async fn lease_due_crls(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        Ok(self.lease_lists(now, leased_until, limit).await?)
    }

    async fn put_crl(&self, crl: &StoredCrl, room: &CrlRoom) -> Result<bool, StoreError> {
        Ok(self.put_revocation_list(crl, room).await?)
    }

    async fn note_crl_failed(
        &self,
        url: &str,
        now: Timestamp,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        let (now_ms, due_ms) = (now.unix_ms(), due_at.unix_ms());
        self.execute(NOTE_CRL_FAILED, &[&now_ms, &due_ms, &url])
            .await?;
        Ok(())
    }

    async fn drop_failing_crls(&self, since: Timestamp) -> Result<u64, StoreError> {
        Ok(self.execute(DROP_FAILING_CRLS, &[&since.unix_ms()]).await?)
    }
}

impl PostgresStore {
    async fn lists(&self) -> Result<Vec<KnownCrl>, Fault> {
        let client = self.pool.get().await?;
        let lists = all(&client, KNOWN_CRLS, &[], known_crl).await?;
        let issuers = all(&client, CRL_ISSUERS, &[], crl_issuer).await?;
        Ok(with_issuers(lists, issuers))
    }

    async fn list_at(&self, url: &str) -> Result<Option<KnownCrl>, Fault> {
        let client = self.pool.get().await?;
        let lists = all(&client, KNOWN_CRL, &[&url], known_crl).await?;
        let issuers = all(&client, ISSUERS_OF_CRL, &[&url], crl_issuer).await?;
        Ok(with_issuers(lists, issuers).pop())
    }

    async fn want_lists(
        &self,
        places: &[CrlPlace],
        now: Timestamp,
        room: &CrlRoom,
    ) -> Result<(), Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        lock(&transaction, locks::LIMITS).await?;
        for place in places {
            want(&transaction, place, now, room).await?;
        }
        write::commit(transaction).await
    }

    async fn lease_lists(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<String>, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let leased = all(
            &transaction,
            LEASE,
            &[&leased_until.unix_ms(), &now.unix_ms(), &i64::from(limit)],
            crl_url,
        )
        .await?;
        write::commit(transaction).await?;
        Ok(leased)
    }

    async fn put_revocation_list(&self, crl: &StoredCrl, room: &CrlRoom) -> Result<bool, Fault> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        lock(&transaction, locks::LIMITS).await?;
        if !make_room(&transaction, crl, room).await? {
            return Ok(false);
        }
        let der: &[u8] = &crl.der;
        let is_known = count(&transaction, IS_CRL_KNOWN, &[&crl.url, &der]).await? > 0;
        let put = execute(
            &transaction,
            PUT_CRL,
            &[
                &der,
                &crl.next_update.map(|at| at.unix_ms()),
                &crl.fetched_at.unix_ms(),
                &crl.due_at.unix_ms(),
                &crl.url,
            ],
        )
        .await?;
        if put == 1 && !is_known {
            self.commit_news(transaction, Notice::Everything).await?;
        } else {
            write::commit(transaction).await?;
        }
        Ok(put == 1)
    }
}

async fn want(
    transaction: &Transaction<'_>,
    place: &CrlPlace,
    now: Timestamp,
    room: &CrlRoom,
) -> Result<(), Fault> {
    let now_ms = now.unix_ms();
    if execute(transaction, TOUCH_CRL, &[&now_ms, &place.url]).await? == 0 {
        let unused_since = room.unused_since.unix_ms();
        if count(transaction, COUNT_CRLS, &[]).await? >= room.lists
            && execute(transaction, EVICT_CRL, &[&unused_since]).await? == 0
        {
            return Ok(());
        }
        execute(transaction, WANT_CRL, &[&place.url, &now_ms]).await?;
    }
    let max = count_number(room.issuers_per_list);
    let (key, issuer) = (place.issuer_key.as_slice(), place.issuer.as_slice());
    let added = execute(
        transaction,
        ADD_CRL_ISSUER,
        &[&key, &issuer, &place.url, &max],
    )
    .await?;
    if added == 1 {
        execute(transaction, CRL_IS_DUE, &[&now_ms, &place.url]).await?;
    }
    Ok(())
}

/// Whether the list fits; nothing gives way to one that does not.
async fn make_room(
    transaction: &Transaction<'_>,
    crl: &StoredCrl,
    room: &CrlRoom,
) -> Result<bool, Fault> {
    let own_bytes = u64::try_from(crl.der.len()).unwrap_or(u64::MAX);
    let has_room = |others: u64| others.saturating_add(own_bytes) <= room.bytes;
    let unused_since = room.unused_since.unix_ms();
    if !has_room(count(transaction, CRL_BYTES_IN_USE, &[&crl.url, &unused_since]).await?) {
        return Ok(false);
    }
    while !has_room(count(transaction, CRL_BYTES, &[&crl.url]).await?) {
        if execute(transaction, EVICT_CRL_BYTES, &[&crl.url, &unused_since]).await? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
