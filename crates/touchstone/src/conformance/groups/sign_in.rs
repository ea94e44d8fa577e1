//! Decides group P: the authenticator data of a sign-in.

use touchstone_simulator::webauthn::flaw::{AssertionFlaw, AuthDataFlaw};
use touchstone_simulator::webauthn::{Cbor, Counter, Flaw, UserVerification};

use crate::conformance::case::{Case, OK, Script};
use crate::conformance::make::sign_in_draft;

pub(super) fn cases() -> Vec<Case> {
    use UserVerification::{Always, Never};
    let user = |id, asked, what, verification| {
        let case = Case::right_sign_in(id, what);
        case.verifying(asked).with_user(verification)
    };
    let data = |id, flaw| Case::flawed_sign_in(id, Flaw::AuthData(flaw));
    let flawed = |id, flaw| Case::flawed_sign_in(id, Flaw::Assertion(flaw));
    vec![
        counter_zero(),
        user("P/P-2", "required", "Verified, and required.", Always),
        user("P/P-3", "preferred", "Not verified, and preferred.", Never),
        user("P/P-4", "preferred", "Verified, and preferred.", Always),
        user(
            "P/P-5",
            "discouraged",
            "Not verified, and discouraged.",
            Never,
        ),
        user("P/P-6", "discouraged", "Verified, and discouraged.", Always),
        extensions(),
        data("P/F-1", AuthDataFlaw::TrailingByte),
        data("P/F-2", AuthDataFlaw::RpIdOther),
        flawed("P/F-3", AssertionFlaw::ClientDataOther),
        flawed("P/F-4", AssertionFlaw::CounterRepeated)
            .also(flawed("P/F-4", AssertionFlaw::CounterZero)),
        data("P/F-5", AuthDataFlaw::UserUnverified).verifying("required"),
    ]
}

/// Every right sign-in is followed by another one.
fn counter_zero() -> Case {
    let mut case = Case::right_sign_in("P/P-1", "The counter is always 0.");
    if let Script::SignIns(messages) = &mut case.script {
        (messages.iter_mut()).for_each(|message| message.model.counter = Counter::Zero);
    }
    case
}

fn extensions() -> Case {
    let make = sign_in_draft(|draft| {
        let secret = (
            Cbor::Text("hmac-secret".to_owned()),
            Cbor::Bytes(vec![7; 32]),
        );
        draft.auth_data.set_extensions(Cbor::Map(vec![secret]));
    });
    Case::sign_in("P/P-7", OK, "With extension data.", [make])
}
