//! BLOBs and entries of metadata: no panic, and every entry that is taken over can be read again from its text.
#![no_main]

use data_encoding::BASE64URL_NOPAD;
use libfuzzer_sys::fuzz_target;
use touchstone_evidence::mds3::{Blob, Certificates, reread};
use touchstone_evidence::webauthn::metadata::Entry;

const URL: &str = "https://mds.example/";

fuzz_target!(|input: &[u8]| {
    let _ = (Entry::parse(input), Entry::parse_local(input));
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    if let Ok(blob) = Blob::parse(text)
        && let Ok(Certificates::At(url)) = blob.certificates(URL)
    {
        assert!(url.to_ascii_lowercase().starts_with("https://mds.example"));
    }
    read(text);
    // An input may also be a payload itself.
    let header = BASE64URL_NOPAD.encode(br#"{"alg":"ES256"}"#);
    read(&format!("{header}.{}.AA", BASE64URL_NOPAD.encode(input)));
});

fn read(blob: &str) {
    let Ok(payload) = reread(blob) else {
        return;
    };
    for listed in &payload.entries {
        assert_eq!(
            Entry::parse(listed.json.as_bytes()).as_ref(),
            Ok(&listed.entry)
        );
        assert!(listed.entry.aaguid.is_some() || !listed.entry.key_ids.is_empty());
    }
}
