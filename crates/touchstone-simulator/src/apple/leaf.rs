//! What does the certificate of an attested key look like, and what comes with it in `x5c`?

use super::attestation::Attestation;
use super::flaw::AttestationFlaw;
use crate::certificate::{self, Certificate};
use crate::der;
use crate::key::{Hash, SigningKey, sha256};
use crate::time::{DAY_MS, MINUTE_MS};

const NONCE: &[u32] = &[1, 2, 840, 113_635, 100, 8, 2];
const APP: &[u32] = &[1, 2, 840, 113_635, 100, 8, 5];
const SYSTEM: &[u32] = &[1, 2, 840, 113_635, 100, 8, 7];
/// Tags inside [`APP`] and [`SYSTEM`].
const APP_ID_TAG: u32 = 1204;
/// The integers beside the App ID as real leaves carry them; what they say is not published.
const APP_INTEGERS_BEFORE: [(u32, u8); 4] = [(1200, 1), (1201, 0), (1202, 1), (1203, 1)];
const APP_INTEGERS_AFTER: [(u32, u8); 5] = [(1206, 5), (1207, 0), (1209, 0), (1210, 0), (1211, 0)];
const OS_VERSION_TAG: u32 = 1400;
const OS_BUILD_TAG: u32 = 1403;
/// Real leaves start a day before they are issued and live up to eleven months.
const LIFETIME_MS: i64 = 270 * DAY_MS;

/// Who signs the leaf, and the certificate that says so.
struct Issuer {
    name: Vec<u8>,
    key: SigningKey,
    certificate: Vec<u8>,
}

/// The leaf that binds `nonce`, DER.
pub(super) fn issue(attestation: &Attestation<'_>, nonce: [u8; 32]) -> Vec<u8> {
    let key = attestation.attested_key();
    let issuer = issuer(attestation);
    let mut leaf = template(attestation, &key, &issuer.name, nonce);
    let now_ms = attestation.now_ms;
    match attestation.flaw {
        Some(AttestationFlaw::LeafExpired) => leaf.not_after_ms = now_ms - MINUTE_MS,
        Some(AttestationFlaw::LeafNotYetValid) => leaf.not_before_ms = now_ms + 2 * MINUTE_MS,
        Some(AttestationFlaw::LeafIssuerNameOther) => {
            leaf.issuer = certificate::name("Simulated App Attestation CA 2");
        }
        Some(AttestationFlaw::LeafCurveOther) => {
            let other = SigningKey::p384(&attestation.iphone.seed, "other curve");
            leaf.public_key_info = other.public_key_info();
        }
        _ => {}
    }
    let signer = match attestation.flaw {
        Some(AttestationFlaw::LeafSelfSigned) => &key,
        _ => &issuer.key,
    };
    let mut signed = leaf.signed_by(signer, Hash::Sha256);
    if attestation.flaw == Some(AttestationFlaw::LeafSignatureFlipped)
        && let Some(last) = signed.last_mut()
    {
        *last ^= 1;
    }
    signed
}

/// The certificates of `x5c` for this leaf.
pub(super) fn path(attestation: &Attestation<'_>, mut leaf: Vec<u8>) -> Vec<Vec<u8>> {
    let intermediate = issuer(attestation).certificate;
    match attestation.flaw {
        Some(AttestationFlaw::OneCertificate) => vec![leaf],
        Some(AttestationFlaw::ThreeCertificates) => {
            let root = attestation.iphone.ca.attest_root().certificate.clone();
            vec![leaf, intermediate, root]
        }
        Some(AttestationFlaw::CertificatesSwapped) => vec![intermediate, leaf],
        Some(AttestationFlaw::LeafTruncated) => {
            leaf.pop();
            vec![leaf, intermediate]
        }
        _ => vec![leaf, intermediate],
    }
}

fn template(
    attestation: &Attestation<'_>,
    key: &SigningKey,
    issuer: &[u8],
    nonce: [u8; 32],
) -> Certificate {
    let now_ms = attestation.now_ms;
    let key_id = sha256(&key.subject_public_key());
    let mut extensions = match attestation.flaw {
        Some(AttestationFlaw::LeafIsCa) => {
            vec![
                certificate::authority_constraints(),
                certificate::authority_usage(),
            ]
        }
        _ => vec![
            certificate::end_entity_constraints(),
            certificate::signing_usage(),
        ],
    };
    extensions.push(app_extension(attestation));
    extensions.push(system_extension(attestation));
    extensions.extend(nonce_extensions(attestation.flaw, nonce));
    Certificate {
        serial: now_ms.unsigned_abs().to_be_bytes().to_vec(),
        issuer: issuer.to_vec(),
        subject: certificate::name(&data_encoding::HEXLOWER.encode(&key_id)),
        not_before_ms: now_ms - DAY_MS,
        not_after_ms: now_ms + LIFETIME_MS,
        public_key_info: key.public_key_info(),
        extensions,
    }
}

