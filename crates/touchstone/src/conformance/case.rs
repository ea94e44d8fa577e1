//! Decides what a case is: messages with one fault or none, and the one outcome that a server must give each of them.

use touchstone_simulator::webauthn::{Assertion, Flaw, Registration, UserVerification};

use super::CaseView;
use super::make::{Make, right_registration, right_sign_in};
use super::model::Model;
use super::played::Played;

/// The outcome of a message that has no fault.
pub(super) const OK: &str = "ok";

/// One case of the suite.
pub(super) struct Case {
    /// Its name in the ledger.
    pub(super) id: String,
    /// [`OK`], or the reason code.
    pub(super) expected: &'static str,
    /// What is sent.
    pub(super) what: String,
    pub(super) script: Script,
}

/// What is played.
pub(super) enum Script {
    /// Each message in a registration of its own.
    Registrations(Vec<Registering>),
    /// Each message in a sign-in of its own.
    SignIns(Vec<SigningIn>),
    /// A story of its own.
    Played(Played),
}

/// A registration.
pub(super) struct Registering {
    /// Who registers.
    pub(super) model: Model,
    /// Whose right message must be accepted.
    pub(super) control: Model,
    pub(super) attestation: &'static str,
    pub(super) user_verification: &'static str,
    pub(super) make: Make<Registration>,
}

/// A sign-in with a credential that was registered right.
pub(super) struct SigningIn {
    pub(super) model: Model,
    pub(super) user_verification: &'static str,
    pub(super) make: Make<Assertion>,
}

impl Case {
    /// The case for those who read along.
    pub(super) fn view(&self) -> CaseView {
        CaseView {
            id: self.id.clone(),
            expected: self.expected,
            what: self.what.clone(),
        }
    }

    /// Registrations of one model, one for each message.
    pub(super) fn registration(
        id: &str,
        expected: &'static str,
        what: &str,
        model: &Model,
        makes: impl IntoIterator<Item = Make<Registration>>,
    ) -> Self {
        let registering = |make| Registering {
            model: model.clone(),
            control: model.clone(),
            attestation: "direct",
            user_verification: "preferred",
            make,
        };
        let messages = makes.into_iter().map(registering).collect();
        Self {
            id: id.to_owned(),
            expected,
            what: what.to_owned(),
            script: Script::Registrations(messages),
        }
    }

    /// The model's right registration.
    pub(super) fn right(id: &str, what: &str, model: &Model) -> Self {
        Self::registration(id, OK, what, model, [right_registration()])
    }

    /// The model's registration with this flaw.
    pub(super) fn flawed(id: &str, flaw: Flaw, model: &Model) -> Self {
        let make: Make<_> = Box::new(move |draft: &Registration| draft.flawed(flaw));
        let (expected, what) = (flaw.expected_reason(), flaw.description());
        Self::registration(id, expected, what, model, [make])
    }

    /// The registration of a model that is refused as it is, while `control` is accepted.
    pub(super) fn refused(
        id: &str,
        expected: &'static str,
        what: &str,
        model: &Model,
        control: &Model,
    ) -> Self {
        let makes = [right_registration()];
        let mut case = Self::registration(id, expected, what, model, makes);
        if let Script::Registrations(messages) = &mut case.script {
            for message in messages {
                message.control = control.clone();
            }
        }
        case
    }

    /// Sign-ins, one for each message.
    pub(super) fn sign_in(
        id: &str,
        expected: &'static str,
        what: &str,
        makes: impl IntoIterator<Item = Make<Assertion>>,
    ) -> Self {
        let signing_in = |make| SigningIn {
            model: Model::unattested(),
            user_verification: "preferred",
            make,
        };
        let messages = makes.into_iter().map(signing_in).collect();
        Self {
            id: id.to_owned(),
            expected,
            what: what.to_owned(),
            script: Script::SignIns(messages),
        }
    }

    /// A right sign-in.
    pub(super) fn right_sign_in(id: &str, what: &str) -> Self {
        Self::sign_in(id, OK, what, [right_sign_in()])
    }

    /// A sign-in with this flaw.
    pub(super) fn flawed_sign_in(id: &str, flaw: Flaw) -> Self {
        let make: Make<_> = Box::new(move |draft: &Assertion| draft.flawed(flaw));
        Self::sign_in(id, flaw.expected_reason(), flaw.description(), [make])
    }

    /// A story of its own.
    pub(super) fn played(id: &str, expected: &'static str, what: &str, played: Played) -> Self {
        Self {
            id: id.to_owned(),
            expected,
            what: what.to_owned(),
            script: Script::Played(played),
        }
    }

    /// The same with further messages of the same kind.
    pub(super) fn also(mut self, more: Self) -> Self {
        match (&mut self.script, more.script) {
            (Script::Registrations(messages), Script::Registrations(more)) => messages.extend(more),
            (Script::SignIns(messages), Script::SignIns(more)) => messages.extend(more),
            _ => {}
        }
        self
    }

    /// The same where the options ask for this verification of the user.
    pub(super) fn verifying(mut self, asked: &'static str) -> Self {
        match &mut self.script {
            Script::Registrations(messages) => {
                (messages.iter_mut()).for_each(|message| message.user_verification = asked);
            }
            Script::SignIns(messages) => {
                (messages.iter_mut()).for_each(|message| message.user_verification = asked);
            }
            Script::Played(_) => {}
        }
        self
    }

    /// The same where the options ask for this attestation.
    pub(super) fn attesting(mut self, asked: &'static str) -> Self {
        if let Script::Registrations(messages) = &mut self.script {
            (messages.iter_mut()).for_each(|message| message.attestation = asked);
        }
        self
    }

    /// The same with authenticators that verify their user so.
    pub(super) fn with_user(mut self, verification: UserVerification) -> Self {
        if let Script::SignIns(messages) = &mut self.script {
            (messages.iter_mut()).for_each(|message| message.model.verification = verification);
        }
        self
    }
}
