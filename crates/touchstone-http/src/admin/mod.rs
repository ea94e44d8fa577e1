//! The admin API (design.md section 3): who enters, how requests are read and answered, and one file per operation.

mod answer;
mod enter;
mod error;
mod idempotent;
mod local_caller;
mod request;

pub(crate) mod audit;
pub(crate) mod keys;
pub(crate) mod master_key;
pub(crate) mod mobile;
pub(crate) mod tenants;
pub(crate) mod verdicts;
pub(crate) mod webauthn;

pub(crate) use enter::{enter, shaped};
pub(crate) use error::Refused;
pub(crate) use idempotent::once;
pub use local_caller::LocalCaller;
pub(crate) use request::read_json;

use answer::Answer;
use request::Admin;

/// Any path under `/admin/` that no one serves.
pub(crate) async fn not_found() -> Refused {
    Refused::from(crate::problem::Problem::not_found())
}
