//! Attestation sessions for phone apps: what `init` promises and what `verify` decides (spec mobile.md).

pub mod admin;

mod anchors;
mod android_app;
mod android_key;
mod android_policy;
mod answer;
mod apple;
mod checks;
mod claim;
mod client_data;
mod code;
mod details;
mod error;
mod google;
mod hints;
mod huawei;
mod in_flight;
mod init;
mod judgement;
mod policy;
mod prune;
mod reasons;
mod receipt_refresh;
mod request;
mod service;
mod session;
mod settings;
mod settlement;
mod sha256_text;
mod status_list;
mod verdict;
mod verify;
mod words;

pub use anchors::MobileAnchors;
pub use android_policy::{
    AcceptedBootState, AndroidAppPolicy, AndroidKeyPolicy, AndroidService, GmsMode, GmsPolicy,
    HmsPolicy, MinLevel,
};
pub use answer::{CheckLine, Session, StoredVerification, Timing, Verification};
pub use checks::{CHECKS, check_meaning};
pub use code::ErrorClass;
pub use details::{
    AndroidKeyDetails, AndroidKeyFacts, AppleTokenDetails, GoogleTokenDetails, HuaweiTokenDetails,
    TokenDetails,
};
pub use error::{InitError, PolicyError, VerifyError};
pub use reasons::{Reason, reason, reasons};
pub use receipt_refresh::ReceiptRound;
pub use request::{Binding, RequestRules, VerifyRequest};
pub use service::{Mobile, MobileOptions, MobileStartError};
pub use settings::{
    AppleAppPolicy, ClientDataProfile, Environment, Explain, FinalNonce, MobileSettings,
    OnJailbroken, ReceiptCheck, ReceiptRefresh,
};
pub use sha256_text::Sha256Text;
pub use status_list::{RefreshError, StatusListView, StatusLists};
