//! Decides whether the certificates of a token lead to an anchor and are for Huawei's service: checks H2 and H3.

use super::Error;
use crate::Timestamp;
use crate::signature::PublicKey;
use crate::x509::{
    Anchors, Certificate, OutsideValidity, PathError, Profile, has_dns_name, verify_path,
    verify_path_to,
};

/// The service that signs verdicts.
const LEAF_DNS_NAME: &str = "sysintegrity.platform.hicloud.com";

/// The leaf of a chain that holds.
pub(super) fn verify<'c, 'a>(
    chain: &'c [Certificate<'a>],
    anchors: &Anchors,
    now: Timestamp,
) -> Result<&'c Certificate<'a>, Error> {
    // H2
    check_path(chain, anchors).map_err(Error::ChainUntrusted)?;
    for (index, certificate) in chain.iter().enumerate() {
        let outside = |outside| match outside {
            OutsideValidity::NotYetValid { not_before } => {
                Error::CertNotYetValid { index, not_before }
            }
            OutsideValidity::Expired { not_after } => Error::CertExpired { index, not_after },
        };
        certificate.validity.check(now).map_err(outside)?;
    }
    // H3
    let leaf = chain.first();
    leaf.filter(|leaf| has_dns_name(leaf, LEAF_DNS_NAME))
        .ok_or(Error::LeafName)
}

/// The last certificate carries the key of an anchor, or an anchor signed it.
fn check_path(chain: &[Certificate<'_>], anchors: &Anchors) -> Result<(), PathError> {
    let (last, below) = chain.split_last().ok_or(PathError::Empty)?;
    check_curves(chain)?;
    let key = last.spki.sha256();
    match anchors.iter().find(|anchor| *anchor.spki_sha256() == key) {
        Some(anchor) => verify_path_to(below, anchor, last.subject, &Profile::HUAWEI),
        None => verify_path(chain, anchors, &Profile::HUAWEI).map(|_| ()),
    }
}

/// That no issuer in the chain has a key on P-521, which a profile cannot say: its schemes name hashes.
fn check_curves(chain: &[Certificate<'_>]) -> Result<(), PathError> {
    for (index, issuer) in chain.iter().skip(1).enumerate() {
        if matches!(issuer.spki.public_key(), Some(PublicKey::P521(_))) {
            return Err(PathError::SchemeRefused { index });
        }
    }
    Ok(())
}
