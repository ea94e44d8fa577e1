//! How is it said? Routes, JSON shapes, status codes. `router.rs` shows the whole HTTP surface on one page.

mod admin;
mod answer;
mod around;
mod base64;
mod body;
mod content_type;
mod machines;
mod mobile;
mod problem;
mod problem_table;
mod router;
mod server;
mod state;

pub use admin::LocalCaller;
pub use problem_table::{ProblemKind, problem_table};
pub use router::{admin_router, public_router, router};
pub use server::{Drained, serve};
pub use state::{HttpOptions, HttpState, Limits, RenderMetrics};
