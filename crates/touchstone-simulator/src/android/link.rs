//! What is a chain while it is being made? Certificates that are not signed yet, each with its signer.

use super::ca::{GoogleCa, Root};
use super::flaw::Flaw;
use super::level::Provisioning;
use super::phone::AndroidPhone;
use crate::certificate::Certificate;
use crate::key::{Hash, SigningKey};

/// Everything that one chain is made of.
pub(super) struct Minting<'a> {
    pub(super) phone: &'a AndroidPhone,
    /// The challenge that the app gave, any length.
    pub(super) challenge: &'a [u8],
    /// Inside the calendar.
    pub(super) now_ms: i64,
    pub(super) flaw: Option<Flaw>,
}

/// One certificate of the chain.
pub(super) struct Link {
    pub(super) template: Certificate,
    /// The key that the certificate is about.
    pub(super) key: SigningKey,
    pub(super) signer: SigningKey,
    pub(super) hash: Hash,
    /// The template as its authority signed it before, so that it is not signed again.
    pub(super) kept: Option<(Certificate, Vec<u8>)>,
}

impl Link {
    /// The signed certificate, DER.
    pub(super) fn signed(&self) -> Vec<u8> {
        match &self.kept {
            Some((template, certificate)) if *template == self.template => certificate.clone(),
            _ => self.template.signed_by(&self.signer, self.hash),
        }
    }
}

impl<'a> Minting<'a> {
    pub(super) fn new(phone: &'a AndroidPhone, challenge: &'a [u8], now_ms: i64) -> Self {
        Self {
            phone,
            challenge,
            now_ms: crate::time::within_calendar(now_ms),
            flaw: None,
        }
    }

    /// The phone's provisioning, or the one without which there is no such flaw.
    pub(super) fn provisioning(&self) -> Provisioning {
        match self.flaw {
            Some(Flaw::AttestationExpired | Flaw::ServerExpired | Flaw::TopExpired) => {
                Provisioning::Remote
            }
            _ => self.phone.provisioning,
        }
    }

    /// Who issues the chain.
    pub(super) fn ca(&self) -> GoogleCa {
        match self.flaw {
            Some(Flaw::OtherRoot | Flaw::OtherRootOmitted) => self.phone.ca.stranger(),
            _ => self.phone.ca.clone(),
        }
    }

    pub(super) fn root(&self) -> Root {
        self.phone.root
    }

    /// Whether an attest key of the app's stands between target and attestation certificate.
    pub(super) fn has_attest_key(&self) -> bool {
        let needed = matches!(
            self.flaw,
            Some(
                Flaw::AttestKeyMayAlsoSign
                    | Flaw::AttestKeyChallengeOther
                    | Flaw::AttestKeyLevelOther
            )
        );
        needed || self.phone.attest_key
    }

    /// Whether the root stands at the end of the chain.
    pub(super) fn root_included(&self) -> bool {
        match self.flaw {
            Some(Flaw::RootNameOther | Flaw::OtherRootOmitted) => false,
            Some(
                Flaw::OtherRoot
                | Flaw::Reversed
                | Flaw::SoftwareRoot
                | Flaw::IntermediateMissing
                | Flaw::TopUnnamed,
            ) => true,
            _ => self.phone.root_included,
        }
    }
}
