//! The evidence crate from outside: every outside vector, and evidence minted for the occasion.

// `cfg(test)` always holds here; it tells clippy that helpers may panic like the tests they serve.
#[cfg(test)]
mod anchors;
#[cfg(test)]
mod android_chain;
#[cfg(test)]
mod android_der;
#[cfg(test)]
mod android_description;
#[cfg(test)]
mod android_device;
#[cfg(test)]
mod android_issuers;
#[cfg(test)]
mod android_key;
#[cfg(test)]
mod android_minted;
#[cfg(test)]
mod android_rules;
#[cfg(test)]
mod app_attest;
#[cfg(test)]
mod attestation;
#[cfg(test)]
mod case;
#[cfg(test)]
mod crl_succession;
#[cfg(test)]
mod divergences;
#[cfg(test)]
mod huawei;
#[cfg(test)]
mod mds3;
#[cfg(test)]
mod mds3_minted;
#[cfg(test)]
mod mds3_path;
#[cfg(test)]
mod mds3_simulated;
#[cfg(test)]
mod minted;
#[cfg(test)]
mod mobile_token;
#[cfg(test)]
mod order;
#[cfg(test)]
mod path;
#[cfg(test)]
mod play_integrity;
#[cfg(test)]
mod receipt;
#[cfg(test)]
mod simulated;
#[cfg(test)]
mod sys_integrity;
#[cfg(test)]
mod sys_integrity_chain;
#[cfg(test)]
mod sys_integrity_verdict;
#[cfg(test)]
mod trust_again;
#[cfg(test)]
mod trust_chain;
#[cfg(test)]
mod trust_known;
#[cfg(test)]
mod trust_minted;
#[cfg(test)]
mod trust_revoked;
#[cfg(test)]
mod webauthn;
#[cfg(test)]
mod webauthn_android_key;
#[cfg(test)]
mod webauthn_apple;
#[cfg(test)]
mod webauthn_authenticators;
#[cfg(test)]
mod webauthn_compound;
#[cfg(test)]
mod webauthn_minted;
#[cfg(test)]
mod webauthn_packed;
#[cfg(test)]
mod webauthn_registration;
#[cfg(test)]
mod webauthn_safetynet;
#[cfg(test)]
mod webauthn_simulated;
#[cfg(test)]
mod webauthn_tpm;
#[cfg(test)]
mod webauthn_tpm_minted;
#[cfg(test)]
mod webauthn_u2f;
