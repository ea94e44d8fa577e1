//! Decides how reads run: beside the writer, on a few connections with a thread each, out of a bounded queue.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;
use touchstone_core::ports::StoreError;

use super::connect;
use super::fault::Fault;
use crate::Options;

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// The queue in front of the threads that read.
pub(super) struct Readers {
    queue: Option<SyncSender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub(super) fn start(path: &Path, options: &Options) -> rusqlite::Result<Self> {
        let (queue, jobs) = sync_channel(options.read_queue.max(1));
        let jobs = Arc::new(Mutex::new(jobs));
        let mut threads = Vec::new();
        for _ in 0..options.read_connections.max(1) {
            let connection = connect::reader(path)?;
            let jobs = Arc::clone(&jobs);
            let thread = std::thread::Builder::new()
                .name("sqlite-reader".to_owned())
                .spawn(move || read_until_closed(&connection, &jobs))
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
            threads.push(thread);
        }
        Ok(Self {
            queue: Some(queue),
            threads,
        })
    }

    /// Reads with one connection, which sees one state of the database per statement.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(move |connection: &Connection| {
            let _ = reply.send(work(connection).map_err(StoreError::from));
        });
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Overloaded,
            TrySendError::Disconnected(_) => stopped(),
        })?;
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the readers have stopped".into())
}

fn read_until_closed(connection: &Connection, jobs: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting: one thread waits for the queue, the others for the lock.
        let Ok(received) = jobs.lock().map(|jobs| jobs.recv()) else {
            return;
        };
        let Ok(job) = received else {
            return;
        };
        job(connection);
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}
