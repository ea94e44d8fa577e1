//! Which certificates are revoked? The list in the form that Google publishes (spec/mobile.md 7.2).

use data_encoding::HEXLOWER;

/// What the list says of a serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// For good.
    Revoked,
    /// For now.
    Suspended,
}

/// How the list writes a serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SerialForm {
    /// Lower-case hexadecimal without leading zeros.
    Hex,
    /// Decimal. A serial of more than sixteen bytes is written by its last sixteen.
    Decimal,
}

/// A status list as JSON. Serials are unsigned, big-endian.
#[must_use]
pub fn status_list(entries: &[(&[u8], SerialForm, Status)]) -> String {
    let entry = |(serial, form, status): &(&[u8], SerialForm, Status)| {
        let status = match status {
            Status::Revoked => "REVOKED",
            Status::Suspended => "SUSPENDED",
        };
        let serial = form.text(serial);
        format!(r#""{serial}":{{"status":"{status}","reason":"KEY_COMPROMISE"}}"#)
    };
    let entries: Vec<String> = entries.iter().map(entry).collect();
    format!(r#"{{"entries":{{{}}}}}"#, entries.join(","))
}

impl SerialForm {
    fn text(self, serial: &[u8]) -> String {
        match self {
            Self::Hex => {
                let hex = HEXLOWER.encode(serial);
                let stripped = hex.trim_start_matches('0');
                if stripped.is_empty() { "0" } else { stripped }.to_owned()
            }
            Self::Decimal => {
                let number = serial
                    .iter()
                    .fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
                number.to_string()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_is_written_without_leading_zeros() {
        let list = status_list(&[(&[0, 0x0a, 0xbc], SerialForm::Hex, Status::Revoked)]);
        let expected = r#"{"entries":{"abc":{"status":"REVOKED","reason":"KEY_COMPROMISE"}}}"#;
        assert_eq!(list, expected);
    }

    #[test]
    fn a_serial_can_be_written_in_decimal() {
        let list = status_list(&[(&[0x01, 0x00], SerialForm::Decimal, Status::Suspended)]);
        assert!(list.contains(r#""256":{"status":"SUSPENDED""#), "{list}");
    }

    #[test]
    fn a_list_may_be_empty() {
        assert_eq!(status_list(&[]), r#"{"entries":{}}"#);
    }
}
