//! Identifiers are read strictly and written canonically.

use super::{ApiKeyId, TenantId};

const TENANT: &str = "tenant_01ARZ3NDEKTSV4RRFFQ69G5FAV";

#[test]
fn an_identifier_is_written_as_it_was_read() {
    let id: TenantId = TENANT.parse().unwrap();
    assert_eq!(id.to_string(), TENANT);
}

#[test]
fn another_prefix_is_refused() {
    assert!(TENANT.parse::<ApiKeyId>().is_err());
}

#[test]
fn lower_case_letters_are_refused() {
    assert!(
        "tenant_01arz3ndektsv4rrffq69g5fav"
            .parse::<TenantId>()
            .is_err()
    );
}

#[test]
fn a_short_or_overflowing_ulid_is_refused() {
    assert!(
        "tenant_01ARZ3NDEKTSV4RRFFQ69G5FA"
            .parse::<TenantId>()
            .is_err()
    );
    assert!(
        "tenant_81ARZ3NDEKTSV4RRFFQ69G5FAV"
            .parse::<TenantId>()
            .is_err()
    );
}
