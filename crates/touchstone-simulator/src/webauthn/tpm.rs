//! What does a TPM say of a key that it made? A public area and a certification of it, encoded field by field
//! (spec/webauthn.md 4.3 X1 to X7).

mod attest;
mod flaw;
mod public;

pub use attest::{ATTEST_CERTIFY, MAGIC, TpmAttest};
pub use flaw::TpmFlaw;
pub(super) use public::name;
pub use public::{ALG_NULL, ALG_SHA1, ALG_SHA256, ALG_SHA384, ALG_SHA512, TpmKey, TpmPublic};
