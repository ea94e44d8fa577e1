//! Is it genuine? Pure verification: bytes, expectations, anchors and `now` come in, a value or a closed error comes
//! out. No clock, no randomness, no I/O, no async, no logging; the standard library cannot even be named.
//!
//! Formats: [`mobile_token`] (the envelope), [`app_attest`] (Apple), [`play_integrity`] (Google), [`sys_integrity`]
//! (Huawei), [`android_key`] (Android), [`webauthn`] (passkeys), [`mds3`] (what is known of their authenticators). What they
//! share: [`cbor`], [`der`], [`ber`], [`json`], [`jose`], [`x509`], [`cose`], [`signature`], [`digest`], [`limits`]. Every
//! parser is bounded and panics on no input.
//!
//! Each format has closed errors whose `reason()` is the code of the spec and whose `check()` is the numbered check;
//! its `CHECKS` lists the checks in the order in which they run, so those before the failing one have passed.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod android_key;
pub mod app_attest;
pub mod ber;
pub mod cbor;
pub mod client_data;
pub mod cose;
pub mod der;
pub mod digest;
pub mod jose;
pub mod json;
pub mod limits;
pub mod mds3;
pub mod mobile_token;
pub mod play_integrity;
pub mod signature;
pub mod sys_integrity;
mod time;
pub mod webauthn;
pub mod x509;

pub use time::{ParseTimestampError, Timestamp};
