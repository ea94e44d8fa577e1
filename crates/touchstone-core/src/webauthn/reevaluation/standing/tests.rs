//! What becomes of a credential that is judged again.

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::trust::Cleared;

use super::{OnDistrust, Standing};
use crate::ports::{CredentialAsked, CredentialState, TrustRecord, WebauthnCredential};
use crate::{CredentialExtId, RpId, TenantId};

use CredentialState::{Active, Suspended, SuspendedByTrust};
use OnDistrust::{Mark, Suspend};

const UNDESIRED: &str = "untrusted:metadata_status_undesired";
const UNTRUSTED_CHAIN: &str = "untrusted:chain_untrusted";

fn credential(trust: &str, state: CredentialState, attestation_type: &str) -> WebauthnCredential {
    let at = Timestamp::from_unix_s(1);
    WebauthnCredential {
        ext_id: CredentialExtId::first_at(at),
        tenant_id: TenantId::first_at(at),
        rp: RpId::first_at(at),
        user_ext_id: "usr_1".to_owned(),
        credential_id: vec![1],
        public_key: vec![],
        algorithm: -7,
        sign_count: 0,
        counter_anomaly_at: None,
        uv_initialized: false,
        backup_eligible: Some(false),
        backup_state: false,
        transports: vec![],
        attachment: None,
        aaguid: [1; 16],
        certificate_key_id: None,
        format: "packed".to_owned(),
        attestation_type: attestation_type.to_owned(),
        authenticator: "packed".to_owned(),
        resident_key: None,
        asked: CredentialAsked::default(),
        user_friendly_name: None,
        user_agent: None,
        last_user_agent: None,
        state,
        trust: trust.to_owned(),
        created_at: at,
        last_used_at: None,
        verdict_id: None,
    }
}

fn record(from: &str, to: &str, state: CredentialState) -> TrustRecord {
    TrustRecord {
        at: Timestamp::from_unix_s(2),
        from: from.to_owned(),
        to: to.to_owned(),
        cause: "metadata".to_owned(),
        state,
    }
}

fn next(
    credential: &WebauthnCredential,
    judged: Result<Cleared, &'static str>,
    on_distrust: OnDistrust,
    history: &[TrustRecord],
) -> Option<(String, CredentialState)> {
    let standing = Standing {
        credential,
        judged: judged.map(|known| vec![known]),
        on_distrust,
    };
    // What is not asked for is not there.
    let history = if standing.wants_history() {
        history
    } else {
        &[]
    };
    standing.next(history)
}

fn is(trust: &str, state: CredentialState) -> Option<(String, CredentialState)> {
    Some((trust.to_owned(), state))
}

const BAD: Result<Cleared, &str> = Err("metadata_status_undesired");
const KNOWN: Result<Cleared, &str> = Ok(Cleared::ALL);
const NO_REPORTS: Result<Cleared, &str> = Ok(Cleared {
    status: false,
    revocation: true,
});
const NO_LISTS: Result<Cleared, &str> = Ok(Cleared {
    status: true,
    revocation: false,
});

#[test]
fn what_nothing_speaks_against_stays_as_it_is() {
    for trust in [
        "trusted",
        "uncertain",
        "self",
        "not_evaluated",
        UNTRUSTED_CHAIN,
    ] {
        for state in CredentialState::ALL {
            let credential = credential(trust, state, "basic");
            assert_eq!(next(&credential, KNOWN, Suspend, &[]), None, "{trust}");
        }
    }
}

#[test]
fn distrust_marks_or_suspends_as_the_relying_party_wants() {
    let trusted = credential("trusted", Active, "basic");
    assert_eq!(next(&trusted, BAD, Mark, &[]), is(UNDESIRED, Active));
    assert_eq!(
        next(&trusted, BAD, Suspend, &[]),
        is(UNDESIRED, SuspendedByTrust)
    );
}

#[test]
fn who_was_suspended_by_hand_stays_so_whatever_is_found() {
    let by_hand = credential("trusted", Suspended, "basic");
    assert_eq!(next(&by_hand, BAD, Suspend, &[]), is(UNDESIRED, Suspended));
    let lost = credential(UNDESIRED, Suspended, "basic");
    let history = [record("trusted", UNDESIRED, Suspended)];
    assert_eq!(
        next(&lost, KNOWN, Suspend, &history),
        is("trusted", Suspended)
    );
}

#[test]
fn trust_that_comes_back_restores_what_it_took() {
    let lost = credential(UNDESIRED, SuspendedByTrust, "basic");
    for before in ["trusted", "uncertain", UNTRUSTED_CHAIN] {
        let history = [record(before, UNDESIRED, SuspendedByTrust)];
        assert_eq!(next(&lost, KNOWN, Suspend, &history), is(before, Active));
    }
}

#[test]
fn one_reason_after_another_still_leads_back_to_the_trust_before_them() {
    let lost = credential(UNDESIRED, SuspendedByTrust, "basic");
    let history = [
        record("uncertain", "untrusted:cert_revoked", SuspendedByTrust),
        record("untrusted:cert_revoked", UNDESIRED, SuspendedByTrust),
    ];
    assert_eq!(
        next(&lost, KNOWN, Suspend, &history),
        is("uncertain", Active)
    );
}

