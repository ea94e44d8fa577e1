//! What does a receipt say, and who signs it? Fields of `ATTEST` and `RECEIPT` (spec/mobile.md 4.4), and
//! how each flaw changes them.

use super::OTHER_APP_ID;
use super::attestation::Attestation;
use super::ca::{Authority, receipt_signer_mark};
use super::flaw::{AttestationFlaw, ReceiptFlaw};
use super::iphone::Environment;
use super::leaf;
use super::signed_data::{SignedData, signer_info};
use crate::certificate;
use crate::der;
use crate::key::{Hash, sha256};
use crate::time::{DAY_MS, MINUTE_MS, rfc3339};

/// Types of fields.
const APP_ID: u8 = 2;
const CERTIFICATE: u8 = 3;
const CLIENT_HASH: u8 = 4;
const TOKEN: u8 = 5;
const TYPE: u8 = 6;
const ENVIRONMENT: u8 = 7;
const CREATED: u8 = 12;
const RISK_METRIC: u8 = 17;
const NOT_BEFORE: u8 = 19;
const EXPIRES: u8 = 21;
/// Receipts live for 90 days; Apple exchanges them after one.
const LIFETIME_MS: i64 = 90 * DAY_MS;
/// Longer than any receipt may be (8,192 bytes).
const TOO_LONG_BYTES: usize = 8_192;

type Field = (u8, Vec<u8>);

/// The receipt that belongs to `leaf`.
pub(super) fn make(attestation: &Attestation<'_>, leaf: &[u8]) -> Vec<u8> {
    let flaw = attestation.receipt_flaw;
    if flaw == Some(ReceiptFlaw::Empty) {
        return Vec::new();
    }
    let fields = flawed(attestation, fields(attestation, leaf));
    let content = encode_fields(&fields, flaw);
    let (signer, certificates) = signer(attestation);
    let signature = signature(attestation, &signer, &content);
    let signer_infos = match flaw {
        Some(ReceiptFlaw::NoSigner) => vec![],
        Some(ReceiptFlaw::TwoSigners) => vec![signer_info(&signer, &signature); 2],
        _ => vec![signer_info(&signer, &signature)],
    };
    let sent_content = match flaw {
        Some(ReceiptFlaw::ContentChanged) => {
            encode_fields(&replace(fields, TOKEN, b"another token"), flaw)
        }
        _ => content,
    };
    let message = SignedData {
        content: sent_content,
        certificates,
        signer_infos,
    };
    let mut encoded = message.encode();
    match flaw {
        Some(ReceiptFlaw::TrailingByte) => encoded.push(0),
        Some(ReceiptFlaw::Truncated) => drop(encoded.pop()),
        _ => {}
    }
    encoded
}

/// The fields of a right receipt, in the order in which Apple sends them.
fn fields(attestation: &Attestation<'_>, leaf: &[u8]) -> Vec<Field> {
    let iphone = attestation.iphone;
    let created_ms = attestation.now_ms;
    let expires = rfc3339(created_ms + LIFETIME_MS).into_bytes();
    let created = rfc3339(created_ms).into_bytes();
    let token = token(leaf);
    let environment = environment_word(iphone.environment).to_vec();
    let app_id = iphone.app_id.clone().into_bytes();
    let hash = attestation.client_data_hash;
    match attestation.risk_metric {
        None => vec![
            (APP_ID, app_id),
            (CERTIFICATE, leaf.to_vec()),
            (CLIENT_HASH, hash.to_vec()),
            (TOKEN, token),
            (TYPE, b"ATTEST".to_vec()),
            (ENVIRONMENT, environment),
            (CREATED, created),
            (EXPIRES, expires),
        ],
        Some(metric) => vec![
            (RISK_METRIC, metric.to_string().into_bytes()),
            (TYPE, b"RECEIPT".to_vec()),
            (APP_ID, app_id),
            (CERTIFICATE, leaf.to_vec()),
            // Apple's own exchange damages the hash: it is taken as UTF-8 text.
            (
                CLIENT_HASH,
                String::from_utf8_lossy(hash).into_owned().into_bytes(),
            ),
            (TOKEN, token),
            (ENVIRONMENT, environment),
            (CREATED, created),
            (NOT_BEFORE, rfc3339(created_ms + DAY_MS).into_bytes()),
            (EXPIRES, expires),
        ],
    }
}

/// The opaque text that Apple knows the key by: base64 of 66 bytes.
fn token(leaf: &[u8]) -> Vec<u8> {
    let first = sha256(leaf);
    let bytes = [first.as_slice(), &sha256(&first), &[0, 0]].concat();
    data_encoding::BASE64.encode(&bytes).into_bytes()
}

