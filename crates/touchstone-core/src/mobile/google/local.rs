//! Decides how a classic token is opened on this server, with the app's own keys (G2 to G4).

use touchstone_evidence::mobile_token::GmsToken;
use touchstone_evidence::play_integrity;

use super::{Unopened, checks};
use crate::mobile::android_app::{EnabledAndroidApp, SecretError};
use crate::mobile::judgement::{Judgement, chain_of};
use crate::mobile::service::Mobile;

impl Mobile {
    /// The payload of the token.
    pub(super) fn open_here(
        &self,
        app: &EnabledAndroidApp,
        token: &GmsToken<'_>,
        judgement: &mut Judgement,
    ) -> Result<Vec<u8>, Unopened> {
        judgement.fact("opened", "local");
        let keys = match app.play_keys(&self.sealer) {
            Ok(keys) => keys,
            Err(error) => {
                not_configured(app, "the Play keys", &error, judgement);
                return Err("not_configured");
            }
        };
        let (opening, _) = checks();
        match play_integrity::open(&token.token, &keys) {
            Ok(payload) => {
                judgement.note_checks(opening, None);
                Ok(payload)
            }
            Err(error) => {
                judgement.note_checks(opening, Some(error.check()));
                judgement.fact("error", chain_of(&error));
                Err(error.reason())
            }
        }
    }
}

/// Tells the operator what the app lacks: in the verdict, and in the log.
pub(super) fn not_configured(
    app: &EnabledAndroidApp,
    what: &str,
    error: &SecretError,
    judgement: &mut Judgement,
) {
    let error = chain_of(error);
    let app_id = app.app.id.to_string();
    tracing::error!(
        app_id,
        what,
        error,
        "an app is not configured for this token"
    );
    judgement.fact("missing", format!("{what}: {error}"));
}
