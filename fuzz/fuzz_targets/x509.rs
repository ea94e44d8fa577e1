//! The certificate view: no panic, and every part stands in the input. Evidence seeds hold certificates, so each
//! place that looks like one is tried.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::x509::{Anchors, Certificate};

const CERTIFICATES_MAX: usize = 8;

fuzz_target!(|input: &[u8]| {
    view(input);
    let places = input
        .windows(2)
        .enumerate()
        .filter(|(_, head)| *head == [0x30, 0x82]);
    for (at, _) in places.take(CERTIFICATES_MAX) {
        let from = &input[at..];
        let length = from
            .get(2..4)
            .map_or(0, |n| usize::from(n[0]) << 8 | usize::from(n[1]));
        from.get(..length + 4).into_iter().for_each(view);
    }
    if let Ok(text) = std::str::from_utf8(input) {
        let _ = Anchors::from_pem(text);
    }
});

fn view(der: &[u8]) {
    let Ok(certificate) = Certificate::parse(der) else {
        return;
    };
    assert_eq!(certificate.der, der);
    for part in [
        certificate.tbs,
        certificate.spki.der,
        certificate.issuer,
        certificate.subject,
    ] {
        assert!(der.windows(part.len()).any(|window| window == part));
    }
    let _ = (
        certificate.scheme(),
        certificate.spki.public_key(),
        certificate.spki.sha256(),
    );
    let _ = (
        certificate.basic_constraints(),
        certificate.may_sign_certificates(),
    );
    for extension in certificate.extensions.iter() {
        let _ = certificate.extension(extension.name);
    }
}
