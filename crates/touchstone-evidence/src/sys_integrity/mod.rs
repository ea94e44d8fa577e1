//! Decides whether an app on a phone is the expected one, by Huawei's word: SysIntegrity (spec mobile.md section 4.6).
//! Checks run in this order; the first that fails is the reason.
//!
//! 1. H1: a compact JWS, RS256 or PS256, with 2 to 4 certificates and a JSON object as payload;
//! 2. H2: the certificates lead to an anchor of the operator, and every one is valid now;
//! 3. H3: the leaf is Huawei's service, by DNS name;
//! 4. H4: the token is signed with the leaf key;
//! 5. H5: the nonce is the final nonce;
//! 6. H6: the verdict is neither from the future nor stale;
//! 7. H7: the package is that of an expected app;
//! 8. H8: its signers are nothing but configured ones;
//! 9. H9: its Huawei app id is the configured one, where one is configured;
//! 10. H10: the device has basic integrity.
//!
//! Two dialects are read: that of Android (`apk..`, `timestampMs`) and that of HarmonyOS (`hap..`, `timestamp`). A member of
//! a wrong type counts as absent, and every check fails on what is absent.

mod chain;
mod error;
mod facts;
mod judge;
mod payload;
mod token;

pub use error::{Error, Fault};
pub use facts::{Facts, inspect};
pub use judge::{App, Expected, Verified, verify};

/// The checks of this format in the order in which they run: clause, and what it says.
pub const CHECKS: &[(&str, &str)] = &[
    ("H1", "token is well-formed"),
    ("H2", "certificates lead to an anchor and are valid now"),
    ("H3", "leaf is Huawei's service"),
    ("H4", "token is signed with the leaf key"),
    ("H5", "nonce is the expected one"),
    ("H6", "verdict is fresh"),
    ("H7", "app is allowed"),
    ("H8", "signers are configured ones"),
    ("H9", "app id is the configured one"),
    ("H10", "device has basic integrity"),
];
