//! Simulated authenticators: right messages are accepted, and every flaw is refused by its own check with its own reason.
//!
//! The simulator shares no code with the verifier; which check and reason answer a flaw is its reading of spec
//! webauthn.md sections 4.1 to 4.3 and 4.6.

use touchstone_evidence::android_key::SecurityLevel;
use touchstone_evidence::webauthn::client_data::{ClientData, ClientDataRules};
use touchstone_evidence::webauthn::statement::StatementPolicy;
use touchstone_evidence::webauthn::{
    BackupEligible, Ceremony, Padding, assertion, message, registration,
};
use touchstone_simulator::webauthn::statement::{Packed, Tpm};
use touchstone_simulator::webauthn::tpm::{ALG_SHA1, ALG_SHA256, ALG_SHA384, ALG_SHA512};
use touchstone_simulator::webauthn::{
    Algorithm, Assertion, CeremonyKind, Condition, Flaw, Statement,
};

use crate::webauthn_authenticators::{
    AAGUID, ALGORITHMS, CHALLENGE, NOW_MS, ORIGIN, RP_ID, authenticator, by_itself, ca,
    creation_options, register, registrations, request_options, timestamp,
};

/// The reason that answers.
type Reason = &'static str;

/// What a flaw needs of the server.
fn rules(origins: &[String], condition: Option<Condition>) -> ClientDataRules<'_> {
    ClientDataRules {
        origins,
        subdomains_of: None,
        allow_cross_origin: condition == Some(Condition::CrossOriginAllowed),
        top_origins: &[],
        token_binding_shape: true,
    }
}

fn client_data(
    bytes: &[u8],
    ceremony: Ceremony,
    condition: Option<Condition>,
) -> Result<ClientData, Reason> {
    let data = ClientData::read(bytes, ceremony, Padding::Refused).map_err(|e| e.reason())?;
    let challenge = data.expect_challenge(&CHALLENGE);
    // Over HTTP the session is looked up by its challenge.
    challenge.map_err(|_| "session_not_found")?;
    let origins = [ORIGIN.to_owned()];
    data.judge(&rules(&origins, condition))
        .map_err(|e| e.reason())?;
    Ok(data)
}

fn judge_registration(
    body: &[u8],
    algorithms: &[i64],
    condition: Option<Condition>,
) -> Result<(), Reason> {
    let message = message::registration(body, Padding::Refused).map_err(|e| e.reason())?;
    let data = client_data(&message.client_data, Ceremony::Registration, condition)?;
    let policy = StatementPolicy {
        u2f_zero_aaguid: condition == Some(Condition::U2fZeroAaguid),
        android_key_minimum_level: match condition {
            Some(Condition::AndroidKeyMinimumTee) => SecurityLevel::Tee,
            _ => SecurityLevel::Software,
        },
        ..StatementPolicy::default()
    };
    let expected = registration::Expected {
        rp_id: RP_ID,
        credential_id: &message.credential_id,
        client_data_hash: data.hash(),
        user_presence_waived: false,
        user_verification_required: condition == Some(Condition::UserVerificationRequired),
        backup_eligible: BackupEligible::Any,
        algorithms,
        statement: &policy,
    };
    let object = &message.attestation_object;
    let verified = registration::verify(object, &expected, timestamp(NOW_MS));
    verified.map(drop).map_err(|error| error.reason())
}

#[test]
fn a_registration_of_every_format_is_accepted() {
    for registration in registrations() {
        let body = registration.message().to_string();
        let format = registration.statement.format();
        assert_eq!(
            judge_registration(body.as_bytes(), ALGORITHMS, None),
            Ok(()),
            "{format}"
        );
    }
}

#[test]
fn a_registration_of_every_algorithm_is_accepted() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let mut authenticator = authenticator(by_itself());
        let options = creation_options(&[algorithm]);
        let made = authenticator.register(&options, ORIGIN).unwrap();
        let body = made.message().to_string();
        let accepted = judge_registration(body.as_bytes(), &[algorithm.cose_id()], None);
        assert_eq!(accepted, Ok(()), "{algorithm:?}");
    }
}

#[test]
fn a_full_statement_of_every_algorithm_is_accepted() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let chain = ca().packed(AAGUID, algorithm);
        let statement = Statement::Packed(Packed::by(chain));
        let body = register(&mut authenticator(statement))
            .message()
            .to_string();
        let accepted = judge_registration(body.as_bytes(), ALGORITHMS, None);
        assert_eq!(accepted, Ok(()), "{algorithm:?}");
    }
}

