//! Decides which formats of attestation a simulated authenticator has, and with what statement.

use clap::ValueEnum;
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::statement::{
    AndroidKey, Apple, Compound, FidoU2f, Packed, SafetyNet, Tpm,
};
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Flaw, Statement};

/// The model of simulated authenticators.
const MODEL: [u8; 16] = *b"touchstone-model";

/// A format on the command line, as in WebAuthn; packed without certificates by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "kebab-case")]
pub(super) enum Format {
    None,
    Packed,
    PackedSelf,
    Tpm,
    AndroidKey,
    AndroidSafetynet,
    FidoU2f,
    Apple,
    Compound,
}

impl Format {
    /// The format of a message with this flaw; packed where every one can have it.
    pub(super) fn of(flaw: Option<Flaw>) -> Self {
        let word = flaw.and_then(Flaw::format).unwrap_or("packed");
        let itself = flaw.and_then(Flaw::needs_certificates) == Some(false);
        match Self::from_str(word, false) {
            Ok(Self::Packed) if itself => Self::PackedSelf,
            Ok(format) => format,
            Err(_) => Self::Packed,
        }
    }

    /// A new authenticator that attests so.
    pub(super) fn authenticator(
        self,
        ca: AttestationCa,
        seed: [u8; 32],
        now_ms: i64,
    ) -> Authenticator {
        let statement = self.statement(ca);
        let is_u2f = self == Self::FidoU2f;
        let aaguid = if is_u2f { [0; 16] } else { MODEL };
        let mut authenticator = Authenticator::new(seed, aaguid, statement, now_ms);
        if is_u2f {
            authenticator.algorithms = vec![Algorithm::Es256];
        }
        authenticator
    }

    fn statement(self, ca: AttestationCa) -> Statement {
        let packed =
            |ca: &AttestationCa| Statement::Packed(Packed::by(ca.packed(MODEL, Algorithm::Es256)));
        let itself = || Statement::Packed(Packed::by_itself());
        match self {
            Self::None => Statement::None,
            Self::Packed => packed(&ca),
            Self::PackedSelf => itself(),
            Self::Tpm => Statement::Tpm(Tpm::by(ca.aik(Algorithm::Es256))),
            Self::AndroidKey => Statement::AndroidKey(AndroidKey::by(ca)),
            Self::AndroidSafetynet => {
                Statement::SafetyNet(SafetyNet::by(ca.safetynet(Algorithm::Rs256)))
            }
            Self::FidoU2f => Statement::FidoU2f(FidoU2f::by(ca.fido_u2f())),
            Self::Apple => Statement::Apple(Apple::by(ca)),
            Self::Compound => Statement::Compound(Compound {
                elements: vec![packed(&ca), itself()],
            }),
        }
    }
}
