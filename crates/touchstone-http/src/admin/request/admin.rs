//! Decides what an operation can ask of its request. Every parameter must be one that the operation knows: a misspelt `tenant_id` must
//! never act somewhere else.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use bytes::Bytes;
use http::header::IF_MATCH;
use http::request::Parts;
use http::{HeaderMap, Uri};
use serde::de::DeserializeOwned;
use touchstone_core::{AdminCall, Call, Principal, Touchstone};

use super::merge::Patch;
use super::params::Params;
use super::{json, object};
use crate::admin::error::Refused;
use crate::content_type::is_json;
use crate::problem::Problem;
use crate::problem_table::{CONTENT_TYPE_UNSUPPORTED, PRECONDITION_FAILED};
use crate::state::HttpState;

/// A request of someone who may enter. Not `Debug`: headers and body hold keys.
#[derive(Clone)]
pub(crate) struct Admin(Arc<Inner>);

struct Inner {
    state: HttpState,
    principal: Arc<Principal>,
    call: Arc<Call>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Admin {
    pub(in crate::admin) fn new(
        state: HttpState,
        principal: Arc<Principal>,
        call: Arc<Call>,
        parts: &Parts,
        body: Bytes,
    ) -> Self {
        Self(Arc::new(Inner {
            state,
            principal,
            call,
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            body,
        }))
    }

    /// The use cases.
    pub(in crate::admin) fn core(&self) -> &Touchstone {
        self.0.state.core()
    }

    /// What was asked for.
    pub(in crate::admin) fn uri(&self) -> &Uri {
        &self.0.uri
    }

    /// The body; empty for requests that have none.
    pub(in crate::admin) fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// The parameters; each must be `tenant_id` or one of `known`.
    pub(in crate::admin) fn params(&self, known: &[&'static str]) -> Result<Params, Refused> {
        Params::parse(&self.0.uri, known)
    }

    /// The call, in the tenant that these parameters name.
    pub(in crate::admin) fn within<'a>(&'a self, params: &'a Params) -> AdminCall<'a> {
        self.call(params.tenant_id())
    }

    /// The call, in this tenant.
    pub(in crate::admin) fn call<'a>(&'a self, tenant: Option<&'a str>) -> AdminCall<'a> {
        AdminCall {
            touchstone: self.core(),
            principal: &self.0.principal,
            call: &self.0.call,
            tenant,
        }
    }

    /// The body as JSON of this shape.
    pub(in crate::admin) fn json<T: DeserializeOwned>(&self) -> Result<T, Refused> {
        self.require_json()?;
        json::read(self.body()).map_err(Refused::invalid)
    }

    /// The body as JSON of this shape; no body at all stands for `{}`.
    pub(in crate::admin) fn json_or_empty<T: DeserializeOwned>(&self) -> Result<T, Refused> {
        if self.body().is_empty() {
            json::read(b"{}").map_err(Refused::invalid)
        } else {
            self.json()
        }
    }

    /// The body as a patch.
    pub(in crate::admin) fn patch(&self) -> Result<Patch, Refused> {
        self.require_json()?;
        object::read(self.body()).map_err(Refused::invalid)
    }

    /// The body when it is JSON by its media type; nobody has looked at it.
    pub(in crate::admin) fn unread_json(&self) -> Result<&Bytes, Refused> {
        self.require_json()?;
        Ok(&self.0.body)
    }

    /// The version that the caller expects, of exactly one entity tag; `None` when it expects none.
    pub(in crate::admin) fn if_match(&self) -> Result<Option<u64>, Refused> {
        let mut values = self.0.headers.get_all(IF_MATCH).iter();
        let (first, second) = (values.next(), values.next());
        let Some(value) = first else { return Ok(None) };
        if second.is_some() || value.as_bytes().contains(&b',') {
            return Err(Refused::issue("If-Match", "must be one entity tag"));
        }
        if value == "*" {
            return Ok(None);
        }
        // What is no tag of ours is the tag of no version.
        let failed = || Refused::from(Problem::new(&PRECONDITION_FAILED));
        value
            .to_str()
            .ok()
            .and_then(version)
            .map(Some)
            .ok_or_else(failed)
    }

    /// For objects without an entity tag: what the caller expects cannot be so.
    pub(in crate::admin) fn refuse_if_match(&self) -> Result<(), Refused> {
        match self.if_match()? {
            None => Ok(()),
            Some(_) => Err(Refused::from(Problem::new(&PRECONDITION_FAILED))),
        }
    }

    fn require_json(&self) -> Result<(), Refused> {
        if is_json(&self.0.headers) {
            Ok(())
        } else {
            Err(Refused::from(Problem::new(&CONTENT_TYPE_UNSUPPORTED)))
        }
    }
}

/// The number of `"v<number>"`, as we print it.
fn version(tag: &str) -> Option<u64> {
    let digits = tag.strip_prefix("\"v")?.strip_suffix('"')?;
    let number: u64 = digits.parse().ok()?;
    (number.to_string() == digits).then_some(number)
}

impl FromRequestParts<HttpState> for Admin {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &HttpState) -> Result<Self, Refused> {
        // Only `enter` leaves one: on a route without it, everything is refused.
        let admin = parts.extensions.get::<Self>().cloned();
        admin.ok_or_else(|| Refused::from(Problem::internal()))
    }
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_tag_of_ours_names_a_version() {
        assert_eq!(version("\"v0\""), Some(0));
        assert_eq!(version("\"v18446744073709551615\""), Some(u64::MAX));
    }

    #[test]
    fn other_tags_name_none() {
        let bad = [
            "", "v1", "\"1\"", "W/\"v1\"", "\"v01\"", "\"v+1\"", "\"v\"", "\"v1",
        ];
        for tag in bad {
            assert_eq!(version(tag), None, "{tag}");
        }
    }
}
