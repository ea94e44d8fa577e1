//! Decides whether a proof of possession by a registered key is accepted: K19, then K18.

use touchstone_evidence::android_key::Standing;

use super::{Context, facts};
use crate::mobile::judgement::Judgement;
use crate::ports::{AndroidKey, KeyChange};

impl Context<'_> {
    pub(super) fn judge_registered(
        &self,
        registered: Option<AndroidKey>,
        mut judgement: Judgement,
    ) -> Judgement {
        // A key of an app that is disabled, or not this API key's, is as one that is not there.
        let known = registered.and_then(|key| {
            let app = self.apps.iter().find(|app| app.app.id == key.app_id);
            app.map(|app| (*app, key))
        });
        let Some((app, key)) = known else {
            judgement.note("K19", false, None);
            return judgement.refuse("android_key_unknown");
        };
        judgement.note_android_app(self.case, app);
        judgement.details = facts::of_registration(&app.app.package_name, &key);
        let standing = self.standing(&key);
        judgement.note("K19", standing.is_ok(), None);
        if let Err(reason) = standing {
            return judgement.refuse(reason);
        }
        if self.token.signature.is_none() {
            // The envelope has a chain or a signature; without either a key would pass by its name.
            judgement.note("K18", false, None);
            return judgement.refuse("android_pop_invalid");
        }
        match self.check_possession(&key.spki, &mut judgement) {
            Ok(()) => {
                let key_id = key.key_id;
                judgement.result = Ok(Some(KeyChange::TouchAndroid { key_id }));
                judgement
            }
            Err(reason) => judgement.refuse(reason),
        }
    }

    fn standing(&self, key: &AndroidKey) -> Result<(), &'static str> {
        if key.revoked_at.is_some() {
            return Err("android_key_revoked");
        }
        let standings = key.serials.iter();
        let gravest = standings
            .map(|serial| self.status.standing_of_text(serial))
            .max();
        match gravest {
            Some(Standing::Good) | None => Ok(()),
            Some(Standing::Suspended) => Err("android_cert_suspended"),
            Some(Standing::Revoked) => Err("android_cert_revoked"),
        }
    }
}
