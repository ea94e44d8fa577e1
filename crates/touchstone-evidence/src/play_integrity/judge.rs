//! Decides whether a payload is what an app expects: checks G6 to G17, in the order that [`super::CHECKS`] prints.

use alloc::string::String;

use subtle::ConstantTimeEq;

use super::payload::Payload;
use super::{Error, Facts, Policy, TokenType, nonce_bytes};
use crate::Timestamp;
use crate::digest::Sha256;
use crate::json;

/// What stands for an absent `appRecognitionVerdict`: the app was not looked at.
const UNEVALUATED: &str = "UNEVALUATED";

/// What a payload is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// The package of the app.
    pub package_name: &'e str,
    /// SHA-256 of every certificate that may sign the app; empty = none may.
    pub signers: &'e [Sha256],
    /// How the app asked.
    pub token_type: TokenType,
    /// The nonce that the verdict must carry.
    pub final_nonce: &'e [u8],
    /// What the app asks.
    pub policy: &'e Policy,
}

/// Judges a payload, the JSON object of `tokenPayloadExternal`, as [`super::open`] or Google's decode call gave it:
/// checks G6 to G17.
pub fn judge(payload: &[u8], expected: &Expected<'_>, now: Timestamp) -> Result<Facts, Error> {
    // G6
    let payload = Payload::parse(payload)?;
    let (facts, policy) = (&payload.facts, expected.policy);
    // G7
    if payload.request_package_name.as_deref() != Some(expected.package_name) {
        let found = payload.request_package_name;
        return Err(Error::RequestPackageMismatch { found });
    }
    // G8
    check_nonce(facts, expected)?;
    // G9
    check_age(facts, policy, now)?;
    // G10
    if facts.is_testing_response && !policy.allow_testing {
        return Err(Error::TestingResponse);
    }
    // G11, G12, G13
    check_app(&payload, expected)?;
    // G14
    if policy.min_version_code > 0 && version(facts) < Some(policy.min_version_code) {
        let found = facts.version_code.clone();
        return Err(Error::VersionTooOld { found });
    }
    // G15
    let mut asked = policy.device_labels.iter();
    if let Some(missing) = asked.find(|label| !facts.device_labels.contains(label)) {
        let missing = missing.clone();
        return Err(Error::DeviceIntegrity { missing });
    }
    // G16
    let licensing = facts.licensing.as_ref();
    if !policy.licensing.is_empty()
        && !licensing.is_some_and(|word| policy.licensing.contains(word))
    {
        let found = facts.licensing.clone();
        return Err(Error::Unlicensed { found });
    }
    // G17
    if let Some(found) = rejected_risk(facts, policy) {
        let found = found.clone();
        return Err(Error::EnvironmentRisk { found });
    }
    Ok(payload.facts)
}

fn check_nonce(facts: &Facts, expected: &Expected<'_>) -> Result<(), Error> {
    let received = facts.nonce_text(expected.token_type).and_then(nonce_bytes);
    // No bytes are no nonce, even if none were expected.
    let matches = received.as_ref().is_some_and(|received| {
        !received.is_empty() && bool::from(received.as_slice().ct_eq(expected.final_nonce))
    });
    if matches {
        Ok(())
    } else {
        Err(Error::NonceMismatch { received })
    }
}

fn check_age(facts: &Facts, policy: &Policy, now: Timestamp) -> Result<(), Error> {
    let requested_at = facts.requested_at;
    if requested_at > now.plus_s(i64::from(policy.future_skew_s)) {
        return Err(Error::FromFuture { requested_at });
    }
    if now > requested_at.plus_s(i64::from(policy.max_age_s)) {
        return Err(Error::Stale { requested_at });
    }
    Ok(())
}

/// G11, and unless the app was not evaluated G12 and G13.
fn check_app(payload: &Payload, expected: &Expected<'_>) -> Result<(), Error> {
    let found = &payload.facts.app_recognition;
    let word = found.as_deref().unwrap_or(UNEVALUATED);
    let accepted = &expected.policy.app_recognition;
    if !accepted.is_empty() && !accepted.iter().any(|accepted| accepted == word) {
        let found = found.clone();
        return Err(Error::AppNotRecognized { found });
    }
    if word == UNEVALUATED {
        return Ok(());
    }
    if payload.app_package_name.as_deref() != Some(expected.package_name) {
        let found = payload.app_package_name.clone();
        return Err(Error::AppPackageMismatch { found });
    }
    let configured =
        |digest: &Option<Sha256>| digest.is_some_and(|digest| expected.signers.contains(&digest));
    if payload.certificates.is_empty() || !payload.certificates.iter().all(configured) {
        return Err(Error::CertificateMismatch);
    }
    Ok(())
}

fn version(facts: &Facts) -> Option<u64> {
    let version = json::decimal(facts.version_code.as_deref()?)?;
    u64::try_from(version).ok()
}

fn rejected_risk<'f>(facts: &'f Facts, policy: &Policy) -> Option<&'f String> {
    let play_protect = facts.play_protect.iter();
    let mut play_protect = play_protect.filter(|word| policy.play_protect_reject.contains(word));
    let apps = facts.apps_detected.iter();
    let mut apps = apps.filter(|word| policy.app_access_reject.contains(word));
    play_protect.next().or_else(|| apps.next())
}
