//! Simulated iPhones: right evidence is accepted, and every flaw is refused by its own check with its own reason.
//!
//! The simulator shares no code with the verifier; which check and reason answer a flaw is its reading of spec
//! mobile.md sections 4.1 to 4.4.

use touchstone_evidence::app_attest::{
    self, Environment, assertion, attestation, receipt, rp_id_hash,
};
use touchstone_evidence::mobile_token::{self, AppleToken, Token};
use touchstone_evidence::x509::Anchors;
use touchstone_evidence::{Timestamp, client_data};
use touchstone_simulator::apple::{self, AppleCa, ClientDataProfile, Flaw, Iphone};

const APP_ID: &str = "TESTTEAM01.com.example.app";
const NONCE: [u8; 32] = [3; 32];
/// 2026-04-29T14:50:00.123Z.
const NOW_MS: i64 = 1_777_474_200_123;
/// `receipt_max_age_s`.
const RECEIPT_MAX_AGE_S: i64 = 300;

/// The check that failed and its reason.
type Refusal = (&'static str, &'static str);

/// A server that knows one app of one environment and requires receipts.
struct Judge {
    attest_anchors: Anchors,
    receipt_anchors: Anchors,
    environment: Environment,
    profile: client_data::Profile,
    /// The registered key and its counter, for tokens without attestation.
    registered: Option<([u8; 65], u32)>,
}

impl Judge {
    fn of(ca: &AppleCa, environment: Environment) -> Self {
        Self {
            attest_anchors: Anchors::from_pem(&ca.app_attest_root_pem()).unwrap(),
            receipt_anchors: Anchors::from_pem(&ca.receipt_root_pem()).unwrap(),
            environment,
            profile: client_data::Profile::CborArray,
            registered: None,
        }
    }

    fn knowing(mut self, iphone: &Iphone) -> Self {
        let public_key = iphone.public_key().try_into().unwrap();
        self.registered = Some((public_key, iphone.counter));
        self
    }

    fn token(&self, evidence: &[u8]) -> Result<(), Refusal> {
        let envelope = mobile_token::parse(evidence);
        let envelope = envelope.map_err(|error| (error.check(), error.reason()))?;
        let Token::Apple(token) = &envelope.token else {
            panic!("another service than Apple's");
        };
        let (public_key, counter_floor) = match &token.attestation {
            Some(attestation) => (self.attestation(token, attestation)?, 0),
            None => self.registered.expect("a registered key"),
        };
        self.assertion(&token.assertion, &public_key, counter_floor)
    }

    fn attestation(&self, token: &AppleToken<'_>, evidence: &[u8]) -> Result<[u8; 65], Refusal> {
        let client_data_hash = self.profile.hash(&NONCE);
        let app = attestation::App {
            rp_id_hash: rp_id_hash(APP_ID),
            client_data_hash: &client_data_hash,
            environments: [self.environment].into_iter().collect(),
        };
        let expected = attestation::Expected {
            key_id: &token.key_id,
            apps: &[app],
        };
        let now = Timestamp::from_unix_ms(NOW_MS);
        let verified = attestation::verify(evidence, &expected, &self.attest_anchors, now)
            .map_err(|error| (error.check(), error.reason()))?;
        self.receipt(&verified.receipt, &verified.public_key)?;
        Ok(verified.public_key)
    }

    fn receipt(&self, evidence: &[u8], public_key: &[u8; 65]) -> Result<(), Refusal> {
        let client_data_hash = self.profile.hash(&NONCE);
        let expected = receipt::Expected {
            app_id: APP_ID,
            environment: self.environment,
            public_key,
            client_data_hash: Some(&client_data_hash),
            max_age_s: RECEIPT_MAX_AGE_S,
        };
        let now = Timestamp::from_unix_ms(NOW_MS);
        receipt::verify(evidence, &expected, &self.receipt_anchors, now)
            .map(drop)
            .map_err(|error| (error.check(), error.reason()))
    }

    fn assertion(&self, evidence: &[u8], key: &[u8; 65], floor: u32) -> Result<(), Refusal> {
        let client_data_hash = self.profile.hash(&NONCE);
        let expected = assertion::Expected {
            app_id_hash: rp_id_hash(APP_ID),
            client_data_hash: &client_data_hash,
            public_key: key,
            counter_floor: floor,
        };
        assertion::parse(evidence)
            .and_then(|parsed| assertion::verify(&parsed, &expected))
            .map(drop)
            .map_err(|error| (error.check(), error.reason()))
    }
}

fn ca() -> AppleCa {
    AppleCa::new([1; 32])
}

/// Each environment in the words of both crates.
const ENVIRONMENTS: [(apple::Environment, Environment); 2] = [
    (apple::Environment::Production, Environment::Production),
    (apple::Environment::Development, Environment::Development),
];

/// The flaws that evidence can show. B7 is the use case's: the envelope only carries the word.
fn flaws() -> impl Iterator<Item = Flaw> {
    Flaw::all().filter(|flaw| flaw.check() != "B7")
}

