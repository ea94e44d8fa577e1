//! Decides what a Huawei SysIntegrity token is worth (spec mobile.md 4.6).

use touchstone_evidence::mobile_token::{HmsToken, is_package_name};
use touchstone_evidence::sys_integrity::{self, App, CHECKS, Expected, Facts};

use super::android_app::EnabledAndroidApp;
use super::android_policy::AndroidService;
use super::claim::Bound;
use super::details::{HuaweiTokenDetails, TokenDetails};
use super::hints;
use super::judgement::{Judgement, chain_of};
use super::service::Mobile;
use super::settlement::Case;

impl Mobile {
    /// Judges a SysIntegrity token: H1 to H10.
    pub(super) fn judge_huawei(
        &self,
        case: &Case<'_>,
        bound: &Bound,
        token: &HmsToken<'_>,
        mut judgement: Judgement,
    ) -> Judgement {
        let anchors = self.anchors();
        let Some(anchors) = &anchors.huawei else {
            tracing::error!("no Huawei roots are configured: set mobile.huawei.roots");
            judgement.fact("missing", "mobile.huawei.roots");
            return judgement.refuse("not_configured");
        };
        let enabled: Vec<&EnabledAndroidApp> = case
            .policy
            .android_apps_for(case.principal, AndroidService::Hms)
            .collect();
        let apps: Vec<App<'_>> = enabled.iter().map(|app| expected_app(app)).collect();
        let expected = Expected {
            final_nonce: &bound.final_nonce,
            apps: &apps,
        };
        match sys_integrity::verify(&token.token, &expected, anchors, case.call.now) {
            Ok(verified) => {
                judgement.note_checks(CHECKS, None);
                if let Some(app) = enabled.get(verified.app_index) {
                    judgement.note_android_app(case, app);
                }
                note(&verified.facts, &mut judgement);
                judgement.result = Ok(None);
                judgement
            }
            Err(error) => {
                judgement.note_checks(CHECKS, Some(error.check()));
                judgement.fact("error", chain_of(&error));
                note_refused(case, bound, token, &error, &enabled, &mut judgement);
                judgement.refuse(error.reason())
            }
        }
    }
}

fn expected_app(app: &EnabledAndroidApp) -> App<'_> {
    let hms = &app.policy.hms;
    App {
        package_name: &app.app.package_name,
        signers: &app.signers,
        huawei_app_id: hms.huawei_app_id.as_deref(),
        max_age_s: hms.max_age_s,
        future_skew_s: hms.future_skew_s,
    }
}

/// What can be told of refused evidence.
fn note_refused(
    case: &Case<'_>,
    bound: &Bound,
    token: &HmsToken<'_>,
    error: &sys_integrity::Error,
    enabled: &[&EnabledAndroidApp],
    judgement: &mut Judgement,
) {
    let Ok(facts) = sys_integrity::inspect(&token.token) else {
        return;
    };
    let named = |app: &&&EnabledAndroidApp| {
        facts.package_name.as_deref() == Some(app.app.package_name.as_str())
    };
    if let Some(app) = enabled.iter().find(named) {
        judgement.note_android_app(case, app);
    }
    note(&facts, judgement);
    if let ("hms_nonce_mismatch", Some(received)) = (error.reason(), facts.nonce.as_deref()) {
        judgement.note_received_nonce(received);
        judgement.hint = hints::find_nonce(bound, received);
    }
}

fn note(facts: &Facts, judgement: &mut Judgement) {
    // Nobody vouches for a refused token: what is no package name is not written down as one.
    let package_name = facts.package_name.as_deref();
    if let Some(package_name) = package_name.filter(|name| is_package_name(name)) {
        judgement.subject = format!("hms:{package_name}");
    }
    judgement.note_certificates(&facts.certificates);
    judgement.fact(
        "verdict",
        serde_json::json!({
            "package_name": facts.package_name,
            "app_id": facts.app_id,
            "basic_integrity": facts.basic_integrity,
            "advice": facts.advice,
            "detail": facts.detail,
            "certificate_sha256": facts
                .certificate_sha256
                .iter()
                .map(|sha256| data_encoding::HEXLOWER.encode(sha256))
                .collect::<Vec<_>>(),
            "made_at": facts.timestamp.map(|at| at.to_string()),
        }),
    );
    judgement.details = details(facts).map(TokenDetails::Huawei);
}

fn details(facts: &Facts) -> Option<HuaweiTokenDetails> {
    Some(HuaweiTokenDetails {
        package_name: facts.package_name.clone()?,
        app_id: facts.app_id.clone().unwrap_or_default(),
        basic_integrity: facts.basic_integrity?,
        advice: facts.advice.clone(),
        detail: facts.detail.clone(),
        certificate_sha256: facts.certificate_sha256.clone(),
        made_at: facts.timestamp,
    })
}
