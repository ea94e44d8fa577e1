//! Decides whether client data is of this ceremony and of a page that may ask for it: checks C1 to C15 (spec webauthn.md
//! section 4.1). Reading comes apart from judging, because the session is found by the challenge in between. Unknown
//! members are ignored.

mod error;
mod origin;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use subtle::ConstantTimeEq;

use super::base64url::decode;
use super::{Ceremony, Padding};
use crate::digest::{Sha256, sha256};
use crate::json::{self, Value};
use crate::limits::{CLIENT_DATA_BYTES_MAX, WEBAUTHN_JSON_DEPTH_MAX};
pub use error::Error;

/// The checks in the order in which they run: clause, and what it says. [`ClientData::read`] makes those to C6,
/// [`ClientData::expect_challenge`] is C7 (over HTTP the session is looked up by the challenge instead: S1 to S4).
pub const CHECKS: &[(&str, &str)] = &[
    ("C1", "client data is a JSON object"),
    ("C2", "type is present"),
    ("C3", "type is a text"),
    ("C4", "type is that of the ceremony"),
    ("C5", "challenge is present"),
    ("C6", "challenge is base64url"),
    ("C7", "challenge is the expected one"),
    ("C8", "origin is present"),
    ("C9", "origin is a text"),
    ("C10", "origin is one of the relying party's"),
    ("C11", "crossOrigin is absent or a truth value"),
    ("C12", "page of another site is allowed"),
    ("C13", "topOrigin is absent or a text"),
    ("C14", "topOrigin is allowed"),
    ("C15", "tokenBinding has a known status"),
];

/// Client data whose shape is right so far. Nothing in it is authentic yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientData {
    members: Value,
    challenge: Vec<u8>,
    hash: Sha256,
}

/// What client data is judged against: settings of the relying party (spec webauthn.md section 5).
#[derive(Clone, Copy, Debug)]
pub struct ClientDataRules<'e> {
    /// The origins of the relying party, compared as text.
    pub origins: &'e [String],
    /// The rpId when every https origin below it is allowed too (`allow_subdomains`).
    pub subdomains_of: Option<&'e str>,
    /// Whether a page of another site may ask inside its own (`allow_cross_origin`).
    pub allow_cross_origin: bool,
    /// The pages that may stand around; a client that names another is refused.
    pub top_origins: &'e [String],
    /// Whether `tokenBinding` is looked at.
    pub token_binding_shape: bool,
}

impl ClientData {
    /// Reads client data: checks C1 to C6. One leading BOM is skipped here, but hashed.
    pub fn read(bytes: &[u8], ceremony: Ceremony, padding: Padding) -> Result<Self, Error> {
        let hash = sha256(&[bytes]);
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let members = json::parse_to_depth(text, CLIENT_DATA_BYTES_MAX, WEBAUTHN_JSON_DEPTH_MAX)
            .map_err(Error::NotJson)?;
        if members.members().is_none() {
            return Err(Error::NotAnObject);
        }
        let kind = members.get("type").ok_or(Error::TypeMissing)?.text();
        let kind = kind.filter(|kind| !kind.is_empty());
        if kind.ok_or(Error::TypeMalformed)? != ceremony.client_data_type() {
            let expected = ceremony;
            return Err(Error::TypeMismatch { expected });
        }
        let challenge = members.get("challenge").ok_or(Error::ChallengeMissing)?;
        let challenge = challenge.text().and_then(|text| decode(text, padding));
        let challenge = challenge.ok_or(Error::ChallengeMalformed)?;
        Ok(Self {
            members,
            challenge,
            hash,
        })
    }

    /// The challenge that the client answers; never empty.
    pub fn challenge(&self) -> &[u8] {
        &self.challenge
    }

    /// SHA-256 of the client data as it came: `H` of the spec.
    pub const fn hash(&self) -> &Sha256 {
        &self.hash
    }

    /// Where the client says that it is, if it does.
    pub fn origin(&self) -> Option<&str> {
        self.members.get("origin").and_then(Value::text)
    }

    /// That the challenge is this one: C7, in constant time.
    pub fn expect_challenge(&self, challenge: &[u8]) -> Result<(), Error> {
        if bool::from(self.challenge.ct_eq(challenge)) {
            Ok(())
        } else {
            Err(Error::ChallengeMismatch)
        }
    }

    /// Judges where the client is: checks C8 to C15.
    pub fn judge(&self, rules: &ClientDataRules<'_>) -> Result<(), Error> {
        self.judge_origin(rules)?;
        let cross_origin = self.judge_cross_origin(rules)?;
        self.judge_top_origin(cross_origin, rules)?;
        if rules.token_binding_shape {
            self.judge_token_binding()?;
        }
        Ok(())
    }

    /// C8 to C10.
    fn judge_origin(&self, rules: &ClientDataRules<'_>) -> Result<(), Error> {
        let origin = self.members.get("origin").ok_or(Error::OriginMissing)?;
        let origin = origin.text().filter(|origin| !origin.is_empty());
        let origin = origin.ok_or(Error::OriginMalformed)?;
        let listed = rules.origins.iter().any(|own| own == origin);
        let below = |rp_id| origin::is_below(origin, rp_id);
        if listed || rules.subdomains_of.is_some_and(below) {
            Ok(())
        } else {
            let origin = origin.to_owned();
            Err(Error::OriginMismatch { origin })
        }
    }

    /// C11 and C12.
    fn judge_cross_origin(&self, rules: &ClientDataRules<'_>) -> Result<bool, Error> {
        let value = self.members.get("crossOrigin");
        let cross_origin = value.map_or(Some(false), Value::boolean);
        let cross_origin = cross_origin.ok_or(Error::CrossOriginMalformed)?;
        if cross_origin && !rules.allow_cross_origin {
            return Err(Error::CrossOriginNotAllowed);
        }
        Ok(cross_origin)
    }

    /// C13 and C14.
    fn judge_top_origin(
        &self,
        cross_origin: bool,
        rules: &ClientDataRules<'_>,
    ) -> Result<(), Error> {
        let Some(value) = self.members.get("topOrigin") else {
            return Ok(());
        };
        let top_origin = value.text().filter(|_| cross_origin);
        let top_origin = top_origin.ok_or(Error::TopOriginMalformed)?;
        if rules
            .top_origins
            .iter()
            .any(|allowed| allowed == top_origin)
        {
            Ok(())
        } else {
            let top_origin = top_origin.to_owned();
            Err(Error::TopOriginNotAllowed { top_origin })
        }
    }

    /// C15.
    fn judge_token_binding(&self) -> Result<(), Error> {
        let Some(binding) = self.members.get("tokenBinding") else {
            return Ok(());
        };
        match binding.get("status").and_then(Value::text) {
            Some("present" | "supported" | "not-supported") => Ok(()),
            _ => Err(Error::TokenBindingMalformed),
        }
    }
}

#[cfg(test)]
mod tests;
