//! What does the app send? The CBOR envelope (spec/mobile.md 4.1) with assertion and, the first time,
//! attestation, and how each flaw changes it.

use crate::cbor::Cbor;

use super::attestation::Attestation;
use super::client_data::ClientDataProfile;
use super::flaw::{EnvelopeFlaw, Flaw};
use super::iphone::Iphone;
use crate::cbor;
use crate::envelope::{Envelope, Members};

/// A text that is found again in the encoded envelope.
const MARKED_TEXT: &str = "this text is made invalid";
const MAX_TEXT_BYTES: usize = 128;
const MAX_ENTRIES: usize = 64;
const MAX_DEPTH: usize = 8;
const MAX_ASSERTION_BYTES: usize = 1_024;
const MAX_ATTESTATION_BYTES: usize = 16_384;

impl Iphone {
    /// The token for a nonce: an assertion, with `attest` also an attestation. The counter grows by one.
    pub fn token(
        &mut self,
        final_nonce: &[u8],
        profile: ClientDataProfile,
        attest: bool,
        now_ms: i64,
    ) -> Vec<u8> {
        self.make_token(final_nonce, profile, attest, now_ms, None)
    }

    /// The same with one flaw; a flaw of the attestation or its receipt brings an attestation along.
    pub fn flawed_token(
        &mut self,
        flaw: Flaw,
        final_nonce: &[u8],
        profile: ClientDataProfile,
        attest: bool,
        now_ms: i64,
    ) -> Vec<u8> {
        self.make_token(final_nonce, profile, attest, now_ms, Some(flaw))
    }

    fn make_token(
        &mut self,
        final_nonce: &[u8],
        profile: ClientDataProfile,
        attest: bool,
        now_ms: i64,
        flaw: Option<Flaw>,
    ) -> Vec<u8> {
        let hash = profile.client_data_hash(final_nonce);
        let mut attestation = Attestation::new(self, &hash, now_ms);
        match flaw {
            Some(Flaw::Attestation(flaw)) => attestation.flaw = Some(flaw),
            Some(Flaw::Receipt(flaw)) => attestation.receipt_flaw = Some(flaw),
            _ => {}
        }
        let attestation =
            (attest || flaw.is_some_and(Flaw::needs_attestation)).then(|| attestation.object());
        let assertion = match flaw {
            Some(Flaw::Assertion(flaw)) => self.flawed_assertion(flaw, &hash),
            _ => self.assert(&hash),
        };
        let envelope = self.envelope(&assertion, attestation.as_deref());
        match flaw {
            Some(Flaw::Envelope(flaw)) => flawed(envelope, flaw, &self.key_id()),
            _ => envelope.encode(),
        }
    }

    fn envelope(&self, assertion: &[u8], attestation: Option<&[u8]>) -> Envelope {
        let mut token = Members::default();
        token.put("keyId", cbor::bytes(&self.key_id()));
        token.put("assertion", cbor::bytes(assertion));
        if let Some(attestation) = attestation {
            token.put("attestation", cbor::bytes(attestation));
        }
        if let Some(jailbroken) = self.jailbroken {
            token.put("isJailbroken", Cbor::Bool(jailbroken));
        }
        Envelope::new(&self.model, &self.os_version, "apple", token)
    }
}

fn flawed(mut envelope: Envelope, flaw: EnvelopeFlaw, key_id: &[u8; 32]) -> Vec<u8> {
    spoil_structure(&mut envelope, flaw, key_id);
    spoil_device(&mut envelope.device, flaw);
    spoil_token(&mut envelope.token, flaw, key_id);
    let Cbor::Map(mut members) = envelope.value() else {
        return Vec::new();
    };
    match flaw {
        EnvelopeFlaw::DeviceMissing => members.retain(|(name, _)| *name != cbor::text("device")),
        EnvelopeFlaw::TokenMissing => members.retain(|(name, _)| *name != cbor::text("token")),
        _ => {}
    }
    let value = Cbor::Map(members);
    let mut encoded = match flaw {
        EnvelopeFlaw::TopIsArray => Cbor::Array(vec![value]).encode(),
        _ => value.encode(),
    };
    match flaw {
        EnvelopeFlaw::Empty => encoded.clear(),
        EnvelopeFlaw::TrailingByte => encoded.push(0),
        EnvelopeFlaw::Truncated => drop(encoded.pop()),
        EnvelopeFlaw::TextNotUtf8 => spoil_marked_text(&mut encoded),
        EnvelopeFlaw::HugeDeclaredLength => {
            // { "device": bytes of length 2^63, which never come
            encoded = [b"\xa2\x66device\x5b\x80".as_slice(), &[0; 7]].concat();
        }
        _ => {}
    }
    encoded
}

