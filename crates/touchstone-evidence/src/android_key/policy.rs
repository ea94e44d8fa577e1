//! Decides nothing: what a chain is judged against (spec mobile.md section 5.2). The policy is always an argument.

use alloc::vec;
use alloc::vec::Vec;

use super::status_list::StatusList;
use super::{BootState, SecurityLevel};

/// What an app demands of the devices it runs on; patch levels are written YYYYMM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The weakest keeper of keys that is accepted; [`SecurityLevel::Software`] counts as
    /// [`SecurityLevel::Tee`], as software is never accepted.
    pub min_level: SecurityLevel,
    /// The boot loader must be locked.
    pub require_locked: bool,
    /// The accepted boot states; [`BootState::Failed`] is refused also when it is listed.
    pub boot_states: Vec<BootState>,
    /// The boot keys that a [`BootState::SelfSigned`] system may be signed with.
    pub boot_keys: Vec<[u8; 32]>,
    /// The lowest osVersion, such as 130000.
    pub min_os_version: Option<u32>,
    /// The lowest patch level of the operating system.
    pub min_os_patch: Option<u32>,
    /// The lowest patch level of the vendor's part.
    pub min_vendor_patch: Option<u32>,
    /// The lowest patch level of the boot part.
    pub min_boot_patch: Option<u32>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            min_level: SecurityLevel::Tee,
            require_locked: true,
            boot_states: vec![BootState::Verified],
            boot_keys: Vec::new(),
            min_os_version: None,
            min_os_patch: None,
            min_vendor_patch: None,
            min_boot_patch: None,
        }
    }
}

/// What a tenant allows, for all of its apps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// One key made by an app for attesting others may stand between the target and the attestation certificate.
    pub allow_attest_key: bool,
    /// Refuse descriptions with tags that are unknown here, instead of noting them.
    pub reject_unknown_tags: bool,
}

/// An app that a key may belong to.
#[derive(Clone, Copy, Debug)]
pub struct App<'e> {
    /// Its package name.
    pub package_name: &'e str,
    /// SHA-256 of the certificates that may sign it.
    pub signers: &'e [[u8; 32]],
    /// What it demands.
    pub policy: &'e Policy,
}

/// What a chain is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// The final nonce.
    pub challenge: &'e [u8],
    /// The registered, enabled apps that the caller may use.
    pub apps: &'e [App<'e>],
    /// The tenant's rules.
    pub rules: Rules,
    /// The status list; `None` leaves out K8.
    pub status: Option<&'e StatusList>,
}
