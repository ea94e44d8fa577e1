//! How is a KeyDescription written? DER with explicit tags (spec/mobile.md 4.7); nothing here judges it.

use crate::der;

/// A KeyDescription before it is encoded.
#[derive(Clone)]
pub(crate) struct Description {
    pub(crate) attestation_version: u32,
    pub(crate) attestation_level: u8,
    pub(crate) keymint_level: u8,
    pub(crate) challenge: Vec<u8>,
    pub(crate) software: AuthorizationList,
    pub(crate) hardware: AuthorizationList,
}

/// Tags and their encoded values, in the order in which they are written.
#[derive(Clone, Default)]
pub(crate) struct AuthorizationList(Vec<(u32, Vec<u8>)>);

impl AuthorizationList {
    /// Sets a tag; `value` is DER.
    pub(crate) fn put(&mut self, tag: u32, value: Vec<u8>) {
        match self.0.iter_mut().find(|(candidate, _)| *candidate == tag) {
            Some((_, old)) => *old = value,
            None => self.0.push((tag, value)),
        }
    }

    /// Sets a tag whose value is a number.
    pub(crate) fn put_number(&mut self, tag: u32, number: u64) {
        self.put(tag, der::unsigned(number));
    }

    /// Sets a tag whose value is a number, or leaves it out.
    pub(crate) fn put_known(&mut self, tag: u32, number: Option<u32>) {
        if let Some(number) = number {
            self.put_number(tag, number.into());
        }
    }

    /// Sets a tag whose value is a SET of small numbers.
    pub(crate) fn put_set(&mut self, tag: u32, numbers: &[u8]) {
        let numbers: Vec<u8> = numbers
            .iter()
            .flat_map(|number| der::integer(&[*number]))
            .collect();
        self.put(tag, der::set(&[&numbers]));
    }

    /// Writes a tag once more, whether it is there or not.
    pub(crate) fn repeat(&mut self, tag: u32, value: Vec<u8>) {
        self.0.push((tag, value));
    }

    /// Takes a tag out.
    pub(crate) fn take(&mut self, tag: u32) -> Option<Vec<u8>> {
        let position = self.0.iter().position(|(candidate, _)| *candidate == tag)?;
        Some(self.0.remove(position).1)
    }

    fn encode(&self) -> Vec<u8> {
        let tagged = |(tag, value): &(u32, Vec<u8>)| der::context(*tag, value);
        let entries: Vec<u8> = self.0.iter().flat_map(tagged).collect();
        der::sequence(&[&entries])
    }
}

impl Description {
    /// The eight elements, each encoded.
    pub(crate) fn elements(&self) -> [Vec<u8>; 8] {
        let version = der::unsigned(self.attestation_version.into());
        [
            version.clone(),
            der::enumerated(self.attestation_level),
            version,
            der::enumerated(self.keymint_level),
            der::octet_string(&self.challenge),
            der::octet_string(&[]),
            self.software.encode(),
            self.hardware.encode(),
        ]
    }

    /// The whole SEQUENCE.
    pub(crate) fn encode(&self) -> Vec<u8> {
        der::sequence(&[&self.elements().concat()])
    }
}

/// The value of attestationApplicationId: packages in version 1, and digests of their signers.
pub(crate) fn application_id(packages: &[&str], signers: &[[u8; 32]]) -> Vec<u8> {
    let package =
        |name: &&str| der::sequence(&[&der::octet_string(name.as_bytes()), &der::integer(&[1])]);
    let packages: Vec<u8> = packages.iter().flat_map(package).collect();
    let signers: Vec<u8> = signers
        .iter()
        .flat_map(|digest| der::octet_string(digest))
        .collect();
    let value = der::sequence(&[&der::set(&[&packages]), &der::set(&[&signers])]);
    der::octet_string(&value)
}

/// The value of rootOfTrust.
pub(crate) fn root_of_trust(key: &[u8], locked: bool, state: u8, hash: &[u8]) -> Vec<u8> {
    der::sequence(&[
        &der::octet_string(key),
        &der::boolean(locked),
        &der::enumerated(state),
        &der::octet_string(hash),
    ])
}
