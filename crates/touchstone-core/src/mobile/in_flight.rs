//! Decides that verifications of one session that ask Google go one after the other on this node: a second decode of a token would come back
//! cleared, and parallel copies shall cost one call (spec mobile.md 7.1).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;

use crate::TenantId;
use crate::ports::Claim;

/// What can be used once, without its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Session(TenantId, [u8; 16]),
    Nonce(TenantId, [u8; 32]),
}

type Turns = Mutex<HashMap<Key, Arc<tokio::sync::Mutex<()>>>>;

/// The sessions that are being verified with Google's help; at most as many as there are verifications under way.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    turns: Arc<Turns>,
}

/// The right to go on; the next one's turn comes when it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Arc<Turns>,
    key: Key,
    guard: Option<OwnedMutexGuard<()>>,
}

impl InFlight {
    /// Waits until no other verification of this claim is under way here.
    pub(super) async fn turn(&self, tenant_id: TenantId, claim: Claim) -> Turn {
        let key = match claim {
            Claim::Session { reference, .. } => Key::Session(tenant_id, reference),
            Claim::Nonce { sha256, .. } => Key::Nonce(tenant_id, sha256),
        };
        let turns = Arc::clone(&self.turns);
        let lock = {
            let mut waiting = turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(waiting.entry(key).or_default())
        };
        // Made before the wait, so that a caller who gives up tidies up as well.
        let mut turn = Turn {
            turns,
            key,
            guard: None,
        };
        turn.guard = Some(lock.lock_owned().await);
        turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.guard = None;
        let mut waiting = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        // The map's own is the last one: nobody holds the lock, nobody waits for it.
        if waiting
            .get(&self.key)
            .is_some_and(|lock| Arc::strong_count(lock) == 1)
        {
            waiting.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::PoisonError;

    use super::InFlight;
    use crate::ports::Claim;
    use crate::{TenantId, Timestamp};

    fn claim(byte: u8) -> Claim {
        Claim::Session {
            reference: [byte; 16],
            expires_at: Timestamp::from_unix_ms(0),
        }
    }

    fn tenant() -> TenantId {
        "tenant_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap()
    }

    fn waiting(in_flight: &InFlight) -> usize {
        let turns = in_flight.turns.lock();
        turns.unwrap_or_else(PoisonError::into_inner).len()
    }

    #[tokio::test]
    async fn the_second_of_a_session_waits_for_the_first() {
        let in_flight = InFlight::default();
        let first = in_flight.turn(tenant(), claim(1)).await;
        let mut second = Box::pin(in_flight.turn(tenant(), claim(1)));
        assert!(futures_now(&mut second).await.is_none());
        drop(first);
        assert!(futures_now(&mut second).await.is_some());
    }

    #[tokio::test]
    async fn another_session_does_not_wait() {
        let in_flight = InFlight::default();
        let _first = in_flight.turn(tenant(), claim(1)).await;
        let mut other = Box::pin(in_flight.turn(tenant(), claim(2)));
        assert!(futures_now(&mut other).await.is_some());
    }

    #[tokio::test]
    async fn nothing_is_left_behind_also_by_those_who_give_up() {
        let in_flight = InFlight::default();
        let first = in_flight.turn(tenant(), claim(1)).await;
        let mut second = Box::pin(in_flight.turn(tenant(), claim(1)));
        assert!(futures_now(&mut second).await.is_none());
        drop(second);
        assert_eq!(waiting(&in_flight), 1);
        drop(first);
        assert_eq!(waiting(&in_flight), 0);
    }

    /// What the future gives without waiting.
    async fn futures_now<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        tokio::select! {
            biased;
            output = future => Some(output),
            () = std::future::ready(()) => None,
        }
    }
}
