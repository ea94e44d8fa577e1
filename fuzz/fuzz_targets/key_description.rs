//! Key descriptions: no panic, bounded notes, and every accessor answers. Seeds are chains in PEM, whose descriptions
//! are taken out; an input may also be a description itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::android_key::description::{AuthorizationList, KeyDescription};
use touchstone_evidence::limits::{ANDROID_PACKAGES_MAX, ANDROID_SIGNERS_MAX, ANDROID_TAGS_MAX};
use touchstone_evidence::x509::{Certificate, oid};

mod pem;

fuzz_target!(|input: &[u8]| {
    read(input);
    for der in pem::certificates(input).unwrap_or_default() {
        let Ok(certificate) = Certificate::parse(&der) else {
            continue;
        };
        let extensions = certificate.extensions.iter();
        let named = extensions.filter(|e| e.name == oid::ANDROID_KEY_DESCRIPTION);
        named.for_each(|description| read(description.value));
    }
});

fn read(value: &[u8]) {
    let strict = KeyDescription::parse(value).is_ok();
    let Ok(description) = KeyDescription::parse_with_integer_levels(value) else {
        assert!(!strict);
        return;
    };
    assert!(description.attestation_version > 0);
    assert!(description.notes.len() <= 2 * ANDROID_TAGS_MAX);
    list(&description.software);
    list(&description.hardware);
}

fn list(list: &AuthorizationList<'_>) {
    if let Some(id) = list.application_id() {
        assert!(id.package_names.len() <= ANDROID_PACKAGES_MAX);
        assert!(id.signers.len() <= ANDROID_SIGNERS_MAX);
    }
    let _ = (list.purposes(), list.all_applications(), list.origin());
    let _ = (list.root_of_trust(), list.os_version());
    let _ = (list.os_patch_level(), list.vendor_patch_level());
    let _ = list.boot_patch_level();
}
