//! Whom do we ask? Every outgoing connection of the product starts here and nowhere else.

mod admin;
mod client;
mod relying_party;

pub use admin::{
    AdminAnswer, AdminClient, AdminError, AdminRequest, Method, Problem, ProblemIssue,
};
pub use client::{BaseUrl, BaseUrlError, CallError, Limits};
pub use relying_party::{RelyingParty, RelyingPartyAnswer};

#[cfg(test)]
mod tests;
