//! Decides how revocation lists are wished for, leased and stored in SQLite; the one writer gives each to one caller.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use touchstone_core::Timestamp;
use touchstone_core::ports::{
    CrlPlace, CrlRoom, KnownCrl, Notice, StoreError, StoredCrl, WebauthnCrlStore,
};

use super::SqliteStore;
use super::fault::Fault;
use super::read::{all, execute, first, number};
use super::writer::Changed;
use crate::rows::{
    ADD_CRL_ISSUER, COUNT_CRLS, CRL, CRL_BYTES, CRL_BYTES_IN_USE, CRL_IS_DUE, CRL_ISSUERS,
    DROP_FAILING_CRLS, EVICT_CRL, EVICT_CRL_BYTES, IS_CRL_KNOWN, ISSUERS_OF_CRL, KNOWN_CRL,
    KNOWN_CRLS, NOTE_CRL_FAILED, PUT_CRL, TOUCH_CRL, WANT_CRL, count_number, crl_issuer, crl_url,
    known_crl, stored_crl, with_issuers,
};

const LEASE: &str = "UPDATE webauthn_crls SET due_at = $1 WHERE url IN ( \
    SELECT url FROM webauthn_crls WHERE due_at <= $2 ORDER BY due_at, url LIMIT $3) RETURNING url";

#[async_trait]
impl WebauthnCrlStore for SqliteStore {
    async fn known_crls(&self) -> Result<Vec<KnownCrl>, StoreError> {
        self.readers
            .run(|connection| {
                let lists = all(connection, KNOWN_CRLS, [], known_crl)?;
                let issuers = all(connection, CRL_ISSUERS, [], crl_issuer)?;
                Ok(with_issuers(lists, issuers))
            })
            .await
    }

    async fn known_crl(&self, url: &str) -> Result<Option<KnownCrl>, StoreError> {
        let url = url.to_owned();
        self.readers
            .run(move |connection| {
                let lists = all(connection, KNOWN_CRL, [&url], known_crl)?;
                let issuers = all(connection, ISSUERS_OF_CRL, [&url], crl_issuer)?;
                Ok(with_issuers(lists, issuers).pop())
            })
            .await
    }

    async fn crl(&self, url: &str) -> Result<Option<StoredCrl>, StoreError> {
        let url = url.to_owned();
        self.readers
            .run(move |connection| first(connection, CRL, [url], stored_crl))
            .await
    }

    async fn want_crls(
        &self,
        places: &[CrlPlace],
        now: Timestamp,
        room: &CrlRoom,
    ) -> Result<(), StoreError> {
        let (places, room) = (places.to_vec(), *room);
        self.writer
            .run(move |connection| {
                places
                    .iter()
                    .try_for_each(|place| want(connection, place, now, &room))
            })
            .await
    }

    async fn lease_due_crls(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        self.writer
            .run(move |connection| {
                let params = params![leased_until.unix_ms(), now.unix_ms(), limit];
                all(connection, LEASE, params, crl_url)
            })
            .await
    }

    async fn put_crl(&self, crl: &StoredCrl, room: &CrlRoom) -> Result<bool, StoreError> {
        let (crl, room) = (crl.clone(), *room);
        self.writer
            .change(move |connection| put(connection, &crl, &room))
            .await
    }

    async fn note_crl_failed(
        &self,
        url: &str,
        now: Timestamp,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        let url = url.to_owned();
        self.writer
            .run(move |connection| {
                let params = params![now.unix_ms(), due_at.unix_ms(), url];
                execute(connection, NOTE_CRL_FAILED, params).map(|_| ())
            })
            .await
    }

    async fn drop_failing_crls(&self, since: Timestamp) -> Result<u64, StoreError> {
        self.writer
            .run(move |connection| execute(connection, DROP_FAILING_CRLS, [since.unix_ms()]))
            .await
    }
}

fn want(
    connection: &Connection,
    place: &CrlPlace,
    now: Timestamp,
    room: &CrlRoom,
) -> Result<(), Fault> {
    let now_ms = now.unix_ms();
    if execute(connection, TOUCH_CRL, params![now_ms, place.url])? == 0 {
        if number(connection, COUNT_CRLS, [])? >= room.lists
            && execute(connection, EVICT_CRL, [room.unused_since.unix_ms()])? == 0
        {
            return Ok(());
        }
        execute(connection, WANT_CRL, params![place.url, now_ms])?;
    }
    let max = count_number(room.issuers_per_list);
    let params = params![place.issuer_key, place.issuer, place.url, max];
    if execute(connection, ADD_CRL_ISSUER, params)? == 1 {
        execute(connection, CRL_IS_DUE, params![now_ms, place.url])?;
    }
    Ok(())
}

fn put(connection: &Connection, crl: &StoredCrl, room: &CrlRoom) -> Result<Changed<bool>, Fault> {
    if !make_room(connection, crl, room)? {
        return Ok(Changed::nothing(false));
    }
    let der: &[u8] = &crl.der;
    let is_known = number(connection, IS_CRL_KNOWN, params![crl.url, der])? > 0;
    let put = params![
        der,
        crl.next_update.map(|at| at.unix_ms()),
        crl.fetched_at.unix_ms(),
        crl.due_at.unix_ms(),
        crl.url,
    ];
    let value = execute(connection, PUT_CRL, put)? == 1;
    let notice = (value && !is_known).then_some(Notice::Everything);
    Ok(Changed { value, notice })
}

/// Whether the list fits; nothing gives way to one that does not.
fn make_room(connection: &Connection, crl: &StoredCrl, room: &CrlRoom) -> Result<bool, Fault> {
    let own_bytes = u64::try_from(crl.der.len()).unwrap_or(u64::MAX);
    let has_room = |others: u64| others.saturating_add(own_bytes) <= room.bytes;
    let since = params![crl.url, room.unused_since.unix_ms()];
    if !has_room(number(connection, CRL_BYTES_IN_USE, since)?) {
        return Ok(false);
    }
    while !has_room(number(connection, CRL_BYTES, [&crl.url])?) {
        if execute(connection, EVICT_CRL_BYTES, since)? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
