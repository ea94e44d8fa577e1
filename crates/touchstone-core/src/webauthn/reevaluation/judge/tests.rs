//! What the judgements of several elements amount to.

use touchstone_evidence::webauthn::statement::CompoundRule;
use touchstone_evidence::webauthn::trust::{Cleared, Error};

use super::{Judged, combine};
use CompoundRule::{All, Any};

const NO_REPORTS: Cleared = Cleared {
    status: false,
    revocation: true,
};
const REVOKED: Error = Error::CertRevoked { index: 0 };

fn both(
    first: Result<Cleared, Error>,
    second: Result<Cleared, Error>,
    rule: CompoundRule,
) -> Judged {
    combine(vec![first, second], rule)
}

#[test]
fn what_speaks_against_one_element_speaks_against_all_of_them() {
    let second = Err(Error::AaguidDenied);
    assert_eq!(both(Err(REVOKED), second.clone(), All), Err(REVOKED));
    assert_eq!(
        both(Ok(Cleared::ALL), second, All),
        Err(Error::AaguidDenied)
    );
}

#[test]
fn one_element_that_nothing_speaks_against_is_enough_where_any_is() {
    let found = both(Err(REVOKED), Ok(NO_REPORTS), Any);
    assert_eq!(found, Ok(vec![NO_REPORTS]));
    let found = both(Err(REVOKED), Err(Error::AaguidDenied), Any);
    assert_eq!(found, Err(REVOKED));
}

#[test]
fn of_all_elements_is_known_what_is_known_of_each_and_of_any_what_is_known_of_one() {
    let found = both(Ok(Cleared::ALL), Ok(NO_REPORTS), All);
    assert_eq!(found, Ok(vec![NO_REPORTS]));
    let found = both(Ok(Cleared::ALL), Ok(NO_REPORTS), Any);
    assert_eq!(found, Ok(vec![Cleared::ALL, NO_REPORTS]));
}
