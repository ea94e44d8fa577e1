//! Decides which words of `attestationTypes` allow a type of attestation (FIDO Registry of Predefined Values; spec
//! webauthn.md T5).

use alloc::string::String;

use super::super::AttestationType;

/// Whether a model that attests in these ways may send a statement of this type.
pub fn allows_type(words: &[String], attestation_type: AttestationType) -> bool {
    let allowed: &[&str] = match attestation_type {
        AttestationType::Basic | AttestationType::AttCa => &["basic_full", "attca"],
        AttestationType::AnonCa => &["anonca", "basic_full"],
        AttestationType::SelfAttested => &["basic_surrogate"],
        AttestationType::None | AttestationType::Compound => &[],
    };
    words.iter().any(|word| allowed.contains(&word.as_str()))
}
