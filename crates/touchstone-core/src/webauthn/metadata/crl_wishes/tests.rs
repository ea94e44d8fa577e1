//! When the store hears of a list again.

use touchstone_evidence::Timestamp;

use super::{CrlWishes, WISHES_MAX, Wish};

const NOW: Timestamp = Timestamp::from_unix_s(1_800_000_000);

fn wish(n: usize) -> Wish {
    (format!("http://crl.example/{n}"), [0; 32])
}

#[test]
fn a_wish_is_told_once_a_day() {
    let wishes = CrlWishes::default();
    assert!(!wishes.are_known(&[wish(1)], NOW));
    wishes.note(vec![wish(1)], NOW);
    assert!(wishes.are_known(&[wish(1)], NOW));
    assert!(wishes.are_known(&[wish(1)], NOW.plus_s(86_399)));
    assert!(!wishes.are_known(&[wish(1)], NOW.plus_s(86_400)));
    let went_back = NOW.plus_s(-1);
    assert!(!wishes.are_known(&[wish(1)], went_back));
}

#[test]
fn one_wish_that_is_new_is_enough() {
    let wishes = CrlWishes::default();
    wishes.note(vec![wish(1)], NOW);
    assert!(!wishes.are_known(&[wish(1), wish(2)], NOW));
    let other_issuer = (wish(1).0, [1; 32]);
    assert!(!wishes.are_known(&[other_issuer], NOW));
}

#[test]
fn what_is_remembered_is_bounded() {
    let wishes = CrlWishes::default();
    wishes.note((0..WISHES_MAX).map(wish).collect(), NOW);
    wishes.note(vec![wish(WISHES_MAX)], NOW);
    assert!(!wishes.are_known(&[wish(0)], NOW));
    assert!(wishes.are_known(&[wish(WISHES_MAX)], NOW));
}
