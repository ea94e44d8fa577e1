//! Writes DER for key descriptions, right or wrong.

/// An element of a tag of any number of bytes.
pub fn element(tag: &[u8], contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let length = match length {
        [0, short @ 0..=127] => vec![short],
        [0, long] => vec![0x81, long],
        [high, low] => vec![0x82, high, low],
    };
    [tag, &length, contents].concat()
}

/// `[number] EXPLICIT`.
pub fn tagged(number: u32, contents: &[u8]) -> Vec<u8> {
    let low = |bits: u32| u8::try_from(bits & 0x7f).unwrap();
    let tag = match number {
        0..=30 => vec![0xa0 | low(number)],
        31..=127 => vec![0xbf, low(number)],
        128..=16_383 => vec![0xbf, 0x80 | low(number >> 7), low(number)],
        _ => panic!("tag {number}"),
    };
    element(&tag, contents)
}

/// An INTEGER of 0 to 2^32 - 1 in its shortest form.
pub fn integer(number: u32) -> Vec<u8> {
    element(&[2], &shortest(number))
}

/// An ENUMERATED.
pub fn enumerated(number: u32) -> Vec<u8> {
    element(&[10], &shortest(number))
}

fn shortest(number: u32) -> Vec<u8> {
    let mut bytes = vec![0];
    bytes.extend(number.to_be_bytes());
    while bytes.len() > 1 && bytes[0] == 0 && bytes[1] & 0x80 == 0 {
        bytes.remove(0);
    }
    bytes
}

pub fn octets(contents: &[u8]) -> Vec<u8> {
    element(&[4], contents)
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(&[0x30], &parts.concat())
}

pub fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    element(&[0x31], &parts.concat())
}

pub fn null() -> Vec<u8> {
    vec![5, 0]
}

/// A BOOLEAN with this byte.
pub fn boolean(byte: u8) -> Vec<u8> {
    vec![1, 1, byte]
}

/// A RootOfTrust of a locked device with this boot key and state.
pub fn root_of_trust(key: &[u8], state: u32) -> Vec<u8> {
    let parts = [
        octets(key),
        boolean(0xff),
        enumerated(state),
        octets(&[8; 32]),
    ];
    sequence(&parts)
}

/// An AttestationApplicationId in its OCTET STRING.
pub fn application_id(packages: &[&[u8]], signers: &[&[u8]]) -> Vec<u8> {
    let package = |name: &&[u8]| sequence(&[octets(name), integer(42)]);
    let packages: Vec<_> = packages.iter().map(package).collect();
    let signers: Vec<_> = signers.iter().map(|signer| octets(signer)).collect();
    octets(&sequence(&[set(&packages), set(&signers)]))
}

/// A KeyDescription, and what of it may be wrong.
#[derive(Clone)]
pub struct Description {
    pub version: u32,
    /// Of the attestation and of the key.
    pub levels: (u32, u32),
    pub challenge: Vec<u8>,
    /// Tag number and what it holds.
    pub software: Vec<(u32, Vec<u8>)>,
    pub hardware: Vec<(u32, Vec<u8>)>,
    pub trailing: Vec<u8>,
}

pub const PACKAGE: &str = "com.example.app";
pub const SIGNER: [u8; 32] = [0xa6; 32];
pub const CHALLENGE: [u8; 32] = [0xc4; 32];
pub const BOOT_KEY: [u8; 32] = [0xb0; 32];

impl Description {
    /// What the default policy accepts.
    pub fn new() -> Self {
        let id = application_id(&[PACKAGE.as_bytes()], &[&SIGNER]);
        let hardware = vec![
            (1, set(&[integer(2), integer(3)])),
            (2, integer(3)),
            (503, null()),
            (702, integer(0)),
            (704, root_of_trust(&BOOT_KEY, 0)),
            (705, integer(160_000)),
            (706, integer(202_512)),
            (718, integer(20_251_205)),
            (719, integer(20_251_200)),
        ];
        Self {
            version: 300,
            levels: (1, 1),
            challenge: CHALLENGE.to_vec(),
            software: vec![(701, integer(1)), (709, id)],
            hardware,
            trailing: Vec::new(),
        }
    }

    /// Puts `value` under a tag of the hardware list, in the place of what was there; `None` takes it out.
    pub fn hardware(mut self, tag: u32, value: Option<Vec<u8>>) -> Self {
        put(&mut self.hardware, tag, value);
        self
    }

    /// The same for the software list.
    pub fn software(mut self, tag: u32, value: Option<Vec<u8>>) -> Self {
        put(&mut self.software, tag, value);
        self
    }

    /// The eight elements.
    pub fn parts(&self) -> [Vec<u8>; 8] {
        let list = |fields: &[(u32, Vec<u8>)]| {
            let fields = fields.iter().map(|(tag, value)| tagged(*tag, value));
            sequence(&fields.collect::<Vec<_>>())
        };
        [
            integer(self.version),
            enumerated(self.levels.0),
            integer(self.version),
            enumerated(self.levels.1),
            octets(&self.challenge),
            octets(&[]),
            list(&self.software),
            list(&self.hardware),
        ]
    }

    pub fn der(&self) -> Vec<u8> {
        [sequence(&self.parts()), self.trailing.clone()].concat()
    }
}

fn put(list: &mut Vec<(u32, Vec<u8>)>, tag: u32, value: Option<Vec<u8>>) {
    list.retain(|(number, _)| *number != tag);
    list.extend(value.map(|value| (tag, value)));
}
