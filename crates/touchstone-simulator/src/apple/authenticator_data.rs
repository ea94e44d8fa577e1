//! What is in authenticator data? rpIdHash 32, flags 1, counter 4; in an attestation also aaguid 16,
//! length 2, credential id and COSE key (spec/mobile.md 4.2).

use crate::cbor::Cbor;

use super::iphone::Environment;
use crate::cbor;
use crate::key::sha256;

/// Attested credential data follows. Apple sets it in assertions too, where nothing follows.
pub(super) const FLAG_ATTESTED_DATA: u8 = 0x40;

/// COSE values: key type, algorithms and curves.
const EC2: i64 = 2;
pub(super) const ES256: i64 = -7;
pub(super) const ES384: i64 = -35;
pub(super) const CURVE_P256: i64 = 1;
pub(super) const CURVE_P384: i64 = 2;

pub(super) struct AuthenticatorData {
    pub(super) app_id: String,
    pub(super) flags: u8,
    pub(super) counter: u32,
    pub(super) attested: Option<AttestedCredential>,
}

pub(super) struct AttestedCredential {
    pub(super) aaguid: [u8; 16],
    pub(super) credential_id: Vec<u8>,
    /// The encoded key.
    pub(super) cose_key: Vec<u8>,
}

impl AuthenticatorData {
    pub(super) fn new(app_id: &str, counter: u32) -> Self {
        let app_id = app_id.to_owned();
        Self {
            app_id,
            flags: FLAG_ATTESTED_DATA,
            counter,
            attested: None,
        }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = sha256(self.app_id.as_bytes()).to_vec();
        out.push(self.flags);
        out.extend(self.counter.to_be_bytes());
        if let Some(attested) = &self.attested {
            out.extend(attested.aaguid);
            // A credential id is a digest: its length is far below 2^16.
            let length = u16::try_from(attested.credential_id.len()).unwrap_or(u16::MAX);
            out.extend(length.to_be_bytes());
            out.extend(&attested.credential_id);
            out.extend(&attested.cose_key);
        }
        out
    }
}

/// The aaguid of an environment.
pub(super) fn aaguid(environment: Environment) -> [u8; 16] {
    match environment {
        Environment::Production => *b"appattest\0\0\0\0\0\0\0",
        Environment::Development => *b"appattestdevelop",
    }
}

/// An EC2 key in COSE form, from an uncompressed point.
pub(super) fn cose_key(algorithm: i64, curve: i64, point: &[u8]) -> Vec<u8> {
    let coordinates = point
        .split_first()
        .map_or(&[][..], |(_form, coordinates)| coordinates);
    let (x, y) = coordinates.split_at(coordinates.len() / 2);
    let entry = |label: i64, value: Cbor| (Cbor::from(label), value);
    Cbor::Map(vec![
        entry(1, Cbor::from(EC2)),
        entry(3, Cbor::from(algorithm)),
        entry(-1, Cbor::from(curve)),
        entry(-2, cbor::bytes(x)),
        entry(-3, cbor::bytes(y)),
    ])
    .encode()
}
