//! Decides what is remembered of a simulated iPhone: its key's seed and counter, and whether it has attested.

use serde::{Deserialize, Serialize};
use touchstone_core::{Random, random_bytes};
use touchstone_simulator::apple::{Environment, Iphone};

use super::{Memory, Seed};

/// An iPhone with one App Attest key for one app.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phone {
    app_id: String,
    development: bool,
    seed: Seed,
    counter: u32,
    attested: bool,
}

impl Memory {
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
