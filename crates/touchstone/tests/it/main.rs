//! Black-box tests of the binary: the built program is run, and spoken to over HTTP.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod admin_commands;
mod config;
mod demo;
mod first_start;
mod harness;
mod mobile;
mod refusals;
mod simulate;
mod support;
mod verify;
