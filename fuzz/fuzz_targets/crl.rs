//! Revocation lists: no panic, bounded, and no certificate that is not listed is revoked by a list without entries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::limits::CRL_ENTRIES_MAX;
use touchstone_evidence::x509::{Certificate, Crl, Crls, crl_standing, crl_urls, names_crl};

fuzz_target!(|input: &[u8]| {
    if let Ok(certificate) = Certificate::parse(input) {
        assert!(names_crl(&certificate) || crl_urls(&certificate).is_empty());
        let now = certificate.validity.not_before;
        let _ = crl_standing(&certificate, Some(&certificate), &Crls::new(), now);
    }
    let Ok(crl) = Crl::parse(input) else {
        return;
    };
    assert!(crl.entries() <= CRL_ENTRIES_MAX);
    assert!(crl.entries() > 0 || !crl.revokes(&[1]));
    assert!(!crl.is_older_than(&crl));
    let _ = (crl.scope(), crl.check_current(crl.this_update()));
});
