//! K7: decides which certificate's description counts: that of the target, and no other may be there but that of an
//! attest key.

use super::shape::Shape;
use crate::android_key::Error;
use crate::x509::{Certificate, oid};

/// The descriptions of the target and of the attest key, if the chain has one.
pub(super) fn find<'a>(
    below: &[Certificate<'a>],
    shape: &Shape<'_, 'a>,
) -> Result<(&'a [u8], Option<&'a [u8]>), Error> {
    let mut issuers = below.iter().enumerate().skip(shape.made_by_device());
    if let Some((index, _)) = issuers.find(|(_, issuer)| values(issuer).next().is_some()) {
        return Err(Error::DescriptionElsewhere { index });
    }
    let target = only(shape.target, 0)?;
    let attest_key = shape.attest_key.map(|key| only(key, 1)).transpose()?;
    Ok((target, attest_key))
}

/// The one description of a certificate.
pub(super) fn only<'a>(certificate: &Certificate<'a>, index: usize) -> Result<&'a [u8], Error> {
    let mut found = values(certificate);
    match (found.next(), found.count()) {
        (Some(value), 0) => Ok(value),
        (None, _) => Err(Error::DescriptionMissing { index, count: 0 }),
        (Some(_), more) => Err(Error::DescriptionMissing {
            index,
            count: more + 1,
        }),
    }
}

fn values<'a>(certificate: &Certificate<'a>) -> impl Iterator<Item = &'a [u8]> + use<'a> {
    let named = certificate.extensions.iter();
    named
        .filter(|extension| extension.name == oid::ANDROID_KEY_DESCRIPTION)
        .map(|extension| extension.value)
}
