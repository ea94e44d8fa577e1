//! Decides what is kept of a call that was done, and that one that changed nothing is forgotten. Neither can fail the call: what it
//! did stands.

use super::Ticket;
use crate::Touchstone;
use crate::ports::IdempotentAnswer;

impl Ticket {
    /// The work was done and this is answered; without a body when it shows a secret.
    pub async fn finish(self, touchstone: &Touchstone, answer: &IdempotentAnswer) {
        let finished = touchstone
            .world
            .store
            .finish_idempotent(&self.0, answer)
            .await;
        if let Err(error) = finished {
            tracing::warn!(%error, "an answer could not be kept; a repeated call is told that it is under way");
        }
    }

    /// Nothing was changed: the call can be sent again.
    pub async fn abandon(self, touchstone: &Touchstone) {
        if let Err(error) = touchstone.world.store.abandon_idempotent(&self.0).await {
            tracing::warn!(%error, "a call that changed nothing could not be forgotten; repeat it under another key");
        }
    }
}
