//! Envelopes around tokens that no simulated device made.

use ciborium::{Value, cbor};

/// What an app sends: this token of this service.
pub fn envelope(service: &str, token: &Value) -> Vec<u8> {
    let envelope = cbor!({
        "device" => { "model" => "Pixel 9", "version" => "16", "service" => service },
        "token" => token,
    });
    let mut out = Vec::new();
    ciborium::into_writer(&envelope.unwrap(), &mut out).unwrap();
    out
}
