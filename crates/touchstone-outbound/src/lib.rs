//! Whom do we ask? Every outgoing connection of the product starts here and nowhere else.

mod address;
mod admin;
mod apple_data;
mod client;
mod crl;
mod failure;
mod google;
mod issuers;
mod jwt;
mod mds;
mod measure;
mod origin;
mod passkeys;
mod private_key;
mod public_address;
mod relying_party;
mod status_list;

pub use address::{Address, BaseUrl, BaseUrlError};
pub use admin::{
    AdminAnswer, AdminClient, AdminError, AdminRequest, Method, Problem, ProblemIssue,
};
pub use client::{CallError, Limits};
pub use issuers::{IssuerUrlError, IssuerUrls, Issuers};
pub use passkeys::{CeremonyAnswer, CeremonyService, Passkeys};
pub use relying_party::{RelyingParty, RelyingPartyAnswer};

#[cfg(test)]
mod tests;
