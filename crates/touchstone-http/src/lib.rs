//! How is it said? Routes, JSON shapes, status codes. `router.rs` shows the whole HTTP surface on one page.

mod admin;
mod answer;
mod around;
mod base64;
mod bearer;
mod body;
mod console;
mod content_type;
mod json;
mod machines;
mod mobile;
mod passkeys;
mod peer;
mod places;
mod problem;
mod problem_table;
mod rate_limit;
mod router;
mod server;
mod shares;
mod state;
mod webauthn;

pub use admin::LocalCaller;
pub use peer::{Network, ParseNetworkError, Peer};
pub use problem_table::{ProblemKind, problem_table};
pub use router::{admin_router, public_router, router};
pub use server::{Drained, serve};
pub use state::{HttpOptions, HttpState, Limits, RenderMetrics};
pub use webauthn::{WebauthnFailure, WebauthnHttpOptions, webauthn_failures};
