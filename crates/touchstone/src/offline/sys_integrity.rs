//! Decides how a Huawei SysIntegrity token is judged offline: H1 to H10.

use std::path::PathBuf;

use clap::Args;
use touchstone_evidence::sys_integrity::{self, App, Expected};

use super::expectation::Expectation;
use super::facts;
use super::report::Report;
use crate::app::read_anchors;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    expectation: Expectation,
    /// PEM file with the roots to trust; none is built in
    #[arg(long, value_name = "FILE")]
    anchors: PathBuf,
    /// The app's identifier at Huawei; without it that is not compared
    #[arg(long, value_name = "ID")]
    huawei_app_id: Option<String>,
    /// How old the verdict may be, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    max_age_s: u32,
    /// How far ahead of --now the verdict may be, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    future_skew_s: u32,
}

/// Judges the file.
pub(super) fn judge(arguments: &Arguments) -> anyhow::Result<Report> {
    let expectation = &arguments.expectation;
    let token = expectation.text()?;
    let anchors = read_anchors(&arguments.anchors)?;
    let signers = expectation.signers();
    let app = App {
        package_name: &expectation.package,
        signers: &signers,
        huawei_app_id: arguments.huawei_app_id.as_deref(),
        max_age_s: arguments.max_age_s,
        future_skew_s: arguments.future_skew_s,
    };
    let expected = Expected {
        final_nonce: &expectation.nonce.0,
        apps: &[app],
    };
    let checks = sys_integrity::CHECKS;
    let judged = sys_integrity::verify(&token, &expected, &anchors, expectation.now);
    Ok(match judged {
        Ok(verified) => Report::accepted(checks, facts::sys_integrity(&verified.facts)),
        Err(error) => Report::refused(checks, error.check(), error.reason(), &error),
    })
}
