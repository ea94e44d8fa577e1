//! Decides what a simulated iPhone remembers between two calls: the seeds of its CA and of its key, and its counter. They are no secrets
//! of anyone's, but whoever has them can make tokens, so the file is its owner's alone.

use std::path::Path;

use anyhow::Context as _;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use touchstone_core::{Random, random_bytes};
use touchstone_simulator::apple::{AppleCa, Environment, Iphone};

use crate::private_file;

/// What is remembered.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Memory {
    ca_seed: Seed,
    phones: Vec<Phone>,
}

/// An iPhone with one App Attest key for one app.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Phone {
    app_id: String,
    development: bool,
    seed: Seed,
    counter: u32,
    attested: bool,
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
    /// Reads the file; a new CA when it is not there.
    pub(crate) fn read(file: &Path, random: &dyn Random) -> anyhow::Result<Self> {
        if !file.exists() {
            let memory = Self {
                ca_seed: Seed(random_bytes(random)),
                phones: Vec::new(),
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

    /// The phone of this app, and whether it has attested; a new one when there is none or `fresh` asks for it.
    pub(crate) fn phone(
        &mut self,
        app_id: &str,
        environment: Environment,
        fresh: bool,
        random: &dyn Random,
    ) -> (Iphone, bool) {
        let development = environment == Environment::Development;
        if fresh {
            self.phones.retain(|phone| !phone.is(app_id, development));
        }
        let seed = Seed(random_bytes(random));
        let known = self
            .phones
            .iter()
            .find(|phone| phone.is(app_id, development));
        let (seed, counter, attested) = known.map_or((seed, 0, false), |phone| {
            (phone.seed, phone.counter, phone.attested)
        });
        if known.is_none() {
            let app_id = app_id.to_owned();
            self.phones.push(Phone {
                app_id,
                development,
                seed,
                counter,
                attested,
            });
        }
        let mut iphone = Iphone::new(&self.ca(), seed.0, app_id, environment);
        iphone.counter = counter;
        (iphone, attested)
    }

    /// Remembers the phone as it is now.
    pub(crate) fn remember(&mut self, iphone: &Iphone, attested: bool) {
        let development = iphone.environment() == Environment::Development;
        for phone in &mut self.phones {
            if phone.is(iphone.app_id(), development) {
                phone.counter = iphone.counter;
                phone.attested = attested;
            }
        }
    }
}

impl Phone {
    fn is(&self, app_id: &str, development: bool) -> bool {
        self.app_id == app_id && self.development == development
    }
}
