//! The details objects, one per platform (spec mobile.md 2.2). What is unknown is left out.

use data_encoding::BASE64;
use serde::Serialize;
use touchstone_core::mobile::{AppleTokenDetails, TokenDetails};

/// The one details object of an answer, under its platform's name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum DetailsBody<'a> {
    /// Apple App Attest.
    AppleTokenDetails(AppleBody<'a>),
}

/// Facts of an Apple token.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppleBody<'a> {
    app_id: &'a str,
    environment: &'static str,
    key_id: String,
    attested: bool,
    counter: u32,
    attested_at_utc: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_jailbroken: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_build: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt_risk_metric: Option<u32>,
}

impl<'a> DetailsBody<'a> {
    /// Of these facts.
    pub(super) fn new(details: &'a TokenDetails) -> Self {
        match details {
            TokenDetails::Apple(apple) => Self::AppleTokenDetails(AppleBody::new(apple)),
        }
    }
}

impl<'a> AppleBody<'a> {
    fn new(apple: &'a AppleTokenDetails) -> Self {
        Self {
            app_id: &apple.app_id,
            environment: apple.environment.as_str(),
            key_id: BASE64.encode(&apple.key_id),
            attested: apple.attested,
            counter: apple.counter,
            attested_at_utc: apple.attested_at.to_string(),
            is_jailbroken: apple.is_jailbroken,
            os_version: apple.os_version.as_deref(),
            os_build: apple.os_build.as_deref(),
            receipt_risk_metric: apple.receipt_risk_metric,
        }
    }
}
