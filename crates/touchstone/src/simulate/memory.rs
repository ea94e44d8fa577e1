//! Decides what simulated devices remember between two calls: the seeds of their CAs and of their keys, and what was registered. They are
//! no secrets of anyone's, but whoever has them can make tokens, so the file is its owner's alone.

mod android;
mod iphone;
mod passkey;

pub(super) use android::{Kind, Level, Provisioning, Target};

use std::path::Path;

use anyhow::Context as _;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use touchstone_core::{Random, random_bytes};
use touchstone_simulator::android::GoogleCa;
use touchstone_simulator::apple::AppleCa;
use touchstone_simulator::huawei::{HuaweiApp, HuaweiCa};
use touchstone_simulator::play::PlayApp;

use super::app::App;
use crate::private_file;

/// What is remembered.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Memory {
    ca_seed: Seed,
    phones: Vec<iphone::Phone>,
    /// Files of earlier versions have none.
    #[serde(default)]
    android_phones: Vec<android::Phone>,
    /// Likewise.
    #[serde(default)]
    passkeys: Vec<passkey::Passkey>,
}

/// 32 bytes, in base64.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
struct Seed([u8; 32]);

impl TryFrom<String> for Seed {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bytes = BASE64
            .decode(text.as_bytes())
            .map_err(|_| "a seed is base64")?;
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| "a seed has 32 bytes")
    }
}

impl From<Seed> for String {
    fn from(seed: Seed) -> Self {
        BASE64.encode(&seed.0)
    }
}

impl Memory {
    /// Reads the file; new CAs when it is not there.
    pub(crate) fn read(file: &Path, random: &dyn Random) -> anyhow::Result<Self> {
        if !file.exists() {
            let memory = Self {
                ca_seed: Seed(random_bytes(random)),
                phones: Vec::new(),
                android_phones: Vec::new(),
                passkeys: Vec::new(),
            };
            memory.write(file)?;
            return Ok(memory);
        }
        let name = file.display();
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
        serde_json::from_str(&text).with_context(|| format!("{name} is no memory of a simulator"))
    }

    /// Keeps it.
    pub(crate) fn write(&self, file: &Path) -> anyhow::Result<()> {
        private_file::replace(file, &serde_json::to_string_pretty(self)?)
    }

    /// The CA that stands in Apple's place.
    pub(crate) fn ca(&self) -> AppleCa {
        AppleCa::new(self.ca_seed.0)
    }

    /// The CA that stands in Google's place.
    pub(crate) fn google_ca(&self) -> GoogleCa {
        GoogleCa::new(self.ca_seed.0)
    }

    /// The CA that stands in Huawei's place.
    pub(crate) fn huawei_ca(&self) -> HuaweiCa {
        HuaweiCa::new(self.ca_seed.0)
    }

    /// An app of the Play store; all have the same keys.
    pub(crate) fn play_app(&self, app: &App) -> PlayApp {
        PlayApp::new(self.ca_seed.0, &app.package, app.signer_sha256.0)
    }

    /// An app on a Huawei phone.
    pub(crate) fn huawei_app(&self, app: &App, app_id: &str) -> HuaweiApp {
        let signer = app.signer_sha256.0;
        HuaweiApp::new(
            &self.huawei_ca(),
            self.ca_seed.0,
            &app.package,
            signer,
            app_id,
        )
    }
}
