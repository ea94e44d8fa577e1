//! Decides who owns a database file: whoever holds the lock on the file beside it, until its process ends in any way.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::OpenError;

/// Only the owner's user may read what is kept.
const MODE: u32 = 0o600;

/// The lock; dropping it frees the database.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Makes the database file when it is missing, and takes its lock.
///
/// The lock lies beside the file that the path leads to, so that two paths to one file share one lock.
pub(super) fn acquire(path: &Path) -> Result<(PathBuf, Lock), OpenError> {
    create_if_missing(path).map_err(|source| unusable(path, source))?;
    let path = path
        .canonicalize()
        .map_err(|source| unusable(path, source))?;
    let mut lock_path = path.clone().into_os_string();
    lock_path.push(".lock");
    let lock_path = PathBuf::from(lock_path);
    let file = create_if_missing(&lock_path).map_err(|source| unusable(&lock_path, source))?;
    match file.try_lock() {
        Ok(()) => Ok((path, Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Err(OpenError::Locked { path: lock_path }),
        Err(TryLockError::Error(source)) => Err(unusable(&lock_path, source)),
    }
}

fn create_if_missing(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(MODE)
        .open(path)
}

fn unusable(path: &Path, source: io::Error) -> OpenError {
    OpenError::File {
        path: path.to_owned(),
        source: Box::new(source),
    }
}
