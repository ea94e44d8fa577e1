//! What does a verdict say, and what does each flaw make of it?

use data_encoding::BASE64;

use super::OTHER_PACKAGE;
use super::app::{FieldNames, HuaweiApp};
use super::flaw::Flaw;
use crate::json::{Json, Members};
use crate::key::{derive, sha256};
use crate::time::{MINUTE_MS, SECOND_MS, within_calendar};

impl HuaweiApp {
    /// The JSON text of the verdict, made three seconds before `now_ms`.
    pub(super) fn payload(&self, final_nonce: &[u8], now_ms: i64, flaw: Option<Flaw>) -> String {
        let mut members = self.members(final_nonce, within_calendar(now_ms) - 3 * SECOND_MS);
        self.spoil_binding(&mut members, final_nonce, now_ms, flaw);
        self.spoil_app(&mut members, flaw);
        match flaw {
            Some(Flaw::PayloadNotJson) => "verdict".to_owned(),
            Some(Flaw::PayloadArray) => Json::Array(vec![Json::Object(members)]).to_string(),
            Some(Flaw::NonceTwice) => {
                let nonce = Json::Text(BASE64.encode(final_nonce));
                members.0.push(("nonce".to_owned(), nonce));
                Json::Object(members).to_string()
            }
            _ => Json::Object(members).to_string(),
        }
    }

    fn members(&self, final_nonce: &[u8], made_ms: i64) -> Members {
        let names = self.names();
        let mut members = Members::default();
        members.put_known("advice", self.advice.as_deref());
        members.put(names.digests, self.digests(&self.signers));
        if self.field_names == FieldNames::Apk {
            let apk = sha256(self.package.as_bytes());
            members.put("apkDigestSha256", Json::Text(BASE64.encode(&apk)));
        }
        members.put(names.package, Json::text(&self.package));
        members.put("appId", Json::text(&self.app_id));
        members.put("basicIntegrity", Json::Bool(self.basic_integrity));
        if !self.detail.is_empty() {
            members.put("detail", Json::texts(&self.detail));
        }
        members.put("nonce", Json::Text(BASE64.encode(final_nonce)));
        members.put(names.made, Json::Number(made_ms));
        members
    }

    fn digests(&self, digests: &[[u8; 32]]) -> Json {
        let mut texts = digests.iter().map(|digest| BASE64.encode(digest));
        match self.digest_as_text && digests.len() < 2 {
            true => Json::Text(texts.next().unwrap_or_default()),
            false => Json::texts(&texts.collect::<Vec<_>>()),
        }
    }

    fn spoil_binding(
        &self,
        members: &mut Members,
        final_nonce: &[u8],
        now_ms: i64,
        flaw: Option<Flaw>,
    ) {
        let names = self.names();
        let now_ms = within_calendar(now_ms);
        match flaw {
            Some(Flaw::NonceOther) => {
                let other = derive(&self.seed, "other nonce");
                members.put("nonce", Json::Text(BASE64.encode(&other)));
            }
            Some(Flaw::NonceMissing) => members.remove("nonce"),
            Some(Flaw::NonceHex) => {
                let hex = data_encoding::HEXLOWER.encode(final_nonce);
                members.put("nonce", Json::Text(hex));
            }
            Some(Flaw::FromFuture) => {
                members.put(names.made, Json::Number(now_ms + 2 * MINUTE_MS));
            }
            Some(Flaw::Stale) => members.put(names.made, Json::Number(now_ms - 11 * MINUTE_MS)),
            Some(Flaw::TimestampMissing) => members.remove(names.made),
            _ => {}
        }
    }

    fn spoil_app(&self, members: &mut Members, flaw: Option<Flaw>) {
        let names = self.names();
        let other = derive(&self.seed, "other signer");
        match flaw {
            Some(Flaw::PackageOther) => members.put(names.package, Json::text(OTHER_PACKAGE)),
            Some(Flaw::PackageMissing) => members.remove(names.package),
            Some(Flaw::CertificateOther) => members.put(names.digests, self.digests(&[other])),
            Some(Flaw::CertificateExtra) => {
                let digests = [self.signers.as_slice(), &[other]].concat();
                members.put(names.digests, self.digests(&digests));
            }
            Some(Flaw::CertificateEmpty) => members.put(names.digests, self.digests(&[])),
            Some(Flaw::CertificateMissing) => members.remove(names.digests),
            Some(Flaw::AppIdOther) => {
                let other = format!("{}0", self.app_id);
                members.put("appId", Json::Text(other));
            }
            Some(Flaw::AppIdMissing) => members.remove("appId"),
            Some(Flaw::IntegrityFailed) => {
                members.put("advice", Json::text("RESTORE_TO_FACTORY_RESET"));
                members.put("basicIntegrity", Json::Bool(false));
                members.put("detail", Json::Array(vec![Json::text("root")]));
            }
            Some(Flaw::IntegrityMissing) => members.remove("basicIntegrity"),
            Some(Flaw::IntegrityAsText) => members.put("basicIntegrity", Json::text("true")),
            _ => {}
        }
    }

    fn names(&self) -> Names {
        match self.field_names {
            FieldNames::Apk => Names {
                package: "apkPackageName",
                digests: "apkCertificateDigestSha256",
                made: "timestampMs",
            },
            FieldNames::Hap => Names {
                package: "hapBundleName",
                digests: "hapCertificateSha256",
                made: "timestamp",
            },
        }
    }
}

/// The names of the fields that differ between systems.
struct Names {
    package: &'static str,
    digests: &'static str,
    made: &'static str,
}
