//! What does an assertion look like? Signature and authenticator data over a client data hash
//! (spec/mobile.md 4.3), and how each flaw changes them.

use super::OTHER_APP_ID;
use super::flaw::AssertionFlaw;
use super::iphone::Iphone;
use crate::cbor;
use crate::key::{Hash, sha256};

/// The encoded assertion; advances the counter of the iPhone unless the flaw is the counter.
pub(super) fn make(
    iphone: &mut Iphone,
    client_data_hash: &[u8],
    flaw: Option<AssertionFlaw>,
) -> Vec<u8> {
    let authenticator_data = authenticator_data(iphone, flaw);
    let signature = signature(iphone, &authenticator_data, client_data_hash, flaw);
    let sent_signature = match flaw {
        Some(AssertionFlaw::SignatureTooShort) => signature.into_iter().take(7).collect(),
        Some(AssertionFlaw::SignatureTooLong) => [signature, vec![0; 80]].concat(),
        Some(AssertionFlaw::SignatureFlipped) => flip_last_bit(signature),
        _ => signature,
    };
    let sent_data = match flaw {
        Some(AssertionFlaw::CounterRaised) => raise_last_byte(authenticator_data),
        _ => authenticator_data,
    };
    let map = match flaw {
        Some(AssertionFlaw::SignatureMissing) => {
            cbor::map([("authenticatorData", cbor::bytes(&sent_data))])
        }
        _ => cbor::map([
            ("signature", cbor::bytes(&sent_signature)),
            ("authenticatorData", cbor::bytes(&sent_data)),
        ]),
    };
    let mut encoded = map.encode();
    match flaw {
        Some(AssertionFlaw::TrailingByte) => encoded.push(0),
        Some(AssertionFlaw::Truncated) => drop(encoded.pop()),
        _ => {}
    }
    encoded
}

fn authenticator_data(iphone: &mut Iphone, flaw: Option<AssertionFlaw>) -> Vec<u8> {
    let counter = match flaw {
        Some(AssertionFlaw::CounterZero) => 0,
        Some(AssertionFlaw::CounterRepeated) => iphone.counter,
        _ => {
            iphone.counter = iphone.counter.saturating_add(1);
            iphone.counter
        }
    };
    let mut data = iphone.authenticator_data(counter);
    if flaw == Some(AssertionFlaw::AppIdOther) {
        data.app_id = OTHER_APP_ID.to_owned();
    }
    let mut bytes = data.bytes();
    match flaw {
        Some(AssertionFlaw::AuthenticatorDataShort) => drop(bytes.pop()),
        Some(AssertionFlaw::AuthenticatorDataLong) => bytes.push(0),
        _ => {}
    }
    bytes
}

/// ECDSA over the message SHA-256(authenticatorData || clientDataHash), so hashed twice.
fn signature(
    iphone: &Iphone,
    authenticator_data: &[u8],
    client_data_hash: &[u8],
    flaw: Option<AssertionFlaw>,
) -> Vec<u8> {
    let nonce = match flaw {
        Some(AssertionFlaw::ClientDataOther) => {
            sha256(&[authenticator_data, &sha256(client_data_hash)].concat())
        }
        _ => sha256(&[authenticator_data, client_data_hash].concat()),
    };
    match flaw {
        Some(AssertionFlaw::KeyOther) => iphone.other_key().sign(Hash::Sha256, &nonce),
        Some(AssertionFlaw::HashedOnce) => iphone.identity_key.sign_digest(&nonce),
        _ => iphone.identity_key.sign(Hash::Sha256, &nonce),
    }
}

fn flip_last_bit(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    bytes
}

fn raise_last_byte(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(last) = bytes.last_mut() {
        *last = last.wrapping_add(1);
    }
    bytes
}
