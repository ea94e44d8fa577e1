//! Decides how what comes often becomes durable on a node: one task per kind drains a bounded queue into one transaction after the
//! other and answers after each commit (design.md, storage engines).

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio_postgres::{Client, Config, Error};
use touchstone_core::ports::StoreError;

use super::fault::{Fault, is_connection_lost, is_unavailable, is_worth_repeating};
use crate::Options;

/// How often a batch is run again after a deadlock or a serialisation failure.
const REPEATS_MAX: u32 = 10;

/// A kind of writes that are made together, and the connection that makes them.
#[async_trait]
pub(super) trait Batch: Sized + Send + 'static {
    /// What is written.
    type Item: Send + Sync + 'static;
    /// What can be in a batch only once.
    type Single: Eq + Hash + Send;
    /// What became of one item of a batch that was committed.
    type Outcome: Send;
    /// What the caller hears.
    type Answer: Send + 'static;

    /// Prepares the statements.
    async fn prepare(client: Client, options: &Options) -> Result<Self, Error>;

    fn is_closed(&self) -> bool;

    /// Whether another transaction can begin.
    fn is_usable(&self) -> bool;

    /// Writes all in one transaction; an outcome each. An error before the commit leaves no trace of any of them.
    async fn write(&mut self, items: &[&Self::Item]) -> Result<Vec<Self::Outcome>, Fault>;

    fn singles(item: &Self::Item) -> Vec<Self::Single>;

    fn answer(item: Self::Item, outcome: Self::Outcome) -> Result<Self::Answer, StoreError>;
}

/// An item that waits for its answer.
struct Waiting<B: Batch> {
    item: B::Item,
    reply: oneshot::Sender<Result<B::Answer, StoreError>>,
    _place: OwnedSemaphorePermit,
}

/// The queue in front of the task that writes. The task ends, after what is queued, when this is dropped.
pub(super) struct BatchWriter<B: Batch> {
    queue: mpsc::UnboundedSender<Waiting<B>>,
    places: Arc<Semaphore>,
}

impl<B: Batch> BatchWriter<B> {
    /// Starts the task; without a connection it makes one when there is something to write.
    pub(super) fn start(config: Config, client: Option<Client>, options: &Options) -> Self {
        let (queue, waiting) = mpsc::unbounded_channel();
        let task = Task::<B> {
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

    /// Writes and answers after the commit.
    pub(super) async fn write(&self, item: B::Item) -> Result<B::Answer, StoreError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| StoreError::Overloaded)?;
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting {
            item,
            reply,
            _place: place,
        };
        self.queue
            .send(waiting)
            .map_err(|_| StoreError::Unavailable("the task that writes has ended".into()))?;
        answer.await.unwrap_or_else(|_| {
            // It died with the item in hand: before or after the commit, nobody can tell.
            Err(StoreError::OutcomeUnknown(
                "the task that writes has died".into(),
            ))
        })
    }
}

struct Task<B: Batch> {
    waiting: mpsc::UnboundedReceiver<Waiting<B>>,
    /// Those that could not be in a batch with others of the same session, key or the like.
    held: VecDeque<Waiting<B>>,
    batch_max: usize,
    config: Config,
    options: Options,
    session: Option<B>,
}

impl<B: Batch> Task<B> {
    async fn run(mut self, client: Option<Client>) {
        if let Some(client) = client {
            self.session = B::prepare(client, &self.options).await.ok();
        }
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
            self.write(batch).await;
        }
    }

    async fn write(&mut self, batch: Vec<Waiting<B>>) {
        let Err((fault, batch)) = self.write_together(batch).await else {
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
            if let Err((fault, one)) = self.write_together(vec![one]).await {
                refuse(one, fault);
            }
        }
    }

    /// Writes in one transaction and answers; on a fault nothing was answered.
    async fn write_together(
        &mut self,
        batch: Vec<Waiting<B>>,
    ) -> Result<(), (Fault, Vec<Waiting<B>>)> {
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

    async fn attempt(&mut self, batch: &[Waiting<B>]) -> Result<Vec<B::Outcome>, Fault> {
        let mut session = match self.session.take() {
            Some(session) if !session.is_closed() => session,
            _ => connect(&self.config, &self.options).await?,
        };
        let items: Vec<&B::Item> = batch.iter().map(|waiting| &waiting.item).collect();
        let result = session.write(&items).await;
        if session.is_usable() {
            self.session = Some(session);
        }
        result
    }
}

async fn connect<B: Batch>(config: &Config, options: &Options) -> Result<B, Error> {
    let client = super::connect::client(config).await?;
    B::prepare(client, options).await
}

/// The oldest that can go together; the others stay, in order.
fn take_batch<B: Batch>(held: &mut VecDeque<Waiting<B>>, batch_max: usize) -> Vec<Waiting<B>> {
    let mut batch = Vec::with_capacity(held.len().min(batch_max));
    let mut taken = HashSet::new();
    let mut kept = VecDeque::new();
    while let Some(waiting) = held.pop_front() {
        if batch.len() == batch_max {
            kept.push_back(waiting);
            break;
        }
        let singles = B::singles(&waiting.item);
        if singles.iter().any(|single| taken.contains(single)) {
            kept.push_back(waiting);
        } else {
            taken.extend(singles);
            batch.push(waiting);
        }
    }
    kept.append(held);
    *held = kept;
    batch
}

fn answer<B: Batch>(batch: Vec<Waiting<B>>, outcomes: Vec<B::Outcome>) {
    for (waiting, outcome) in batch.into_iter().zip(outcomes) {
        // A caller that has gone away loses only the answer.
        let _ = waiting.reply.send(B::answer(waiting.item, outcome));
    }
}

fn refuse<B: Batch>(batch: Vec<Waiting<B>>, fault: Fault) {
    let error = StoreError::from(fault);
    tracing::warn!(items = batch.len(), %error, "a batch was not written");
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
