//! Secrets at rest: sealed with AES-256-GCM under a master key, bound to their place (design.md section 2).

mod blob;
mod check;
mod key;
mod rotate;

pub use blob::{Place, SealError};
pub(crate) use check::judge;
pub use check::{EncryptionError, MasterKeyCheckError, ensure_master_key};
pub use key::{MasterKey, MasterKeyError, Sealer};
pub use rotate::{RotateError, rotate_master_key};
