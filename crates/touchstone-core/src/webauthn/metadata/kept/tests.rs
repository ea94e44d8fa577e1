//! What is kept reads back as it was, and nothing else does.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::Fetched;

fn fetched(certificates: Option<&str>) -> Fetched {
    Fetched {
        text: "a.b.c".to_owned(),
        certificates: certificates.map(str::to_owned),
    }
}

#[test]
fn a_blob_reads_back_with_the_certificates_that_were_fetched_for_it() {
    for certificates in [None, Some("-----BEGIN\nsecond line\n")] {
        let back = Fetched::unpack(&fetched(certificates).pack()).unwrap();
        assert_eq!(back.text, "a.b.c");
        assert_eq!(back.certificates.as_deref(), certificates);
    }
}

#[test]
fn line_breaks_around_a_blob_are_no_certificates() {
    let spaced = Fetched {
        text: "\r\na.b.c\n".to_owned(),
        certificates: None,
    };
    let back = Fetched::unpack(&spaced.pack()).unwrap();
    assert_eq!((back.text.as_str(), back.certificates), ("a.b.c", None));
}

#[test]
fn what_is_kept_is_smaller_than_what_came() {
    let long = Fetched {
        text: "QUJD".repeat(10_000),
        certificates: None,
    };
    assert!(long.pack().len() < 10_000);
}

#[test]
fn what_was_not_packed_here_does_not_read_back() {
    let mut cut = fetched(None).pack();
    cut.pop();
    let no_text = compress_to_vec_zlib(&[0xff, 0xfe], 6);
    let too_long = compress_to_vec_zlib(&vec![b'a'; 20 * 1024 * 1024], 6);
    for stored in [b"a.b.c".to_vec(), Vec::new(), cut, no_text, too_long] {
        assert!(Fetched::unpack(&stored).is_none());
    }
}
