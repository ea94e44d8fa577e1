//! Decides which dates a receipt may hold: RFC 3339 with 0 to 9 fraction digits (spec mobile.md C1), `T` and `Z` in
//! capitals, any offset.

use crate::Timestamp;

/// The instant; `None` when the text is no such date.
pub(super) fn parse(text: &[u8]) -> Option<Timestamp> {
    let (seconds, rest) = text.split_at_checked("2020-11-21T22:13:02".len())?;
    let shape = seconds
        .iter()
        .zip(b"0000-00-00T00:00:00")
        .all(|(found, form)| match form {
            b'0' => found.is_ascii_digit(),
            _ => found == form,
        });
    let offset = match rest.split_first() {
        Some((b'.', fraction)) => {
            let digits = fraction
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if !(1..=9).contains(&digits) {
                return None;
            }
            fraction.get(digits..)?
        }
        _ => rest,
    };
    let known_offset = match offset {
        b"Z" => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].into_iter().all(u8::is_ascii_digit),
        _ => false,
    };
    core::str::from_utf8(text)
        .ok()
        .filter(|_| shape && known_offset)?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn zero_to_nine_fraction_digits_are_read() {
        let shown = |text: &str| parse(text.as_bytes()).unwrap().to_string();
        assert_eq!(shown("2020-11-21T22:13:02Z"), "2020-11-21T22:13:02.000Z");
        assert_eq!(shown("2020-11-21T22:13:02.79Z"), "2020-11-21T22:13:02.790Z");
        assert_eq!(
            shown("2020-11-21T22:13:02.796123456Z"),
            "2020-11-21T22:13:02.796Z"
        );
        assert_eq!(
            shown("2020-11-21T22:13:02.5+01:00"),
            "2020-11-21T21:13:02.500Z"
        );
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "2020-11-21",
            "2020-11-21 22:13:02Z",
            "2020-11-21t22:13:02Z",
            "2020-11-21T22:13:02z",
            "2020-11-21T22:13:02",
            "2020-11-21T22:13:02.Z",
            "2020-11-21T22:13:02.1234567890Z",
            "2020-11-21T22:13Z",
            "2020-13-21T22:13:02Z",
            "2020-11-31T22:13:02Z",
            "2020-11-21T24:13:02Z",
            "2020-11-21T22:13:02+0100",
            "2020-11-21T22:13:02+01",
            "2020-11-21T22:13:02Z[UTC]",
            "2020-11-21T22:13:02ZZ",
            " 2020-11-21T22:13:02Z",
            "+020-11-21T22:13:02Z",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
