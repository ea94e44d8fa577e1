//! Decides how the results of passkey ceremonies are judged offline: `touchstone verify webauthn registration|assertion FILE`. The session is
//! what the arguments say; nothing is looked up or stored.

mod assertion;
mod expectation;
mod knowledge;
mod lists;
mod registration;
mod trail;
mod trust;

use clap::Subcommand;

use super::report::Report;

#[derive(Debug, Subcommand)]
pub(super) enum Ceremony {
    /// The result of a registration: attestation, and whom it leads to
    Registration(Box<registration::Arguments>),
    /// The result of an authentication, by the credential's public key
    Assertion(Box<assertion::Arguments>),
}

/// Judges the file.
pub(super) fn judge(ceremony: &Ceremony) -> anyhow::Result<Report> {
    match ceremony {
        Ceremony::Registration(arguments) => registration::judge(arguments),
        Ceremony::Assertion(arguments) => assertion::judge(arguments),
    }
}
