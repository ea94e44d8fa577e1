//! Do the written bytes agree with X.690 and with what Apple sends?

use super::*;

#[test]
fn a_length_takes_the_shortest_form() {
    assert_eq!(tlv(OCTET_STRING, &[]), [0x04, 0x00]);
    assert_eq!(tlv(OCTET_STRING, &[7; 127])[..2], [0x04, 0x7f]);
    assert_eq!(tlv(OCTET_STRING, &[7; 128])[..3], [0x04, 0x81, 0x80]);
    assert_eq!(tlv(OCTET_STRING, &[7; 1000])[..4], [0x04, 0x82, 0x03, 0xe8]);
}

#[test]
fn an_integer_is_never_negative_nor_padded() {
    assert_eq!(integer(&[]), [0x02, 0x01, 0x00]);
    assert_eq!(integer(&[0, 0, 1]), [0x02, 0x01, 0x01]);
    assert_eq!(integer(&[0x80]), [0x02, 0x02, 0x00, 0x80]);
}

#[test]
fn object_identifiers_match_their_published_bytes() {
    let ecdsa_with_sha256 = object_identifier(&[1, 2, 840, 10045, 4, 3, 2]);
    assert_eq!(
        ecdsa_with_sha256,
        [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]
    );
    let nonce = object_identifier(&[1, 2, 840, 113_635, 100, 8, 2]);
    assert_eq!(
        nonce,
        [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 8, 2]
    );
}

#[test]
fn a_high_context_tag_matches_the_bytes_of_a_real_leaf() {
    // Extension 1.2.840.113635.100.8.7 of a device with iOS 14.4.
    let real = [
        0x30, 0x0a, 0xbf, 0x8a, 0x78, 0x06, 0x04, 0x04, 0x31, 0x34, 0x2e, 0x34,
    ];
    assert_eq!(
        sequence(&[&context_high(1400, &octet_string(b"14.4"))]),
        real
    );
}

#[test]
fn a_time_is_utc_until_2049_and_generalized_after() {
    assert_eq!(time(1_611_404_015_432), tlv(UTC_TIME, b"210123121335Z"));
    assert_eq!(time(2_524_607_999_000), tlv(UTC_TIME, b"491231235959Z"));
    assert_eq!(
        time(2_524_608_000_000),
        tlv(GENERALIZED_TIME, b"20500101000000Z")
    );
}

#[test]
fn an_indefinite_length_ends_with_end_of_contents() {
    assert_eq!(
        indefinite(SEQUENCE, &NULL),
        [0x30, 0x80, 0x05, 0x00, 0x00, 0x00]
    );
}
