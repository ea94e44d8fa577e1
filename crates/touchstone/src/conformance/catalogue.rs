//! Decides the models of the suite and what metadata say of each.

use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain};
use touchstone_simulator::webauthn::mds::{MetadataEntry, StatusReport};
use touchstone_simulator::webauthn::statement::{AndroidKey, FidoU2f, Packed, SafetyNet, Tpm};
use touchstone_simulator::webauthn::{Algorithm, Statement};

use super::model::Model;

const FULL: [u8; 16] = *b"conformance-full";
const PLAIN: [u8; 16] = *b"conformance-flat";
const SURROGATE_ONLY: [u8; 16] = *b"conformance-self";
const FULL_ONLY: [u8; 16] = *b"conformance-only";
const BATCH: [u8; 16] = *b"conformance-leaf";
const BIG_NUMBERS: [u8; 16] = *b"conformance-bign";
const TPM: [u8; 16] = *b"conformance-tpm2";
const ANDROID: [u8; 16] = *b"conformance-andr";
const SAFETYNET: [u8; 16] = *b"conformance-snet";

/// Whoever vouches for the models.
fn ca() -> AttestationCa {
    AttestationCa::new(*b"touchstone conformance suite: ca")
}

/// The same with an intermediate more.
fn long_ca() -> AttestationCa {
    AttestationCa::with_intermediates(*b"touchstone conformance suite: ca", 2)
}

/// The same without intermediates.
fn flat_ca() -> AttestationCa {
    AttestationCa::with_intermediates(*b"touchstone conformance suite: ca", 0)
}

fn packed(chain: AttestationChain) -> Statement {
    Statement::Packed(Packed::by(chain))
}

/// Packed, with certificates.
pub(super) fn full() -> Model {
    Model::new(FULL, packed(ca().packed(FULL, Algorithm::Es256)))
}

/// The same whose chain has two intermediates.
pub(super) fn long() -> Model {
    full().with_statement(packed(long_ca().packed(FULL, Algorithm::Es256)))
}

/// Packed, and the root issued the batch certificate itself.
pub(super) fn plain() -> Model {
    Model::new(PLAIN, packed(flat_ca().packed(PLAIN, Algorithm::Es256)))
}

/// Packed, by the credential key.
pub(super) fn itself() -> Model {
    full().with_statement(Statement::Packed(Packed::by_itself()))
}

/// A model that metadata know with self attestation only.
pub(super) fn surrogate_only() -> Model {
    Model::new(SURROGATE_ONLY, Statement::Packed(Packed::by_itself()))
}

/// The same, attested by certificates of its name.
pub(super) fn surrogate_only_full() -> Model {
    let chain = ca().packed(SURROGATE_ONLY, Algorithm::Es256);
    surrogate_only().with_statement(packed(chain))
}

/// A model that metadata know with certificates and ES256 only.
pub(super) fn full_only() -> Model {
    Model::new(FULL_ONLY, packed(ca().packed(FULL_ONLY, Algorithm::Es256)))
}

/// The same, attested by itself.
pub(super) fn full_only_itself() -> Model {
    full_only().with_statement(Statement::Packed(Packed::by_itself()))
}

/// The same whose batch key is of this kind.
pub(super) fn full_only_by(algorithm: Algorithm) -> Model {
    full_only().with_statement(packed(ca().packed(FULL_ONLY, algorithm)))
}

fn batch_chain() -> AttestationChain {
    let mut chain = ca().packed(BATCH, Algorithm::Es256);
    chain.leaf_alone = true;
    chain
}

/// A model whose anchor is the batch certificate.
pub(super) fn batch() -> Model {
    Model::new(BATCH, packed(batch_chain()))
}

/// A model whose metadata hold integers of 64 bits.
pub(super) fn big_numbers() -> Model {
    let chain = ca().packed(BIG_NUMBERS, Algorithm::Es256);
    Model::new(BIG_NUMBERS, packed(chain))
}

/// A U2F token.
pub(super) fn u2f() -> Model {
    Model::new([0; 16], Statement::FidoU2f(FidoU2f::by(ca().fido_u2f())))
}

/// A TPM whose attestation identity key and credentials sign with this.
pub(super) fn tpm(algorithm: Algorithm) -> Model {
    tpm_by(&Tpm::by(ca().aik(algorithm))).with_key(algorithm)
}

/// The same under two intermediates.
pub(super) fn long_tpm(algorithm: Algorithm) -> Model {
    tpm_by(&Tpm::by(long_ca().aik(algorithm))).with_key(algorithm)
}

/// A TPM with this statement.
pub(super) fn tpm_by(statement: &Tpm) -> Model {
    Model::new(TPM, Statement::Tpm(statement.clone()))
}

/// A phone.
pub(super) fn android() -> Model {
    Model::new(ANDROID, Statement::AndroidKey(AndroidKey::by(ca())))
}

/// A phone with SafetyNet.
pub(super) fn safetynet() -> Model {
    let statement = SafetyNet::by(ca().safetynet(Algorithm::Rs256));
    Model::new(SAFETYNET, Statement::SafetyNet(statement))
}

/// A model of this AAGUID that is attested by certificates.
pub(super) fn other(aaguid: [u8; 16]) -> Model {
    Model::new(aaguid, packed(ca().packed(aaguid, Algorithm::Es256)))
}

/// What metadata say of it.
pub(super) fn other_entry(aaguid: [u8; 16], reports: &[&str]) -> MetadataEntry {
    let entry = MetadataEntry::new(aaguid, "Conformance, by a BLOB", &ca().root_der());
    let report = |entry: MetadataEntry, status: &&str| entry.with_report(StatusReport::new(status));
    reports.iter().fold(entry, report)
}

/// What metadata must say of the models but those of group Q, each with a name.
pub(super) fn entries() -> Vec<(&'static str, MetadataEntry)> {
    let root = ca().root_der();
    let entry = |aaguid, what| MetadataEntry::new(aaguid, what, &root);
    let mut batch = entry(BATCH, "Conformance, batch certificate as anchor");
    batch.roots = vec![batch_chain().leaf_der()];
    let mut big_numbers = entry(BIG_NUMBERS, "Conformance, integers of 64 bits");
    big_numbers.vendor_prototype_config_commands = vec![u64::MAX, 1 << 63, 1];
    let key_id = ca().fido_u2f().key_id();
    vec![
        (
            "full",
            entry(FULL, "Conformance, packed").with_algorithms(Algorithm::ALL),
        ),
        (
            "plain",
            entry(PLAIN, "Conformance, packed without intermediates"),
        ),
        (
            "surrogate-only",
            entry(SURROGATE_ONLY, "Conformance, self attestation only")
                .with_types(&["basic_surrogate"]),
        ),
        (
            "full-only",
            entry(FULL_ONLY, "Conformance, certificates only").with_types(&["basic_full"]),
        ),
        ("batch", batch),
        ("big-numbers", big_numbers),
        (
            "u2f",
            MetadataEntry::u2f(&[key_id], "Conformance, U2F", &root),
        ),
        (
            "tpm",
            entry(TPM, "Conformance, TPM")
                .with_types(&["attca"])
                .with_algorithms(&[Algorithm::Rs256, Algorithm::Rs1, Algorithm::Es256]),
        ),
        (
            "android",
            entry(ANDROID, "Conformance, Android key").with_types(&["basic_full"]),
        ),
        (
            "safetynet",
            entry(SAFETYNET, "Conformance, SafetyNet").with_types(&["basic_full"]),
        ),
    ]
}