fn spoil_structure(envelope: &mut Envelope, flaw: EnvelopeFlaw, key_id: &[u8; 32]) {
    let unknown = &mut envelope.unknown;
    match flaw {
        EnvelopeFlaw::DuplicateMember => {
            envelope
                .token
                .0
                .push((cbor::text("keyId"), cbor::bytes(key_id)));
        }
        EnvelopeFlaw::IntegerMember => unknown.0.push((Cbor::from(1), Cbor::Null)),
        EnvelopeFlaw::TextNotUtf8 => unknown.put("unknown", cbor::text(MARKED_TEXT)),
        EnvelopeFlaw::NestedTooDeep => {
            let nest = |inner, _level| Cbor::Array(vec![inner]);
            unknown.put("unknown", (0..MAX_DEPTH).fold(Cbor::Array(vec![]), nest));
        }
        EnvelopeFlaw::TooManyEntries => {
            unknown.put("unknown", Cbor::Array(vec![Cbor::Null; MAX_ENTRIES + 1]));
        }
        _ => {}
    }
}

fn spoil_device(device: &mut Members, flaw: EnvelopeFlaw) {
    match flaw {
        EnvelopeFlaw::TagInside => {
            device.put("model", Cbor::Tag(0, Box::new(cbor::text("iPhone"))));
        }
        EnvelopeFlaw::ModelMissing => device.remove("model"),
        EnvelopeFlaw::ModelTooLong => {
            device.put("model", cbor::text(&"m".repeat(MAX_TEXT_BYTES + 1)));
        }
        EnvelopeFlaw::VersionMissing => device.remove("version"),
        EnvelopeFlaw::VersionAsNumber => device.put("version", Cbor::from(19)),
        EnvelopeFlaw::ServiceMissing => device.remove("service"),
        EnvelopeFlaw::ServiceUnknown => device.put("service", cbor::text("winstore")),
        EnvelopeFlaw::ServiceUpperCase => device.put("service", cbor::text("Apple")),
        EnvelopeFlaw::ServiceOfOther => device.put("service", cbor::text("gms")),
        _ => {}
    }
}

fn spoil_token(token: &mut Members, flaw: EnvelopeFlaw, key_id: &[u8; 32]) {
    let zeros = |count: usize| Cbor::Bytes(vec![0; count]);
    match flaw {
        EnvelopeFlaw::KeyIdMissing => token.remove("keyId"),
        EnvelopeFlaw::KeyIdShort => {
            let [short @ .., _last] = key_id;
            token.put("keyId", cbor::bytes(short));
        }
        EnvelopeFlaw::KeyIdAsText => {
            token.put("keyId", Cbor::Text(data_encoding::BASE64.encode(key_id)));
        }
        EnvelopeFlaw::KeyIdAsArray => {
            token.put(
                "keyId",
                Cbor::Array(key_id.iter().map(|byte| i64::from(*byte).into()).collect()),
            );
        }
        EnvelopeFlaw::AssertionMissing => token.remove("assertion"),
        EnvelopeFlaw::AssertionEmpty => token.put("assertion", zeros(0)),
        EnvelopeFlaw::AssertionTooLong => token.put("assertion", zeros(MAX_ASSERTION_BYTES + 1)),
        EnvelopeFlaw::AttestationEmpty => token.put("attestation", zeros(0)),
        EnvelopeFlaw::AttestationTooLong => {
            token.put("attestation", zeros(MAX_ATTESTATION_BYTES + 1));
        }
        EnvelopeFlaw::AttestationAsText => token.put("attestation", cbor::text("attestation")),
        EnvelopeFlaw::JailbrokenAsNumber => token.put("isJailbroken", Cbor::from(1)),
        EnvelopeFlaw::Jailbroken => token.put("isJailbroken", Cbor::Bool(true)),
        _ => {}
    }
}

/// Puts a byte that no UTF-8 text has into [`MARKED_TEXT`].
fn spoil_marked_text(encoded: &mut [u8]) {
    let found = encoded
        .windows(MARKED_TEXT.len())
        .position(|part| part == MARKED_TEXT.as_bytes());
    if let Some(byte) = found.and_then(|at| encoded.get_mut(at)) {
        *byte = 0xff;
    }
}
