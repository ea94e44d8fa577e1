//! What is a simulated Android phone? One key of one app, what the phone is, and what it says of itself.

use std::fmt;

use super::ca::{GoogleCa, Root};
use super::flaw::Flaw;
use super::level::{BootState, Provisioning, SecurityLevel, TargetKey};
use super::link::Minting;
use crate::der;
use crate::key::{Hash, RsaFile, SigningKey, derive, sha256};

/// What a proof of possession signs before the nonce (spec/mobile.md 4.7 K18).
const POSSESSION_PREFIX: &[u8] = b"touchstone-android-key-v1\0";
/// FIPS 204: sizes of ML-DSA-65.
const ML_DSA_PUBLIC_KEY_BYTES: usize = 1_952;
const ML_DSA_SIGNATURE_BYTES: usize = 3_309;
const ID_ML_DSA_65: &[u32] = &[2, 16, 840, 1, 101, 3, 4, 3, 18];

/// An Android phone with one key of one app. Clone it to change what it says.
#[derive(Clone)]
pub struct AndroidPhone {
    pub(super) ca: GoogleCa,
    pub(super) seed: [u8; 32],
    pub(super) package: String,
    pub(super) provisioning: Provisioning,
    pub(super) level: SecurityLevel,
    /// SHA-256 digests of the certificates that signed the app.
    pub signers: Vec<[u8; 32]>,
    /// Which kind of key the app asked for.
    pub target: TargetKey,
    /// Which root the chain leads to. At first RSA for factory chains and P-384 for remote ones.
    pub root: Root,
    /// Whether the chain ends with the root. At first it does.
    pub root_included: bool,
    /// Whether the app made an attest key first, which then attested the target. At first not.
    pub attest_key: bool,
    /// Version of attestation and KeyMint.
    pub attestation_version: u32,
    /// As Android writes it: 160000 is 16.0.0.
    pub os_version: Option<u32>,
    /// YYYYMM.
    pub os_patch_level: Option<u32>,
    /// YYYYMMDD.
    pub vendor_patch_level: Option<u32>,
    /// YYYYMMDD.
    pub boot_patch_level: Option<u32>,
    /// Whether the boot loader is closed.
    pub device_locked: bool,
    /// Whose key signed the system.
    pub boot_state: BootState,
    /// SHA-256 of the key that signed the system.
    pub verified_boot_key: [u8; 32],
    /// Digest over everything that was started.
    pub verified_boot_hash: [u8; 32],
    /// What the server of remote provisioning counts; `None` leaves the information out.
    pub certificates_issued_30_days: Option<u64>,
    /// When the certificates above the target end (unix milliseconds; below CA2 on remote chains);
    /// `None`: factory ones in 2049, remote ones some weeks after they are issued.
    pub not_after_ms: Option<i64>,
    /// What the envelope says in `device.model`.
    pub model: String,
    /// What the envelope says in `device.version`.
    pub android_version: String,
}

impl AndroidPhone {
    /// A locked phone with the maker's system whose key comes from `seed`, made for `package`, which is
    /// signed by the one signer with this SHA-256 digest.
    #[must_use]
    pub fn new(
        ca: &GoogleCa,
        seed: [u8; 32],
        package: &str,
        signer_digest: [u8; 32],
        provisioning: Provisioning,
        level: SecurityLevel,
    ) -> Self {
        Self {
            ca: ca.clone(),
            seed,
            package: package.to_owned(),
            provisioning,
            level,
            signers: vec![signer_digest],
            target: TargetKey::P256,
            root: match provisioning {
                Provisioning::Factory => Root::Rsa4096,
                Provisioning::Remote => Root::P384,
            },
            root_included: true,
            attest_key: false,
            attestation_version: 300,
            os_version: Some(160_000),
            os_patch_level: Some(202_512),
            vendor_patch_level: Some(20_251_205),
            boot_patch_level: Some(20_251_205),
            device_locked: true,
            boot_state: BootState::Verified,
            verified_boot_key: derive(&seed, "verified boot key"),
            verified_boot_hash: derive(&seed, "verified boot hash"),
            certificates_issued_30_days: Some(8),
            not_after_ms: None,
            model: "Pixel 10".to_owned(),
            android_version: "16".to_owned(),
        }
    }

