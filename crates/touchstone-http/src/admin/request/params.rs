//! Decides how query parameters are read: each at most once, and none that the operation does not know.

use std::str::FromStr;

use axum::extract::Query;
use http::Uri;
use touchstone_core::{Issue, Timestamp, nearest};

use crate::admin::error::Refused;

const TENANT_ID: &str = "tenant_id";
const VALUE_CHARS_MAX: usize = 512;

/// The parameters of a request.
#[derive(Debug)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn parse(uri: &Uri, known: &[&'static str]) -> Result<Self, Refused> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| Refused::issue("", "the query cannot be read"))?
            .0;
        let mut issues = Vec::new();
        for (index, (name, value)) in pairs.iter().enumerate() {
            let words = || known.iter().copied().chain([TENANT_ID]);
            let message = if !words().any(|word| word == name) {
                match nearest(name, words()) {
                    Some(near) => format!("is no parameter of this request; did you mean {near}?"),
                    None => "is no parameter of this request".to_owned(),
                }
            } else if pairs.iter().take(index).any(|(earlier, _)| earlier == name) {
                "is given twice".to_owned()
            } else if value.chars().count() > VALUE_CHARS_MAX {
                "is too long".to_owned()
            } else if value.chars().any(char::is_control) {
                "has a control character".to_owned()
            } else {
                continue;
            };
            issues.push(Issue {
                path: name.clone(),
                message,
            });
        }
        if issues.is_empty() {
            Ok(Self(pairs))
        } else {
            Err(Refused::invalid(issues))
        }
    }

    /// The tenant that the caller names, by identifier or name.
    pub(in crate::admin) fn tenant_id(&self) -> Option<&str> {
        self.text(TENANT_ID)
    }

    /// The parameter's text.
    pub(in crate::admin) fn text(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The parameter as what `read` makes of it; `wanted` says what it must be.
    pub(in crate::admin) fn read<T>(
        &self,
        name: &str,
        wanted: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Refused> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let value = read(text).ok_or_else(|| Refused::issue(name, format!("must be {wanted}")))?;
        Ok(Some(value))
    }

    /// An instant.
    pub(in crate::admin) fn time(&self, name: &str) -> Result<Option<Timestamp>, Refused> {
        let wanted = "an RFC 3339 time such as 2026-04-29T14:50:00Z";
        self.read(name, wanted, |text| Timestamp::from_str(text).ok())
    }

    /// `true` or `false`.
    pub(in crate::admin) fn flag(&self, name: &str) -> Result<Option<bool>, Refused> {
        self.read(name, "true or false", |text| bool::from_str(text).ok())
    }
}
