//! Decides whether a path of certificates, leaf first, leads to a trust anchor (RFC 5280 section 6, reduced to what
//! the profile asks for). Cheap checks come first, then signatures from the anchor down.

use super::{
    Anchor, Anchors, BasicConstraintsRule, Certificate, CriticalRule, Error, KeyUsageRule, Profile,
};
use crate::signature::{self, Scheme};

/// Why a path does not lead to an anchor; `index` counts from the leaf, 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// There is no certificate.
    #[error("no certificate")]
    Empty,
    /// The issuer named in this certificate is not the subject of the next.
    #[error("certificate {index} names another issuer")]
    IssuerMismatch {
        /// Which certificate.
        index: usize,
    },
    /// No anchor has the name of the topmost issuer.
    #[error("no trust anchor with the name of the topmost issuer")]
    AnchorUnknown,
    /// An extension that the profile asks for cannot be read.
    #[error("certificate {index} has an unreadable extension")]
    ExtensionMalformed {
        /// Which certificate.
        index: usize,
        /// What is wrong with it.
        #[source]
        source: Error,
    },
    /// This issuer is no authority.
    #[error("certificate {index} issues without being an authority")]
    NotAnAuthority {
        /// Which certificate.
        index: usize,
    },
    /// The leaf is an authority.
    #[error("the leaf is an authority")]
    LeafIsAuthority,
    /// More authorities stand below this one than it allows.
    #[error("certificate {index} allows no path of this length")]
    PathTooLong {
        /// Which certificate.
        index: usize,
    },
    /// The key usage of this issuer does not include signing certificates.
    #[error("certificate {index} may not sign certificates")]
    KeyUsage {
        /// Which certificate.
        index: usize,
    },
    /// This certificate has a critical extension that the profile does not know.
    #[error("certificate {index} has an unknown critical extension")]
    CriticalExtension {
        /// Which certificate.
        index: usize,
    },
    /// The scheme of this certificate's signature is unknown or not in the profile.
    #[error("certificate {index} is signed with a scheme that is not allowed")]
    SchemeRefused {
        /// Which certificate.
        index: usize,
    },
    /// The signature on this certificate does not hold.
    #[error("signature on certificate {index} does not hold")]
    SignatureWrong {
        /// Which certificate.
        index: usize,
    },
}

/// The anchor that `chain` (leaf first, without the anchor) leads to.
pub fn verify_path<'t>(
    chain: &[Certificate<'_>],
    anchors: &'t Anchors,
    profile: &Profile,
) -> Result<&'t Anchor, PathError> {
    let top = chain.last().ok_or(PathError::Empty)?;
    check_names(chain)?;
    if !anchors.iter().any(|anchor| anchor.has_name(top.issuer)) {
        return Err(PathError::AnchorUnknown);
    }
    check_extensions(chain, profile)?;
    let anchor = check_top_signature(chain.len() - 1, top, anchors, profile)?;
    check_signatures(chain, profile)?;
    Ok(anchor)
}

