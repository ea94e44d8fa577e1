//! Decides what Google's answer to a token means (spec mobile.md 7.1): only its 400 speaks against the evidence.

use touchstone_evidence::mobile_token::GmsToken;
use touchstone_evidence::play_integrity;

use super::Unopened;
use super::local::not_configured;
use crate::mobile::android_app::EnabledAndroidApp;
use crate::mobile::judgement::{Judgement, chain_of};
use crate::mobile::service::Mobile;
use crate::mobile::settlement::Case;
use crate::ports::{DecodeRequest, UpstreamError};

impl Mobile {
    /// The payload of the token, as Google decodes it.
    pub(super) async fn open_at_google(
        &self,
        case: &Case<'_>,
        app: &EnabledAndroidApp,
        token: &GmsToken<'_>,
        judgement: &mut Judgement,
    ) -> Result<Vec<u8>, Unopened> {
        judgement.fact("opened", "google");
        let text = play_integrity::check_text(&token.token);
        judgement.note("G2", text.is_ok(), None);
        if let Err(error) = text {
            judgement.fact("error", chain_of(&error));
            return Err(error.reason());
        }
        let account = match app.service_account(&self.sealer) {
            Ok(account) => account,
            Err(error) => {
                not_configured(app, "the service account", &error, judgement);
                return Err("not_configured");
            }
        };
        let request = DecodeRequest {
            tenant_id: case.tenant_id,
            account,
            package_name: app.app.package_name.clone(),
            token: token.token.clone().into_owned(),
            now: case.call.now,
            within: case.time_left(),
        };
        match self.world.upstream.decode_integrity_token(request).await {
            Ok(payload) => {
                judgement.note("G5", true, None);
                Ok(payload)
            }
            Err(error) => Err(unanswered(app, &error, judgement)),
        }
    }
}

fn unanswered(
    app: &EnabledAndroidApp,
    error: &UpstreamError,
    judgement: &mut Judgement,
) -> &'static str {
    judgement.fact("upstream", error.to_string());
    let app_id = app.app.id.to_string();
    match error {
        UpstreamError::Refused { .. } => {
            judgement.note("G5", false, None);
            "gms_token_refused"
        }
        UpstreamError::Unavailable { cause, .. } => {
            tracing::warn!(app_id, cause, "Google gave no answer");
            "upstream_unavailable"
        }
        UpstreamError::Denied { status, message } => {
            // Google's words are for the operator: what is to be done is in them.
            let event = "mobile.upstream.denied";
            tracing::error!(
                app_id,
                event,
                status,
                message,
                "Google refuses the app's service account"
            );
            "upstream_denied"
        }
        UpstreamError::Unusable(what) => {
            tracing::error!(app_id, what, "the service account cannot be used");
            "not_configured"
        }
    }
}
