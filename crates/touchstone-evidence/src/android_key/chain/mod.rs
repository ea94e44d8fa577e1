//! Decides whether a chain, target first, leads from a pinned root of Google's to a key that the device itself made:
//! checks K2 to K8 (spec mobile.md section 4.7), without a look at what is said of that key.
//!
//! The danger is a chain that goes on below the attested key: whoever has such a key can sign a certificate with a
//! description of its own. So the number of certificates is fixed by how the device got its attestation key, and
//! only the target (and the attest key, where one is allowed) may have a description.

mod anchor;
mod dates;
mod descriptions;
mod shape;
mod standing;

use super::Error;
use super::status_list::StatusList;
use super::words::Provisioning;
use crate::Timestamp;
use crate::x509::{Anchors, Certificate, Profile, verify_path, verify_path_to};
use anchor::Root;
use shape::Shape;

/// A chain that leads to a pinned root.
#[derive(Clone, Debug)]
pub struct Chain<'c, 'a> {
    /// How the device got its attestation key.
    pub provisioning: Provisioning,
    /// Every certificate without the root, target first.
    pub certificates: &'c [Certificate<'a>],
    /// The certificate of the attested key.
    pub target: &'c Certificate<'a>,
    /// The value of its description, not read yet.
    pub description: &'a [u8],
    /// The value of the description of the app's own attest key, when the target is signed by one.
    pub attest_key_description: Option<&'a [u8]>,
    /// The certificate of the device's attestation key.
    pub attestation: &'c Certificate<'a>,
    /// The topmost certificate below the root.
    pub top: &'c Certificate<'a>,
}

/// Judges a chain of at least two certificates: checks K2 to K8. Without a status list, K8 is left out.
pub fn verify<'c, 'a>(
    certificates: &'c [Certificate<'a>],
    allow_attest_key: bool,
    status: Option<&StatusList>,
    anchors: &Anchors,
    now: Timestamp,
) -> Result<Chain<'c, 'a>, Error> {
    // K2
    let (below, root) = anchor::find(certificates, anchors)?;
    // K3, K4
    let shape = Shape::of(below, allow_attest_key)?;
    // K5
    let path = match root {
        Root::Included { anchor, name } => {
            verify_path_to(below, anchor, name, &Profile::ANDROID_KEY)
        }
        Root::Omitted => verify_path(below, anchors, &Profile::ANDROID_KEY).map(|_| ()),
    };
    path.map_err(Error::ChainInvalid)?;
    // K6
    dates::check(below, &shape, now)?;
    // K7
    let (description, attest_key_description) = descriptions::find(below, &shape)?;
    // K8
    if let Some(status) = status {
        standing::check(below, status)?;
    }
    Ok(Chain {
        provisioning: shape.provisioning,
        certificates: below,
        target: shape.target,
        description,
        attest_key_description,
        attestation: shape.attestation,
        top: shape.top,
    })
}

/// The certificates without a root at the end, whether or not it is trusted.
pub(super) fn without_root<'c, 'a>(certificates: &'c [Certificate<'a>]) -> &'c [Certificate<'a>] {
    match certificates {
        [below @ .., last] if anchor::is_self_issued(last) => below,
        all => all,
    }
}

/// How the device got its attestation key and the certificate of it, as far as names and number tell.
pub(super) fn attestation<'c, 'a>(
    below: &'c [Certificate<'a>],
) -> Option<(Provisioning, &'c Certificate<'a>)> {
    let shape = Shape::of(below, true).ok()?;
    Some((shape.provisioning, shape.attestation))
}

/// The value of the target's description, if it has exactly one.
pub(super) fn description_of<'a>(
    target: &Certificate<'a>,
    index: usize,
) -> Result<&'a [u8], Error> {
    descriptions::only(target, index)
}
