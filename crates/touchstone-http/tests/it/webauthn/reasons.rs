//! Every reason that a simulated authenticator can provoke is one that the server can explain.

use touchstone_core::webauthn::{check_meaning, reason};
use touchstone_simulator::webauthn::Flaw;

#[test]
fn every_flaw_s_reason_is_in_the_table_under_its_check() {
    for flaw in Flaw::all() {
        let code = flaw.expected_reason();
        let found = reason(code).unwrap_or_else(|| panic!("{flaw:?}: {code} has no entry"));
        let check = flaw.check();
        assert!(
            check_meaning(check).is_some(),
            "{flaw:?}: {check} has no meaning"
        );
        let is_named = found.check.split(' ').any(|number| number == check);
        assert!(
            is_named,
            "{flaw:?}: {code} is found by {check}, not by {}",
            found.check
        );
    }
}
