//! Attestation sessions for phone apps: what `init` promises and what `verify` decides (spec mobile.md).

mod answer;
pub mod admin;

mod checks;
mod code;
mod details;
mod error;
mod reasons;
mod request;
mod settings;

pub use answer::{CheckLine, Session, StoredVerification, Verification};
pub use checks::{CHECKS, check_meaning};
pub use code::ErrorClass;
pub use details::{AppleTokenDetails, TokenDetails};
pub use error::{InitError, PolicyError, VerifyError};
pub use reasons::{Reason, reason, reasons};
pub use request::{Binding, RequestRules, VerifyRequest};
pub use settings::{
    AppleAppPolicy, ClientDataProfile, Environment, Explain, FinalNonce, MobileSettings,
    OnJailbroken, ReceiptCheck, ReceiptRefresh,
};
