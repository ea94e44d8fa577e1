//! Decides what an iPhone's token is worth: an attestation registers a key, an assertion of a registered key proves that it is still the
//! same app on the same device (spec mobile.md 4.2 to 4.4). The checks themselves are in `touchstone-evidence`.

mod assertion;
mod attestation;
mod facts;
mod receipt;

use data_encoding::BASE64URL_NOPAD;
use touchstone_evidence::mobile_token::{AppleToken, Device};

use super::claim::Bound;
use super::judgement::Judgement;
use super::policy::EnabledAppleApp;
use super::service::Mobile;
use super::settings::Environment;
use super::settlement::Case;
use crate::Timestamp;
use crate::ports::AppleKey;

/// All that a verification of Apple evidence goes by.
struct Context<'a> {
    case: &'a Case<'a>,
    bound: &'a Bound,
    token: &'a AppleToken<'a>,
    device: &'a Device<'a>,
}

/// A device key that is known, from just now or from before.
struct KnownKey<'a> {
    app: &'a EnabledAppleApp,
    environment: Environment,
    public_key: [u8; 65],
    counter_floor: u32,
    attested_at: Timestamp,
    risk_metric: Option<u32>,
    new: Option<NewKey>,
}

/// What only an attestation tells.
struct NewKey {
    os_version: Option<String>,
    os_build: Option<String>,
    receipt: Option<Vec<u8>>,
    receipt_type: Option<String>,
}

impl Mobile {
    /// Judges an Apple token: with an attestation A1 to A13, always B1 to B7.
    pub(super) fn judge_apple(
        &self,
        case: &Case<'_>,
        bound: &Bound,
        token: &AppleToken<'_>,
        device: &Device<'_>,
        registered: Option<AppleKey>,
        mut judgement: Judgement,
    ) -> Judgement {
        judgement.subject = format!("apple:{}", BASE64URL_NOPAD.encode(&token.key_id));
        let context = Context {
            case,
            bound,
            token,
            device,
        };
        context.note_token(&mut judgement);
        match &token.attestation {
            None => context.judge_assertion(registered, judgement),
            Some(attestation) => {
                match self.judge_attestation(
                    &context,
                    attestation,
                    registered.is_some(),
                    &mut judgement,
                ) {
                    Ok(known) => context.judge_first_assertion(known, judgement),
                    Err(reason) => judgement.refuse(reason),
                }
            }
        }
    }
}
