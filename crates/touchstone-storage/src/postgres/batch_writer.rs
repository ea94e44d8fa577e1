//! Decides how settlements become durable on a node: one task drains a bounded queue into one transaction after the other and
//! answers after each commit (design.md, storage engines).

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio_postgres::{Client, Config, Error};
use touchstone_core::TenantId;
use touchstone_core::ports::{
    Claim, DeviceKeyId, DevicePlatform, KeyChange, MobileSettlement, Settled, StoreError,
};

use super::fault::{Fault, is_connection_lost, is_unavailable, is_worth_repeating};
use super::settle_batch::{Outcome, Session};
use crate::Options;
use crate::rows::settled;

/// How often a batch is run again after a deadlock or a serialisation failure.
const REPEATS_MAX: u32 = 10;

/// A settlement that waits for its answer.
struct Waiting {
    settlement: MobileSettlement,
    reply: oneshot::Sender<Result<Settled, StoreError>>,
    _place: OwnedSemaphorePermit,
}

/// The queue in front of the task that settles. The task ends, after what is queued, when this is dropped.
pub(super) struct SettleWriter {
    queue: mpsc::UnboundedSender<Waiting>,
    places: Arc<Semaphore>,
}

impl SettleWriter {
    pub(super) fn start(config: Config, client: Client, options: &Options) -> Self {
        let (queue, waiting) = mpsc::unbounded_channel();
        let task = Task {
            waiting,
            held: VecDeque::new(),
            batch_max: options.write_batch.max(1),
            config,
            options: options.clone(),
            session: None,
        };
        tokio::spawn(task.run(client));
        Self {
            queue,
            places: Arc::new(Semaphore::new(options.write_queue.max(1))),
        }
    }

    /// Settles and answers after the commit.
    pub(super) async fn settle(&self, settlement: MobileSettlement) -> Result<Settled, StoreError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| StoreError::Overloaded)?;
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting {
            settlement,
            reply,
            _place: place,
        };
        self.queue
            .send(waiting)
            .map_err(|_| StoreError::Unavailable("the task that settles has ended".into()))?;
        answer.await.unwrap_or_else(|_| {
            // It died with the settlement in hand: before or after the commit, nobody can tell.
            Err(StoreError::OutcomeUnknown(
                "the task that settles has died".into(),
            ))
        })
    }
}

struct Task {
    waiting: mpsc::UnboundedReceiver<Waiting>,
    /// Those that could not be in a batch with others of the same session, nonce or device key.
    held: VecDeque<Waiting>,
    batch_max: usize,
    config: Config,
    options: Options,
    session: Option<Session>,
}

impl Task {
    async fn run(mut self, client: Client) {
        self.session = Session::prepare(client, &self.options).await.ok();
        loop {
            if self.held.is_empty() {
                match self.waiting.recv().await {
                    Some(first) => self.held.push_back(first),
                    None => return,
                }
            }
            // Those that were just answered come again at once: together they cost one commit.
            tokio::task::yield_now().await;
            while let Ok(next) = self.waiting.try_recv() {
                self.held.push_back(next);
            }
            let batch = take_batch(&mut self.held, self.batch_max);
            self.settle(batch).await;
        }
    }

    async fn settle(&mut self, batch: Vec<Waiting>) {
        let Err((fault, batch)) = self.settle_together(batch).await else {
            return;
        };
        let is_own_fault = match &fault {
            Fault::Engine(error) => !is_unavailable(error),
            Fault::Store(error) => matches!(error, StoreError::Corrupt { .. }),
            Fault::Commit(_) | Fault::Pool(_) => false,
        };
        if !is_own_fault || batch.len() == 1 {
            refuse(batch, fault);
            return;
        }
        // One of them is bad: each alone, so that it harms no neighbour.
        for one in batch {
            if let Err((fault, one)) = self.settle_together(vec![one]).await {
                refuse(one, fault);
            }
        }
    }

    /// Settles in one transaction and answers; on a fault nothing was answered.
    async fn settle_together(&mut self, batch: Vec<Waiting>) -> Result<(), (Fault, Vec<Waiting>)> {
        let mut repeats = 0;
        let mut is_fresh = false;
        loop {
            match self.attempt(&batch).await {
                Ok(outcomes) => {
                    answer(batch, outcomes);
                    return Ok(());
                }
                Err(Fault::Engine(error))
                    if is_worth_repeating(&error) && repeats < REPEATS_MAX =>
                {
                    repeats += 1;
                }
                // The server was restarted meanwhile: a fresh connection helps, once.
                Err(Fault::Engine(error)) if is_connection_lost(&error) && !is_fresh => {
                    is_fresh = true;
                }
                Err(fault) => return Err((fault, batch)),
            }
        }
    }

