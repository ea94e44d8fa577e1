//! The evidence crate from outside: every outside vector, and evidence minted for the occasion.

// `cfg(test)` always holds here; it tells clippy that helpers may panic like the tests they serve.
#[cfg(test)]
mod anchors;
#[cfg(test)]
mod android_key;
#[cfg(test)]
mod app_attest;
#[cfg(test)]
mod attestation;
#[cfg(test)]
mod case;
#[cfg(test)]
mod divergences;
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
