//! Console sessions (design.md section 3): an admin key, shown once, goes on in a sealed value that a browser carries. Nothing is stored, so
//! every node knows every session.

mod resume;
mod session;
mod sign_in;

pub use resume::resume;
pub use session::{ConsoleSession, SESSION_MAX_AGE_S};
pub use sign_in::sign_in;

use std::sync::Arc;

use crate::Principal;

/// A session and whose it is, now.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session.
    pub session: ConsoleSession,
    /// The bearer of its admin key.
    pub principal: Arc<Principal>,
}
