//! Addresses of issuers that are accepted and refused.

use touchstone_core::ports::Upstream as _;

use super::{IssuerUrls, Issuers};
use crate::BaseUrlError;

type Field = fn(&mut IssuerUrls) -> &mut String;

const FIELDS: [(&str, Field); 5] = [
    ("google_decode_url", |urls| &mut urls.google_decode_url),
    ("google_token_url", |urls| {
        urls.google_token_url.get_or_insert_default()
    }),
    ("apple_data_url", |urls| &mut urls.apple_data_url),
    ("apple_data_development_url", |urls| {
        &mut urls.apple_data_development_url
    }),
    ("android_status_url", |urls| &mut urls.android_status_url),
];

#[test]
fn the_issuers_themselves_are_where_they_say() {
    let issuers = Issuers::new(&IssuerUrls::default()).unwrap();
    assert_eq!(
        issuers.status_list_source(),
        "https://android.googleapis.com/attestation/status"
    );
    assert_eq!(format!("{issuers:?}"), "Issuers { .. }");
}

#[test]
fn every_address_that_would_go_out_in_plain_is_refused_by_name() {
    for (setting, field) in FIELDS {
        let mut urls = IssuerUrls::default();
        *field(&mut urls) = "http://192.0.2.1:8080".to_owned();
        let error = Issuers::new(&urls).unwrap_err();
        assert_eq!(
            (error.setting, error.source),
            (setting, BaseUrlError::Plain)
        );
    }
}

#[test]
fn what_is_no_address_is_refused_by_name() {
    for (setting, field) in FIELDS {
        for text in ["", "playintegrity.googleapis.com", "https://u:p@a.example"] {
            let mut urls = IssuerUrls::default();
            *field(&mut urls) = text.to_owned();
            let error = Issuers::new(&urls).unwrap_err();
            assert_eq!(error.setting, setting, "{text}");
            assert_ne!(error.source, BaseUrlError::Plain, "{text}");
        }
    }
}

#[test]
fn only_token_and_status_addresses_have_a_path() {
    for (setting, field) in FIELDS {
        let mut urls = IssuerUrls::default();
        *field(&mut urls) = "https://a.example/b".to_owned();
        let has_path = ["google_token_url", "android_status_url"].contains(&setting);
        assert_eq!(Issuers::new(&urls).is_ok(), has_path, "{setting}");
    }
}
