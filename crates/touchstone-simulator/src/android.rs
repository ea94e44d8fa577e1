//! What does an Android phone show of its keys? Key attestation chains of a test CA, factory and remote, and
//! the envelope around them, right ones and every kind of wrong one (spec/mobile.md 4.7).
//!
//! ```
//! use touchstone_simulator::android::{AndroidPhone, GoogleCa, Provisioning, SecurityLevel};
//!
//! let ca = GoogleCa::new([1; 32]);
//! let (app, signer) = ("com.example.app", [7; 32]);
//! let phone = AndroidPhone::new(&ca, [2; 32], app, signer, Provisioning::Remote, SecurityLevel::Tee);
//! let final_nonce = [3; 32];
//! let registration = phone.token(&final_nonce, true, true, 1_777_474_200_000);
//! let later = phone.token(&final_nonce, false, true, 1_777_474_200_000);
//! assert!(registration.len() > later.len());
//! assert_eq!(phone.chain(&final_nonce, 1_777_474_200_000).len(), 5);
//! ```

mod ca;
mod chain;
pub(crate) mod description;
mod flaw;
mod key_description;
mod level;
mod link;
mod phone;
mod spoil;
mod status_list;
mod token;

pub use ca::{GoogleCa, Root};
pub use flaw::{Condition, Flaw};
pub use level::{BootState, Provisioning, SecurityLevel, TargetKey};
pub use phone::AndroidPhone;
pub use status_list::{SerialForm, Status, status_list};

pub use crate::flaws::UnknownFlaw;

/// The package that flaws about a wrong app use; register any other one.
pub const OTHER_PACKAGE: &str = "com.example.other";
/// The boot key of a phone whose owner signs his own system, see [`Condition::BootKeyListed`].
pub const OWNER_BOOT_KEY: [u8; 32] = [0x0b; 32];
/// The least OS version that [`Condition::Minimums`] means; phones have 160000.
pub const MIN_OS_VERSION: u32 = 150_000;
/// The least patch level (YYYYMM) that [`Condition::Minimums`] means; phones have 202512.
pub const MIN_PATCH: u32 = 202_501;