#[test]
fn a_registration_that_failed_comes_back_as_far_as_it_was_judged() {
    let cases = [
        ("untrusted:cert_revoked", "basic", "trusted"),
        ("untrusted:revocation_unknown", "attca", "trusted"),
        (UNDESIRED, "basic", "not_evaluated"),
        (
            "untrusted:metadata_status_insufficient",
            "anonca",
            "not_evaluated",
        ),
        (UNDESIRED, "self", "self"),
        ("untrusted:cert_revoked", "compound", "not_evaluated"),
        ("untrusted:aaguid_denied", "none", "none"),
    ];
    for (trust, attestation_type, back) in cases {
        let lost = credential(trust, Active, attestation_type);
        assert_eq!(next(&lost, KNOWN, Mark, &[]), is(back, Active), "{trust}");
    }
}

#[test]
fn another_reason_is_a_change_and_the_same_is_none() {
    let lost = credential("untrusted:cert_revoked", Active, "basic");
    assert_eq!(next(&lost, BAD, Mark, &[]), is(UNDESIRED, Active));
    assert_eq!(next(&lost, Err("cert_revoked"), Mark, &[]), None);
}

#[test]
fn what_was_only_marked_is_suspended_once_the_relying_party_wants_it() {
    let marked = credential(UNDESIRED, Active, "basic");
    let history = [record("trusted", UNDESIRED, Active)];
    assert_eq!(
        next(&marked, BAD, Suspend, &history),
        is(UNDESIRED, SuspendedByTrust)
    );
}

#[test]
fn who_was_resumed_by_hand_is_not_suspended_for_the_same_reason_again() {
    let resumed = credential(UNDESIRED, Active, "basic");
    let history = [record("trusted", UNDESIRED, SuspendedByTrust)];
    assert_eq!(next(&resumed, BAD, Suspend, &history), None);
}

#[test]
fn what_registered_without_trust_is_not_suspended_for_what_was_known_then() {
    let registered = credential(UNDESIRED, Active, "basic");
    assert_eq!(next(&registered, BAD, Suspend, &[]), None);
}

#[test]
fn trust_does_not_come_back_for_lack_of_knowledge() {
    let undesired = credential(UNDESIRED, SuspendedByTrust, "basic");
    let revoked = credential("untrusted:cert_revoked", SuspendedByTrust, "basic");
    for (lost, unknown, known) in [
        (&undesired, NO_REPORTS, NO_LISTS),
        (&revoked, NO_LISTS, NO_REPORTS),
    ] {
        let history = [record("trusted", &lost.trust, SuspendedByTrust)];
        assert_eq!(next(lost, unknown, Suspend, &history), None);
        assert_eq!(
            next(lost, known, Suspend, &history),
            is("trusted", Active),
            "the other check was not what took it"
        );
        assert_eq!(next(lost, Ok(Cleared::NONE), Mark, &[]), None);
    }
}

#[test]
fn every_reason_since_there_was_trust_must_be_gone() {
    let lost = credential("untrusted:revocation_unknown", SuspendedByTrust, "basic");
    let history = [
        record("trusted", UNDESIRED, SuspendedByTrust),
        record(UNDESIRED, "trusted", Active),
        record("trusted", "untrusted:cert_revoked", SuspendedByTrust),
        record("untrusted:cert_revoked", &lost.trust, SuspendedByTrust),
    ];
    assert_eq!(next(&lost, NO_LISTS, Suspend, &history), None);
    let back = is("trusted", Active);
    assert_eq!(next(&lost, NO_REPORTS, Suspend, &history), back);
}

#[test]
fn what_the_policy_alone_took_it_alone_gives_back() {
    for reason in [
        "aaguid_denied",
        "metadata_status_insufficient",
        "revocation_unknown",
    ] {
        let trust = format!("untrusted:{reason}");
        let lost = credential(&trust, SuspendedByTrust, "basic");
        let history = [record("uncertain", &trust, SuspendedByTrust)];
        let back = next(&lost, Ok(Cleared::NONE), Suspend, &history);
        assert_eq!(back, is("uncertain", Active), "{reason}");
    }
}

#[test]
fn one_statement_about_which_all_is_known_is_enough_where_any_would_do() {
    let lost = credential("untrusted:cert_revoked", Active, "compound");
    let history = [record("trusted", "untrusted:cert_revoked", Active)];
    let standing = |judged| Standing {
        credential: &lost,
        judged: Ok(judged),
        on_distrust: Mark,
    };
    let [none, all] = [Cleared::NONE, Cleared::ALL];
    assert_eq!(standing(vec![none, none]).next(&history), None);
    let back = is("trusted", Active);
    assert_eq!(standing(vec![none, all]).next(&history), back);
}

#[test]
fn a_registration_that_failed_comes_back_for_its_first_reason() {
    let lost = credential("untrusted:cert_revoked", Active, "basic");
    let history = [record(UNDESIRED, "untrusted:cert_revoked", Active)];
    let back = is("not_evaluated", Active);
    assert_eq!(
        next(&lost, KNOWN, Mark, &history),
        back,
        "no chain was judged"
    );
}
