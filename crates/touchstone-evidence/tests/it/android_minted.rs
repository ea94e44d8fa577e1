//! Mints Android chains for tests, right or wrong in one place.

use rcgen::{CertificateParams, CustomExtension, DistinguishedName, DnType, KeyPair};
use touchstone_evidence::Timestamp;
use touchstone_evidence::android_key::{
    App, Error, Expected, Policy, Rules, StatusList, Verified, verify,
};
use touchstone_evidence::x509::Anchors;

use crate::android_der::{CHALLENGE, Description, PACKAGE, SIGNER};
use crate::minted::{Authority, now, p256, params};

pub const DESCRIPTION: &[u64] = &[1, 3, 6, 1, 4, 1, 11_129, 2, 1, 17];
pub const PROVISIONING_INFO: &[u64] = &[1, 3, 6, 1, 4, 1, 11_129, 2, 1, 30];

/// Parameters with exactly these attributes in the name.
pub fn named(attributes: &[(DnType, &str)]) -> CertificateParams {
    let mut named = params("replaced");
    named.distinguished_name = DistinguishedName::new();
    for (kind, value) in attributes {
        named.distinguished_name.push(kind.clone(), *value);
    }
    named
}

pub fn serial_number() -> DnType {
    DnType::CustomDnType(vec![2, 5, 4, 5])
}

pub fn title() -> DnType {
    DnType::CustomDnType(vec![2, 5, 4, 12])
}

pub fn with_description(
    mut params: CertificateParams,
    description: &Description,
) -> CertificateParams {
    let extension = CustomExtension::from_oid_content(DESCRIPTION, description.der());
    params.custom_extensions.push(extension);
    params
}

/// A device's chain, and what of it may be wrong.
pub struct Device {
    pub root: Authority,
    /// From the root down, without the attestation certificate; the last issues that.
    pub upper: Vec<Authority>,
    pub attestation: Authority,
    /// Issued below [`Self::attestation`]; issues the target.
    pub attest_key: Option<Authority>,
    pub target: CertificateParams,
    pub key: KeyPair,
    pub root_included: bool,
}

pub fn root() -> Authority {
    Authority::root(named(&[(serial_number(), "f00")]))
}

impl Device {
    /// Target, attestation, intermediate, root.
    pub fn factory(description: &Description) -> Self {
        let names = |number| named(&[(title(), "TEE"), (serial_number(), number)]);
        Self::issued(root(), vec![names("1")], names("2"), description)
    }

    /// Target, attestation, server, Droid CA2, root.
    pub fn remote(description: &Description) -> Self {
        let google = |name| {
            [
                (DnType::OrganizationName, "Google LLC"),
                (DnType::CommonName, name),
            ]
        };
        let upper = vec![named(&google("Droid CA2")), named(&google("Droid CA3"))];
        Self::issued(root(), upper, Self::remote_attestation("TEE"), description)
    }

    pub fn remote_attestation(level: &str) -> CertificateParams {
        named(&[
            (DnType::CommonName, "abc"),
            (DnType::OrganizationName, level),
        ])
    }

    /// A chain of these names from the root down.
    pub fn issued(
        root: Authority,
        upper: Vec<CertificateParams>,
        attestation: CertificateParams,
        description: &Description,
    ) -> Self {
        let mut authorities: Vec<Authority> = Vec::new();
        for params in upper {
            let issuer = authorities.last().unwrap_or(&root);
            authorities.push(Authority::below(params, issuer));
        }
        let attestation = Authority::below(attestation, authorities.last().unwrap_or(&root));
        Self {
            root,
            upper: authorities,
            attestation,
            attest_key: None,
            target: with_description(params("Android Keystore Key"), description),
            key: p256(),
            root_included: true,
        }
    }

    /// Puts a key of the app's between target and attestation certificate.
    pub fn with_attest_key(mut self, params: CertificateParams) -> Self {
        self.attest_key = Some(Authority::below(params, &self.attestation));
        self
    }

    /// The certificates, target first.
    pub fn chain(&self) -> Vec<Vec<u8>> {
        let issuer = self.attest_key.as_ref().unwrap_or(&self.attestation);
        let mut chain = vec![issuer.issue(&self.target, &self.key)];
        chain.extend(self.attest_key.as_ref().map(|key| key.der.clone()));
        chain.push(self.attestation.der.clone());
        chain.extend(self.upper.iter().rev().map(|upper| upper.der.clone()));
        chain.extend(self.root_included.then(|| self.root.der.clone()));
        chain
    }
}

/// What minted chains are judged against, and how it may differ.
pub struct Judge {
    pub challenge: Vec<u8>,
    pub package: &'static str,
    pub signers: Vec<[u8; 32]>,
    pub policy: Policy,
    pub rules: Rules,
    pub status: Option<StatusList>,
    pub now: Timestamp,
}

impl Judge {
    pub fn new() -> Self {
        Self {
            challenge: CHALLENGE.to_vec(),
            package: PACKAGE,
            signers: vec![SIGNER],
            policy: Policy::default(),
            rules: Rules::default(),
            status: None,
            now: now(),
        }
    }

    pub fn at(time: &str) -> Self {
        let now = time.parse().unwrap();
        Self { now, ..Self::new() }
    }

    /// With one key of the app's between target and attestation certificate.
    pub fn allowing_attest_keys() -> Self {
        let mut judge = Self::new();
        judge.rules.allow_attest_key = true;
        judge
    }

    pub fn chain(&self, chain: &[Vec<u8>], anchors: &Anchors) -> Result<Verified, Error> {
        let app = App {
            package_name: self.package,
            signers: &self.signers,
            policy: &self.policy,
        };
        let expected = Expected {
            challenge: &self.challenge,
            apps: &[app],
            rules: self.rules,
            status: self.status.as_ref(),
        };
        let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
        verify(&chain, &expected, anchors, self.now)
    }

    pub fn device(&self, device: &Device) -> Result<Verified, Error> {
        self.chain(&device.chain(), &device.root.anchors())
    }
}

/// Why the default judge refuses.
pub fn refusal(device: &Device) -> Error {
    Judge::new().device(device).unwrap_err()
}
