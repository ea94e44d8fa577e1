//! Decides what is kept and told of a Play Integrity verdict.

use data_encoding::HEXLOWER;
use serde_json::json;
use touchstone_evidence::mobile_token::{GmsToken, GmsTokenType};
use touchstone_evidence::play_integrity::Facts;

use crate::mobile::android_app::EnabledAndroidApp;
use crate::mobile::details::{GoogleTokenDetails, TokenDetails};
use crate::mobile::judgement::Judgement;

pub(super) fn note(
    seen: &Facts,
    token: &GmsToken<'_>,
    app: &EnabledAndroidApp,
    judgement: &mut Judgement,
) {
    let details = details(seen, token, app);
    let signers: Option<Vec<String>> = details.certificate_sha256.as_ref().map(|signers| {
        signers
            .iter()
            .map(|sha256| HEXLOWER.encode(sha256))
            .collect()
    });
    judgement.fact(
        "verdict",
        json!({
            "token_type": details.token_type,
            "package_name": details.package_name,
            "device_labels": details.device_integrity_verdicts,
            "app_recognition": details.app_recognition_verdict,
            "licensing": details.app_licensing_verdict,
            "version_code": details.version_code,
            "play_protect": details.play_protect_verdict,
            "recent_device_activity": details.recent_device_activity_level,
            "apps_detected": details.app_access_risk_verdicts,
            "certificate_sha256": signers,
            "device_sdk_version": details.device_sdk_version,
            "is_testing_response": details.is_testing_response,
            "requested_at": details.requested_at.to_string(),
        }),
    );
    judgement.details = Some(TokenDetails::Google(details));
}

fn details(seen: &Facts, token: &GmsToken<'_>, app: &EnabledAndroidApp) -> GoogleTokenDetails {
    let filled = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
    GoogleTokenDetails {
        package_name: seen
            .package_name
            .clone()
            .unwrap_or_else(|| app.app.package_name.clone()),
        device_integrity_verdicts: seen.device_labels.clone(),
        token_type: match token.token_type {
            GmsTokenType::Classic => "classic",
            GmsTokenType::Standard => "standard",
        },
        app_recognition_verdict: seen.app_recognition.clone(),
        app_licensing_verdict: seen.licensing.clone(),
        version_code: seen.version_code.clone(),
        play_protect_verdict: seen.play_protect.clone(),
        recent_device_activity_level: seen.recent_device_activity.clone(),
        app_access_risk_verdicts: filled(&seen.apps_detected),
        certificate_sha256: (!seen.certificate_sha256.is_empty())
            .then(|| seen.certificate_sha256.clone()),
        device_sdk_version: seen.device_sdk_version,
        is_testing_response: seen.is_testing_response,
        requested_at: seen.requested_at,
    }
}