/// That each certificate of `chain` (leaf first) is issued by the next: names, signatures, then what the profile asks of
/// each. The last one's own issuer is not looked at.
pub fn verify_links(chain: &[Certificate<'_>], profile: &Profile) -> Result<(), PathError> {
    check_names(chain)?;
    check_signatures(chain, profile)?;
    check_extensions(chain, profile)
}

/// That `chain` (leaf first, without the anchor) leads to this anchor, which came under the name `anchor_name`: for
/// families that send the anchor along and trust its key under any name.
pub fn verify_path_to(
    chain: &[Certificate<'_>],
    anchor: &Anchor,
    anchor_name: &[u8],
    profile: &Profile,
) -> Result<(), PathError> {
    let top = chain.last().ok_or(PathError::Empty)?;
    let index = chain.len() - 1;
    check_names(chain)?;
    if top.issuer != anchor_name {
        return Err(PathError::IssuerMismatch { index });
    }
    check_extensions(chain, profile)?;
    let scheme = allowed_scheme(index, top, profile)?;
    let signed = anchor.key().verify(scheme, top.tbs, top.signature);
    signed.map_err(|_| PathError::SignatureWrong { index })?;
    check_signatures(chain, profile)
}

fn check_names(chain: &[Certificate<'_>]) -> Result<(), PathError> {
    for (index, (subject, issuer)) in chain.iter().zip(chain.iter().skip(1)).enumerate() {
        if subject.issuer != issuer.subject {
            return Err(PathError::IssuerMismatch { index });
        }
    }
    Ok(())
}

fn check_extensions(chain: &[Certificate<'_>], profile: &Profile) -> Result<(), PathError> {
    let mut numbered = chain.iter().enumerate();
    numbered.try_for_each(|(index, certificate)| check_place(index, certificate, profile))
}

/// That a certificate may stand at this place of a path, by its extensions.
pub(super) fn check_place(
    index: usize,
    certificate: &Certificate<'_>,
    profile: &Profile,
) -> Result<(), PathError> {
    let unreadable = |source| PathError::ExtensionMalformed { index, source };
    if profile.basic_constraints != BasicConstraintsRule::Ignored {
        let enforced_for_leaf = profile.basic_constraints == BasicConstraintsRule::Enforced;
        let constraints = certificate.basic_constraints().map_err(unreadable)?;
        let authority = constraints.is_some_and(|constraints| constraints.authority);
        let path_length = constraints.and_then(|constraints| constraints.path_length);
        match index.checked_sub(1) {
            None if authority && enforced_for_leaf => return Err(PathError::LeafIsAuthority),
            None => {}
            Some(_) if !authority => return Err(PathError::NotAnAuthority { index }),
            Some(below) if path_length.is_some_and(|most| u64::from(most) < wide(below)) => {
                return Err(PathError::PathTooLong { index });
            }
            Some(_) => {}
        }
    }
    if profile.key_usage == KeyUsageRule::EnforcedWherePresent
        && index > 0
        && certificate.may_sign_certificates().map_err(unreadable)? == Some(false)
    {
        return Err(PathError::KeyUsage { index });
    }
    if let CriticalRule::Only(known) = profile.critical {
        let mut extensions = certificate.extensions.iter();
        if extensions.any(|extension| extension.critical && !known.contains(&extension.name)) {
            return Err(PathError::CriticalExtension { index });
        }
    }
    Ok(())
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn check_top_signature<'t>(
    index: usize,
    top: &Certificate<'_>,
    anchors: &'t Anchors,
    profile: &Profile,
) -> Result<&'t Anchor, PathError> {
    let scheme = allowed_scheme(index, top, profile)?;
    let mut named = anchors.iter().filter(|anchor| anchor.has_name(top.issuer));
    let signed = named.find(|anchor| anchor.key().verify(scheme, top.tbs, top.signature).is_ok());
    signed.ok_or(PathError::SignatureWrong { index })
}

fn check_signatures(chain: &[Certificate<'_>], profile: &Profile) -> Result<(), PathError> {
    for (index, (subject, issuer)) in chain.iter().zip(chain.iter().skip(1)).enumerate().rev() {
        let scheme = allowed_scheme(index, subject, profile)?;
        let wrong = PathError::SignatureWrong { index };
        let key = issuer.spki.public_key().ok_or(wrong)?;
        signature::verify(&key, scheme, subject.tbs, subject.signature).map_err(|_| wrong)?;
    }
    Ok(())
}

fn allowed_scheme(
    index: usize,
    certificate: &Certificate<'_>,
    profile: &Profile,
) -> Result<Scheme, PathError> {
    let scheme = certificate
        .scheme()
        .filter(|scheme| profile.schemes.contains(scheme));
    scheme.ok_or(PathError::SchemeRefused { index })
}
