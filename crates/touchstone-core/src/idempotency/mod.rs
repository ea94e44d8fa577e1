//! Writes that are sent twice and done once: `Idempotency-Key` (design.md section 3).

mod begin;
mod finish;

pub use begin::{Begin, Ticket, begin};
