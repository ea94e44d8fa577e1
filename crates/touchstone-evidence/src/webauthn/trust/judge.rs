//! T4 to T12: decides whether an element of a statement is trusted, in the order that [`super::CHECKS`] prints.

use alloc::vec::Vec;

use super::super::metadata::{Entry, StatusError, Wearer, allows_type, cose_algorithm};
use super::super::statement::VerifiedStatement;
use super::super::{Aaguid, AttestationType};
use super::anchors::{self, Anchor};
use super::{
    AttestationMode, Error, Facts, Judgement, Knowledge, Outcome, TrustPolicy,
    UnknownAuthenticator, chain, firmware, revocation,
};
use crate::Timestamp;
use crate::x509::Certificate;

/// Judges an element of a statement about the model `aaguid`, whose credential key has the COSE algorithm `key_algorithm`.
pub fn judge(
    statement: &VerifiedStatement,
    aaguid: &Aaguid,
    key_algorithm: i64,
    knowledge: &Knowledge<'_>,
    policy: &TrustPolicy,
    now: Timestamp,
) -> Judgement {
    let mut judging = Judging {
        statement,
        aaguid,
        key_algorithm,
        knowledge,
        policy,
        now,
        made: Vec::new(),
        facts: Facts::default(),
    };
    let result = match (statement.attestation_type, policy.mode) {
        (AttestationType::None, _) => Ok(Outcome::None),
        (_, AttestationMode::Disabled) => Ok(Outcome::NotEvaluated),
        _ => judging.judge(),
    };
    Judgement {
        made: judging.made,
        result,
        facts: judging.facts,
    }
}

struct Judging<'j> {
    statement: &'j VerifiedStatement,
    aaguid: &'j Aaguid,
    key_algorithm: i64,
    knowledge: &'j Knowledge<'j>,
    policy: &'j TrustPolicy,
    now: Timestamp,
    made: Vec<&'static str>,
    facts: Facts,
}

impl Judging<'_> {
    fn judge(&mut self) -> Result<Outcome, Error> {
        let is_self = self.statement.attestation_type == AttestationType::SelfAttested;
        self.made.push("T4");
        let known = anchors::known(self.knowledge);
        if !self.is_known(&known, is_self)? {
            return Ok(Outcome::Uncertain);
        }
        let certificates = chain::read(&self.statement.x5c)?;
        if let Some(entry) = self.knowledge.entry {
            self.check_metadata(entry)?;
        }
        self.made.push("T7");
        check_status(
            self.statement,
            &certificates,
            self.knowledge,
            self.policy,
            self.now,
        )?;
        if is_self {
            return Ok(Outcome::SelfAttested);
        }
        self.check_chain(&certificates, &known)?;
        Ok(Outcome::Trusted)
    }

    /// T4. Anchors say nothing about a key that vouches for itself.
    fn is_known(&self, known: &[Anchor<'_>], is_self: bool) -> Result<bool, Error> {
        if self.knowledge.entry.is_some() || !is_self && !known.is_empty() {
            return Ok(true);
        }
        if self.policy.unknown_authenticator == UnknownAuthenticator::Refuse {
            return Err(Error::MetadataEntryMissing);
        }
        if self.policy.wants_proof() {
            return Err(Error::AaguidUnproven { check: "T4" });
        }
        Ok(false)
    }

    /// T5, T6.
    fn check_metadata(&mut self, entry: &Entry) -> Result<(), Error> {
        self.made.push("T5");
        let attestation_type = self.statement.attestation_type;
        if !allows_type(&entry.attestation_types, attestation_type) {
            return Err(Error::TypeNotInMetadata { attestation_type });
        }
        self.made.push("T6");
        if !self.policy.metadata_algorithms {
            return Ok(());
        }
        let has_chain = !self.statement.x5c.is_empty();
        let of_statement = self.statement.algorithm.filter(|_| has_chain);
        for algorithm in [self.key_algorithm].into_iter().chain(of_statement) {
            let mut named = entry.algorithms.iter().map(|word| cose_algorithm(word));
            if !named.any(|of| of == Some(algorithm)) {
                return Err(Error::AlgorithmMismatch { algorithm });
            }
        }
        Ok(())
    }

    /// T8 to T12.
    fn check_chain(
        &mut self,
        certificates: &[Certificate<'_>],
        known: &[Anchor<'_>],
    ) -> Result<(), Error> {
        let (statement, policy) = (self.statement, self.policy);
        self.made.push("T8");
        chain::check_dates(certificates, self.now)?;
        self.made.push("T9");
        chain::check_links(certificates, known, policy.profile())?;
        self.made.push("T10");
        chain::check_contained(certificates, statement.format(), known, policy)?;
        self.made.push("T11");
        let anchor = chain::check_end(certificates, statement, self.aaguid, known, policy)?;
        self.facts.anchor = Some(anchor.facts());
        self.made.push("T12");
        let format = statement.format();
        let (knowledge, now) = (self.knowledge, self.now);
        let asked = policy.revocation;
        let unknown = revocation::check(certificates, Some(anchor), format, knowledge, asked, now)?;
        self.facts.revocation_unknown = unknown;
        Ok(())
    }
}

/// T7. Without an entry there are no reports, and no certification.
pub(super) fn check_status(
    statement: &VerifiedStatement,
    certificates: &[Certificate<'_>],
    knowledge: &Knowledge<'_>,
    policy: &TrustPolicy,
    now: Timestamp,
) -> Result<(), Error> {
    let reports = knowledge.entry.map(|entry| entry.status_reports.as_slice());
    let leaf = certificates.first();
    let wearer = Wearer {
        x5c: &statement.x5c,
        firmware_version: leaf.map_or(Ok(None), firmware::version),
    };
    let checked = policy
        .status
        .check(reports.unwrap_or_default(), &wearer, now);
    checked.map_err(|error| match error {
        StatusError::Undesired { status } => Error::StatusUndesired { status },
        StatusError::Insufficient { newest } => Error::StatusInsufficient { newest },
    })
}