    /// The package that made the key.
    #[must_use]
    pub fn package(&self) -> &str {
        &self.package
    }

    /// How the phone came by its attestation key.
    #[must_use]
    pub fn provisioning(&self) -> Provisioning {
        self.provisioning
    }

    /// Where the key lives.
    #[must_use]
    pub fn level(&self) -> SecurityLevel {
        self.level
    }

    /// The key's `SubjectPublicKeyInfo`, DER.
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        match self.target {
            TargetKey::P256 | TargetKey::Rsa => self.signing_key().public_key_info(),
            TargetKey::MlDsa65 => der::sequence(&[
                &der::sequence(&[&der::object_identifier(ID_ML_DSA_65)]),
                &der::bit_string(0, &self.opaque("ML-DSA key", ML_DSA_PUBLIC_KEY_BYTES)),
            ]),
        }
    }

    /// The key id: SHA-256 of the SPKI.
    #[must_use]
    pub fn key_id(&self) -> [u8; 32] {
        sha256(&self.spki())
    }

    /// Serials of the chain without root, target first: unsigned, big-endian, without leading zeros.
    #[must_use]
    pub fn serials(&self) -> Vec<Vec<u8>> {
        let strip = |serial: Vec<u8>| serial.into_iter().skip_while(|byte| *byte == 0).collect();
        let links = Minting::new(self, &[], 0).links().into_iter();
        links.map(|link| strip(link.template.serial)).collect()
    }

    /// A chain over `challenge` (any length) as the phone gives it at `now_ms` (unix milliseconds), each
    /// certificate in DER, target first.
    #[must_use]
    pub fn chain(&self, challenge: &[u8], now_ms: i64) -> Vec<Vec<u8>> {
        Minting::new(self, challenge, now_ms).chain().0
    }

    /// The same with one flaw. Where only a remote chain can have it, the chain is remote.
    #[must_use]
    pub fn flawed_chain(&self, flaw: Flaw, challenge: &[u8], now_ms: i64) -> Vec<Vec<u8>> {
        self.flawed_minting(flaw, challenge, now_ms).chain().0
    }

    /// The key's signature that proves its possession for a nonce (K18).
    #[must_use]
    pub fn sign(&self, final_nonce: &[u8]) -> Vec<u8> {
        self.signature(&[POSSESSION_PREFIX, final_nonce].concat())
    }

    /// The key's signature over a message: ECDSA in DER or RSA PKCS#1 1.5, both with SHA-256.
    pub(super) fn signature(&self, message: &[u8]) -> Vec<u8> {
        match self.target {
            TargetKey::P256 | TargetKey::Rsa => self.signing_key().sign(Hash::Sha256, message),
            TargetKey::MlDsa65 => self.opaque("ML-DSA signature", ML_DSA_SIGNATURE_BYTES),
        }
    }

    /// The private key, and for ML-DSA one that stands in for it where a certificate is signed.
    pub(super) fn signing_key(&self) -> SigningKey {
        match self.target {
            TargetKey::P256 | TargetKey::MlDsa65 => SigningKey::p256(&self.seed, "target"),
            TargetKey::Rsa => SigningKey::rsa(RsaFile::AndroidTarget),
        }
    }

    /// The key that flaws put in place of the right one.
    pub(super) fn other_key(&self) -> SigningKey {
        SigningKey::p256(&self.seed, "other key")
    }

    pub(super) fn flawed_minting<'a>(
        &'a self,
        flaw: Flaw,
        challenge: &'a [u8],
        now_ms: i64,
    ) -> Minting<'a> {
        Minting {
            flaw: Some(flaw),
            ..Minting::new(self, challenge, now_ms)
        }
    }

    /// Bytes that look random.
    fn opaque(&self, label: &str, count: usize) -> Vec<u8> {
        let blocks = (0_u32..).flat_map(|block| derive(&self.seed, &format!("{label} {block}")));
        blocks.take(count).collect()
    }
}

impl fmt::Debug for AndroidPhone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AndroidPhone")
            .field("package", &self.package)
            .field("provisioning", &self.provisioning)
            .field("level", &self.level)
            .finish_non_exhaustive()
    }
}
