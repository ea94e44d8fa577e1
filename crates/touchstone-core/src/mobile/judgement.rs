//! Decides what a token is worth, before anything is written: which checks were made, which failed first, and what is to become of the
//! device key. The envelope's own checks are here; each platform has a file of its own.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Map, Value};
use touchstone_evidence::mobile_token::{self, Envelope, Service, Token};
use touchstone_evidence::x509::CertificateFacts;

use super::android_app::EnabledAndroidApp;
use super::android_policy::AndroidService;
use super::answer::CheckLine;
use super::claim::Bound;
use super::details::TokenDetails;
use super::service::Mobile;
use super::settlement::Case;
use crate::AppId;
use crate::ports::{DeviceKey, KeyChange};

/// What a token is worth.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    /// The platform, when the envelope told it.
    pub(super) platform: Option<&'static str>,
    /// `apple:<keyId>` and the like; `none` when the envelope could not be read.
    pub(super) subject: String,
    /// The app, when one was found.
    pub(super) app_id: Option<AppId>,
    /// The policy that was applied, as JSON.
    pub(super) applied: Arc<str>,
    /// For the verdict log.
    pub(super) facts: Map<String, Value>,
    /// The checks made, in order.
    pub(super) checks: Vec<CheckLine>,
    /// What becomes of the device key, if there is one; or the reason of the refusal, or why there is no verdict.
    pub(super) result: Result<Option<KeyChange>, &'static str>,
    /// For the relying party.
    pub(super) details: Option<TokenDetails>,
    /// What may have gone wrong with the nonce.
    pub(super) hint: Option<String>,
}

impl Judgement {
    /// Nothing was checked yet.
    pub(super) fn new(case: &Case<'_>) -> Self {
        Self {
            platform: None,
            subject: "none".to_owned(),
            app_id: None,
            applied: Arc::clone(&case.policy.applied),
            facts: Map::new(),
            checks: Vec::with_capacity(32),
            result: Err("token_malformed"),
            details: None,
            hint: None,
        }
    }

    /// Notes the checks of `all` that were made: up to the failed one, or all of them. They run in the order of the list.
    pub(super) fn note_checks(
        &mut self,
        all: &'static [(&'static str, &'static str)],
        failed: Option<&'static str>,
    ) {
        for (check, _) in all {
            let ok = failed != Some(*check);
            self.note(check, ok, None);
            if !ok {
                break;
            }
        }
    }

    /// Notes one check.
    pub(super) fn note(&mut self, check: &'static str, ok: bool, note: Option<String>) {
        self.checks.push(CheckLine {
            check: check.into(),
            ok,
            note: note.map(Into::into),
        });
    }

    /// Ends with a refusal.
    pub(super) fn refuse(mut self, reason: &'static str) -> Self {
        self.result = Err(reason);
        self
    }

    /// The nonce that was expected and how it came about. It stands in the verdict's row and nowhere else.
    fn note_nonce(&mut self, case: &Case<'_>, bound: &Bound) {
        self.fact("final_nonce", BASE64URL_NOPAD.encode(&bound.final_nonce));
        let session = bound.server_nonce.is_some();
        self.fact("approach", if session { "session" } else { "sessionless" });
        if bound.device_nonce.is_some() {
            self.fact(
                "composition",
                serde_json::json!(case.policy.settings.final_nonce),
            );
        }
    }

    /// The app by which the rest is judged.
    pub(super) fn note_android_app(&mut self, case: &Case<'_>, app: &EnabledAndroidApp) {
        self.app_id = Some(app.app.id);
        self.applied = app.applied(&case.policy.settings);
        self.fact("package_name", app.app.package_name.as_str());
    }

    /// Serial numbers and dates of the certificates.
    pub(super) fn note_certificates(&mut self, certificates: &[CertificateFacts]) {
        let certificates: Vec<_> = certificates
            .iter()
            .map(|certificate| {
                serde_json::json!({
                    "serial": HEXLOWER.encode(&certificate.serial),
                    "not_before": certificate.not_before.to_string(),
                    "not_after": certificate.not_after.to_string(),
                })
            })
            .collect();
        self.fact("certificates", certificates);
    }

    /// The hash of the nonce that the evidence is bound to, when it is another.
    pub(super) fn note_received_nonce(&mut self, received: &[u8]) {
        let sha256 = digest(&SHA256, received);
        self.fact("received_nonce_sha256", HEXLOWER.encode(sha256.as_ref()));
    }

    /// Adds a fact for the verdict log.
    pub(super) fn fact(&mut self, name: &str, value: impl Into<Value>) {
        self.facts.insert(name.to_owned(), value.into());
    }
}

impl Mobile {
    /// Judges what the envelope holds (checks T1 to T5, then the platform's).
    pub(super) async fn judge(
        &self,
        case: &Case<'_>,
        bound: &Bound,
        envelope: Result<Envelope<'_>, mobile_token::Error>,
        device_key: Option<DeviceKey>,
    ) -> Judgement {
        let mut judgement = Judgement::new(case);
        judgement.note_nonce(case, bound);
        let envelope = match envelope {
            Ok(envelope) => envelope,
            Err(error) => {
                judgement.note_checks(mobile_token::CHECKS, Some(error.check()));
                judgement.fact("error", chain_of(&error));
                return judgement.refuse(error.reason());
            }
        };
        judgement.note_checks(mobile_token::CHECKS, None);
        judgement.fact("model", &*envelope.device.model);
        judgement.fact("version", &*envelope.device.version);
        let platform = envelope.token.service().word();
        judgement.platform = Some(platform);
        let served = is_served(case, envelope.token.service());
        judgement.note("T5", served, None);
        if !served {
            return judgement.refuse("service_not_enabled");
        }
        match &envelope.token {
            Token::Apple(token) => {
                let registered = match device_key {
                    Some(DeviceKey::Apple(key)) => Some(key),
                    Some(DeviceKey::Android(_)) | None => None,
                };
                self.judge_apple(case, bound, token, &envelope.device, registered, judgement)
            }
            Token::Gms(token) => self.judge_google(case, bound, token, judgement).await,
            Token::Hms(token) => self.judge_huawei(case, bound, token, judgement),
            Token::AndroidKey(token) => {
                let registered = match device_key {
                    Some(DeviceKey::Android(key)) => Some(key),
                    Some(DeviceKey::Apple(_)) | None => None,
                };
                self.judge_android_key(case, bound, token, &envelope.device, registered, judgement)
            }
        }
    }
}

/// Whether an app that this caller may use takes proofs of the service (T5).
fn is_served(case: &Case<'_>, service: Service) -> bool {
    let android = |service| {
        let mut apps = case.policy.android_apps_for(case.principal, service);
        apps.next().is_some()
    };
    match service {
        Service::Apple => case.policy.apple_apps_for(case.principal).next().is_some(),
        Service::Gms => android(AndroidService::Gms),
        Service::Hms => android(AndroidService::Hms),
        Service::AndroidKey => android(AndroidService::AndroidKey),
    }
}

/// The error and all its causes, outermost first.
pub(super) fn chain_of(error: &dyn std::error::Error) -> String {
    let mut out = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        out.push_str(": ");
        out.push_str(&error.to_string());
        cause = error.source();
    }
    out
}
