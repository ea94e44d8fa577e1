//! Decides which flags say what is set of a relying party; what is not given keeps its value, or the default.

use anyhow::Context as _;
use clap::Args;
use serde_json::{Map, Value};

use super::policy;
use crate::cli::input::{list, put};

/// What is set of a relying party.
#[derive(Args, Debug)]
pub(in crate::cli::webauthn) struct RpFields {
    /// An origin of its clients, such as `https://example.com`; repeat for several; none for no origin
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// A host of this server under which it is chosen; repeat for several; none for no host
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
    /// The defaults it has: nevis, conformance or l3
    #[arg(long)]
    profile: Option<String>,
    /// A line of its policy, such as attestation.mode=enforced or algorithms=-7,-257; null puts the default back
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Trust anchors of its own for a format, such as packed=roots.pem
    #[arg(long = "anchors", value_name = "FORMAT=FILE")]
    anchors: Vec<String>,
}

impl RpFields {
    /// The members that are given.
    pub(super) fn members(&self, name: Option<String>) -> anyhow::Result<Map<String, Value>> {
        let mut members = Map::new();
        put(&mut members, "rp_name", name);
        put(&mut members, "origins", list(&self.origins));
        put(&mut members, "hosts", list(&self.hosts));
        put(&mut members, "profile", self.profile.clone());
        let mut policy = policy::lines(&self.set)?;
        for pair in &self.anchors {
            let (format, file) = pair
                .split_once('=')
                .with_context(|| format!("`{pair}` is not of the form FORMAT=FILE"))?;
            let pem =
                std::fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
            let path = format!("anchors.{format}");
            policy::put(&mut policy, &path, Value::from(vec![pem]))?;
        }
        if !policy.is_empty() {
            members.insert("policy".to_owned(), policy.into());
        }
        Ok(members)
    }
}
