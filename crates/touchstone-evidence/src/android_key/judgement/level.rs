//! K12: decides whether the key lives where it says. The certificates above say what the device's attestation key is
//! for, so that a broken TEE cannot speak for the StrongBox beside it.

use crate::android_key::chain::Chain;
use crate::android_key::description::KeyDescription;
use crate::android_key::{Error, Policy, Provisioning, SecurityLevel};
use crate::x509::{mentions, oid, only_attribute};

pub(in crate::android_key) fn check_level(
    chain: &Chain<'_, '_>,
    description: &KeyDescription<'_>,
    policy: &Policy,
) -> Result<(), Error> {
    let (attestation, keymint) = (description.attestation_level, description.keymint_level);
    let accepted = attestation == keymint
        && attestation >= policy.min_level.max(SecurityLevel::Tee)
        && is_vouched_for(chain, attestation);
    accepted.then_some(()).ok_or(Error::SecurityLevel {
        attestation,
        keymint,
    })
}

fn is_vouched_for(chain: &Chain<'_, '_>, level: SecurityLevel) -> bool {
    let strongbox = level == SecurityLevel::StrongBox;
    match chain.provisioning {
        Provisioning::Remote => {
            let word: &[u8] = if strongbox { b"StrongBox" } else { b"TEE" };
            only_attribute(chain.attestation.subject, oid::ORGANIZATION_NAME) == Some(word)
        }
        Provisioning::Factory => {
            let mut names = [chain.attestation.subject, chain.top.subject].into_iter();
            names.any(|name| mentions(name, b"strongbox")) == strongbox
        }
    }
}
