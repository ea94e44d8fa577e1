//! The known answers of spec mobile.md 3.1, and what a reference must not be.

use data_encoding::BASE64;
use touchstone_evidence::Timestamp;

use super::{Issuer, Reference, TenantKey};
use crate::{Random, TenantId};

const TENANT: &str = "tenant_01ARZ3NDEKTSV4RRFFQ69G5FAV";

fn key_of(tenant: &str) -> TenantKey {
    let master: Vec<u8> = (0..32).collect();
    TenantKey::derive(&master, tenant.parse::<TenantId>().unwrap())
}

struct FixedRandom(u64);

impl Random for FixedRandom {
    fn fill(&self, out: &mut [u8]) {
        out.copy_from_slice(&self.0.to_be_bytes());
    }
}

fn issued(salt: u64, lifetime_s: u32) -> Reference {
    let now = Timestamp::from_unix_ms(1_777_474_169_871);
    Issuer::default().issue(&key_of(TENANT), lifetime_s, now, &FixedRandom(salt))
}

#[test]
fn the_first_known_answer_holds() {
    let reference = issued(0x1_2345_6789, 300);
    assert_eq!(reference.to_text(), "019dd9b7-6c0f-700a-9234-56789b8d03bf");
    assert_eq!(
        BASE64.encode(&key_of(TENANT).server_nonce(&reference)),
        "rPsie3vipjKaI+t2ni/IJtMyT01z+PLB8QH0Ud/z41A="
    );
}

#[test]
fn the_second_known_answer_holds() {
    let reference = issued(0, 86_700);
    assert_eq!(reference.to_text(), "019dd9b7-6c0f-7b4a-8000-0000069f51bb");
    assert_eq!(
        BASE64.encode(&key_of(TENANT).server_nonce(&reference)),
        "pG0GpBaDJaZbVxh45sjM3v9Fxe0OKKa42YmWQHbCwyY="
    );
    assert_eq!(
        reference.expires_at().ms_since(reference.issued_at()),
        86_700_000
    );
}

#[test]
fn a_reference_is_read_as_it_was_written() {
    let reference = issued(SALT, 300);
    assert_eq!(Reference::parse(&reference.to_text()), Some(reference));
}

const SALT: u64 = 0x3_ffff_ffff;

#[test]
fn a_foreign_tenants_reference_is_not_owned() {
    assert!(key_of(TENANT).owns(&issued(1, 300)));
    assert!(!key_of("tenant_01ARZ3NDEKTSV4RRFFQ69G5FAW").owns(&issued(1, 300)));
}

#[test]
fn every_changed_bit_is_refused() {
    let key = key_of(TENANT);
    let bytes = issued(7, 300).to_bytes();
    for bit in 0..128 {
        let mut changed = bytes;
        changed[bit / 8] ^= 1 << (bit % 8);
        let text = uuid::Uuid::from_bytes(changed).to_string();
        let owned = Reference::parse(&text).is_some_and(|reference| key.owns(&reference));
        assert!(!owned, "bit {bit}");
    }
}

#[test]
fn other_spellings_and_versions_are_refused() {
    for text in [
        "",
        "not-a-uuid",
        "019DD9B7-6C0F-700A-9234-56789B8D03BF",
        "019dd9b76c0f700a923456789b8d03bf",
        "{019dd9b7-6c0f-700a-9234-56789b8d03bf}",
        "urn:uuid:019dd9b7-6c0f-700a-9234-56789b8d03bf",
        "019dd9b7-6c0f-400a-9234-56789b8d03bf",
        "019dd9b7-6c0f-700a-d234-56789b8d03bf",
        "019dd9b7-6c0f-700a-9234-56789b8d03bf ",
    ] {
        assert_eq!(Reference::parse(text), None, "{text}");
    }
}

#[test]
fn sessions_of_one_millisecond_never_repeat() {
    let issuer = Issuer::default();
    let key = key_of(TENANT);
    let now = Timestamp::from_unix_ms(1_777_474_169_871);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..1_000 {
        assert!(
            seen.insert(
                issuer
                    .issue(&key, 300, now, &FixedRandom(u64::MAX))
                    .to_text()
            )
        );
    }
}

#[test]
fn sessions_of_requests_that_run_side_by_side_never_repeat() {
    let issuer = Issuer::default();
    let key = key_of(TENANT);
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..3_000 {
        let now = Timestamp::from_unix_ms(1_777_474_169_871 + round / 10 + (round % 3));
        assert!(
            seen.insert(issuer.issue(&key, 300, now, &FixedRandom(5)).to_text()),
            "{round}"
        );
    }
}

#[test]
fn lifetimes_that_cannot_be_promised_are_out_of_range() {
    for (lifetime, expected) in [(0, false), (1, true), (3_000, true), (3_001, false)] {
        let reference = Reference {
            lifetime,
            ..issued(1, 300)
        };
        assert_eq!(reference.lifetime_in_range(), expected, "{lifetime}");
    }
}
