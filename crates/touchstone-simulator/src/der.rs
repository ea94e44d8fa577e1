//! How is DER written, and the little BER that Apple's receipts need? A writer only: it reads nothing.
//!
//! Written by hand so that wrong shapes can be made on purpose and no encoder is shared with the verifier.

pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
pub(crate) const OCTET_STRING: u8 = 0x04;
/// A constructed OCTET STRING: the chunks of BER.
pub(crate) const OCTET_STRING_CHUNKS: u8 = 0x24;
const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
const ENUMERATED: u8 = 0x0a;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// NULL.
pub(crate) const NULL: [u8; 2] = [0x05, 0x00];

/// Tag, length and content; the length in its shortest form.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    out.extend(length(content.len()));
    out.extend_from_slice(content);
    out
}

/// BER: tag, indefinite length, content, end-of-contents.
pub(crate) fn indefinite(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, 0x80], content, &[0x00, 0x00]].concat()
}

/// SEQUENCE of parts that are encoded already.
pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, &parts.concat())
}

/// SET of parts that are encoded already, in the order given.
pub(crate) fn set(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SET, &parts.concat())
}

/// The tag byte of a constructed context tag; `number` is at most 30.
pub(crate) fn context_tag(number: u8) -> u8 {
    0xa0 | (number & 0x1f)
}

/// A constructed context tag whose number needs more than one byte.
pub(crate) fn context_high(number: u32, content: &[u8]) -> Vec<u8> {
    let mut out = vec![0xbf];
    out.extend(base128(number));
    out.extend(length(content.len()));
    out.extend_from_slice(content);
    out
}

/// BOOLEAN.
pub(crate) fn boolean(value: bool) -> Vec<u8> {
    tlv(BOOLEAN, &[if value { 0xff } else { 0 }])
}

/// ENUMERATED of a number under 128.
pub(crate) fn enumerated(value: u8) -> Vec<u8> {
    tlv(ENUMERATED, &[value & 0x7f])
}

/// An explicit context tag of any number.
pub(crate) fn context(number: u32, content: &[u8]) -> Vec<u8> {
    match u8::try_from(number) {
        Ok(short @ 0..=30) => tlv(context_tag(short), content),
        _ => context_high(number, content),
    }
}

/// INTEGER of a number that is not negative.
pub(crate) fn unsigned(value: u64) -> Vec<u8> {
    integer(&value.to_be_bytes())
}

/// INTEGER of unsigned big-endian bytes, in its shortest form.
pub(crate) fn integer(big_endian: &[u8]) -> Vec<u8> {
    let mut content: Vec<u8> = big_endian
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect();
    if content.first().is_none_or(|byte| *byte >= 0x80) {
        content.insert(0, 0);
    }
    tlv(INTEGER, &content)
}

/// OCTET STRING.
pub(crate) fn octet_string(content: &[u8]) -> Vec<u8> {
    tlv(OCTET_STRING, content)
}

/// BIT STRING of `content` without its last `unused_bits` bits.
pub(crate) fn bit_string(unused_bits: u8, content: &[u8]) -> Vec<u8> {
    tlv(BIT_STRING, &[&[unused_bits], content].concat())
}

/// UTF8String.
pub(crate) fn utf8_string(text: &str) -> Vec<u8> {
    tlv(UTF8_STRING, text.as_bytes())
}

/// PrintableString.
pub(crate) fn printable_string(text: &str) -> Vec<u8> {
    tlv(PRINTABLE_STRING, text.as_bytes())
}

/// OBJECT IDENTIFIER of its arcs (at least two).
pub(crate) fn object_identifier(arcs: &[u32]) -> Vec<u8> {
    let mut content = Vec::new();
    if let [first, second, rest @ ..] = arcs {
        content.extend(base128(first * 40 + second));
        content.extend(rest.iter().flat_map(|arc| base128(*arc)));
    }
    tlv(OBJECT_IDENTIFIER, &content)
}

/// UTCTime, or GeneralizedTime outside 1950..=2049 (RFC 5280 4.1.2.5), in whole seconds.
pub(crate) fn time(unix_ms: i64) -> Vec<u8> {
    let at = crate::time::timestamp(unix_ms).to_zoned(jiff::tz::TimeZone::UTC);
    if (1950..=2049).contains(&at.year()) {
        tlv(
            UTC_TIME,
            at.strftime("%y%m%d%H%M%SZ").to_string().as_bytes(),
        )
    } else {
        tlv(
            GENERALIZED_TIME,
            at.strftime("%Y%m%d%H%M%SZ").to_string().as_bytes(),
        )
    }
}

fn length(count: usize) -> Vec<u8> {
    match u8::try_from(count) {
        Ok(short @ 0..=0x7f) => vec![short],
        _ => {
            let bytes: Vec<u8> = count
                .to_be_bytes()
                .into_iter()
                .skip_while(|byte| *byte == 0)
                .collect();
            // A usize has at most eight bytes.
            let first = 0x80 | u8::try_from(bytes.len()).unwrap_or(8);
            [vec![first], bytes].concat()
        }
    }
}

/// Seven bits a byte, high first, the top bit set on all but the last.
fn base128(number: u32) -> Vec<u8> {
    let mut groups = vec![low_seven_bits(number)];
    let mut rest = number >> 7;
    while rest > 0 {
        groups.insert(0, 0x80 | low_seven_bits(rest));
        rest >>= 7;
    }
    groups
}

fn low_seven_bits(number: u32) -> u8 {
    let [.., low] = number.to_be_bytes();
    low & 0x7f
}

#[cfg(test)]
mod tests;
