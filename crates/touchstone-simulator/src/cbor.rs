//! How is CBOR written? A few words on top of ciborium.

use ciborium::Value;

/// A text string.
pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A byte string.
pub(crate) fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

/// A map with text keys, in the order given.
pub(crate) fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(
        entries
            .into_iter()
            .map(|(name, value)| (text(name), value))
            .collect(),
    )
}

/// The encoded item.
#[expect(
    clippy::expect_used,
    reason = "a vector takes every byte, and a Value always encodes"
)]
pub(crate) fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).expect("a Value encodes into a vector");
    out
}
