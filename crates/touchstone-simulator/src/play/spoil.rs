//! What does each flaw make of a verdict?

use super::app::{PlayApp, TokenType};
use super::flaw::Flaw;
use super::payload::{Payload, digest_text};
use super::{MIN_VERSION_CODE, OTHER_PACKAGE};
use crate::jose::base64url;
use crate::json::{Json, Members};
use crate::key::derive;
use crate::time::MINUTE_MS;

impl PlayApp {
    /// The JSON text of a verdict with one flaw; a flaw that is not in the verdict leaves it right.
    #[must_use]
    pub fn flawed_payload(
        &self,
        flaw: Flaw,
        token_type: TokenType,
        final_nonce: &[u8],
        now_ms: i64,
    ) -> String {
        let mut payload = self.payload(token_type, final_nonce, now_ms);
        self.spoil_request(&mut payload, flaw, final_nonce);
        self.spoil_app(&mut payload, flaw);
        spoil_device(&mut payload, flaw);
        let members = payload.members();
        match flaw {
            Flaw::PayloadNotJson => "verdict".to_owned(),
            Flaw::PayloadArray => Json::Array(vec![Json::Object(members)]).to_string(),
            Flaw::PayloadTrailing => format!("{}{{}}", payload.to_json()),
            _ => Json::Object(spoilt_members(members, flaw)).to_string(),
        }
    }

    fn spoil_request(&self, payload: &mut Payload, flaw: Flaw, final_nonce: &[u8]) {
        let standard = payload.request_hash.is_some();
        let mut set = |text: Option<String>| match standard {
            true => payload.request_hash = text,
            false => payload.nonce = text,
        };
        match flaw {
            Flaw::NonceOther => set(Some(base64url(&derive(&self.seed, "other nonce")))),
            Flaw::NonceMissing => set(None),
            Flaw::NonceHex => set(Some(data_encoding::HEXLOWER.encode(final_nonce))),
            Flaw::NonceInOtherField => {
                std::mem::swap(&mut payload.nonce, &mut payload.request_hash);
            }
            Flaw::RequestPackageOther => {
                OTHER_PACKAGE.clone_into(&mut payload.request_package_name)
            }
            Flaw::TimestampMissing => payload.timestamp_ms = None,
            Flaw::FromFuture => {
                payload.timestamp_ms = payload.timestamp_ms.map(|at| at + 2 * MINUTE_MS);
            }
            Flaw::Stale => {
                payload.timestamp_ms = payload.timestamp_ms.map(|at| at - 11 * MINUTE_MS);
            }
            Flaw::TestingResponse => payload.is_testing_response = Some(true),
            _ => {}
        }
    }

    fn spoil_app(&self, payload: &mut Payload, flaw: Flaw) {
        let own = digest_text(&self.signer_digest);
        let other = digest_text(&derive(&self.seed, "other signer"));
        let known = |text: &str| Some(text.to_owned());
        match flaw {
            Flaw::AppUnrecognized => {
                payload.app_recognition_verdict = known("UNRECOGNIZED_VERSION")
            }
            Flaw::AppUnevaluated => payload.app_recognition_verdict = known("UNEVALUATED"),
            Flaw::AppIntegrityMissing => {
                payload.app_recognition_verdict = None;
                payload.package_name = None;
                payload.certificate_sha256_digests = None;
                payload.version_code = None;
            }
            Flaw::Cleared => *payload = payload.cleared(),
            Flaw::AppPackageOther => payload.package_name = known(OTHER_PACKAGE),
            Flaw::AppPackageMissing => payload.package_name = None,
            Flaw::CertificateOther => payload.certificate_sha256_digests = Some(vec![other]),
            Flaw::CertificateExtra => payload.certificate_sha256_digests = Some(vec![own, other]),
            Flaw::CertificateEmpty => payload.certificate_sha256_digests = Some(vec![]),
            Flaw::CertificateMissing => payload.certificate_sha256_digests = None,
            Flaw::VersionOld => payload.version_code = Some((MIN_VERSION_CODE - 1).to_string()),
            Flaw::VersionMissing => payload.version_code = None,
            Flaw::Unlicensed => payload.app_licensing_verdict = known("UNLICENSED"),
            Flaw::LicensingMissing => payload.app_licensing_verdict = None,
            _ => {}
        }
    }
}

fn spoil_device(payload: &mut Payload, flaw: Flaw) {
    let labels = |label: &str| Some(vec![label.to_owned()]);
    match flaw {
        Flaw::DeviceBasic => payload.device_recognition_verdicts = labels("MEETS_BASIC_INTEGRITY"),
        Flaw::DeviceVirtual => {
            payload.device_recognition_verdicts = labels("MEETS_VIRTUAL_INTEGRITY");
        }
        Flaw::DeviceEmpty => payload.device_recognition_verdicts = Some(vec![]),
        Flaw::PlayProtectHighRisk => payload.play_protect_verdict = Some("HIGH_RISK".to_owned()),
        Flaw::AppsCapturing => payload.apps_detected = labels("UNKNOWN_CAPTURING"),
        _ => {}
    }
}

fn spoilt_members(mut members: Members, flaw: Flaw) -> Members {
    match flaw {
        Flaw::RequestDetailsMissing => members.remove("requestDetails"),
        Flaw::DeviceMissing => members.remove("deviceIntegrity"),
        Flaw::RequestDetailsTwice => {
            let first = members.0.first().cloned();
            members.0.extend(first);
        }
        Flaw::TimestampNotInteger => {
            if let Some((_, Json::Object(details))) = members.0.first_mut() {
                details.put("timestampMillis", Json::text("2026-04-29T14:49:57Z"));
            }
        }
        _ => {}
    }
    members
}
