//! K6: decides which dates count. A device dates what it makes itself by a clock that nobody trusts; factory
//! certificates outlive their dates in the field, those from a server are renewed.

use super::shape::Shape;
use crate::Timestamp;
use crate::android_key::Error;
use crate::android_key::words::Provisioning;
use crate::x509::{Certificate, OutsideValidity};

pub(super) fn check(
    below: &[Certificate<'_>],
    shape: &Shape<'_, '_>,
    now: Timestamp,
) -> Result<(), Error> {
    let issuers = below.iter().enumerate().skip(shape.made_by_device());
    for (index, certificate) in issuers {
        match (certificate.validity.check(now), shape.provisioning) {
            (Ok(()), _) | (Err(OutsideValidity::Expired { .. }), Provisioning::Factory) => {}
            (Err(OutsideValidity::Expired { not_after }), Provisioning::Remote) => {
                return Err(Error::CertExpired { index, not_after });
            }
            (Err(OutsideValidity::NotYetValid { not_before }), _) => {
                return Err(Error::CertNotYetValid { index, not_before });
            }
        }
    }
    Ok(())
}
