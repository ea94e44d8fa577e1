//! The BER normaliser: no panic, what comes out is DER, and DER stays as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::ber;
use touchstone_evidence::der::Reader;

fuzz_target!(|input: &[u8]| {
    if let Ok(der) = ber::to_der(input) {
        assert_eq!(ber::to_der(&der).as_deref(), Ok(der.as_slice()));
        assert!(der.len() <= input.len());
        walk(Reader::new(&der));
    }
});

fn walk(mut reader: Reader<'_>) {
    while !reader.is_empty() {
        let element = reader.any().expect("the output is DER");
        if element.tag.constructed {
            walk(element.reader());
        }
    }
}
