//! What does evidence look like? Mints devices, chains and tokens from test CAs.
//!
//! A second opinion: nothing here comes from the verifier, neither its code nor its cryptography. Nothing
//! here reads a clock or draws randomness: seeds and times (unix milliseconds) are arguments, so the same
//! arguments give the same bytes on every machine. Every root says that it is simulated; no real trust
//! anchor signs any of it. JSON of tokens is written by hand; `serde_json` reads what the scripted services and
//! the WebAuthn client are asked, and writes the messages around what is signed.

#[macro_use]
mod flaws;
pub mod android;
pub mod apple;
mod cbor;
mod certificate;
mod der;
mod envelope;
pub mod google;
pub mod huawei;
mod jose;
mod json;
mod key;
mod pem;
pub mod play;
mod scripted;
mod time;
pub mod webauthn;
