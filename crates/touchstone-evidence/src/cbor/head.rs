//! Decides whether the head of an item is in its shortest form (RFC 8949 section 4.2.1).

/// Whether the item that `bytes` begin with has a definite length, and its length or integer is written as short as it
/// can be. Simple values and floating-point numbers, whose heads are of one form each, pass.
pub(super) fn is_shortest(bytes: &[u8]) -> bool {
    const SIMPLE: u8 = 7;
    let Some((first, rest)) = bytes.split_first() else {
        return false;
    };
    if first >> 5 == SIMPLE {
        return true;
    }
    match first & 0x1f {
        0..=23 => true,
        24 => value::<1>(rest) >= Some(24),
        25 => value::<2>(rest) > Some(0xff),
        26 => value::<4>(rest) > Some(0xffff),
        27 => value::<8>(rest) > Some(0xffff_ffff),
        _ => false,
    }
}

fn value<const N: usize>(rest: &[u8]) -> Option<u64> {
    let bytes = rest.first_chunk::<N>()?;
    let fold = |value, byte: &u8| value << 8 | u64::from(*byte);
    Some(bytes.iter().fold(0, fold))
}
