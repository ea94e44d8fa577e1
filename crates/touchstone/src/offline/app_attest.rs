//! Decides how App Attest evidence is judged offline: attestation (A1 to A11), assertion (B1, B4 to B6) or receipt (C1 to C8).

use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use clap::{Args, ValueEnum};
use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE};
use serde_json::json;
use touchstone_core::Timestamp;
use touchstone_evidence::app_attest::{
    self, Environment, Environments, assertion, attestation, receipt,
};
use touchstone_evidence::x509::Anchors;

use super::report::Report;
use crate::app::read_anchors;
use crate::evidence_file;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The evidence, as bytes or base64; - for standard input
    file: PathBuf,
    /// The App ID that it should be for: TEAMID.bundle.id
    #[arg(long, value_name = "TEAMID.BUNDLE.ID")]
    app_id: String,
    /// The client data hash that it should bind, in hexadecimal, of any length
    #[arg(long, value_name = "HEX")]
    client_data_hash: Option<String>,
    /// The time to judge at (RFC 3339); assertions need none
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
    /// The key id, in hexadecimal (attestation)
    #[arg(long, value_name = "HEX")]
    key_id: Option<String>,
    /// An environment that is accepted; repeat for both (attestation, receipt)
    #[arg(long = "environment", value_enum, default_value = "production")]
    environments: Vec<Word>,
    /// The evidence is an assertion
    #[arg(long, conflicts_with = "receipt", requires = "public_key")]
    assertion: bool,
    /// The registered public key: its 65-byte point in hexadecimal (assertion, receipt)
    #[arg(long, value_name = "HEX")]
    public_key: Option<String>,
    /// The stored counter (assertion)
    #[arg(long, value_name = "N", default_value_t = 0)]
    counter_floor: u32,
    /// The evidence is a receipt
    #[arg(long, requires = "public_key")]
    receipt: bool,
    /// How old a receipt may be, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    max_age_s: i64,
    /// PEM file with the roots to trust in place of Apple's
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
}

/// An environment on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Word {
    Production,
    Development,
}

impl Word {
    const fn environment(self) -> Environment {
        match self {
            Self::Production => Environment::Production,
            Self::Development => Environment::Development,
        }
    }
}

/// Judges the file.
pub(super) fn judge(arguments: &Arguments) -> anyhow::Result<Report> {
    let evidence = evidence_file::read(&arguments.file)?;
    if arguments.assertion {
        arguments.judge_assertion(&evidence)
    } else if arguments.receipt {
        arguments.judge_receipt(&evidence)
    } else {
        arguments.judge_attestation(&evidence)
    }
}

impl Arguments {
    fn judge_attestation(&self, evidence: &[u8]) -> anyhow::Result<Report> {
        let key_id = self
            .key_id
            .as_deref()
            .context("an attestation takes --key-id")?;
        let key_id = fixed::<32>("--key-id", key_id)?;
        let client_data_hash = self.client_data_hash()?;
        let app = attestation::App {
            rp_id_hash: app_attest::rp_id_hash(&self.app_id),
            client_data_hash: &client_data_hash,
            environments: self.environments(),
        };
        let expected = attestation::Expected {
            key_id: &key_id,
            apps: &[app],
        };
        let anchors = self.anchors(app_attest::apple_app_attest)?;
        Ok(
            match attestation::verify(evidence, &expected, &anchors, self.now()?) {
                Ok(verified) => Report::accepted(
                    attestation::CHECKS,
                    json!({
                        "app_id": self.app_id,
                        "environment": verified.environment.name(),
                        "key_id": BASE64.encode(&key_id),
                        "public_key": HEXLOWER.encode(&verified.public_key),
                        "os_version": verified.operating_system.version,
                        "os_build": verified.operating_system.build,
                        "receipt_bytes": verified.receipt.len(),
                    }),
                ),
                Err(error) => {
                    Report::refused(attestation::CHECKS, error.check(), error.reason(), &error)
                }
            },
        )
    }

    fn judge_assertion(&self, evidence: &[u8]) -> anyhow::Result<Report> {
        let public_key = self.public_key()?;
        let client_data_hash = self.client_data_hash()?;
        let expected = assertion::Expected {
            app_id_hash: app_attest::rp_id_hash(&self.app_id),
            client_data_hash: &client_data_hash,
            public_key: &public_key,
            counter_floor: self.counter_floor,
        };
        let judged =
            assertion::parse(evidence).and_then(|parsed| assertion::verify(&parsed, &expected));
        Ok(match judged {
            Ok(verified) => {
                let facts = json!({ "app_id": self.app_id, "counter": verified.counter });
                Report::accepted(assertion::CHECKS, facts)
            }
            Err(error) => Report::refused(assertion::CHECKS, error.check(), error.reason(), &error),
        })
    }

    fn judge_receipt(&self, evidence: &[u8]) -> anyhow::Result<Report> {
        let public_key = self.public_key()?;
        let hash = self
            .client_data_hash
            .as_ref()
            .map(|_| self.client_data_hash())
            .transpose()?;
        let [environment] = self.environments.as_slice() else {
            anyhow::bail!("a receipt takes one --environment");
        };
        let expected = receipt::Expected {
            app_id: &self.app_id,
            environment: environment.environment(),
            public_key: &public_key,
            client_data_hash: hash.as_deref(),
            max_age_s: self.max_age_s,
        };
        let anchors = self.anchors(app_attest::apple_receipt)?;
        Ok(
            match receipt::verify(evidence, &expected, &anchors, self.now()?) {
                Ok(verified) => Report::accepted(
                    receipt::CHECKS,
                    json!({
                        "type": verified.kind.name(),
                        "created": verified.created.to_string(),
                        "expires": verified.expires.to_string(),
                        "not_before": verified.not_before.map(|at| at.to_string()),
                        "risk_metric": verified.risk_metric,
                    }),
                ),
                Err(error) => {
                    Report::refused(receipt::CHECKS, error.check(), error.reason(), &error)
                }
            },
        )
    }

    fn environments(&self) -> Environments {
        self.environments
            .iter()
            .map(|word| word.environment())
            .collect()
    }

    fn now(&self) -> anyhow::Result<Timestamp> {
        self.now
            .context("--now is needed: the time to judge at, such as 2026-04-29T14:50:00Z")
    }

    fn client_data_hash(&self) -> anyhow::Result<Vec<u8>> {
        let text = self
            .client_data_hash
            .as_deref()
            .context("--client-data-hash is needed")?;
        hex("--client-data-hash", text)
    }

    fn public_key(&self) -> anyhow::Result<[u8; 65]> {
        let text = self
            .public_key
            .as_deref()
            .context("--public-key is needed")?;
        fixed("--public-key", text)
    }

    fn anchors<E: std::error::Error + Send + Sync + 'static>(
        &self,
        published: impl FnOnce() -> Result<Anchors, E>,
    ) -> anyhow::Result<Anchors> {
        match &self.anchors {
            Some(file) => read_anchors(file),
            None => published().context("the built-in anchors cannot be read"),
        }
    }
}

fn hex(name: &str, text: &str) -> anyhow::Result<Vec<u8>> {
    HEXLOWER_PERMISSIVE
        .decode(text.as_bytes())
        .with_context(|| format!("{name} is not hexadecimal"))
}

fn fixed<const N: usize>(name: &str, text: &str) -> anyhow::Result<[u8; N]> {
    let bytes = hex(name, text)?;
    ensure!(
        bytes.len() == N,
        "{name} has {} bytes, not {N}",
        bytes.len()
    );
    bytes
        .try_into()
        .map_err(|_| anyhow::anyhow!("{name} has not {N} bytes"))
}
