//! Decides whether an assertion is by a key that is known: checks B1 to B7, for a key attested just now as for one from before.

use touchstone_evidence::app_attest::assertion::{self, Assertion, Expected};
use touchstone_evidence::client_data::Profile;

use super::facts::details;
use super::{Context, KnownKey};
use crate::mobile::hints;
use crate::mobile::judgement::{Judgement, chain_of};
use crate::mobile::settings::{Environment, OnJailbroken};
use crate::ports::{AppleKey, KeyChange, NewAppleKey};

/// The checks of the pure verification, behind the look-up of the key.
const JUDGED: &[(&str, &str)] = &[("B4", ""), ("B5", ""), ("B6", "")];

impl<'a> Context<'a> {
    /// An assertion that came with its attestation.
    pub(super) fn judge_first_assertion(
        &self,
        known: KnownKey<'_>,
        mut judgement: Judgement,
    ) -> Judgement {
        match self.parse(&mut judgement) {
            Err(reason) => judgement.refuse(reason),
            Ok(assertion) => {
                judgement.note("B2", true, None);
                judgement.note("B3", true, None);
                self.judge(&assertion, known, judgement)
            }
        }
    }

    /// An assertion alone: its key must be registered.
    pub(super) fn judge_assertion(
        &self,
        registered: Option<AppleKey>,
        mut judgement: Judgement,
    ) -> Judgement {
        let assertion = match self.parse(&mut judgement) {
            Ok(assertion) => assertion,
            Err(reason) => return judgement.refuse(reason),
        };
        match self.find_key(registered, &mut judgement) {
            Err(reason) => judgement.refuse(reason),
            Ok(known) => self.judge(&assertion, known, judgement),
        }
    }

    fn parse(&self, judgement: &mut Judgement) -> Result<Assertion<'_>, &'static str> {
        let parsed = assertion::parse(&self.token.assertion);
        judgement.note("B1", parsed.is_ok(), None);
        parsed.map_err(|error| {
            judgement.fact("error", chain_of(&error));
            error.reason()
        })
    }

    /// B2 and B3. A key whose app is disabled, or not one of the caller's, is as one that is not there.
    fn find_key(
        &self,
        registered: Option<AppleKey>,
        judgement: &mut Judgement,
    ) -> Result<KnownKey<'a>, &'static str> {
        let found = registered.and_then(|key| {
            let app = self.case.policy.apple_app(key.app_id)?;
            let app = self.case.principal.may_use(key.app_id).then_some(app)?;
            Some((app, Environment::from_word(&key.environment)?, key))
        });
        judgement.note("B2", found.is_some(), None);
        let (app, environment, key) = found.ok_or("apple_key_unknown")?;
        self.note_app(app, judgement);
        judgement.note("B3", key.revoked_at.is_none(), None);
        if key.revoked_at.is_some() {
            return Err("apple_key_revoked");
        }
        Ok(KnownKey {
            app,
            environment,
            public_key: key.public_key,
            counter_floor: key.counter,
            attested_at: key.registered_at,
            risk_metric: key.risk_metric,
            new: None,
        })
    }

    /// B4 to B7, and what becomes of the key.
    fn judge(
        &self,
        assertion: &Assertion<'_>,
        known: KnownKey<'_>,
        mut judgement: Judgement,
    ) -> Judgement {
        let client_data_hash =
            Profile::from(known.app.policy.client_data_profile).hash(&self.bound.final_nonce);
        if let Err(error) = self.verify(assertion, &known, &client_data_hash) {
            judgement.note_checks(JUDGED, Some(error.check()));
            judgement.fact("error", chain_of(&error));
            if error == assertion::Error::SignatureInvalid && self.case.policy.settings.nonce_hints
            {
                judgement.hint = hints::find(self.bound, |hash| {
                    self.verify(assertion, &known, hash).is_ok()
                });
            }
            return judgement.refuse(error.reason());
        }
        judgement.note_checks(JUDGED, None);
        let counter = assertion.counter();
        let is_jailbroken = self.token.is_jailbroken;
        judgement.details = Some(details(
            self.case,
            &known,
            self.token.key_id,
            counter,
            is_jailbroken,
        ));
        judgement.fact("counter", counter);
        judgement.fact("environment", known.environment.as_str());
        let rejects = self.case.policy.settings.on_jailbroken == OnJailbroken::Reject;
        let jailbroken = is_jailbroken == Some(true) && rejects;
        judgement.note("B7", !jailbroken, None);
        if jailbroken {
            return judgement.refuse("apple_jailbroken");
        }
        judgement.result = Ok(Some(self.change(known, counter)));
        judgement
    }

    fn verify(
        &self,
        assertion: &Assertion<'_>,
        known: &KnownKey<'_>,
        client_data_hash: &[u8],
    ) -> Result<assertion::Verified, assertion::Error> {
        let expected = Expected {
            app_id_hash: known.app.rp_id_hash,
            client_data_hash,
            public_key: &known.public_key,
            counter_floor: known.counter_floor,
        };
        assertion::verify(assertion, &expected)
    }

    fn change(&self, known: KnownKey<'_>, counter: u32) -> KeyChange {
        let key_id = self.token.key_id;
        let Some(new) = known.new else {
            return KeyChange::AdvanceApple { key_id, counter };
        };
        // A receipt can be exchanged for one with a metric from the start.
        let receipt_due_at = new.receipt.is_some().then_some(self.case.call.now);
        KeyChange::RegisterApple(Box::new(NewAppleKey {
            key_id,
            app_id: known.app.app.id,
            public_key: known.public_key,
            environment: known.environment.as_str().to_owned(),
            counter,
            receipt: new.receipt,
            receipt_type: new.receipt_type,
            receipt_due_at,
            model: self.device.model.clone().into_owned(),
            version: self.device.version.clone().into_owned(),
        }))
    }
}
