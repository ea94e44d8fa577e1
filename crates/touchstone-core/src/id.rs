//! Decides how objects are named: a prefix that tells the kind, and a ULID that carries the time of birth (design.md section 2).

use std::fmt;
use std::str::FromStr;

use touchstone_evidence::Timestamp;
use ulid::Ulid;

use crate::random::{Random, random_bytes};

/// The text is not an identifier of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of the form {prefix} followed by a ULID")]
pub struct ParseIdError {
    /// The prefix that was wanted, with its underscore.
    pub prefix: &'static str,
}

fn new_ulid(now: Timestamp, random: &dyn Random) -> Ulid {
    let unix_ms = u64::try_from(now.unix_ms()).unwrap_or(0);
    Ulid::from_parts(unix_ms, u128::from_be_bytes(random_bytes(random)))
}

fn parse(text: &str, prefix: &'static str) -> Result<Ulid, ParseIdError> {
    let error = ParseIdError { prefix };
    let digits = text.strip_prefix(prefix).ok_or(error)?;
    let ulid = Ulid::from_string(digits).map_err(|_| error)?;
    // Crockford's alphabet has several spellings; only the canonical one is an identifier.
    if ulid.to_string() == digits {
        Ok(ulid)
    } else {
        Err(error)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Ulid);

        impl $name {
            /// The prefix of this kind, with its underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A new identifier, born at `now`.
            pub fn new(now: Timestamp, random: &dyn Random) -> Self {
                Self(new_ulid(now, random))
            }

            /// The smallest identifier that can be born at `now`: where a range over time begins.
            pub fn first_at(now: Timestamp) -> Self {
                Self(Ulid::from_parts(u64::try_from(now.unix_ms()).unwrap_or(0), 0))
            }

            /// The 16 bytes of the ULID.
            pub fn to_bytes(self) -> [u8; 16] {
                self.0.to_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $prefix, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                parse(text, $prefix).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// Names a tenant.
    TenantId, "tenant_"
);
id!(
    /// Names an API key; it is no secret.
    ApiKeyId, "key_"
);
id!(
    /// Names a registered app.
    AppId, "app_"
);
id!(
    /// Names a verdict.
    VerdictId, "vdt_"
);
id!(
    /// Names an event.
    EventId, "evt_"
);
id!(
    /// Names a row of the audit log.
    AuditId, "aud_"
);
id!(
    /// Names a request that brought no name of its own.
    RequestId, "req_"
);
id!(
    /// Names a session master key.
    SessionKeyId, "smk_"
);
id!(
    /// Names a relying party; not the RP ID of WebAuthn, which is a domain.
    RpId, "rp_"
);
id!(
    /// Names a credential to others; not the credential id of WebAuthn, which the authenticator made.
    CredentialExtId, "cred_"
);
id!(
    /// Names a walk over stored credentials that judges them again.
    ReevaluationId, "rev_"
);

#[cfg(test)]
mod tests;