fn app_extension(attestation: &Attestation<'_>) -> Vec<u8> {
    let app_id = der::octet_string(attestation.iphone.app_id.as_bytes());
    let integers = |table: &[(u32, u8)]| -> Vec<u8> {
        let tagged = |(tag, number): &(u32, u8)| der::context_high(*tag, &der::integer(&[*number]));
        table.iter().flat_map(tagged).collect()
    };
    let value = der::sequence(&[
        &der::tlv(der::context_tag(4), &der::integer(&[10])),
        &integers(&APP_INTEGERS_BEFORE),
        &der::context_high(APP_ID_TAG, &app_id),
        &der::tlv(der::context_tag(5), &der::octet_string(b" sks")),
        &integers(&APP_INTEGERS_AFTER),
    ]);
    certificate::extension(APP, &value)
}

fn system_extension(attestation: &Attestation<'_>) -> Vec<u8> {
    let version = der::octet_string(attestation.iphone.os_version.as_bytes());
    let build = der::octet_string(attestation.iphone.os_build.as_bytes());
    let value = der::sequence(&[
        &der::context_high(OS_VERSION_TAG, &version),
        &der::context_high(OS_BUILD_TAG, &build),
    ]);
    certificate::extension(SYSTEM, &value)
}

/// The extension with the nonce: `30 24 A1 22 04 20` and 32 bytes.
fn nonce_extensions(flaw: Option<AttestationFlaw>, nonce: [u8; 32]) -> Vec<Vec<u8>> {
    let tagged = |bytes: &[u8]| der::tlv(der::context_tag(1), &der::octet_string(bytes));
    let value = der::sequence(&[&tagged(&nonce)]);
    let right = certificate::extension(NONCE, &value);
    match flaw {
        Some(AttestationFlaw::NonceExtensionMissing) => vec![],
        Some(AttestationFlaw::NonceExtensionTwice) => vec![right.clone(), right],
        Some(AttestationFlaw::NonceExtensionLongForm) => {
            let long = [&[der::SEQUENCE, 0x81, 0x24], tagged(&nonce).as_slice()].concat();
            vec![certificate::extension(NONCE, &long)]
        }
        Some(AttestationFlaw::NonceExtensionTrailing) => {
            vec![certificate::extension(NONCE, &[value, vec![0]].concat())]
        }
        Some(AttestationFlaw::NonceExtensionShort) => {
            let [short @ .., _last] = nonce;
            vec![certificate::extension(
                NONCE,
                &der::sequence(&[&tagged(&short)]),
            )]
        }
        _ => vec![right],
    }
}

fn issuer(attestation: &Attestation<'_>) -> Issuer {
    let ca = &attestation.iphone.ca;
    let now_ms = attestation.now_ms;
    let mut intermediate = ca.attest_ca().template.clone();
    match attestation.flaw {
        Some(AttestationFlaw::OtherRoot) => {
            let stranger = ca.stranger();
            return issuer_of(stranger.attest_ca());
        }
        Some(AttestationFlaw::ReceiptRoot) => return issuer_of(ca.receipt_ca()),
        Some(AttestationFlaw::IssuedByLeaf) => return leaf_as_issuer(attestation),
        Some(AttestationFlaw::IntermediateNotCa) => {
            intermediate.extensions = vec![certificate::end_entity_constraints()];
        }
        Some(AttestationFlaw::IntermediateExpired) => {
            intermediate.not_after_ms = now_ms - DAY_MS;
        }
        Some(AttestationFlaw::IntermediateNotYetValid) => {
            intermediate.not_before_ms = now_ms + DAY_MS;
        }
        _ => return issuer_of(ca.attest_ca()),
    }
    let certificate = intermediate.signed_by(&ca.attest_root().key, Hash::Sha384);
    Issuer {
        certificate,
        ..issuer_of(ca.attest_ca())
    }
}

fn issuer_of(authority: &super::ca::Authority) -> Issuer {
    Issuer {
        name: authority.template.subject.clone(),
        key: authority.key.clone(),
        certificate: authority.certificate.clone(),
    }
}

/// A rightly issued leaf of another key, whose holder now signs leaves himself.
fn leaf_as_issuer(attestation: &Attestation<'_>) -> Issuer {
    let rightful = Attestation {
        flaw: None,
        ..*attestation
    };
    let key = attestation.iphone.other_key();
    let ca = attestation.iphone.ca.attest_ca();
    let leaf = template(&rightful, &key, &ca.template.subject, [0; 32]);
    let certificate = leaf.signed_by(&ca.key, Hash::Sha256);
    Issuer {
        name: leaf.subject,
        key,
        certificate,
    }
}
