//! Decides what a tenant may be called.

use crate::AdminError;

const NAME_BYTES_MAX: usize = 63;

/// 1 to 63 of `[a-z0-9-]`, beginning with a letter. So no name looks like an identifier.
pub(super) fn check(name: &str) -> Result<(), AdminError> {
    let begins_well = name.starts_with(|first: char| first.is_ascii_lowercase());
    let fits = name.len() <= NAME_BYTES_MAX
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if begins_well && fits {
        Ok(())
    } else {
        Err(AdminError::invalid(
            "name",
            "must be 1 to 63 of a-z, 0-9 and hyphen, beginning with a letter",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn good_names_pass() {
        for name in ["a", "acme", "acme-2", "a-", &"a".repeat(63)] {
            assert!(check(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let long = "a".repeat(64);
        let bad = [
            "", "2acme", "-acme", "Acme", "acme_2", "ac me", "acmé", "acme\n", &long,
        ];
        for name in bad {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
