//! The mobile envelope: no panic, no large allocation, and every refusal names a check of the list.
#![no_main]

use std::alloc::System;

use cap::Cap;
use libfuzzer_sys::fuzz_target;
use touchstone_evidence::mobile_token::{self, CHECKS};

/// 1 MiB in all, of which the reader may need a fraction.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, 1 << 20);

fuzz_target!(|input: &[u8]| {
    if let Err(error) = mobile_token::parse(input) {
        assert!(CHECKS.iter().any(|(check, _)| *check == error.check()));
    }
});