    async fn attempt(&mut self, batch: &[Waiting]) -> Result<Vec<Outcome>, Fault> {
        let mut session = match self.session.take() {
            Some(session) if !session.is_closed() => session,
            _ => self.connect().await?,
        };
        let settlements: Vec<&MobileSettlement> =
            batch.iter().map(|waiting| &waiting.settlement).collect();
        let result = session.settle(&settlements).await;
        if session.is_usable() {
            self.session = Some(session);
        }
        result
    }

    async fn connect(&self) -> Result<Session, Error> {
        let client = super::connect::client(&self.config).await?;
        Session::prepare(client, &self.options).await
    }
}

/// What can be in a batch only once.
#[derive(PartialEq, Eq, Hash)]
enum Single {
    Session(TenantId, [u8; 16]),
    Nonce(TenantId, [u8; 32]),
    DeviceKey(TenantId, DeviceKeyId),
}

fn singles(settlement: &MobileSettlement) -> [Option<Single>; 2] {
    let tenant_id = settlement.head.tenant_id;
    let claim = settlement.claim.map(|claim| match claim {
        Claim::Session { reference, .. } => Single::Session(tenant_id, reference),
        Claim::Nonce { sha256, .. } => Single::Nonce(tenant_id, sha256),
    });
    let key = settlement.key_change.as_ref().map(|change| {
        let (platform, key_id) = match change {
            KeyChange::RegisterApple(key) => (DevicePlatform::Apple, key.key_id),
            KeyChange::AdvanceApple { key_id, .. } => (DevicePlatform::Apple, *key_id),
            KeyChange::RegisterAndroid(key) => (DevicePlatform::AndroidKey, key.key_id),
            KeyChange::TouchAndroid { key_id } => (DevicePlatform::AndroidKey, *key_id),
        };
        Single::DeviceKey(tenant_id, DeviceKeyId { platform, key_id })
    });
    [claim, key]
}

/// The oldest that can go together; the others stay, in order.
fn take_batch(held: &mut VecDeque<Waiting>, batch_max: usize) -> Vec<Waiting> {
    let mut batch = Vec::with_capacity(held.len().min(batch_max));
    let mut taken = HashSet::new();
    let mut kept = VecDeque::new();
    while let Some(waiting) = held.pop_front() {
        if batch.len() == batch_max {
            kept.push_back(waiting);
            break;
        }
        let singles = singles(&waiting.settlement);
        if singles
            .iter()
            .flatten()
            .any(|single| taken.contains(single))
        {
            kept.push_back(waiting);
        } else {
            taken.extend(singles.into_iter().flatten());
            batch.push(waiting);
        }
    }
    kept.append(held);
    *held = kept;
    batch
}

fn answer(batch: Vec<Waiting>, outcomes: Vec<Outcome>) {
    for (waiting, outcome) in batch.into_iter().zip(outcomes) {
        // A caller that has gone away loses only the answer.
        let _ = waiting
            .reply
            .send(outcome.map(|conflict| settled(waiting.settlement, conflict)));
    }
}

fn refuse(batch: Vec<Waiting>, fault: Fault) {
    let error = StoreError::from(fault);
    tracing::warn!(settlements = batch.len(), %error, "settlements were not written");
    let shared = Arc::new(error);
    for waiting in batch {
        let _ = waiting.reply.send(Err(same(&shared)));
    }
}

/// The error once more, for the next of those that it concerns.
fn same(error: &Arc<StoreError>) -> StoreError {
    match error.as_ref() {
        StoreError::Unavailable(_) => StoreError::Unavailable(Box::new(Arc::clone(error))),
        StoreError::Overloaded => StoreError::Overloaded,
        StoreError::OutcomeUnknown(_) => StoreError::OutcomeUnknown(Box::new(Arc::clone(error))),
        StoreError::Corrupt { what } => StoreError::Corrupt { what },
        StoreError::Failed(_) => StoreError::Failed(Box::new(Arc::clone(error))),
    }
}
