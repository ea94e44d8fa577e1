//! Decides what an Android key is worth (spec mobile.md 4.7): a chain registers the key, a proof of possession shows that it is still there.
//! No verdict without a status list that is young enough.

mod chain;
mod facts;
mod registered;

use data_encoding::{BASE64, BASE64URL_NOPAD};
use touchstone_evidence::android_key::{self, StatusList};
use touchstone_evidence::mobile_token::{AndroidKeyToken, Device};

use super::android_app::EnabledAndroidApp;
use super::android_policy::AndroidService;
use super::claim::Bound;
use super::judgement::{Judgement, chain_of};
use super::service::Mobile;
use super::settlement::Case;
use crate::ports::AndroidKey;

/// All that a verification of an Android key goes by.
struct Context<'a> {
    case: &'a Case<'a>,
    bound: &'a Bound,
    token: &'a AndroidKeyToken<'a>,
    device: &'a Device<'a>,
    status: &'a StatusList,
    apps: Vec<&'a EnabledAndroidApp>,
}

impl Mobile {
    /// Judges an Android key: with a chain K1 to K19, without one K19 and K18.
    pub(super) fn judge_android_key(
        &self,
        case: &Case<'_>,
        bound: &Bound,
        token: &AndroidKeyToken<'_>,
        device: &Device<'_>,
        registered: Option<AndroidKey>,
        mut judgement: Judgement,
    ) -> Judgement {
        judgement.subject = format!("android-key:{}", BASE64URL_NOPAD.encode(&token.key_id));
        judgement.fact("key_id", BASE64.encode(&token.key_id));
        let Some(status) = self.status_lists.usable(case.call.now) else {
            tracing::warn!("no Android key is judged: the status list is missing or too old");
            return judgement.refuse("status_list_stale");
        };
        let apps = case
            .policy
            .android_apps_for(case.principal, AndroidService::AndroidKey);
        let context = Context {
            case,
            bound,
            token,
            device,
            status: &status.list,
            apps: apps.collect(),
        };
        match &token.chain {
            Some(chain) => {
                let anchors = self.anchors();
                let is_registered = registered.is_some();
                context.judge_chain(chain, &anchors.android, is_registered, judgement)
            }
            None => context.judge_registered(registered, judgement),
        }
    }
}

impl Context<'_> {
    /// K18: the proof of possession by the key of this SubjectPublicKeyInfo, when the token has one.
    fn check_possession(&self, spki: &[u8], judgement: &mut Judgement) -> Result<(), &'static str> {
        let Some(signature) = &self.token.signature else {
            judgement.note("K18", true, Some("no proof of possession".to_owned()));
            return Ok(());
        };
        let proof = android_key::verify_possession(spki, &self.bound.final_nonce, signature);
        judgement.note("K18", proof.is_ok(), None);
        proof.map_err(|error| {
            judgement.fact("error", chain_of(&error));
            error.reason()
        })
    }
}
