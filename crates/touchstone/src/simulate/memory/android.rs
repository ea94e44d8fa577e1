//! Decides what is remembered of a simulated Android phone: its key's seed, and whether a chain of it was made.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use touchstone_core::mobile::Sha256Text;
use touchstone_core::{Random, random_bytes};
use touchstone_simulator::android::{self, AndroidPhone, SecurityLevel, TargetKey};

use super::{Memory, Seed};
use crate::simulate::app::App;

/// What a phone is; there is one of each kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::simulate) struct Kind {
    pub(in crate::simulate) package: String,
    pub(in crate::simulate) signer_sha256: Sha256Text,
    pub(in crate::simulate) provisioning: Provisioning,
    pub(in crate::simulate) level: Level,
    pub(in crate::simulate) key: Target,
}

/// How it came by its attestation key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::simulate) enum Provisioning {
    Factory,
    Remote,
}

/// Where its keys live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::simulate) enum Level {
    Tee,
    #[value(name = "strongbox")]
    #[serde(rename = "strongbox")]
    StrongBox,
}

/// The kind of key that the app asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::simulate) enum Target {
    P256,
    Rsa,
    /// Cannot prove its possession yet.
    MlDsa,
}

/// A phone with one key.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phone {
    kind: Kind,
    seed: Seed,
    attested: bool,
}

impl Memory {
    /// The phone of this kind, and whether it has attested; a new one when there is none or `fresh` asks for it.
    pub(in crate::simulate) fn android_phone(
        &mut self,
        kind: &Kind,
        fresh: bool,
        random: &dyn Random,
    ) -> (AndroidPhone, bool) {
        if fresh {
            self.android_phones.retain(|phone| phone.kind != *kind);
        }
        let known = self.android_phones.iter().find(|phone| phone.kind == *kind);
        let (seed, attested) = match known {
            Some(phone) => (phone.seed, phone.attested),
            None => (Seed(random_bytes(random)), false),
        };
        if known.is_none() {
            let kind = kind.clone();
            self.android_phones.push(Phone {
                kind,
                seed,
                attested,
            });
        }
        (kind.phone(self, seed), attested)
    }

    /// Remembers whether the phone of this kind has attested.
    pub(in crate::simulate) fn remember_android(&mut self, kind: &Kind, attested: bool) {
        for phone in &mut self.android_phones {
            if phone.kind == *kind {
                phone.attested = attested;
            }
        }
    }
}

impl Kind {
    /// The phone of this app.
    pub(in crate::simulate) fn of(
        app: &App,
        provisioning: Provisioning,
        level: Level,
        key: Target,
    ) -> Self {
        Self {
            package: app.package.clone(),
            signer_sha256: app.signer_sha256,
            provisioning,
            level,
            key,
        }
    }

    fn phone(&self, memory: &Memory, seed: Seed) -> AndroidPhone {
        let provisioning = match self.provisioning {
            Provisioning::Factory => android::Provisioning::Factory,
            Provisioning::Remote => android::Provisioning::Remote,
        };
        let level = match self.level {
            Level::Tee => SecurityLevel::Tee,
            Level::StrongBox => SecurityLevel::StrongBox,
        };
        let signer = self.signer_sha256.0;
        let ca = memory.google_ca();
        let mut phone = AndroidPhone::new(&ca, seed.0, &self.package, signer, provisioning, level);
        phone.target = match self.key {
            Target::P256 => TargetKey::P256,
            Target::Rsa => TargetKey::Rsa,
            Target::MlDsa => TargetKey::MlDsa65,
        };
        phone
    }
}
