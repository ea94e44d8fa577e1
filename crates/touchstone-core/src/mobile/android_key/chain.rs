//! Decides whether a chain registers its key: K1 to K19. K19, "not registered yet", is seen here and decided by the settlement.

use std::borrow::Cow;

use touchstone_evidence::android_key::{self, App, CHECKS, Expected, Facts, Rules, Verified};
use touchstone_evidence::x509::Anchors;

use super::{Context, facts};
use crate::mobile::android_app::EnabledAndroidApp;
use crate::mobile::hints;
use crate::mobile::judgement::{Judgement, chain_of};
use crate::ports::{KeyChange, NewAndroidKey};

impl Context<'_> {
    pub(super) fn judge_chain(
        &self,
        chain: &[Cow<'_, [u8]>],
        anchors: &Anchors,
        is_registered: bool,
        mut judgement: Judgement,
    ) -> Judgement {
        let chain: Vec<&[u8]> = chain.iter().map(AsRef::as_ref).collect();
        let verified = match self.verify(&chain, anchors) {
            Ok(verified) => verified,
            Err(error) => {
                judgement.note_checks(CHECKS, Some(error.check()));
                judgement.fact("error", chain_of(&error));
                self.note_refused(&chain, &error, &mut judgement);
                return judgement.refuse(error.reason());
            }
        };
        judgement.note_checks(CHECKS, None);
        let Some(app) = self.apps.get(verified.app_index) else {
            return judgement.refuse("android_app_not_allowed");
        };
        judgement.note_android_app(self.case, app);
        facts::note(&verified.facts, &mut judgement);
        judgement.details = facts::details(self, &app.app.package_name, &verified.facts);
        match self.check_key(&verified.facts, is_registered, &mut judgement) {
            Ok(()) => {
                judgement.result = Ok(Some(self.registration(app, verified.facts)));
                judgement
            }
            Err(reason) => judgement.refuse(reason),
        }
    }

    fn verify(&self, chain: &[&[u8]], anchors: &Anchors) -> Result<Verified, android_key::Error> {
        let settings = &self.case.policy.settings;
        let apps: Vec<App<'_>> = self
            .apps
            .iter()
            .map(|app| App {
                package_name: &app.app.package_name,
                signers: &app.signers,
                policy: &app.android_key,
            })
            .collect();
        let expected = Expected {
            challenge: &self.bound.final_nonce,
            apps: &apps,
            rules: Rules {
                allow_attest_key: settings.android_allow_attest_key,
                reject_unknown_tags: settings.android_reject_unknown_tags,
            },
            status: Some(self.status),
        };
        android_key::verify(chain, &expected, anchors, self.case.call.now)
    }

    /// K17 to K19.
    fn check_key(
        &self,
        facts: &Facts,
        is_registered: bool,
        judgement: &mut Judgement,
    ) -> Result<(), &'static str> {
        let same = facts.key_id == self.token.key_id;
        judgement.note("K17", same, None);
        if !same {
            return Err("android_key_id_mismatch");
        }
        self.check_possession(&facts.spki, judgement)?;
        judgement.note("K19", !is_registered, None);
        if is_registered {
            return Err("android_key_already_attested");
        }
        Ok(())
    }

    fn registration(&self, app: &EnabledAndroidApp, attested: Facts) -> KeyChange {
        let serials = attested.certificates.iter();
        let serials = serials
            .map(|certificate| android_key::serial_text(&certificate.serial))
            .collect();
        let kept = facts::of_key(&attested).and_then(|facts| serde_json::to_string(&facts).ok());
        KeyChange::RegisterAndroid(Box::new(NewAndroidKey {
            key_id: self.token.key_id,
            app_id: app.app.id,
            facts: kept.unwrap_or_else(|| "{}".to_owned()),
            serials,
            spki: attested.spki,
            model: self.device.model.clone().into_owned(),
            version: self.device.version.clone().into_owned(),
        }))
    }

    /// What can be told of a refused chain: the facts it names, the app it is for, the slip that explains its nonce.
    fn note_refused(&self, chain: &[&[u8]], error: &android_key::Error, judgement: &mut Judgement) {
        let Ok(seen) = android_key::inspect(chain) else {
            return;
        };
        facts::note(&seen, judgement);
        let named = |app: &&&EnabledAndroidApp| seen.package_names.contains(&app.app.package_name);
        if let Some(app) = self.apps.iter().find(named) {
            judgement.note_android_app(self.case, app);
            judgement.details = facts::details(self, &app.app.package_name, &seen);
        }
        if error.reason() == "android_challenge_mismatch" {
            judgement.note_received_nonce(&seen.challenge);
            judgement.hint = hints::find_nonce(self.bound, &seen.challenge);
        }
    }
}
