//! Decides how the sessions of a batch are inserted: one statement for all.

use tokio_postgres::{Client, Error, Statement};

use super::webauthn_open_batch::Opening;
use crate::rows::webauthn_session_columns;

/// The statement of [`insert_sessions`].
pub(super) async fn prepare_insert_sessions(client: &Client) -> Result<Statement, Error> {
    client
        .prepare(concat!(
            "INSERT INTO webauthn_sessions (",
            webauthn_session_columns!(),
            ") SELECT n.id_sha256, n.sealed_id, n.challenge_sha256, n.tenant_id, n.rp, \
             COALESCE((SELECT u.ext_id FROM webauthn_users u \
             WHERE u.tenant_id = n.tenant_id AND u.username = n.username), n.user_ext_id), \
             n.kind, n.decoy, n.asked, n.state, n.reason, n.verdict_id, n.credential_ext_id, \
             n.user_verified, n.created_at, n.changed_at, n.expires_at, n.visible_until \
             FROM UNNEST($1::bytea[], $2::bytea[], $3::bytea[], $4::text[], $5::text[], \
             $6::text[], $7::text[], $8::boolean[], $9::text[], $10::text[], $11::text[], \
             $12::text[], $13::text[], $14::boolean[], $15::bigint[], $16::bigint[], \
             $17::bigint[], $18::bigint[], $19::text[]) AS n (",
            webauthn_session_columns!(),
            ", username)"
        ))
        .await
}

/// Inserts the sessions; one with a new user names the user that is stored under the name.
pub(super) async fn insert_sessions(
    client: &Client,
    statement: &Statement,
    items: &[&Opening],
) -> Result<(), Error> {
    macro_rules! column {
        (|$session:ident| $value:expr) => {
            items
                .iter()
                .map(|opening| {
                    let $session = &opening.session;
                    $value
                })
                .collect::<Vec<_>>()
        };
    }
    let usernames: Vec<Option<&str>> = items
        .iter()
        .map(|opening| opening.new_user.as_ref().map(|user| user.username.as_str()))
        .collect();
    client
        .execute(
            statement,
            &[
                &column!(|session| session.id_sha256.as_slice()),
                &column!(|session| session.sealed_id.0.as_slice()),
                &column!(|session| session.challenge_sha256.as_slice()),
                &column!(|session| session.tenant_id.to_string()),
                &column!(|session| session.rp.to_string()),
                &column!(|session| session.user_ext_id.as_deref()),
                &column!(|session| session.kind.as_str()),
                &column!(|session| session.decoy),
                &column!(|session| session.asked.as_str()),
                &column!(|session| session.state.as_str()),
                &column!(|session| session.reason.as_deref()),
                &column!(|session| session.verdict_id.map(|id| id.to_string())),
                &column!(|session| session.credential_ext_id.map(|id| id.to_string())),
                &column!(|session| session.user_verified),
                &column!(|session| session.created_at.unix_ms()),
                &column!(|session| session.changed_at.unix_ms()),
                &column!(|session| session.expires_at.unix_ms()),
                &column!(|session| session.visible_until.unix_ms()),
                &usernames,
            ],
        )
        .await?;
    Ok(())
}
