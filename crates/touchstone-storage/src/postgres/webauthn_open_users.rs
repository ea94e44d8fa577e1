//! Decides which users the sessions of a batch have: found by the name of the new one, else by the `ext_id` that the session names.

use tokio_postgres::{Client, Error, Row, Statement};
use touchstone_core::TenantId;

use super::webauthn_open_batch::Opening;
use crate::rows::webauthn_user_columns;

/// The statements.
pub(super) struct NamedUsers {
    by_name: Statement,
    by_ext_id: Statement,
}

/// The lock keeps pruning away until the session is there.
macro_rules! users_by {
    ($column:literal) => {
        concat!(
            "SELECT n.place, ",
            webauthn_user_columns!("u."),
            " FROM UNNEST($1::bigint[], $2::text[], $3::text[]) AS n (place, tenant_id, word) \
             JOIN webauthn_users u ON u.tenant_id = n.tenant_id AND u.",
            $column,
            " = n.word ORDER BY u.tenant_id, u.ext_id FOR KEY SHARE OF u"
        )
    };
}

/// What users are looked for by, each behind its place in the batch.
#[derive(Default)]
struct Wanted<'b> {
    places: Vec<i64>,
    tenant_ids: Vec<String>,
    words: Vec<&'b str>,
}

impl<'b> Wanted<'b> {
    fn push(&mut self, place: i64, tenant_id: TenantId, word: &'b str) {
        self.places.push(place);
        self.tenant_ids.push(tenant_id.to_string());
        self.words.push(word);
    }

    async fn find(&self, client: &Client, statement: &Statement) -> Result<Vec<Row>, Error> {
        if self.places.is_empty() {
            return Ok(Vec::new());
        }
        client
            .query(statement, &[&self.places, &self.tenant_ids, &self.words])
            .await
    }
}

impl NamedUsers {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            by_name: client.prepare(users_by!("username")).await?,
            by_ext_id: client.prepare(users_by!("ext_id")).await?,
        })
    }

    /// The users of the sessions that have one, each behind its place in the batch.
    pub(super) async fn of(&self, client: &Client, items: &[&Opening]) -> Result<Vec<Row>, Error> {
        let (mut by_name, mut by_ext_id) = (Wanted::default(), Wanted::default());
        for (item, place) in items.iter().zip(0_i64..) {
            match (&item.new_user, &item.session.user_ext_id) {
                (Some(user), _) => by_name.push(place, user.tenant_id, &user.username),
                (None, Some(ext_id)) => by_ext_id.push(place, item.session.tenant_id, ext_id),
                (None, None) => {}
            }
        }
        let (mut rows, by_ext_id) = tokio::try_join!(
            biased;
            by_name.find(client, &self.by_name),
            by_ext_id.find(client, &self.by_ext_id),
        )?;
        rows.extend(by_ext_id);
        Ok(rows)
    }
}
