//! What a source's BLOB is worth as its next one draws near.

use super::MdsState;

#[test]
fn a_blob_is_overdue_when_the_day_of_the_next_has_passed() {
    let next_update = Some("2026-05-20".parse().unwrap());
    let on = |instant: &str| MdsState::of(next_update, instant.parse().unwrap());
    assert_eq!(on("2026-05-20T23:59:59.999Z"), MdsState::Up);
    assert_eq!(on("2026-05-21T00:00:00Z"), MdsState::OutOfService);
}

#[test]
fn without_a_blob_a_source_is_down() {
    let now = "2026-05-20T00:00:00Z".parse().unwrap();
    assert_eq!(MdsState::of(None, now), MdsState::Down);
}

#[test]
fn every_state_has_its_word() {
    let words = MdsState::ALL.map(MdsState::as_str);
    assert_eq!(words, ["up", "out_of_service", "down"]);
}