#[test]
fn a_tpm_of_every_kind_is_accepted() {
    let aiks = [Algorithm::Rs256, Algorithm::Rs1, Algorithm::Es256];
    let keys = [Algorithm::Rs256, Algorithm::Es256, Algorithm::Es384];
    let names = [ALG_SHA1, ALG_SHA256, ALG_SHA384, ALG_SHA512];
    for (aik, key, name_alg) in aiks
        .into_iter()
        .flat_map(|aik| keys.into_iter().map(move |key| (aik, key)))
        .flat_map(|(aik, key)| names.into_iter().map(move |name| (aik, key, name)))
    {
        let mut tpm = Tpm::by(ca().aik(aik));
        tpm.name_alg = name_alg;
        let mut authenticator = authenticator(Statement::Tpm(tpm));
        let made = authenticator.register(&creation_options(&[key]), ORIGIN);
        let body = made.unwrap().message().to_string();
        let accepted = judge_registration(body.as_bytes(), ALGORITHMS, None);
        assert_eq!(accepted, Ok(()), "{aik:?} {key:?} {name_alg:#x}");
    }
}

/// Whether the registration can have the flaw and the flaw is not one of trust (T8 to T11).
fn fits(flaw: Flaw, statement: &Statement) -> bool {
    let certificates = match statement {
        Statement::Packed(packed) => Some(packed.chain.is_some()),
        _ => None,
    };
    flaw.ceremony() != Some(CeremonyKind::Authentication)
        && !flaw.check().starts_with('T')
        && flaw
            .format()
            .is_none_or(|format| format == statement.format())
        && flaw
            .needs_certificates()
            .is_none_or(|needed| certificates == Some(needed))
}

#[test]
fn every_flaw_of_a_registration_is_refused_for_its_reason() {
    let mut wrong = Vec::new();
    for registration in registrations() {
        for flaw in Flaw::all().filter(|flaw| fits(*flaw, &registration.statement)) {
            let judged =
                judge_registration(&registration.flawed(flaw), ALGORITHMS, flaw.condition());
            if judged != Err(flaw.expected_reason()) {
                let format = registration.statement.format();
                wrong.push(format!(
                    "{format} {flaw} ({}): {judged:?}",
                    flaw.expected_reason()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A sign-in with the counter at 2 and stored at 1.
fn sign_in() -> Assertion {
    let mut authenticator = authenticator(Statement::None);
    authenticator.always_discoverable = true;
    register(&mut authenticator);
    authenticator.sign_in(&request_options(), ORIGIN).unwrap()
}

fn judge_sign_in(body: &[u8], key: &[u8], condition: Option<Condition>) -> Result<(), Reason> {
    let message = message::authentication(body, Padding::Refused).map_err(|e| e.reason())?;
    let data = client_data(&message.client_data, Ceremony::Authentication, condition)?;
    let expected = assertion::Expected {
        rp_id: RP_ID,
        app_id: None,
        client_data_hash: data.hash(),
        user_verification_required: condition == Some(Condition::UserVerificationRequired),
        backup_eligible: Some(false),
        public_key: key,
    };
    let verified = assertion::verify(&message.authenticator_data, &message.signature, &expected);
    let verified = verified.map_err(|error| error.reason())?;
    assertion::check_counter(1, verified.sign_count).map_err(|error| error.reason())
}

#[test]
fn a_sign_in_of_every_algorithm_is_accepted() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let mut authenticator = authenticator(by_itself());
        authenticator.always_discoverable = true;
        let options = creation_options(&[algorithm]);
        let registration = authenticator.register(&options, ORIGIN).unwrap();
        let key = registration.credential.cose_key().encode();
        let made = authenticator.sign_in(&request_options(), ORIGIN).unwrap();
        let body = made.message().to_string();
        assert_eq!(
            judge_sign_in(body.as_bytes(), &key, None),
            Ok(()),
            "{algorithm:?}"
        );
    }
}

#[test]
fn every_flaw_of_a_sign_in_is_refused_for_its_reason() {
    let right = sign_in();
    let key = right.credential.cose_key().encode();
    // G1 to G4 are judged by what the server stores.
    let judged_here = |flaw: &Flaw| {
        flaw.ceremony() != Some(CeremonyKind::Registration)
            && !matches!(flaw.check(), "G1" | "G3" | "G4")
    };
    let mut wrong = Vec::new();
    for flaw in Flaw::all().filter(judged_here) {
        let judged = judge_sign_in(&right.flawed(flaw), &key, flaw.condition());
        if judged != Err(flaw.expected_reason()) {
            wrong.push(format!("{flaw} ({}): {judged:?}", flaw.expected_reason()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
