//! Decides how revocation lists are wished for, leased and stored in SQLite; the one writer gives each to one caller.

use rusqlite::{Connection, params};
use touchstone_core::Timestamp;
use touchstone_core::ports::{Notice, StoredCrl};

use super::fault::Fault;
use super::read::{all, execute, number};
use super::writer::Changed;
use crate::rows::{IS_CRL_KNOWN, PUT_CRL, WANT_CRL, count_number, crl_columns, stored_crl};

const LEASE: &str = concat!(
    "UPDATE webauthn_crls SET due_at = $1 WHERE url IN ( \
     SELECT url FROM webauthn_crls WHERE due_at <= $2 ORDER BY due_at, url LIMIT $3) RETURNING ",
    crl_columns!()
);

pub(super) fn want(
    connection: &Connection,
    urls: &[String],
    now: Timestamp,
    max: u64,
) -> Result<(), Fault> {
    for url in urls {
        let params = params![url, now.unix_ms(), count_number(max)];
        execute(connection, WANT_CRL, params)?;
    }
    Ok(())
}

pub(super) fn lease(
    connection: &Connection,
    now: Timestamp,
    leased_until: Timestamp,
    limit: u32,
) -> Result<Vec<StoredCrl>, Fault> {
    let params = params![leased_until.unix_ms(), now.unix_ms(), limit];
    all(connection, LEASE, params, stored_crl)
}

pub(super) fn put(connection: &Connection, crl: &StoredCrl) -> Result<Changed<()>, Fault> {
    let der = crl.der.as_deref();
    let is_known = number(connection, IS_CRL_KNOWN, params![crl.url, der])? > 0;
    execute(
        connection,
        PUT_CRL,
        params![
            crl.url,
            der,
            crl.next_update.map(|at| at.unix_ms()),
            crl.fetched_at.map(|at| at.unix_ms()),
            crl.due_at.unix_ms(),
        ],
    )?;
    let is_new = der.is_some() && !is_known;
    let notice = is_new.then_some(Notice::Everything);
    Ok(Changed { value: (), notice })
}
