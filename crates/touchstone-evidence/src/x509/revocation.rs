//! Decides whether the certificates of a chain are revoked by the lists that are at hand (RFC 5280 section 6.3; spec
//! webauthn.md T12, M6). A list counts only when it was verified, as it came in, to be signed by the certificate's issuer.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Certificate, Crl, CrlError, crl_urls, names_crl};
use crate::Timestamp;

/// What is asked of revocation lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Revocation {
    /// Nothing.
    Off,
    /// What they revoke is refused; a list that is not at hand or not current is none.
    #[default]
    Soft,
    /// Every certificate that names a list needs a current one.
    Hard,
}

impl Revocation {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Off, Self::Soft, Self::Hard];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Soft => "soft",
            Self::Hard => "hard",
        }
    }

    /// The choice with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// The lists at hand, by the address that they came from.
#[derive(Clone, Debug, Default)]
pub struct Crls {
    by_url: BTreeMap<String, Arc<Crl>>,
}

impl Crls {
    /// None at hand.
    pub const fn new() -> Self {
        Self {
            by_url: BTreeMap::new(),
        }
    }

    /// Takes the list that came from `url`, in place of the one that did before.
    pub fn insert(&mut self, url: String, crl: Arc<Crl>) {
        self.by_url.insert(url, crl);
    }

    /// Lets go of the list that came from `url`.
    pub fn remove(&mut self, url: &str) {
        self.by_url.remove(url);
    }

    /// The list that came from `url`.
    pub fn get(&self, url: &str) -> Option<&Arc<Crl>> {
        self.by_url.get(url)
    }
}

impl FromIterator<(String, Arc<Crl>)> for Crls {
    fn from_iter<I: IntoIterator<Item = (String, Arc<Crl>)>>(lists: I) -> Self {
        Self {
            by_url: lists.into_iter().collect(),
        }
    }
}

/// What the lists at hand say of one certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrlStanding {
    /// A current list of its issuer covers it and does not name it, or it names no list.
    Good,
    /// A list of its issuer names it.
    Revoked,
    /// Its issuer's list is out of date.
    Stale,
    /// No list of its issuer is at hand that covers it.
    Unknown,
}

/// What the lists at hand say of `certificate`, issued by `issuer` (`None` = not known whom). What an outdated list revokes stays revoked.
pub fn crl_standing(
    certificate: &Certificate<'_>,
    issuer: Option<&Certificate<'_>>,
    crls: &Crls,
    now: Timestamp,
) -> CrlStanding {
    if !names_crl(certificate) {
        return CrlStanding::Good;
    }
    let mut standing = CrlStanding::Unknown;
    for crl in crl_urls(certificate)
        .into_iter()
        .filter_map(|url| crls.get(url))
    {
        let is_signed = |by: &Certificate<'_>| crl.is_verified_by(by.subject, &by.spki);
        if !issuer.is_some_and(is_signed) {
            continue;
        }
        if crl.revokes(certificate.serial) {
            return CrlStanding::Revoked;
        }
        let covers = crl.scope().covers(certificate);
        match crl.check_current(now) {
            Ok(()) if covers => standing = CrlStanding::Good,
            Err(CrlError::Expired { .. }) if covers && standing != CrlStanding::Good => {
                standing = CrlStanding::Stale;
            }
            _ => {}
        }
    }
    standing
}

/// Why a chain is refused by revocation lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevocationError {
    /// A list names this certificate.
    #[error("certificate {index} is revoked")]
    Revoked {
        /// 0 = leaf.
        index: usize,
    },
    /// The only list for this certificate is out of date.
    #[error("the revocation list for certificate {index} is out of date")]
    Stale {
        /// 0 = leaf.
        index: usize,
    },
    /// There is no list for this certificate.
    #[error("no revocation list for certificate {index}")]
    Unknown {
        /// 0 = leaf.
        index: usize,
    },
}

/// Judges certificates, leaf first, each with its issuer; gives those, by index, about which a soft judgement knows nothing
/// current. What is revoked is told before what is not known.
pub fn check_revocation<'c, 'a: 'c>(
    issued: impl IntoIterator<Item = (&'c Certificate<'a>, Option<&'c Certificate<'a>>)>,
    revocation: Revocation,
    crls: &Crls,
    now: Timestamp,
) -> Result<Vec<usize>, RevocationError> {
    if revocation == Revocation::Off {
        return Ok(Vec::new());
    }
    let mut unknown = Vec::new();
    let mut first = None;
    for (index, (certificate, issuer)) in issued.into_iter().enumerate() {
        let why = match crl_standing(certificate, issuer, crls, now) {
            CrlStanding::Good => continue,
            CrlStanding::Revoked => return Err(RevocationError::Revoked { index }),
            CrlStanding::Stale => RevocationError::Stale { index },
            CrlStanding::Unknown => RevocationError::Unknown { index },
        };
        first = first.or(Some(why));
        unknown.push(index);
    }
    match first {
        Some(why) if revocation == Revocation::Hard => Err(why),
        _ => Ok(unknown),
    }
}
