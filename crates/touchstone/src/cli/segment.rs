//! Decides how a name becomes a part of a path.

/// A part of a path: nothing in it can lead elsewhere.
pub(crate) fn segment(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    // Dots alone mean folders, encoded ones too; encoded twice they are a name that nothing has.
    let dots = text.bytes().all(|byte| byte == b'.');
    text.bytes()
        .map(|byte| {
            if dots {
                format!("%25{byte:02X}")
            } else if unreserved(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_cannot_lead_elsewhere() {
        assert_eq!(segment("tenant_01ARZ3"), "tenant_01ARZ3");
        assert_eq!(segment("../keys?x=1#y"), "..%2Fkeys%3Fx%3D1%23y");
        assert_eq!(segment(".."), "%252E%252E");
    }
}
