//! Decides what a Play Integrity token is worth (spec mobile.md 4.5): opened here with the app's keys, or by Google; then judged by the same
//! checks.

mod facts;
mod local;
mod remote;

use touchstone_evidence::mobile_token::{GmsToken, GmsTokenType};
use touchstone_evidence::play_integrity::{self, CHECKS, Expected, TokenType};

use super::android_app::EnabledAndroidApp;
use super::android_policy::{AndroidService, GmsMode};
use super::claim::Bound;
use super::hints;
use super::judgement::{Judgement, chain_of};
use super::policy::TenantPolicy;
use super::service::Mobile;
use super::settlement::Case;
use crate::Principal;

/// Where a token is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Here,
    AtGoogle,
    /// Mode `local` takes no standard tokens.
    Refused,
}

/// Why a token gave no payload: refused, or no verdict can be reached.
type Unopened = &'static str;

/// Whether this token will be sent to Google.
pub(super) fn goes_to_google(
    policy: &TenantPolicy,
    principal: &Principal,
    token: &GmsToken<'_>,
) -> bool {
    app_of(policy, principal, token).is_some_and(|app| way(app, token) == Way::AtGoogle)
}

fn app_of<'a>(
    policy: &'a TenantPolicy,
    principal: &'a Principal,
    token: &GmsToken<'_>,
) -> Option<&'a EnabledAndroidApp> {
    policy
        .android_apps_for(principal, AndroidService::Gms)
        .find(|app| app.app.package_name == *token.package_name)
}

/// Local opening is for classic tokens of apps with both keys; everything else goes to Google.
fn way(app: &EnabledAndroidApp, token: &GmsToken<'_>) -> Way {
    let classic = token.token_type == GmsTokenType::Classic;
    match app.policy.gms.mode {
        GmsMode::Local if classic => Way::Here,
        GmsMode::Local => Way::Refused,
        GmsMode::Auto if classic && app.has_play_keys() => Way::Here,
        GmsMode::Auto | GmsMode::Google => Way::AtGoogle,
    }
}

type Checks = &'static [(&'static str, &'static str)];

/// The checks of the format that open a token, and those that judge what it holds.
fn checks() -> (Checks, Checks) {
    let judging = CHECKS.iter().position(|(check, _)| *check == "G6");
    CHECKS.split_at(judging.unwrap_or(CHECKS.len()))
}

impl Mobile {
    /// Judges a Play Integrity token: G1 to G17.
    pub(super) async fn judge_google(
        &self,
        case: &Case<'_>,
        bound: &Bound,
        token: &GmsToken<'_>,
        mut judgement: Judgement,
    ) -> Judgement {
        judgement.subject = format!("gms:{}", token.package_name);
        let app = app_of(case.policy, case.principal, token);
        judgement.note("G1", app.is_some(), None);
        let Some(app) = app else {
            return judgement.refuse("gms_app_not_allowed");
        };
        judgement.note_android_app(case, app);
        let way = way(app, token);
        judgement.note("G1a", way != Way::Refused, None);
        let payload = match way {
            Way::Refused => return judgement.refuse("gms_token_type_refused"),
            Way::Here => self.open_here(app, token, &mut judgement),
            Way::AtGoogle => self.open_at_google(case, app, token, &mut judgement).await,
        };
        match payload {
            Ok(payload) => judge_payload(case, bound, app, token, &payload, judgement),
            Err(reason) => judgement.refuse(reason),
        }
    }
}

fn judge_payload(
    case: &Case<'_>,
    bound: &Bound,
    app: &EnabledAndroidApp,
    token: &GmsToken<'_>,
    payload: &[u8],
    mut judgement: Judgement,
) -> Judgement {
    let expected = Expected {
        package_name: &app.app.package_name,
        signers: &app.signers,
        token_type: match token.token_type {
            GmsTokenType::Classic => TokenType::Classic,
            GmsTokenType::Standard => TokenType::Standard,
        },
        final_nonce: &bound.final_nonce,
        policy: &app.gms,
    };
    let (_, judging) = checks();
    match play_integrity::judge(payload, &expected, case.call.now) {
        Ok(seen) => {
            judgement.note_checks(judging, None);
            facts::note(&seen, token, app, &mut judgement);
            judgement.result = Ok(None);
            judgement
        }
        Err(error) => {
            judgement.note_checks(judging, Some(error.check()));
            judgement.fact("error", chain_of(&error));
            if let Ok(seen) = play_integrity::inspect(payload) {
                facts::note(&seen, token, app, &mut judgement);
            }
            if let play_integrity::Error::NonceMismatch {
                received: Some(received),
            } = &error
            {
                judgement.note_received_nonce(received);
                judgement.hint = hints::find_nonce(bound, received);
            }
            judgement.refuse(error.reason())
        }
    }
}
