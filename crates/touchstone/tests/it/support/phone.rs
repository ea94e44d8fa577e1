//! Simulated iPhones and their test CA.

use std::sync::OnceLock;

use touchstone_simulator::apple::{AppleCa, ClientDataProfile, Environment, Iphone};

/// The app that every tenant registers.
pub const APP_ID: &str = "TESTTEAM01.com.example.app";

/// The CA of all simulated iPhones.
pub fn ca() -> &'static AppleCa {
    static CA: OnceLock<AppleCa> = OnceLock::new();
    CA.get_or_init(|| AppleCa::new([1; 32]))
}

/// A simulated iPhone with a key of its own, made for [`APP_ID`] in production.
pub fn iphone(seed: u16) -> Iphone {
    let [high, low] = seed.to_be_bytes();
    let mut bytes = [low; 32];
    bytes[0] = high;
    Iphone::new(ca(), bytes, APP_ID, Environment::Production)
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    // The raw profile is that and nothing else.
    ClientDataProfile::Raw.client_data_hash(bytes).to_vec()
}
