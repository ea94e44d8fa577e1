//! Decides the transaction of a batch of sessions that are opened: new users first, then the sessions, which name the users that are
//! stored under these names. All statements travel together.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use tokio_postgres::{Client, Error, Statement};
use touchstone_core::ports::{StoreError, WebauthnSession, WebauthnUser};

use super::batch_client::BatchClient;
use super::batch_writer::Batch;
use super::fault::Fault;
use super::webauthn_open_sessions::{insert_sessions, prepare_insert_sessions};
use super::webauthn_open_users::NamedUsers;
use super::webauthn_users;
use crate::Options;
use crate::rows::{Fields, webauthn_user};

/// A session to be opened.
pub(super) struct Opening {
    pub(super) session: WebauthnSession,
    /// Its user, unless one of this name is stored.
    pub(super) new_user: Option<WebauthnUser>,
}

/// The connection that opens, with its statements prepared.
pub(super) struct Session {
    connection: BatchClient,
    insert_users: Statement,
    users: NamedUsers,
    insert_sessions: Statement,
}

#[async_trait]
impl Batch for Session {
    type Item = Opening;
    /// Openings never hinder each other.
    type Single = ();
    type Outcome = Option<WebauthnUser>;
    type Answer = Option<WebauthnUser>;

    async fn prepare(client: Client, options: &Options) -> Result<Self, Error> {
        Ok(Self {
            insert_users: webauthn_users::prepare_insert(&client).await?,
            users: NamedUsers::prepare(&client).await?,
            insert_sessions: prepare_insert_sessions(&client).await?,
            connection: BatchClient::new(client, options),
        })
    }

    fn is_closed(&self) -> bool {
        self.connection.is_closed()
    }

    fn is_usable(&self) -> bool {
        self.connection.is_usable()
    }

    async fn write(&mut self, items: &[&Opening]) -> Result<Vec<Self::Outcome>, Fault> {
        let (written, users) = match self.connection.within(self.open(items)).await {
            Ok(users) => (Ok(()), users),
            Err(fault) => (Err(fault), Vec::new()),
        };
        self.connection.end(written, BTreeSet::new()).await?;
        Ok(users)
    }

    fn singles(_item: &Opening) -> Vec<()> {
        Vec::new()
    }

    fn answer(_item: Opening, outcome: Self::Outcome) -> Result<Self::Answer, StoreError> {
        Ok(outcome)
    }
}

impl Session {
    /// Answers with the user of each session.
    async fn open(&self, items: &[&Opening]) -> Result<Vec<Option<WebauthnUser>>, Fault> {
        let client = self.connection.get();
        let new: Vec<&WebauthnUser> = items.iter().filter_map(|o| o.new_user.as_ref()).collect();
        let ((), (), rows, ()) = tokio::try_join!(
            biased;
            client.batch_execute("BEGIN"),
            webauthn_users::insert_all(client, &self.insert_users, &new),
            self.users.of(client, items),
            insert_sessions(client, &self.insert_sessions, items),
        )?;
        let mut users = HashMap::new();
        for row in &rows {
            let mut fields = Fields::new(row);
            let place: usize = fields.number("webauthn_users: place")?;
            users.insert(place, webauthn_user(&mut fields)?);
        }
        let mut outcomes = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let user = users.remove(&place);
            if user.is_none() && item.new_user.is_some() {
                let clash = "another user has the new one's identifier or handle";
                return Err(Fault::Store(StoreError::Failed(clash.into())));
            }
            outcomes.push(user);
        }
        Ok(outcomes)
    }
}
