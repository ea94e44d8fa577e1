//! Decides what the verdict log keeps of an Apple verification: enough to explain and to sign it, never the evidence itself.

use data_encoding::BASE64;

use super::Context;
use crate::mobile::details::{AppleTokenDetails, TokenDetails};
use crate::mobile::judgement::Judgement;
use crate::mobile::settlement::Case;

use super::KnownKey;

impl Context<'_> {
    /// What the token itself says.
    pub(super) fn note_token(&self, judgement: &mut Judgement) {
        judgement.fact("key_id", BASE64.encode(&self.token.key_id));
        if let Some(reported) = self.token.is_jailbroken {
            judgement.fact("is_jailbroken", reported);
        }
    }

    /// The app by which the rest is judged.
    pub(super) fn note_app(
        &self,
        app: &crate::mobile::policy::EnabledAppleApp,
        judgement: &mut Judgement,
    ) {
        judgement.app_id = Some(app.app.id);
        judgement.applied = app.applied(&self.case.policy.settings);
        judgement.fact("apple_app_id", app.app.apple_app_id.as_str());
        judgement.fact("profile", serde_json::json!(app.policy.client_data_profile));
    }
}

/// What the relying party learns of a key and its assertion.
pub(super) fn details(
    case: &Case<'_>,
    key: &KnownKey<'_>,
    key_id: [u8; 32],
    counter: u32,
    is_jailbroken: Option<bool>,
) -> TokenDetails {
    let attested = key.new.as_ref();
    TokenDetails::Apple(AppleTokenDetails {
        app_id: key.app.app.apple_app_id.clone(),
        environment: key.environment,
        key_id,
        attested: attested.is_some(),
        counter,
        attested_at: if attested.is_some() {
            case.call.now
        } else {
            key.attested_at
        },
        is_jailbroken,
        os_version: attested.and_then(|new| new.os_version.clone()),
        os_build: attested.and_then(|new| new.os_build.clone()),
        receipt_risk_metric: key.risk_metric,
    })
}
