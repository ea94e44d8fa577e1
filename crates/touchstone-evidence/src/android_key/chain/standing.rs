//! K8: decides whether an issuer of the chain, or the target, is on the status list. What is revoked is told before
//! what is suspended.

use crate::android_key::Error;
use crate::android_key::status_list::{Standing, StatusList, serial_text};
use crate::x509::Certificate;

pub(super) fn check(below: &[Certificate<'_>], status: &StatusList) -> Result<(), Error> {
    let mut suspended = None;
    for certificate in below {
        match status.standing(certificate.serial) {
            Standing::Good => {}
            Standing::Revoked => {
                let serial = serial_text(certificate.serial);
                return Err(Error::CertRevoked { serial });
            }
            Standing::Suspended => suspended = suspended.or(Some(certificate)),
        }
    }
    match suspended {
        None => Ok(()),
        Some(certificate) => Err(Error::CertSuspended {
            serial: serial_text(certificate.serial),
        }),
    }
}
