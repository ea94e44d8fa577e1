//! Decides which words an admin key's scopes are (design.md section 3).

use crate::ports::KeyKind;
use crate::{Noun, SCOPE_ALL};

/// Make and change tenants.
pub const TENANTS_WRITE: &str = "tenants:write";

/// Every scope that a key can be given.
pub const ALL: [&str; 18] = [
    SCOPE_ALL,
    TENANTS_WRITE,
    "mobile:read",
    "mobile:write",
    "mobile:keys",
    "pos:read",
    "pos:write",
    "pos:keys",
    "pos:claim",
    "webauthn:read",
    "webauthn:write",
    "webauthn:keys",
    "knox:read",
    "knox:write",
    "knox:keys",
    "purchases:read",
    "purchases:write",
    "purchases:keys",
];

/// What reading the family's objects and verdicts takes.
pub const fn read(noun: Noun) -> &'static str {
    match noun {
        Noun::Mobile => "mobile:read",
        Noun::Pos => "pos:read",
        Noun::Webauthn => "webauthn:read",
        Noun::Knox => "knox:read",
        Noun::Purchases => "purchases:read",
    }
}

/// What changing the family's objects takes.
pub const fn write(noun: Noun) -> &'static str {
    match noun {
        Noun::Mobile => "mobile:write",
        Noun::Pos => "pos:write",
        Noun::Webauthn => "webauthn:write",
        Noun::Knox => "knox:write",
        Noun::Purchases => "purchases:write",
    }
}

/// What handling API keys of this kind takes. Admin keys can do anything that their scopes say, so only `*` handles them.
pub const fn keys(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Mobile => "mobile:keys",
        KeyKind::Purchases => "purchases:keys",
        KeyKind::Knox => "knox:keys",
        KeyKind::Webauthn => "webauthn:keys",
        KeyKind::Admin => SCOPE_ALL,
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, keys, read, write};
    use crate::Noun;
    use crate::ports::KeyKind;

    #[test]
    fn every_scope_that_is_asked_for_can_be_given() {
        for noun in Noun::ALL {
            assert!(ALL.contains(&read(noun)), "{noun:?}");
            assert!(ALL.contains(&write(noun)), "{noun:?}");
        }
        for kind in KeyKind::ALL {
            assert!(ALL.contains(&keys(kind)), "{kind:?}");
        }
    }
}
