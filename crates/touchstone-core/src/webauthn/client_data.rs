//! Decides whether a ceremony's client data fits its relying party: checks C8 to C15 of both ceremonies (spec webauthn.md 4.1).

use touchstone_evidence::webauthn::client_data::{self, ClientData, ClientDataRules};

use super::case::Trail;
use super::rp::Rp;

/// Judges and notes; the reason when they do not fit.
pub(super) fn judge(
    rp: &Rp,
    trail: &mut Trail,
    client_data: &ClientData,
) -> Result<(), &'static str> {
    let policy = rp.policy();
    let rules = ClientDataRules {
        origins: rp.origins(),
        subdomains_of: policy.allow_subdomains.then(|| rp.rp_id()),
        allow_cross_origin: policy.allow_cross_origin,
        top_origins: &policy.top_origins,
        token_binding_shape: policy.token_binding_shape,
    };
    let judged = client_data.judge(&rules);
    let failed = judged.as_ref().err();
    let judged_checks = client_data::CHECKS
        .iter()
        .skip_while(|(check, _)| *check != "C8");
    trail.note_all(judged_checks, failed.map(client_data::Error::check));
    judged.map_err(|error| error.reason())
}

/// The checks that reading client data makes, before its session is found.
pub(super) fn read_checks() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = client_data::CHECKS.iter().copied();
    all.take_while(|(check, _)| *check != "C7")
}
