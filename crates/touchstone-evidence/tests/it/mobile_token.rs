//! All outside cases of the envelope.

use touchstone_evidence::mobile_token;

use crate::case::{Case, run};

#[test]
fn every_outside_envelope_is_answered_as_expected() {
    run("mobile_token", 44, judge);
}

fn judge(case: &Case) -> Result<toml::Table, &'static str> {
    assert_eq!(case.kind, "envelope");
    let evidence = case.input("token");
    let envelope = mobile_token::parse(&evidence).map_err(|error| error.reason())?;
    Ok(toml::Table::from_iter([
        ("service".to_owned(), envelope.token.service().word().into()),
        ("model".to_owned(), envelope.device.model.as_ref().into()),
        (
            "version".to_owned(),
            envelope.device.version.as_ref().into(),
        ),
    ]))
}
