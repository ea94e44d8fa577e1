//! Does the encoder write what RFC 8949 prints, and what another reader reads?

use super::*;

fn hex(item: &Cbor) -> String {
    data_encoding::HEXLOWER.encode(&item.encode())
}

#[test]
fn integers_are_written_as_in_appendix_a() {
    for (number, written) in [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (255, "18ff"),
        (256, "190100"),
        (1_000_000, "1a000f4240"),
        (1_000_000_000_000, "1b000000e8d4a51000"),
        (-1, "20"),
        (-24, "37"),
        (-25, "3818"),
        (-1000, "3903e7"),
        (i64::MIN, "3b7fffffffffffffff"),
    ] {
        assert_eq!(hex(&Cbor::Integer(number)), written, "{number}");
    }
}

#[test]
fn a_long_integer_has_eight_bytes_behind_its_head() {
    assert_eq!(hex(&Cbor::LongInteger(2)), "1b0000000000000002");
    assert_eq!(hex(&Cbor::LongInteger(-7)), "3b0000000000000006");
}

#[test]
fn another_reader_reads_a_nested_item() {
    let item = map([
        ("a", Cbor::Array(vec![Cbor::Null, Cbor::Bool(true)])),
        ("b", Cbor::Tag(1, Box::new(bytes(&[7; 300])))),
    ]);
    let read: ciborium::Value = ciborium::from_reader(item.encode().as_slice()).unwrap();
    let array = ciborium::Value::Array(vec![ciborium::Value::Null, true.into()]);
    let tagged = ciborium::Value::Tag(1, Box::new(ciborium::Value::Bytes(vec![7; 300])));
    let entries = vec![("a".into(), array), ("b".into(), tagged)];
    assert_eq!(read, ciborium::Value::Map(entries));
}

#[test]
fn indefinite_items_end_with_a_break() {
    let array = Cbor::IndefiniteArray(vec![Cbor::Integer(1)]);
    assert_eq!(hex(&array), "9f01ff");
    let map = Cbor::IndefiniteMap(vec![(text("a"), Cbor::Bool(false))]);
    assert_eq!(hex(&map), "bf6161f4ff");
    let bytes = Cbor::IndefiniteBytes(vec![vec![1], vec![2, 3]]);
    assert_eq!(hex(&bytes), "5f4101420203ff");
}

#[test]
fn a_key_can_stand_twice_and_a_raw_item_is_written_as_it_is() {
    let twice = Cbor::Map(vec![
        (text("a"), Cbor::Integer(1)),
        (text("a"), Cbor::Raw(vec![0xff])),
    ]);
    assert_eq!(hex(&twice), "a261610161 61ff".replace(' ', ""));
}

#[test]
fn a_value_is_set_at_its_place_and_taken_out() {
    let mut item = map([("a", Cbor::Integer(1)), ("b", Cbor::Integer(2))]);
    item.put("a", Cbor::Integer(3));
    item.put("c", Cbor::Null);
    item.remove("b");
    assert_eq!(hex(&item), "a26161036163f6");
    assert_eq!(item.get("a"), Some(&Cbor::Integer(3)));
    assert_eq!(item.get("b"), None);
}
