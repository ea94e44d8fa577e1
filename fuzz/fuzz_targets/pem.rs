//! Takes certificates out of a PEM file: a seed as it is, and mended where the fuzzer broke it.

use data_encoding::BASE64_NOPAD;

/// The certificates, as far as they can be decoded; `None` when there is no PEM at all.
pub fn certificates(input: &[u8]) -> Option<Vec<Vec<u8>>> {
    let text = std::str::from_utf8(input).ok()?;
    let (_, blocks) = text.split_once("-----BEGIN CERTIFICATE-----")?;
    let blocks = blocks.split("-----BEGIN CERTIFICATE-----");
    let decoded = blocks.map(|block| {
        let base64 = block.split("-----").next().unwrap_or_default();
        let base64: String = base64.split_whitespace().collect();
        BASE64_NOPAD.decode(base64.trim_end_matches('=').as_bytes())
    });
    Some(decoded.filter_map(Result::ok).collect())
}
