//! Decides which flags say what an Apple app's evidence is compared with; what is not given keeps its value, or the default.

use clap::Args;
use serde_json::{Map, Value};

use crate::cli::input::{list, put};

/// The policy of an Apple app.
#[derive(Args, Debug)]
pub(in crate::cli::mobile) struct ApplePolicy {
    /// An environment it accepts: production or development; repeat for both
    #[arg(long = "environment", value_name = "ENVIRONMENT")]
    environments: Vec<String>,
    /// How client data is made from the nonce: cbor_array or raw
    #[arg(long, value_name = "PROFILE")]
    client_data_profile: Option<String>,
    /// What the receipt decides: record, require or off
    #[arg(long, value_name = "CHECK")]
    receipt_check: Option<String>,
    /// How old a receipt may be, in seconds
    #[arg(long, value_name = "SECONDS")]
    receipt_max_age_s: Option<u32>,
    /// Whether stored receipts are exchanged at Apple: off or daily (takes a DeviceCheck key)
    #[arg(long, value_name = "REFRESH")]
    receipt_refresh: Option<String>,
}

impl ApplePolicy {
    /// The members that are given.
    pub(super) fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        put(&mut members, "environments", list(&self.environments));
        put(
            &mut members,
            "client_data_profile",
            self.client_data_profile.clone(),
        );
        put(&mut members, "receipt_check", self.receipt_check.clone());
        put(&mut members, "receipt_max_age_s", self.receipt_max_age_s);
        put(
            &mut members,
            "receipt_refresh",
            self.receipt_refresh.clone(),
        );
        members
    }
}
