//! Decides how revocation lists and their issuers are read, and with which statements they are written.

use touchstone_core::ports::{KnownCrl, StoreError, StoredCrl};

use super::{Fields, Row};

/// Every list that was fetched.
pub(crate) const KNOWN_CRLS: &str = "SELECT url, fetched_at, failing_since FROM webauthn_crls \
    WHERE der IS NOT NULL ORDER BY url";

/// The list at `$1`, fetched or not.
pub(crate) const KNOWN_CRL: &str =
    "SELECT url, fetched_at, failing_since FROM webauthn_crls WHERE url = $1";

/// The issuers of every list.
pub(crate) const CRL_ISSUERS: &str =
    "SELECT url, certificate FROM webauthn_crl_issuers ORDER BY url, key_sha256";

/// The issuers of the list at `$1`.
pub(crate) const ISSUERS_OF_CRL: &str = "SELECT url, certificate FROM webauthn_crl_issuers \
    WHERE url = $1 ORDER BY key_sha256";

/// The list from `$1`.
pub(crate) const CRL: &str = "SELECT url, der, next_update, fetched_at, due_at \
    FROM webauthn_crls WHERE url = $1 AND der IS NOT NULL";

/// The list was named at `$1`; so many rows as know its address (`$2`).
pub(crate) const TOUCH_CRL: &str = "UPDATE webauthn_crls SET wanted_at = \
    CASE WHEN wanted_at < $1 THEN $1 ELSE wanted_at END WHERE url = $2";

/// How many addresses are known.
pub(crate) const COUNT_CRLS: &str = "SELECT COUNT(*) FROM webauthn_crls";

/// One address gives way: one that never had an answer, or the one that nothing has named for longest, before `$1`.
pub(crate) const EVICT_CRL: &str = "DELETE FROM webauthn_crls WHERE url IN (SELECT url \
    FROM webauthn_crls WHERE (der IS NULL AND failing_since IS NOT NULL) OR wanted_at < $1 \
    ORDER BY der IS NOT NULL, wanted_at, url LIMIT 1)";

/// One list other than that of `$1` gives way: the one that nothing has named for longest, before `$2`.
pub(crate) const EVICT_CRL_BYTES: &str = "DELETE FROM webauthn_crls WHERE url IN (SELECT url \
    FROM webauthn_crls WHERE url <> $1 AND der IS NOT NULL AND wanted_at < $2 \
    ORDER BY wanted_at, url LIMIT 1)";

/// How many bytes all lists but that of `$1` have.
pub(crate) const CRL_BYTES: &str =
    "SELECT CAST(COALESCE(SUM(length(der)), 0) AS bigint) FROM webauthn_crls WHERE url <> $1";

/// How many of those bytes cannot give way: of lists that something has named since `$2`.
pub(crate) const CRL_BYTES_IN_USE: &str = "SELECT CAST(COALESCE(SUM(length(der)), 0) AS bigint) \
    FROM webauthn_crls WHERE url <> $1 AND wanted_at >= $2";

/// Wishes for the list at `$1` from `$2` on.
pub(crate) const WANT_CRL: &str = "INSERT INTO webauthn_crls (url, due_at, wanted_at) \
    VALUES ($1, $2, $2) ON CONFLICT (url) DO NOTHING";

/// An issuer of the list at `$1`: key `$2`, certificate `$3`; unless the address is not known, or `$4` issuers of it are.
pub(crate) const ADD_CRL_ISSUER: &str = "\
    INSERT INTO webauthn_crl_issuers (url, key_sha256, certificate) \
    SELECT url, $1, $2 FROM webauthn_crls WHERE url = $3 \
    AND (SELECT COUNT(*) FROM webauthn_crl_issuers AS i WHERE i.url = $3) < $4 \
    ON CONFLICT (url, key_sha256) DO NOTHING";

/// The list at `$2`, which never came, is due at `$1`: somebody else may have signed it.
pub(crate) const CRL_IS_DUE: &str =
    "UPDATE webauthn_crls SET due_at = $1 WHERE url = $2 AND der IS NULL AND due_at > $1";

/// Whether `$2` is the list that is stored for `$1`.
pub(crate) const IS_CRL_KNOWN: &str =
    "SELECT COUNT(*) FROM webauthn_crls WHERE url = $1 AND der = $2";

/// What was fetched from `$5`.
pub(crate) const PUT_CRL: &str = "UPDATE webauthn_crls SET der = $1, next_update = $2, \
    fetched_at = $3, due_at = $4, failing_since = NULL WHERE url = $5";

/// An attempt failed at `$1`; the next one is at `$2`.
pub(crate) const NOTE_CRL_FAILED: &str = "UPDATE webauthn_crls \
    SET failing_since = COALESCE(failing_since, $1), due_at = $2 WHERE url = $3";

/// Addresses that never had an answer, and have failed since `$1` or longer.
pub(crate) const DROP_FAILING_CRLS: &str =
    "DELETE FROM webauthn_crls WHERE der IS NULL AND failing_since <= $1";

/// Without its issuers.
pub(crate) fn known_crl(row: &dyn Row) -> Result<KnownCrl, StoreError> {
    let mut fields = Fields::new(row);
    Ok(KnownCrl {
        url: fields.text("webauthn_crls.url")?,
        fetched_at: fields.optional_time("webauthn_crls.fetched_at")?,
        failing_since: fields.optional_time("webauthn_crls.failing_since")?,
        issuers: Vec::new(),
    })
}

/// Address and certificate.
pub(crate) fn crl_issuer(row: &dyn Row) -> Result<(String, Vec<u8>), StoreError> {
    let mut fields = Fields::new(row);
    Ok((
        fields.text("webauthn_crl_issuers.url")?,
        fields.blob("webauthn_crl_issuers.certificate")?,
    ))
}

/// Both in the order of addresses.
pub(crate) fn with_issuers(
    mut lists: Vec<KnownCrl>,
    issuers: Vec<(String, Vec<u8>)>,
) -> Vec<KnownCrl> {
    let mut issuers = issuers.into_iter().peekable();
    for list in &mut lists {
        while issuers.next_if(|(url, _)| *url < list.url).is_some() {}
        while let Some((_, der)) = issuers.next_if(|(url, _)| *url == list.url) {
            list.issuers.push(der.into());
        }
    }
    lists
}

pub(crate) fn stored_crl(row: &dyn Row) -> Result<StoredCrl, StoreError> {
    let mut fields = Fields::new(row);
    Ok(StoredCrl {
        url: fields.text("webauthn_crls.url")?,
        der: fields.blob("webauthn_crls.der")?.into(),
        next_update: fields.optional_time("webauthn_crls.next_update")?,
        fetched_at: fields.time("webauthn_crls.fetched_at")?,
        due_at: fields.time("webauthn_crls.due_at")?,
    })
}

/// A leased address.
pub(crate) fn crl_url(row: &dyn Row) -> Result<String, StoreError> {
    Fields::new(row).text("webauthn_crls.url")
}
