//! Decides how users of passkeys are written in PostgreSQL: one, or those of a batch.

use deadpool_postgres::GenericClient;
use tokio_postgres::{Client, Error, Statement};
use touchstone_core::ports::WebauthnUser;

use super::fault::Fault;
use super::read::execute;
use crate::rows::{INSERT_USER, webauthn_user_columns, without_nul};

/// Inserts the user; false when its `ext_id`, name or handle is taken in the tenant.
pub(super) async fn insert(
    client: &impl GenericClient,
    user: &WebauthnUser,
) -> Result<bool, Fault> {
    let inserted = execute(
        client,
        INSERT_USER,
        &[
            &user.tenant_id.to_string(),
            &user.ext_id,
            &user.username,
            &without_nul(&user.display_name),
            &user.handle,
            &user.state.as_str(),
            &user.created_at.unix_ms(),
            &user.updated_at.unix_ms(),
        ],
    )
    .await?;
    Ok(inserted == 1)
}

/// The statement of [`insert_all`].
pub(super) async fn prepare_insert(client: &Client) -> Result<Statement, Error> {
    client
        .prepare(concat!(
            "INSERT INTO webauthn_users (",
            webauthn_user_columns!(),
            ") SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], \
             $5::bytea[], $6::text[], $7::bigint[], $8::bigint[]) AS u (tenant_id, ext_id, \
             username) ORDER BY u.tenant_id, u.username ON CONFLICT DO NOTHING"
        ))
        .await
}

/// Inserts the users whose `ext_id`, name and handle are free in their tenants.
pub(super) async fn insert_all(
    client: &Client,
    statement: &Statement,
    users: &[&WebauthnUser],
) -> Result<(), Error> {
    if users.is_empty() {
        return Ok(());
    }
    macro_rules! column {
        (|$user:ident| $value:expr) => {
            users.iter().map(|$user| $value).collect::<Vec<_>>()
        };
    }
    client
        .execute(
            statement,
            &[
                &column!(|user| user.tenant_id.to_string()),
                &column!(|user| user.ext_id.as_str()),
                &column!(|user| user.username.as_str()),
                &column!(|user| without_nul(&user.display_name).into_owned()),
                &column!(|user| user.handle.as_slice()),
                &column!(|user| user.state.as_str()),
                &column!(|user| user.created_at.unix_ms()),
                &column!(|user| user.updated_at.unix_ms()),
            ],
        )
        .await?;
    Ok(())
}
