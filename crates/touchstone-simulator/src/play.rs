//! What does Google Play Integrity say of an app and its phone? Classic tokens, which the owner of the app's
//! keys opens, standard tokens, which Google alone opens, and every kind of wrong one (spec/mobile.md 4.5).
//!
//! ```
//! use touchstone_simulator::play::{PlayApp, TokenType};
//!
//! let app = PlayApp::new([1; 32], "com.example.app", [7; 32]);
//! let final_nonce = [3; 32];
//! let now_ms = 1_777_474_200_000;
//! let envelope = app.token(TokenType::Classic, &final_nonce, now_ms);
//! assert!(!envelope.is_empty());
//! let mut payload = app.payload(TokenType::Standard, &final_nonce, now_ms);
//! payload.version_code = Some("7".to_owned());
//! assert!(app.text(TokenType::Standard, &payload).is_ascii());
//! ```

mod app;
mod classic;
mod flaw;
mod keys;
mod payload;
mod spoil;
mod standard;
mod token;

pub use app::{PlayApp, TokenType};
pub(crate) use classic::open as open_classic;
pub use flaw::{Condition, Flaw};
pub use keys::PlayKeys;
pub use payload::Payload;
pub(crate) use standard::open as open_standard;

pub use crate::flaws::UnknownFlaw;

/// The package that flaws about a wrong app use; register any other one.
pub const OTHER_PACKAGE: &str = "com.example.other";
/// The least version that [`Condition::MinVersionCode`] means; apps have 42.
pub const MIN_VERSION_CODE: u64 = 40;
