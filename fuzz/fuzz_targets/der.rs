//! The DER reader: no panic, bounded depth, and elements that join to the input they were read from.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::der::Reader;
use touchstone_evidence::limits::DER_DEPTH_MAX;

fuzz_target!(|input: &[u8]| {
    walk(Reader::new(input), input, 0);
});

fn walk(mut reader: Reader<'_>, mut input: &[u8], depth: usize) {
    while let Ok(element) = reader.any() {
        assert!(depth < DER_DEPTH_MAX);
        input = input
            .strip_prefix(element.bytes)
            .expect("elements stand one behind the other");
        assert!(element.bytes.ends_with(element.contents));
        let _ = (
            element.boolean(),
            element.boolean_lenient(),
            element.unsigned(),
        );
        let _ = (element.time(), element.bit_string_bytes());
        if element.tag.constructed {
            walk(element.reader(), element.contents, depth + 1);
        }
    }
    assert_eq!(reader.is_empty(), input.is_empty());
}
