//! Decides whether an attestation registers its key: checks A1 to A13. A13, "not registered yet", is seen here and decided
//! by the settlement: when the race for it is lost, it is noted as failed after all.

use data_encoding::HEXLOWER;
use touchstone_evidence::app_attest::attestation::{self, App, CHECKS, Verified};
use touchstone_evidence::client_data::Profile;

use super::{Context, KnownKey, NewKey};
use crate::mobile::hints;
use crate::mobile::judgement::{Judgement, chain_of};
use crate::mobile::policy::EnabledAppleApp;
use crate::mobile::service::Mobile;
use crate::mobile::settings::Environment;

impl Mobile {
    pub(super) fn judge_attestation<'a>(
        &self,
        context: &'a Context<'a>,
        evidence: &[u8],
        is_registered: bool,
        judgement: &mut Judgement,
    ) -> Result<KnownKey<'a>, &'static str> {
        let case = context.case;
        let apps: Vec<&EnabledAppleApp> = case.policy.apple_apps_for(case.principal).collect();
        let verified = match self.verify_attestation(context, evidence, &apps) {
            Ok(verified) => verified,
            Err(error) => {
                judgement.note_checks(CHECKS, Some(error.check()));
                note_refusal(context, evidence, &apps, &error, judgement);
                return Err(error.reason());
            }
        };
        let app = *apps
            .get(verified.app_index)
            .ok_or("apple_app_not_allowed")?;
        context.note_app(app, judgement);
        judgement.note_certificates(&verified.certificates);
        judgement.note_checks(CHECKS, None);
        let environment = Environment::from(verified.environment);
        judgement.fact("environment", environment.as_str());
        let receipt = self.judge_receipt(context, app, &verified, judgement)?;
        judgement.note("A13", !is_registered, None);
        if is_registered {
            return Err("apple_key_already_attested");
        }
        Ok(KnownKey {
            app,
            environment,
            public_key: verified.public_key,
            counter_floor: 0,
            attested_at: case.call.now,
            risk_metric: receipt.risk_metric,
            new: Some(NewKey {
                os_version: verified.operating_system.version,
                os_build: verified.operating_system.build,
                receipt: receipt.bytes,
                receipt_type: receipt.kind,
            }),
        })
    }

    fn verify_attestation<'e>(
        &self,
        context: &Context<'_>,
        evidence: &'e [u8],
        apps: &[&EnabledAppleApp],
    ) -> Result<Verified<'e>, attestation::Error> {
        let hashes =
            Profile::ALL.map(|profile| (profile, profile.hash(&context.bound.final_nonce)));
        let apps: Vec<App<'_>> = apps
            .iter()
            .filter_map(|app| {
                let wanted = Profile::from(app.policy.client_data_profile);
                let (_, hash) = hashes.iter().find(|(profile, _)| *profile == wanted)?;
                Some(App {
                    rp_id_hash: app.rp_id_hash,
                    client_data_hash: hash,
                    environments: app
                        .policy
                        .environments
                        .iter()
                        .map(|e| (*e).into())
                        .collect(),
                })
            })
            .collect();
        let expected = attestation::Expected {
            key_id: &context.token.key_id,
            apps: &apps,
        };
        attestation::verify(
            evidence,
            &expected,
            &self.anchors().app_attest,
            context.case.call.now,
        )
    }
}

/// What can be told of refused evidence: the facts it names, the app it is for, the slip that explains its nonce.
fn note_refusal(
    context: &Context<'_>,
    evidence: &[u8],
    apps: &[&EnabledAppleApp],
    error: &attestation::Error,
    judgement: &mut Judgement,
) {
    judgement.fact("error", chain_of(error));
    if let Ok(facts) = attestation::inspect(evidence) {
        judgement.note_certificates(&facts.certificates);
        if let Some(app) = apps.iter().find(|app| app.rp_id_hash == facts.rp_id_hash) {
            context.note_app(app, judgement);
        }
    }
    if let attestation::Error::NonceMismatch { received } = error {
        judgement.fact("received_nonce_sha256", HEXLOWER.encode(received));
        judgement.hint = hints::find(context.bound, |hash| {
            attestation::nonce_matches(evidence, hash)
        });
    }
}
