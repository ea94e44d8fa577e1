//! What does an app wrap its platform's proof in? The CBOR envelope of spec/mobile.md 4.1.

use crate::cbor::Cbor;

use crate::cbor;

/// The members of the envelope before they are encoded.
pub(crate) struct Envelope {
    pub(crate) device: Members,
    pub(crate) token: Members,
    /// Members that no reader knows.
    pub(crate) unknown: Members,
}

/// The members of one map, in the order in which they are written.
#[derive(Default)]
pub(crate) struct Members(pub(crate) Vec<(Cbor, Cbor)>);

impl Members {
    pub(crate) fn put(&mut self, name: &str, value: Cbor) {
        self.remove(name);
        self.0.push((cbor::text(name), value));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        let name = cbor::text(name);
        self.0.retain(|(candidate, _)| *candidate != name);
    }
}

impl Envelope {
    /// The envelope of a device that says this of itself.
    pub(crate) fn new(model: &str, version: &str, service: &str, token: Members) -> Self {
        let mut device = Members::default();
        device.put("model", cbor::text(model));
        device.put("version", cbor::text(version));
        device.put("service", cbor::text(service));
        Self {
            device,
            token,
            unknown: Members::default(),
        }
    }

    /// The CBOR map.
    pub(crate) fn value(self) -> Cbor {
        let mut members = Members::default();
        members.put("device", Cbor::Map(self.device.0));
        members.put("token", Cbor::Map(self.token.0));
        members.0.extend(self.unknown.0);
        Cbor::Map(members.0)
    }

    /// The bytes that the app sends.
    pub(crate) fn encode(self) -> Vec<u8> {
        self.value().encode()
    }
}
