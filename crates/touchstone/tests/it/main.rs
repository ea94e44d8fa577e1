//! Black-box tests of the binary: the built program is run, and spoken to over HTTP.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod admin_commands;
mod anchors;
mod android_commands;
mod config;
mod demo;
mod doctor;
mod faults;
mod first_start;
mod harness;
mod inspect;
mod issuers;
mod mobile;
mod refusals;
mod roots;
mod simulate;
mod status_list;
mod support;
mod verify;
mod verify_android;
mod verify_huawei;
mod verify_webauthn;
mod webauthn;
mod webauthn_commands;
mod webauthn_conformance;
