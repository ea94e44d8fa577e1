//! What does Huawei SysIntegrity say of an app and its phone? JWS tokens of a test CA, right ones and every
//! kind of wrong one (spec/mobile.md 4.6).
//!
//! ```
//! use touchstone_simulator::huawei::{Algorithm, HuaweiApp, HuaweiCa};
//!
//! let ca = HuaweiCa::new([1; 32]);
//! let mut app = HuaweiApp::new(&ca, [2; 32], "com.example.app", [7; 32], "104529313");
//! app.algorithm = Algorithm::Ps256;
//! let final_nonce = [3; 32];
//! assert!(!app.token(&final_nonce, 1_777_474_200_000).is_empty());
//! assert_eq!(app.text(&final_nonce, 1_777_474_200_000).split('.').count(), 3);
//! ```

mod app;
mod ca;
mod flaw;
mod path;
mod payload;
mod token;

pub use app::{Algorithm, FieldNames, HuaweiApp};
pub use ca::HuaweiCa;
pub use flaw::{Condition, Flaw};

pub use crate::flaws::UnknownFlaw;

/// The package that flaws about a wrong app use; register any other one.
pub const OTHER_PACKAGE: &str = "com.example.other";
