//! Status lists: no panic, and no serial number that stands in a list is good.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchstone_evidence::android_key::{Standing, StatusList, serial_text};
use touchstone_evidence::json;
use touchstone_evidence::limits::STATUS_LIST_BYTES_MAX;

fuzz_target!(|input: &[u8]| {
    let text = serial_text(input);
    assert!(!text.is_empty() && (text == "0" || !text.starts_with('0')));
    let Ok(list) = StatusList::parse(input) else {
        return;
    };
    // The strict reader also refuses repeated names.
    let Ok(value) = json::parse(input, STATUS_LIST_BYTES_MAX) else {
        return;
    };
    let entries = value.get("entries").and_then(json::Value::members);
    let entries = entries.expect("a list has entries");
    assert_eq!(list.entries(), entries.len());
    for key in entries.keys() {
        assert_ne!(list.standing_of_text(key), Standing::Good);
    }
});
