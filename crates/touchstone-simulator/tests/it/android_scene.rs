//! One CA and the phones that tests of key attestation start from.

use touchstone_simulator::android::{AndroidPhone, GoogleCa, Provisioning, SecurityLevel};

use crate::scene::NOW_MS;
use crate::x509::Certificate;

pub const PACKAGE: &str = "com.example.app";
pub const SIGNER: [u8; 32] = [7; 32];
pub const NONCE: [u8; 32] = [3; 32];

pub fn ca() -> GoogleCa {
    GoogleCa::new([1; 32])
}

pub fn phone(provisioning: Provisioning, level: SecurityLevel) -> AndroidPhone {
    AndroidPhone::new(&ca(), [2; 32], PACKAGE, SIGNER, provisioning, level)
}

pub fn factory() -> AndroidPhone {
    phone(Provisioning::Factory, SecurityLevel::Tee)
}

pub fn remote() -> AndroidPhone {
    phone(Provisioning::Remote, SecurityLevel::Tee)
}

/// The phone's chain over [`NONCE`], read.
pub fn certificates(phone: &AndroidPhone) -> Vec<Certificate> {
    let chain = phone.chain(&NONCE, NOW_MS);
    chain.iter().map(|der| Certificate::parse(der)).collect()
}
