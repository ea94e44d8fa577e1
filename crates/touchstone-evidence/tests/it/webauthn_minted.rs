//! Mints WebAuthn registrations for tests, right or wrong in one place.

use minicbor::Encoder;
use rcgen::{KeyPair, PublicKeyData};
use touchstone_evidence::digest::{Sha256, sha256};
use touchstone_evidence::webauthn::BackupEligible;
use touchstone_evidence::webauthn::registration::{Error, Expected, Verified, verify};
use touchstone_evidence::webauthn::statement::StatementPolicy;

use crate::minted::{now, p256};

pub const RP_ID: &str = "example.org";
pub const CREDENTIAL_ID: [u8; 16] = [0x1d; 16];
pub const AAGUID: [u8; 16] = *b"\xa7\xd6\xd9\x3a\x8a\x0d\x11\xe8\x9a\x94\xa6\xcf\x71\x07\x2f\x73";
pub const CLIENT_DATA_HASH: Sha256 = [0xcd; 32];

/// A CBOR item that one call of the encoder writes.
fn encoded(write: impl FnOnce(&mut Encoder<Vec<u8>>)) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    write(&mut encoder);
    encoder.into_writer()
}

pub fn int(number: i64) -> Vec<u8> {
    encoded(|e| {
        e.i64(number).unwrap();
    })
}

pub fn text(text: &str) -> Vec<u8> {
    encoded(|e| {
        e.str(text).unwrap();
    })
}

pub fn bytes(bytes: &[u8]) -> Vec<u8> {
    encoded(|e| {
        e.bytes(bytes).unwrap();
    })
}

/// An array of items.
pub fn array(items: &[Vec<u8>]) -> Vec<u8> {
    let head = encoded(|e| {
        e.array(u64::try_from(items.len()).unwrap()).unwrap();
    });
    [head, items.concat()].concat()
}

/// A map of encoded keys and values.
fn entries(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut map = encoded(|e| {
        e.map(u64::try_from(entries.len()).unwrap()).unwrap();
    });
    for (key, value) in entries {
        map.extend([&key[..], value].concat());
    }
    map
}

/// A map of named items.
pub fn map(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let members = members
        .iter()
        .map(|(name, value)| (text(name), value.clone()));
    entries(&members.collect::<Vec<_>>())
}

/// `x5c`.
pub fn x5c(chain: &[Vec<u8>]) -> Vec<u8> {
    array(&chain.iter().map(|der| bytes(der)).collect::<Vec<_>>())
}

/// An EC2 key on P-256 for ES256.
pub fn cose_p256(point: &[u8]) -> Vec<u8> {
    let pairs = [(1, int(2)), (3, int(-7)), (-1, int(1))];
    let coordinates = [(-2, bytes(&point[1..33])), (-3, bytes(&point[33..]))];
    let pairs = pairs.into_iter().chain(coordinates);
    entries(
        &pairs
            .map(|(label, value)| (int(label), value))
            .collect::<Vec<_>>(),
    )
}

/// An RSA key for RS256.
pub fn cose_rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let pairs = [
        (1, int(3)),
        (3, int(-257)),
        (-1, bytes(modulus)),
        (-2, bytes(exponent)),
    ];
    let pairs = pairs.into_iter();
    entries(
        &pairs
            .map(|(label, value)| (int(label), value))
            .collect::<Vec<_>>(),
    )
}

/// A new credential on P-256, before anybody attests it.
pub struct Credential {
    pub key: KeyPair,
    pub cose: Vec<u8>,
}

impl Credential {
    pub fn new() -> Self {
        let key = p256();
        let cose = cose_p256(key.der_bytes());
        Self { key, cose }
    }

    /// The uncompressed point.
    pub fn point(&self) -> &[u8] {
        self.key.der_bytes()
    }

    pub fn auth_data(&self) -> Vec<u8> {
        let mut data = sha256(&[RP_ID.as_bytes()]).to_vec();
        data.push(0x45);
        data.extend([0, 0, 0, 9]);
        data.extend(AAGUID);
        data.extend([0, 16]);
        data.extend(CREDENTIAL_ID);
        data.extend(&self.cose);
        data
    }

    /// What a statement signs or names: authenticator data and client data hash.
    pub fn signed(&self) -> Vec<u8> {
        [self.auth_data(), CLIENT_DATA_HASH.to_vec()].concat()
    }

    /// The attestation object with this statement.
    pub fn object(&self, format: &str, statement: &[u8]) -> Vec<u8> {
        map(&[
            ("fmt", text(format)),
            ("attStmt", statement.to_vec()),
            ("authData", bytes(&self.auth_data())),
        ])
    }
}

/// Judges an object of [`Credential::object`].
pub fn judge(object: &[u8], policy: &StatementPolicy) -> Result<Verified, Error> {
    let expected = Expected {
        rp_id: RP_ID,
        credential_id: &CREDENTIAL_ID,
        client_data_hash: &CLIENT_DATA_HASH,
        user_presence_waived: false,
        user_verification_required: true,
        backup_eligible: BackupEligible::Any,
        algorithms: &[-7, -257],
        statement: policy,
    };
    verify(object, &expected, now())
}

/// Check and reason of an object that the default policy refuses.
pub fn refusal(object: &[u8]) -> (&'static str, &'static str) {
    let error = judge(object, &StatementPolicy::default()).unwrap_err();
    (error.check(), error.reason())
}
