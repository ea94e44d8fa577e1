//! Decides which authenticators the suite has: models with their statement and ways.

use touchstone_simulator::webauthn::{
    Algorithm, Authenticator, Counter, Statement, UserVerification,
};

use super::stage::Stage;

/// A model; each ceremony has a new authenticator of it.
#[derive(Clone)]
pub(super) struct Model {
    pub(super) aaguid: [u8; 16],
    pub(super) statement: Statement,
    /// What it has keys for; of these the one that the options name first is taken.
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) verification: UserVerification,
    pub(super) counter: Counter,
    /// Whether it attests although nobody asked.
    pub(super) attests_unasked: bool,
}

impl Model {
    /// A model whose credentials sign with ES256.
    pub(super) fn new(aaguid: [u8; 16], statement: Statement) -> Self {
        Self {
            aaguid,
            statement,
            algorithms: vec![Algorithm::Es256],
            verification: UserVerification::WhenAsked,
            counter: Counter::Rising,
            attests_unasked: false,
        }
    }

    /// One that says nothing of itself.
    pub(super) fn unattested() -> Self {
        Self::new([0; 16], Statement::None)
    }

    /// The same whose credentials sign with this.
    pub(super) fn with_key(&self, algorithm: Algorithm) -> Self {
        Self {
            algorithms: vec![algorithm],
            ..self.clone()
        }
    }

    /// The same attested in another way.
    pub(super) fn with_statement(&self, statement: Statement) -> Self {
        Self {
            statement,
            ..self.clone()
        }
    }

    /// A new one, which holds no credentials.
    pub(super) fn authenticator(&self, stage: &Stage) -> Authenticator {
        let statement = self.statement.clone();
        let mut made = Authenticator::new(stage.new_seed(), self.aaguid, statement, stage.now_ms());
        made.algorithms.clone_from(&self.algorithms);
        made.user_verification = self.verification;
        made.counter = self.counter;
        made.attests_unasked = self.attests_unasked;
        made
    }
}
