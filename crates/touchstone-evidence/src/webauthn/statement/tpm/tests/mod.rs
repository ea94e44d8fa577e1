//! The structures of a TPM by hand; what they prove is tested with minted and outside evidence.

mod attest;
mod device;
mod pub_area;

/// A TPM2B structure.
fn sized(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
    [&length, bytes].concat()
}

/// UINT16 values one behind the other.
fn words(values: &[u16]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_be_bytes())
        .collect()
}
