//! Decides what reports mean for a policy (spec webauthn.md section 4.5): which are in effect, which are about this
//! authenticator, which of them refuse it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Date, Dated, Named, StatusReport};
use crate::Timestamp;
use crate::x509::Certificate;

/// Setting `status.scope`: among which reports an undesired one is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StatusScope {
    /// All of them.
    #[default]
    Any,
    /// The newest: by date, then by position.
    Latest,
}

impl StatusScope {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::Any, Self::Latest];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Latest => "latest",
        }
    }

    /// The choice with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// A relying party's policy for statuses; the default is that of the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPolicy {
    /// Words that refuse (`status.undesired`).
    pub undesired: Vec<String>,
    /// Where they are looked for (`status.scope`).
    pub scope: StatusScope,
    /// Words of which the newest certification must be one; empty = none is asked for (`status.required`).
    pub required: Vec<String>,
}

impl StatusPolicy {
    /// The words that refuse unless a policy says otherwise.
    pub const UNDESIRED: [&'static str; 5] = [
        "USER_VERIFICATION_BYPASS",
        "ATTESTATION_KEY_COMPROMISE",
        "USER_KEY_REMOTE_COMPROMISE",
        "USER_KEY_PHYSICAL_COMPROMISE",
        "REVOKED",
    ];

    /// Whether any report could make a difference.
    pub const fn asks_anything(&self) -> bool {
        !self.undesired.is_empty() || !self.required.is_empty()
    }
}

impl Default for StatusPolicy {
    fn default() -> Self {
        Self {
            undesired: Self::UNDESIRED.map(ToOwned::to_owned).to_vec(),
            scope: StatusScope::Any,
            required: Vec::new(),
        }
    }
}

/// Who is judged: what of an authenticator a report may be limited to.
#[derive(Clone, Copy, Debug)]
pub struct Wearer<'w> {
    /// Its certificates in DER, leaf first; none when it attested without.
    pub x5c: &'w [Vec<u8>],
    /// The firmware version that its leaf names; `Ok(None)` when it names none, `Err` when what it names is no number.
    pub firmware_version: Result<Option<u64>, ()>,
}

impl Wearer<'_> {
    /// A warning is also about other certificates of the name and key; a certification is about what it certifies.
    fn carries(&self, der: &[u8], of: Use) -> bool {
        let Ok(named) = Certificate::parse(der) else {
            return of == Use::Warning;
        };
        let is_named = |own: Certificate<'_>| {
            named.says_the_same_as(&own) || of == Use::Warning && named.has_name_and_key_of(&own)
        };
        let own = self.x5c.iter();
        own.filter_map(|der| Certificate::parse(der).ok())
            .any(is_named)
    }
}

/// Why a status refuses an authenticator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// A report with an undesired word.
    #[error("undesired status {status}")]
    Undesired {
        /// The word.
        status: String,
    },
    /// The newest certification is none of the required ones.
    #[error("certification not among the required ones")]
    Insufficient {
        /// The newest; `None` when there is none.
        newest: Option<String>,
    },
}

/// What a report is looked at for; the strict reading of each differs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Warning,
    Certification,
}

impl StatusPolicy {
    /// Judges the reports of an entry: T7.
    pub fn check(
        &self,
        reports: &[StatusReport],
        wearer: &Wearer<'_>,
        now: Timestamp,
    ) -> Result<(), StatusError> {
        let today = Date::of(now);
        let counts = |report: &&StatusReport, of| {
            report.is_in_effect(today, of) && report.is_about(wearer, of)
        };
        let mut warnings: Vec<_> = reports
            .iter()
            .filter(|of| counts(of, Use::Warning))
            .collect();
        if self.scope == StatusScope::Latest {
            warnings = newest(warnings.into_iter()).into_iter().collect();
        }
        let undesired = warnings
            .into_iter()
            .find(|of| self.undesired.contains(&of.status));
        if let Some(report) = undesired {
            let status = report.status.clone();
            return Err(StatusError::Undesired { status });
        }
        if self.required.is_empty() {
            return Ok(());
        }
        let certifications = reports.iter().filter(|of| is_certification(&of.status));
        let newest = newest(certifications.filter(|of| counts(of, Use::Certification)));
        if newest.is_some_and(|of| self.required.contains(&of.status)) {
            return Ok(());
        }
        let newest = newest.map(|of| of.status.clone());
        Err(StatusError::Insufficient { newest })
    }
}

/// The last of those with the latest day. No day is before every day; one that cannot be read is after: it hides nothing.
fn newest<'r>(reports: impl Iterator<Item = &'r StatusReport>) -> Option<&'r StatusReport> {
    reports.max_by_key(|report| match report.effective {
        Dated::Absent => (0, None),
        Dated::On(date) => (1, Some(date)),
        Dated::Unreadable => (2, None),
    })
}

/// Whether a word says how far a model is certified, the end of it included.
fn is_certification(status: &str) -> bool {
    status.starts_with("FIDO_CERTIFIED")
        || [
            "NOT_FIDO_CERTIFIED",
            "SELF_ASSERTION_SUBMITTED",
            "REVOKED",
            "RETIRED",
        ]
        .contains(&status)
}

impl StatusReport {
    fn is_in_effect(&self, today: Date, of: Use) -> bool {
        let warns = of == Use::Warning;
        let has_begun = match self.effective {
            Dated::Absent => true,
            Dated::On(date) => date <= today,
            Dated::Unreadable => warns,
        };
        let has_not_ended = match self.sunset {
            Dated::Absent => true,
            Dated::On(date) => date > today,
            Dated::Unreadable => warns,
        };
        has_begun && has_not_ended
    }

    fn is_about(&self, wearer: &Wearer<'_>, of: Use) -> bool {
        let warns = of == Use::Warning;
        let is_named = match &self.certificates {
            Named::Any => true,
            Named::Only(ders) => ders.iter().any(|der| wearer.carries(der, of)),
            Named::Unreadable => warns,
        };
        let reported = self.authenticator_version;
        let reported = reported.and_then(|version| u64::try_from(version).ok());
        let reaches = match (reported, wearer.firmware_version) {
            (None, _) | (Some(_), Ok(None)) => true,
            (Some(reported), Ok(Some(own))) if warns => own <= reported,
            (Some(reported), Ok(Some(own))) => own >= reported,
            (Some(_), Err(())) => warns,
        };
        is_named && reaches
    }
}