fn flawed(attestation: &Attestation<'_>, fields: Vec<Field>) -> Vec<Field> {
    let Some(flaw) = attestation.receipt_flaw else {
        return fields;
    };
    let created_at = |ms: i64| rfc3339(attestation.now_ms + ms).into_bytes();
    match flaw {
        ReceiptFlaw::AppIdMissing => without(fields, APP_ID),
        ReceiptFlaw::CertificateMissing => without(fields, CERTIFICATE),
        ReceiptFlaw::TypeMissing => without(fields, TYPE),
        ReceiptFlaw::CreatedMissing => without(fields, CREATED),
        ReceiptFlaw::ExpiresMissing => without(fields, EXPIRES),
        ReceiptFlaw::ClientHashMissing => without(fields, CLIENT_HASH),
        ReceiptFlaw::FieldRepeated => {
            let again = fields.iter().take(1).cloned();
            again.chain(fields.iter().cloned()).collect()
        }
        ReceiptFlaw::TooLong => replace(fields, TOKEN, &[b'A'; TOO_LONG_BYTES]),
        ReceiptFlaw::CreatedMalformed => replace(fields, CREATED, b"yesterday"),
        ReceiptFlaw::FractionTooLong => {
            let precise = format!("{}.1234567890Z", rfc3339_seconds(attestation.now_ms));
            replace(fields, CREATED, precise.as_bytes())
        }
        ReceiptFlaw::AppIdOther => replace(fields, APP_ID, OTHER_APP_ID.as_bytes()),
        ReceiptFlaw::Stale => replace(fields, CREATED, &created_at(-10 * MINUTE_MS)),
        ReceiptFlaw::FromTheFuture => replace(fields, CREATED, &created_at(2 * MINUTE_MS)),
        ReceiptFlaw::KeyOther => {
            let other = Attestation {
                flaw: Some(AttestationFlaw::KeyOther),
                ..*attestation
            };
            replace(fields, CERTIFICATE, &leaf::issue(&other, [0; 32]))
        }
        ReceiptFlaw::EnvironmentOther => {
            let other = environment_word(attestation.iphone.environment.other());
            replace(fields, ENVIRONMENT, other)
        }
        ReceiptFlaw::EnvironmentUnknown => replace(fields, ENVIRONMENT, b"simulation"),
        ReceiptFlaw::ClientHashOther => {
            replace(fields, CLIENT_HASH, &sha256(attestation.client_data_hash))
        }
        _ => fields,
    }
}

/// SET of SEQUENCE { type INTEGER, version INTEGER, value OCTET STRING }.
fn encode_fields(fields: &[Field], flaw: Option<ReceiptFlaw>) -> Vec<u8> {
    let encoded: Vec<u8> = fields
        .iter()
        .flat_map(|(number, value)| {
            let value = match flaw {
                Some(ReceiptFlaw::ValueNotOctetString) => der::utf8_string("value"),
                _ => der::octet_string(value),
            };
            der::sequence(&[&der::integer(&[*number]), &der::integer(&[1]), &value])
        })
        .collect();
    match flaw {
        Some(ReceiptFlaw::ContentNotSet) => der::tlv(der::SEQUENCE, &encoded),
        _ => der::tlv(der::SET, &encoded),
    }
}

/// Who signs, and the certificates that come with the message.
fn signer(attestation: &Attestation<'_>) -> (Authority, Vec<Vec<u8>>) {
    let flaw = attestation.receipt_flaw;
    let ca = match flaw {
        Some(ReceiptFlaw::OtherRoot) => attestation.iphone.ca.stranger(),
        _ => attestation.iphone.ca.clone(),
    };
    let mut signer = ca.receipt_signer().clone();
    match flaw {
        Some(ReceiptFlaw::SignerWithoutExtension) => {
            let mark = receipt_signer_mark();
            signer
                .template
                .extensions
                .retain(|extension| *extension != mark);
        }
        Some(ReceiptFlaw::SignerExpired) => {
            signer.template.not_after_ms = attestation.now_ms - DAY_MS;
        }
        Some(ReceiptFlaw::SignerNotYetValid) => {
            signer.template.not_before_ms = attestation.now_ms + DAY_MS;
        }
        _ => {}
    }
    if signer.template != ca.receipt_signer().template {
        signer.certificate = signer
            .template
            .signed_by(&ca.receipt_ca().key, Hash::Sha256);
    }
    let root = ca.receipt_root().certificate.clone();
    let certificates = match flaw {
        Some(ReceiptFlaw::IntermediateMissing) => vec![signer.certificate.clone(), root],
        Some(ReceiptFlaw::IntermediateNotCa) => {
            let mut plain = ca.receipt_ca().template.clone();
            plain.extensions = vec![certificate::end_entity_constraints()];
            let plain = plain.signed_by(&ca.receipt_root().key, Hash::Sha384);
            vec![signer.certificate.clone(), plain, root]
        }
        _ => vec![
            signer.certificate.clone(),
            ca.receipt_ca().certificate.clone(),
            root,
        ],
    };
    (signer, certificates)
}

fn signature(attestation: &Attestation<'_>, signer: &Authority, content: &[u8]) -> Vec<u8> {
    match attestation.receipt_flaw {
        Some(ReceiptFlaw::SignedByOtherKey) => {
            attestation.iphone.other_key().sign(Hash::Sha256, content)
        }
        Some(ReceiptFlaw::SignatureFlipped) => {
            let mut signature = signer.key.sign(Hash::Sha256, content);
            if let Some(last) = signature.last_mut() {
                *last ^= 1;
            }
            signature
        }
        _ => signer.key.sign(Hash::Sha256, content),
    }
}

fn environment_word(environment: Environment) -> &'static [u8] {
    match environment {
        Environment::Production => b"production",
        Environment::Development => b"sandbox",
    }
}

fn rfc3339_seconds(unix_ms: i64) -> String {
    rfc3339(unix_ms)
        .chars()
        .take_while(|character| *character != '.')
        .collect()
}

fn without(fields: Vec<Field>, number: u8) -> Vec<Field> {
    fields
        .into_iter()
        .filter(|(candidate, _)| *candidate != number)
        .collect()
}

fn replace(fields: Vec<Field>, number: u8, value: &[u8]) -> Vec<Field> {
    let swap = |(candidate, old)| {
        (
            candidate,
            if candidate == number {
                value.to_vec()
            } else {
                old
            },
        )
    };
    fields.into_iter().map(swap).collect()
}
