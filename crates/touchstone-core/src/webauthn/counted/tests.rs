//! Which elements of a compound statement count.

use touchstone_evidence::webauthn::statement::{
    CompoundRule, RefusedElement, VerifiedStatement, VerifiedStatements,
};
use touchstone_evidence::webauthn::{AttestationType, FormatSetting};

use super::counted;
use CompoundRule::{All, Any};

fn element(setting: FormatSetting) -> VerifiedStatement {
    VerifiedStatement {
        setting,
        attestation_type: AttestationType::Basic,
        algorithm: None,
        x5c: vec![vec![1]],
        aaguid_in_leaf: false,
    }
}

/// Three elements that hold, alike, around one that does not: at 0, 2, 3 and at 1.
fn compound() -> VerifiedStatements {
    VerifiedStatements {
        setting: FormatSetting::Compound,
        attestation_type: AttestationType::Compound,
        elements: vec![element(FormatSetting::PackedFull); 3],
        refused: vec![RefusedElement {
            position: 1,
            check: "P3",
            reason: "signature_invalid",
        }],
    }
}

fn positions(words: &[&str], rule: CompoundRule, trust: &str) -> Vec<usize> {
    let whole = compound();
    let words = words.iter().map(|word| (*word).to_owned());
    let judged: Vec<_> = whole.elements.iter().zip(words).collect();
    counted(&whole, &judged, rule, trust)
}

#[test]
fn under_any_the_elements_count_that_came_to_what_all_of_it_came_to() {
    let words = ["untrusted:chain_untrusted", "trusted", "trusted"];
    assert_eq!(positions(&words, Any, "trusted"), [2, 3]);
    let words = ["uncertain", "trusted", "none"];
    assert_eq!(positions(&words, Any, "trusted"), [2]);
}

#[test]
fn under_all_every_element_counts() {
    let words = ["uncertain", "trusted", "none"];
    assert_eq!(positions(&words, All, "uncertain"), [0, 2, 3]);
}

#[test]
fn what_did_not_pass_the_gate_does_not_count() {
    let whole = compound();
    let judged = [(&whole.elements[2], "trusted".to_owned())];
    for rule in [All, Any] {
        assert_eq!(counted(&whole, &judged, rule, "trusted"), [3]);
    }
}

#[test]
fn a_statement_that_is_not_compound_has_no_positions() {
    let whole = VerifiedStatements::from(element(FormatSetting::PackedFull));
    let judged = [(&whole.elements[0], "trusted".to_owned())];
    assert!(counted(&whole, &judged, Any, "trusted").is_empty());
}