#[test]
fn right_tokens_are_accepted_in_both_environments_and_profiles() {
    let profiles = [
        (
            ClientDataProfile::CborArray,
            client_data::Profile::CborArray,
        ),
        (ClientDataProfile::Raw, client_data::Profile::Raw),
    ];
    for (simulated, environment) in ENVIRONMENTS {
        for (device_profile, profile) in profiles {
            let mut iphone = Iphone::new(&ca(), [2; 32], APP_ID, simulated);
            let mut judge = Judge::of(&ca(), environment);
            judge.profile = profile;
            let first = iphone.token(&NONCE, device_profile, true, NOW_MS);
            assert_eq!(judge.token(&first), Ok(()));
            let judge = judge.knowing(&iphone);
            let second = iphone.token(&NONCE, device_profile, false, NOW_MS);
            assert_eq!(judge.token(&second), Ok(()));
        }
    }
}

#[test]
fn every_flaw_of_a_first_token_is_refused_with_its_reason() {
    for (simulated, environment) in ENVIRONMENTS {
        let iphone = Iphone::new(&ca(), [2; 32], APP_ID, simulated);
        let judge = Judge::of(&ca(), environment);
        for flaw in flaws() {
            let profile = ClientDataProfile::CborArray;
            let token = iphone
                .clone()
                .flawed_token(flaw, &NONCE, profile, true, NOW_MS);
            let expected = Err((flaw.check(), flaw.expected_reason()));
            assert_eq!(judge.token(&token), expected, "{flaw}");
        }
    }
}

#[test]
fn every_flaw_of_a_later_token_is_refused_with_its_reason() {
    let mut iphone = Iphone::new(&ca(), [2; 32], APP_ID, apple::Environment::Production);
    iphone.counter = 41;
    let judge = Judge::of(&ca(), Environment::Production).knowing(&iphone);
    for flaw in flaws().filter(|flaw| !flaw.needs_attestation()) {
        let profile = ClientDataProfile::CborArray;
        let token = iphone
            .clone()
            .flawed_token(flaw, &NONCE, profile, false, NOW_MS);
        let expected = Err((flaw.check(), flaw.expected_reason()));
        assert_eq!(judge.token(&token), expected, "{flaw}");
    }
}

#[test]
fn an_exchanged_receipt_is_accepted_with_its_risk_metric() {
    let iphone = Iphone::new(&ca(), [2; 32], APP_ID, apple::Environment::Production);
    let public_key = iphone.public_key().try_into().unwrap();
    let evidence = iphone.refreshed_receipt(&NONCE, 4, NOW_MS);
    let expected = receipt::Expected {
        app_id: APP_ID,
        environment: Environment::Production,
        public_key: &public_key,
        client_data_hash: None,
        max_age_s: RECEIPT_MAX_AGE_S,
    };
    let anchors = Anchors::from_pem(&ca().receipt_root_pem()).unwrap();
    let now = Timestamp::from_unix_ms(NOW_MS);
    let verified = receipt::verify(&evidence, &expected, &anchors, now).unwrap();
    assert_eq!(verified.kind, receipt::Kind::Receipt);
    assert_eq!(verified.risk_metric, Some(4));
    assert_eq!(verified.created, now);
}

#[test]
fn nothing_simulated_is_accepted_under_the_published_anchors() {
    let mut iphone = Iphone::new(&ca(), [2; 32], APP_ID, apple::Environment::Production);
    let token = iphone.token(&NONCE, ClientDataProfile::CborArray, true, NOW_MS);
    let mut judge = Judge::of(&ca(), Environment::Production);
    judge.receipt_anchors = app_attest::apple_receipt().unwrap();
    assert_eq!(judge.token(&token), Err(("C2", "apple_receipt_chain")));
    judge.attest_anchors = app_attest::apple_app_attest().unwrap();
    assert_eq!(judge.token(&token), Err(("A2", "apple_chain_untrusted")));
}

#[test]
fn the_two_test_roots_do_not_stand_in_for_each_other() {
    let mut iphone = Iphone::new(&ca(), [2; 32], APP_ID, apple::Environment::Production);
    let token = iphone.token(&NONCE, ClientDataProfile::CborArray, true, NOW_MS);
    let mut judge = Judge::of(&ca(), Environment::Production);
    std::mem::swap(&mut judge.attest_anchors, &mut judge.receipt_anchors);
    assert_eq!(judge.token(&token), Err(("A2", "apple_chain_untrusted")));
}

#[test]
fn what_the_app_says_of_a_jailbreak_is_carried_to_the_use_case() {
    let flaw = Flaw::all().find(|flaw| flaw.check() == "B7").unwrap();
    let mut iphone = Iphone::new(&ca(), [2; 32], APP_ID, apple::Environment::Production);
    let token = iphone.flawed_token(flaw, &NONCE, ClientDataProfile::CborArray, true, NOW_MS);
    assert_eq!(
        Judge::of(&ca(), Environment::Production).token(&token),
        Ok(())
    );
    let envelope = mobile_token::parse(&token).unwrap();
    let Token::Apple(token) = envelope.token else {
        panic!("another service than Apple's");
    };
    assert_eq!(token.is_jailbroken, Some(true));
}
