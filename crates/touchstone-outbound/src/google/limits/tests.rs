//! Places are bounded per tenant and per node, and given back.

use std::sync::Arc;

use touchstone_core::{TenantId, Timestamp};

use super::Places;

fn tenant(number: i64) -> TenantId {
    TenantId::first_at(Timestamp::from_unix_s(number))
}

#[test]
fn the_65th_call_of_a_tenant_has_no_place_and_others_have() {
    let places = Arc::new(Places::default());
    let taken: Vec<_> = (0..64).map(|_| places.take(tenant(1)).unwrap()).collect();
    assert!(places.take(tenant(1)).is_none());
    assert!(places.take(tenant(2)).is_some());
    drop(taken);
    assert!(places.take(tenant(1)).is_some());
}

#[test]
fn the_257th_call_of_a_node_has_no_place() {
    let places = Arc::new(Places::default());
    let mut taken: Vec<_> = (0..256)
        .map(|number| places.take(tenant(number / 64)).unwrap())
        .collect();
    assert!(places.take(tenant(9)).is_none());
    taken.pop();
    assert!(places.take(tenant(9)).is_some());
}

#[test]
fn a_refused_call_takes_nothing() {
    let places = Arc::new(Places::default());
    let taken: Vec<_> = (0..64).map(|_| places.take(tenant(1)).unwrap()).collect();
    for _ in 0..1_000 {
        assert!(places.take(tenant(1)).is_none());
    }
    drop(taken);
    let taken: Vec<_> = (0..64).map_while(|_| places.take(tenant(1))).collect();
    assert_eq!(taken.len(), 64);
}

#[test]
fn nothing_is_kept_of_tenants_without_calls() {
    let places = Arc::new(Places::default());
    for number in 0..1_000 {
        drop(places.take(tenant(number)).unwrap());
    }
    let taken = places.taken();
    assert_eq!((taken.all, taken.by_tenant.len()), (0, 0));
}
