//! Decides which keys from elsewhere may come in.

use crate::api_keys::new_secret;
use crate::ports::KeyKind;
use crate::{Random, SystemRandomSource};

#[test]
fn an_issued_key_has_the_form_of_its_kind_and_of_no_other() {
    let random: &dyn Random = &SystemRandomSource::new();
    for kind in KeyKind::ALL {
        let secret = new_secret(kind, random);
        for other in KeyKind::ALL {
            assert_eq!(
                other.has_foreign_form(secret.reveal()),
                kind == other,
                "{kind:?} {other:?}"
            );
        }
    }
}

#[test]
fn the_random_part_has_bounds() {
    for (chars, fits) in [(15, false), (16, true), (200, true), (201, false)] {
        let key = format!("xma_{}", "a".repeat(chars));
        assert_eq!(KeyKind::Mobile.has_foreign_form(&key), fits, "{chars}");
    }
    assert!(!KeyKind::Admin.has_foreign_form(&format!("tsadm_{}", "a".repeat(42))));
}

#[test]
fn other_characters_and_prefixes_are_refused() {
    let bad = [
        "xma_SampleKey",
        "xma_aaaaaaaaaaaaaaaa ",
        " xma_aaaaaaaaaaaaaaaa",
        "xma_aaaaaaaaaaaaaaa=",
        "xma_aaaaaaaaaaaaaaaä",
        "XMA_aaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaa",
        "",
    ];
    for key in bad {
        assert!(!KeyKind::Mobile.has_foreign_form(key), "{key}");
    }
    assert!(!KeyKind::Knox.has_foreign_form(&"A".repeat(64)));
    assert!(!KeyKind::Knox.has_foreign_form(&"a".repeat(63)));
    assert!(!KeyKind::Purchases.has_foreign_form("attesto_prod_aaaaaaaaaaaaaaaa"));
}
