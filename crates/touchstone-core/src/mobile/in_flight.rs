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

/// Verifications that wait for their turn, per tenant and on this node; as many as there may be calls (section 8).
const WAITING_PER_TENANT_MAX: usize = 64;
const WAITING_MAX: usize = 256;

type Turns = Mutex<HashMap<Key, Arc<tokio::sync::Mutex<()>>>>;

/// The sessions that are being verified with Google's help; at most as many as there are verifications under way.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    turns: Arc<Turns>,
    waiting: Arc<Waiting>,
}

/// How many wait, by tenant.
#[derive(Debug, Default)]
struct Waiting(Mutex<HashMap<TenantId, usize>>);

/// A place among those who wait.
struct Place {
    waiting: Arc<Waiting>,
    tenant_id: TenantId,
}

impl Place {
    /// A place, while there is one.
    fn take(waiting: &Arc<Waiting>, tenant_id: TenantId) -> Option<Self> {
        let mut counts = waiting.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = counts.values().sum();
        let own = counts.get(&tenant_id).copied().unwrap_or_default();
        if all >= WAITING_MAX || own >= WAITING_PER_TENANT_MAX {
            return None;
        }
        counts.insert(tenant_id, own + 1);
        Some(Self {
            waiting: Arc::clone(waiting),
            tenant_id,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self
            .waiting
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = counts.get_mut(&self.tenant_id) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                counts.remove(&self.tenant_id);
            }
        }
    }
}

/// The right to go on; the next one's turn comes when it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Arc<Turns>,
    key: Key,
    guard: Option<OwnedMutexGuard<()>>,
}

impl InFlight {
    /// Waits until no other verification of this claim is under way here; `None` at once when too many wait: they would keep those of other
    /// platforms out.
    pub(super) async fn turn(&self, tenant_id: TenantId, claim: Claim) -> Option<Turn> {
        let key = match claim {
            Claim::Session { reference, .. } => Key::Session(tenant_id, reference),
            Claim::Nonce { sha256, .. } => Key::Nonce(tenant_id, sha256),
        };
        // Made before the wait: who gives up tidies up as well. Before the lock, to go last.
        let mut turn = Turn {
            turns: Arc::clone(&self.turns),
            key,
            guard: None,
        };
        let lock = {
            let mut waiting = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(waiting.entry(key).or_default())
        };
        turn.guard = match Arc::clone(&lock).try_lock_owned() {
            Ok(guard) => Some(guard),
            Err(_) => {
                let _place = Place::take(&self.waiting, tenant_id)?;
                Some(lock.lock_owned().await)
            }
        };
        Some(turn)
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
        let first = in_flight.turn(tenant(), claim(1)).await.unwrap();
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
        let first = in_flight.turn(tenant(), claim(1)).await.unwrap();
        let mut second = Box::pin(in_flight.turn(tenant(), claim(1)));
        assert!(futures_now(&mut second).await.is_none());
        drop(second);
        assert_eq!(waiting(&in_flight), 1);
        drop(first);
        assert_eq!(waiting(&in_flight), 0);
    }

    #[tokio::test]
    async fn beyond_64_of_a_tenant_nobody_waits() {
        let in_flight = InFlight::default();
        let first = in_flight.turn(tenant(), claim(1)).await.unwrap();
        let mut waiting: Vec<_> = (0..64)
            .map(|_| Box::pin(in_flight.turn(tenant(), claim(1))))
            .collect();
        for one in &mut waiting {
            assert!(futures_now(one).await.is_none());
        }
        let mut next = Box::pin(in_flight.turn(tenant(), claim(1)));
        assert!(futures_now(&mut next).await.unwrap().is_none());
        let another: TenantId = "tenant_01ARZ3NDEKTSV4RRFFQ69G5FAW".parse().unwrap();
        assert!(in_flight.turn(another, claim(1)).await.is_some());
        drop(waiting);
        let mut next = Box::pin(in_flight.turn(tenant(), claim(1)));
        assert!(futures_now(&mut next).await.is_none());
        drop((first, next));
        assert!(in_flight.waiting.0.lock().unwrap().is_empty());
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
