//! Decides how writes become durable: one thread drains a bounded queue into one transaction, each job in a savepoint of its own,
//! and answers them all after the one commit (design.md, storage engines).

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{broadcast, oneshot};
use touchstone_core::ports::{Notice, StoreError, Written};

use super::fault::Fault;
use super::lock::Lock;
use crate::Options;

/// How the transaction of a batch ended.
enum End {
    Committed,
    /// Nothing is on disk.
    RolledBack(String),
    Unknown(String),
}

trait Job: Send {
    /// Does the work inside a savepoint; false asks for it to be undone.
    fn run(&mut self, connection: &Connection) -> bool;
    fn answer(self: Box<Self>, end: &End, notices: &broadcast::Sender<Notice>);
}

/// What a change answers, and the news that follows its commit.
pub(super) struct Changed<T> {
    pub(super) value: T,
    pub(super) notice: Option<Notice>,
}

impl<T> Changed<T> {
    /// Nothing was changed.
    pub(super) fn nothing(value: T) -> Self {
        Self {
            value,
            notice: None,
        }
    }
}

impl<T> Changed<Written<T>> {
    /// It is written, and others hear of it.
    pub(super) fn done(value: T, notice: Notice) -> Self {
        Self {
            value: Written::Done(value),
            notice: Some(notice),
        }
    }
}

struct Work<T, F> {
    work: Option<F>,
    result: Option<Result<Changed<T>, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Work<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<Changed<T>, Fault> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let result = work(connection).map_err(StoreError::from);
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, end: &End, notices: &broadcast::Sender<Notice>) {
        let answer = match (end, self.result) {
            (_, Some(Err(error))) => Err(error),
            (End::Committed, Some(Ok(changed))) => {
                if let Some(notice) = changed.notice {
                    // Nobody listening is fine.
                    let _ = notices.send(notice);
                }
                Ok(changed.value)
            }
            (End::Unknown(why), Some(Ok(_))) => Err(StoreError::OutcomeUnknown(why.clone().into())),
            (End::RolledBack(why) | End::Unknown(why), _) => {
                Err(StoreError::Unavailable(why.clone().into()))
            }
            (End::Committed, None) => Err(stopped()),
        };
        // A caller that has gone away loses only the answer.
        let _ = self.reply.send(answer);
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the writer has stopped".into())
}

/// The queue in front of the one thread that writes.
pub(super) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        lock: Lock,
        options: &Options,
        notices: broadcast::Sender<Notice>,
    ) -> io::Result<Self> {
        let (queue, jobs) = sync_channel(options.write_queue.max(1));
        let batch_max = options.write_batch.max(1);
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                write_until_closed(&connection, &jobs, batch_max, &notices);
                drop(connection);
                drop(lock);
            })?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Whether the thread is still there.
    pub(super) fn is_alive(&self) -> bool {
        self.thread
            .as_ref()
            .is_some_and(|thread| !thread.is_finished())
    }

    /// Does the work and answers once it is durable. Work that returns an error leaves no trace.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    {
        self.change(move |connection| work(connection).map(Changed::nothing))
            .await
    }

    /// As `run`, with news for this node after the commit.
    pub(super) async fn change<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<Changed<T>, Fault> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Work {
            work: Some(work),
            result: None,
            reply,
        };
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.try_send(Box::new(job)).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Overloaded,
            TrySendError::Disconnected(_) => stopped(),
        })?;
        answer.await.unwrap_or_else(|_| {
            // It died with the job in hand: before or after the commit, nobody can tell.
            Err(StoreError::OutcomeUnknown("the writer has died".into()))
        })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_until_closed(
    connection: &Connection,
    jobs: &Receiver<Box<dyn Job>>,
    batch_max: usize,
    notices: &broadcast::Sender<Notice>,
) {
    let mut batch = Vec::with_capacity(batch_max);
    while let Ok(first) = jobs.recv() {
        let end = match execute(connection, "BEGIN IMMEDIATE") {
            Ok(()) => run_batch(connection, first, jobs, batch_max, &mut batch),
            Err(error) => {
                batch.push(first);
                End::RolledBack(error.to_string())
            }
        };
        for job in batch.drain(..) {
            job.answer(&end, notices);
        }
    }
}

fn run_batch(
    connection: &Connection,
    first: Box<dyn Job>,
    jobs: &Receiver<Box<dyn Job>>,
    batch_max: usize,
    batch: &mut Vec<Box<dyn Job>>,
) -> End {
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        let ran = run_job(connection, job.as_mut());
        batch.push(job);
        if let Err(error) = ran {
            return roll_back(connection, error.to_string());
        }
        // On some errors (a full disk) SQLite undoes the whole transaction by itself.
        if connection.is_autocommit() {
            return End::RolledBack("the transaction was undone".to_owned());
        }
        if batch.len() < batch_max {
            next = jobs.try_recv().ok();
        }
    }
    commit(connection)
}

fn run_job(connection: &Connection, job: &mut dyn Job) -> rusqlite::Result<()> {
    execute(connection, "SAVEPOINT job")?;
    if !job.run(connection) && !connection.is_autocommit() {
        execute(connection, "ROLLBACK TO job")?;
    }
    if connection.is_autocommit() {
        return Ok(());
    }
    execute(connection, "RELEASE job")
}

fn commit(connection: &Connection) -> End {
    match execute(connection, "COMMIT") {
        Ok(()) => End::Committed,
        Err(error) => {
            let busy = error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy);
            let rolled_back = roll_back(connection, error.to_string());
            // Only a lock is known to stop a commit before it wrote anything.
            if busy {
                rolled_back
            } else {
                End::Unknown(error.to_string())
            }
        }
    }
}

fn roll_back(connection: &Connection, why: String) -> End {
    if !connection.is_autocommit()
        && let Err(error) = execute(connection, "ROLLBACK")
    {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
    End::RolledBack(why)
}

fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}
