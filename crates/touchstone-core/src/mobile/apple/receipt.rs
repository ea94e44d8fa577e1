//! Decides what the receipt inside an attestation means for it (A12): by the app's policy it is recorded, required, or not looked at
//! (spec mobile.md 4.4).

use touchstone_evidence::app_attest::attestation::Verified;
use touchstone_evidence::app_attest::receipt::{self, CHECKS};
use touchstone_evidence::client_data::Profile;

use super::Context;
use crate::mobile::judgement::{Judgement, chain_of};
use crate::mobile::policy::EnabledAppleApp;
use crate::mobile::service::Mobile;
use crate::mobile::settings::ReceiptCheck;

/// What is kept of a receipt.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) kind: Option<String>,
    pub(super) risk_metric: Option<u32>,
}

impl Mobile {
    pub(super) fn judge_receipt(
        &self,
        context: &Context<'_>,
        app: &EnabledAppleApp,
        attested: &Verified<'_>,
        judgement: &mut Judgement,
    ) -> Result<Kept, &'static str> {
        if app.policy.receipt_check == ReceiptCheck::Off {
            judgement.note("A12", true, Some("receipt not looked at".to_owned()));
            return Ok(Kept::default());
        }
        match self.verify_receipt(context, app, attested) {
            Ok(verified) => {
                judgement.note("A12", true, None);
                judgement.note_checks(CHECKS, None);
                Ok(Kept {
                    bytes: Some(attested.receipt.to_vec()),
                    kind: Some(verified.kind.name().to_owned()),
                    risk_metric: verified.risk_metric,
                })
            }
            Err(error) => {
                let refused = app.policy.receipt_check == ReceiptCheck::Require;
                let note = (!refused).then(|| format!("recorded only: {}", error.reason()));
                judgement.note("A12", !refused, note);
                judgement.note_checks(CHECKS, Some(error.check()));
                judgement.fact("receipt_reason", error.reason());
                judgement.fact("receipt_error", chain_of(&error));
                // A receipt that does not hold is not kept: nobody may take it for one that does.
                if refused {
                    Err(error.reason())
                } else {
                    Ok(Kept::default())
                }
            }
        }
    }

    fn verify_receipt(
        &self,
        context: &Context<'_>,
        app: &EnabledAppleApp,
        attested: &Verified<'_>,
    ) -> Result<receipt::Verified, receipt::Error> {
        let profile = Profile::from(app.policy.client_data_profile);
        let client_data_hash = profile.hash(&context.bound.final_nonce);
        let expected = receipt::Expected {
            app_id: &app.app.apple_app_id,
            environment: attested.environment,
            public_key: &attested.public_key,
            client_data_hash: Some(&client_data_hash),
            max_age_s: i64::from(app.policy.receipt_max_age_s),
        };
        receipt::verify(
            &attested.receipt,
            &expected,
            &self.anchors().receipt,
            context.case.call.now,
        )
    }
}
