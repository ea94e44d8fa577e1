//! Is what the simulator mints what its own reading of the specification says? Without the verifier.

// `cfg(test)` always holds here; it tells clippy that helpers may panic like the tests they serve.
#[cfg(test)]
mod android_chain;
#[cfg(test)]
mod android_flaws;
#[cfg(test)]
mod android_scene;
#[cfg(test)]
mod apple_data;
#[cfg(test)]
mod assertion;
#[cfg(test)]
mod attestation;
#[cfg(test)]
mod ber;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod flaws;
#[cfg(test)]
mod google;
#[cfg(test)]
mod google_client;
#[cfg(test)]
mod huawei;
#[cfg(test)]
mod play;
#[cfg(test)]
mod receipt;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod token;
#[cfg(test)]
mod webauthn_ca;
#[cfg(test)]
mod webauthn_client;
#[cfg(test)]
mod webauthn_flaws;
#[cfg(test)]
mod webauthn_mds;
#[cfg(test)]
mod webauthn_mds_server;
#[cfg(test)]
mod webauthn_messages;
#[cfg(test)]
mod webauthn_scene;
#[cfg(test)]
mod webauthn_statement;
#[cfg(test)]
mod x509;
