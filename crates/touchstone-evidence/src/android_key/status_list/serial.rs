//! Decides how a serial number is written, so that equal numbers are equal texts: lower-case hexadecimal without
//! leading zeros.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use data_encoding::HEXLOWER;

use crate::limits::STATUS_LIST_KEY_BYTES_MAX;

/// A serial number, as its INTEGER holds it, in lower-case hexadecimal without leading zeros; `0` for zero. The bytes
/// are read without a sign: real serial numbers miss the leading zero byte.
pub fn serial_text(serial: &[u8]) -> String {
    without_zeros(&HEXLOWER.encode(serial))
}

/// A number in hexadecimal, of either case; `None` when it is none, or too long.
pub(super) fn from_hexadecimal(text: &str) -> Option<String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bounded = text.len() <= STATUS_LIST_KEY_BYTES_MAX;
    (digits && bounded).then(|| without_zeros(&text.to_ascii_lowercase()))
}

/// A number in decimal; `None` when it is none, or too long.
pub(super) fn from_decimal(text: &str) -> Option<String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || text.len() > STATUS_LIST_KEY_BYTES_MAX {
        return None;
    }
    // Little-endian, so that it grows at its end.
    let mut number: Vec<u8> = Vec::new();
    for digit in text.bytes() {
        let mut carry = u16::from(digit - b'0');
        for byte in &mut number {
            let [high, low] = (u16::from(*byte) * 10 + carry).to_be_bytes();
            (*byte, carry) = (low, u16::from(high));
        }
        number.extend(u8::try_from(carry).ok().filter(|carry| *carry > 0));
    }
    number.reverse();
    Some(serial_text(&number))
}

fn without_zeros(digits: &str) -> String {
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        number => number.to_owned(),
    }
}
