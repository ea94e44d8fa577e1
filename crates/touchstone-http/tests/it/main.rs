//! The HTTP room with the whole core behind it and a store on disk: what goes in, what comes out, byte for byte.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod harness;

mod admin;
mod common;
mod connections;
mod health;
mod mobile;
mod webauthn;
