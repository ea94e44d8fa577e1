//! Decides what holds for passkeys of every relying party: the profile, whom metadata is taken from, and how much one caller may ask (spec
//! webauthn.md 5, 7 and 8).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use touchstone_core::RpId;
use touchstone_core::webauthn::policy::Profile;
use touchstone_evidence::x509::Revocation;

use super::endpoint::Endpoint;
use super::optional::Optional;
use super::section::section;

section! {
    /// The family `webauthn`.
    Webauthn "webauthn" {
        /// The profile of requests for which no relying party is found: `nevis`, `conformance` or `l3`. Each relying party has its own.
        profile: Profile,
        /// The relying party of requests that name none by key, origin or host: its identifier (`rp_...`, see `touchstone webauthn rp list`).
        default_rp: Optional<RpId>,
        /// Whether `/passkeys` is served, a page to try passkeys with: `on`, `off`, or `auto`: on while `server.listen` is a loopback address.
        passkey_page: PasskeyPage,
    }
    with {
        /// How much one caller may ask.
        rate_limit: WebauthnRateLimit,
        /// Metadata about authenticators.
        mds: WebauthnMds,
        /// Trust anchors of attestation.
        anchors: WebauthnAnchors,
    }
}

section! {
    /// How much one caller may ask of the ceremonies and of the status service; beyond it the answer is 429.
    WebauthnRateLimit "webauthn.rate_limit" {
        /// Requests per second and client address (IPv6: per /64) without a valid SecToken; 0 is no limit.
        address_per_s: u32,
        /// How many of them may come at once.
        address_burst: u32,
        /// Requests per second and SecToken; 0 is no limit.
        key_per_s: u32,
        /// How many of them may come at once.
        key_burst: u32,
    }
}

section! {
    /// Metadata about authenticators: BLOBs of metadata services, fetched in the background only.
    WebauthnMds "webauthn.mds" {
        /// Whether BLOBs and revocation lists are fetched. What was fetched before serves in either case.
        enabled: bool,
        /// Metadata services, the preferred first: each a table of `url`, `roots_file` (PEM; without it GlobalSign Root R3 and R46), `signer`
        /// (the DNS name that the signer must carry) and `revocation` (`off`, `soft` or `hard`). A service that cannot be reached stops
        /// nothing: the last BLOB serves.
        sources: Vec<MdsSource>,
        /// A folder with statements of your own, each a `.json` file in the form of an MDS3 entry. They go before those of services.
        local_dir: Optional<PathBuf>,
    }
}

section! {
    /// Trust anchors of attestation formats whose makers publish one root for all; further ones are set per relying party.
    WebauthnAnchors "webauthn.anchors" {
        /// A PEM file in place of Apple's WebAuthn root. Read anew as `mobile.apple.roots_file` is.
        apple_file: Optional<PathBuf>,
        /// A PEM file in place of Google's built-in hardware attestation roots, for passkeys. Read anew as `mobile.apple.roots_file` is.
        android_key_file: Optional<PathBuf>,
        /// A PEM file in place of the built-in roots of SafetyNet. Read anew as `mobile.apple.roots_file` is.
        android_safetynet_file: Optional<PathBuf>,
    }
}

impl WebauthnAnchors {
    /// The configured files.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let files = [
            &self.apple_file,
            &self.android_key_file,
            &self.android_safetynet_file,
        ];
        let set = files.into_iter().filter_map(|file| file.get());
        set.map(PathBuf::as_path)
    }
}

/// A metadata service.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MdsSource {
    /// Where the BLOB is.
    pub url: Endpoint,
    /// What its signer leads to.
    #[serde(default = "unset")]
    pub roots_file: Optional<PathBuf>,
    /// The DNS name of its signer.
    #[serde(default = "unset")]
    pub signer: Optional<String>,
    /// How revocation of the signer is asked.
    #[serde(default)]
    pub revocation: MdsRevocation,
}

fn unset<T>() -> Optional<T> {
    Optional::from(None)
}

/// `off`, `soft` or `hard`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct MdsRevocation(pub Revocation);

impl TryFrom<String> for MdsRevocation {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let known = Revocation::from_name(&text);
        known.map(Self).ok_or("must be off, soft or hard")
    }
}

impl From<MdsRevocation> for String {
    fn from(revocation: MdsRevocation) -> Self {
        revocation.0.name().to_owned()
    }
}

/// Whether the passkey page is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum PasskeyPage {
    /// While only this machine can reach the server.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl TryFrom<String> for PasskeyPage {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "auto" => Ok(Self::Auto),
            "on" => Ok(Self::On),
            "off" => Ok(Self::Off),
            _ => Err("must be auto, on or off"),
        }
    }
}

impl PasskeyPage {
    /// Whether it is served by a server that listens on this address.
    pub const fn is_served(self, listens_on_loopback: bool) -> bool {
        match self {
            Self::Auto => listens_on_loopback,
            Self::On => true,
            Self::Off => false,
        }
    }
}
