//! The CBOR reader: no panic, no large allocation, and every view of a checked item is complete.
#![no_main]

use std::alloc::System;

use cap::Cap;
use libfuzzer_sys::fuzz_target;
use touchstone_evidence::cbor::{self, Item, Keys};

/// 1 MiB in all, of which the reader may need a fraction.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, 1 << 20);

fuzz_target!(|input: &[u8]| {
    if let Ok((item, rest)) = cbor::skip(input) {
        assert_eq!([item, rest].concat(), input);
    }
    for keys in [Keys::Text, Keys::Labels] {
        if let Ok(item) = cbor::parse(input, keys) {
            read(item);
        }
        if let Ok((item, rest)) = cbor::parse_prefix(input, keys) {
            assert!(input.ends_with(rest) && rest.len() < input.len());
            read(item);
        }
    }
});

fn read(item: Item<'_>) {
    let views = [
        item.is_null(),
        item.boolean().is_some(),
        item.integer().is_some(),
        item.bytes().is_some(),
        item.text().is_some(),
        item.entries().is_some(),
        item.elements().is_some(),
    ];
    assert!(views.into_iter().filter(|view| *view).count() <= 1);
    item.entries()
        .into_iter()
        .flatten()
        .for_each(|(_, value)| read(value));
    item.elements().into_iter().flatten().for_each(read);
}
