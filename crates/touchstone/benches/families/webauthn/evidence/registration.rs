//! A registration of every format: E1 to E19, C1 to C15, A1 to K4, the statement, T1 to T12.

use std::hint::black_box;

use anyhow::Context;
use touchstone_core::Timestamp;
use touchstone_evidence::webauthn::client_data::{ClientData, ClientDataRules};
use touchstone_evidence::webauthn::registration::{self, Expected, Verified};
use touchstone_evidence::webauthn::statement::{CompoundRule, StatementPolicy};
use touchstone_evidence::webauthn::trust::{
    self, Judgement, Knowledge, Outcome, Permission, TrustPolicy, UnknownAuthenticator,
};
use touchstone_evidence::webauthn::{BackupEligible, Ceremony, Padding, message};
use touchstone_evidence::x509::{Anchors, Crls};
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Registration};

use super::signatures;
use super::{CHALLENGE, NOW_MS, with_rules};
use crate::bare::verify_all;
use crate::measure::report;
use crate::webauthn::authenticators::{Format, ORIGIN, RP_ID, ca, creation_options, formats};

pub fn run() -> anyhow::Result<()> {
    let policies = Policies::new()?;
    for format in formats() {
        let registration = register(&format)?;
        let body = registration.message().to_string().into_bytes();
        let judge = |body: &[u8]| with_rules(|rules| policies.judge(body, rules));
        let (verified, judgement) = judge(&body).context(format.name)?;
        let outcome = judgement.result.context(format.name)?;
        let is_expected = match format.name {
            "none" => outcome == Outcome::None,
            "packed self" => outcome == Outcome::Uncertain,
            _ => matches!(outcome, Outcome::Trusted | Outcome::Uncertain),
        };
        anyhow::ensure!(is_expected, "{}: {outcome:?}", format.name);
        let signatures = signatures::of(&registration, &verified)?;
        let (kind, signatures) = match signatures.len() {
            0 => (
                "one P-256 verification".to_owned(),
                vec![signatures::of_one_p256()?],
            ),
            1 => ("bare signature".to_owned(), signatures),
            count => (format!("bare {count} signatures"), signatures),
        };
        let what = format!("registration, {}", format.name);
        let bare = || verify_all(&signatures);
        report(&what, &kind, bare, || {
            black_box(judge(black_box(&body)).is_ok());
        });
    }
    Ok(())
}

fn register(format: &Format) -> anyhow::Result<Registration> {
    let statement = format.statement.clone();
    let mut authenticator = Authenticator::new([2; 32], format.aaguid(), statement, NOW_MS);
    let options = creation_options(CHALLENGE, Algorithm::Es256);
    let registration = authenticator.register(&options, ORIGIN);
    registration.context("the authenticator registers")
}

/// What a relying party asks for that trusts the simulator's CA, and enforces it.
struct Policies {
    anchors: Anchors,
    statement: StatementPolicy,
    trust: TrustPolicy,
    crls: Crls,
}

impl Policies {
    fn new() -> anyhow::Result<Self> {
        Ok(Self {
            anchors: Anchors::from_pem(&ca().root_pem())?,
            statement: StatementPolicy::default(),
            trust: TrustPolicy {
                unknown_authenticator: UnknownAuthenticator::Accept,
                x5c_contains_anchor: Permission::Allow,
                ..TrustPolicy::default()
            },
            crls: Crls::new(),
        })
    }

    /// All that the server does with a registration but storing it.
    fn judge(
        &self,
        body: &[u8],
        rules: &ClientDataRules<'_>,
    ) -> anyhow::Result<(Verified, Judgement)> {
        let now = Timestamp::from_unix_ms(NOW_MS);
        let message = message::registration(body, Padding::Refused)?;
        let ceremony = Ceremony::Registration;
        let client_data = ClientData::read(&message.client_data, ceremony, Padding::Refused)?;
        client_data.judge(rules)?;
        let expected = Expected {
            rp_id: RP_ID,
            credential_id: &message.credential_id,
            client_data_hash: client_data.hash(),
            user_presence_waived: false,
            user_verification_required: false,
            backup_eligible: BackupEligible::Any,
            algorithms: &[Algorithm::Es256.cose_id()],
            statement: &self.statement,
        };
        let verified = registration::verify(&message.attestation_object, &expected, now)?;
        let (statement, aaguid) = (&verified.statement, &verified.aaguid);
        let elements = trust::gate(statement, aaguid, &self.trust, CompoundRule::All)?;
        let knowledge = Knowledge {
            entry: None,
            configured: Some(&self.anchors),
            built_in: None,
            crls: &self.crls,
            status_list: None,
        };
        let of_key = verified.algorithm;
        let judged = elements
            .into_iter()
            .map(|element| trust::judge(element, aaguid, of_key, &knowledge, &self.trust, now));
        let judgement = trust::combine(judged.collect(), CompoundRule::All);
        Ok((verified, judgement.context("an element")?))
    }
}
