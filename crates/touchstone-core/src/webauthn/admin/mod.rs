//! What administrators do with the family `webauthn` (spec webauthn.md section 6).

mod relying_parties;

pub use relying_parties::{
    RegisteredRp, RpFields, RpWarning, create_rp, remove_rp, rp, rps, update_rp,
};

use crate::{Noun, scope};

/// Relying parties of a tenant (spec webauthn.md 8).
pub const RPS_PER_TENANT_MAX: u64 = 100;

const READ: &str = scope::read(Noun::Webauthn);
const WRITE: &str = scope::write(Noun::Webauthn);
