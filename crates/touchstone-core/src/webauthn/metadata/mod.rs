//! Decides what is known of authenticators: metadata services' BLOBs, the operator's and the tenants' own statements, revocation lists (spec
//! webauthn.md 4.5).

use std::sync::Arc;

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::Entry;
use touchstone_evidence::x509::{Anchors, Crls, Revocation};

use crate::ports::StoreError;
use crate::{TenantId, World};

/// A metadata service.
#[derive(Clone, Debug)]
pub struct MdsSourceOptions {
    /// Its address.
    pub url: String,
    /// What its signer's certificates lead to.
    pub roots: Anchors,
    /// The DNS name that the signer must carry; `None` where a root signs for nobody else.
    pub signer: Option<String>,
    /// How revocation of the signer's path is asked (M6).
    pub revocation: Revocation,
}

/// What is known of authenticators.
#[derive(Debug)]
pub(super) struct Metadata {
    _sources: Vec<MdsSourceOptions>,
}

/// Metadata of the operator's own cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MetadataStartError {
    /// This file is no statement.
    #[error("{file} is not a metadata statement: {cause}")]
    Statement {
        /// The file.
        file: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The store did not answer.
    #[error("metadata cannot be read")]
    Store(#[from] StoreError),
}

impl Metadata {
    #[expect(
        clippy::unused_async,
        reason = "reads the store once it keeps anything"
    )]
    pub(super) async fn start(
        _world: &World,
        sources: Vec<MdsSourceOptions>,
        _statements: Vec<(String, String)>,
    ) -> Result<Self, MetadataStartError> {
        Ok(Self { _sources: sources })
    }

    /// What is known of the model: by AAGUID, or by the key id of a fido-u2f leaf.
    #[expect(
        clippy::unused_async,
        reason = "reads the store once it keeps anything"
    )]
    pub(super) async fn entry(
        &self,
        _world: &World,
        _tenant_id: TenantId,
        _aaguid: Aaguid,
        _key_id: Option<[u8; 20]>,
        _now: Timestamp,
    ) -> Result<Option<Arc<Entry>>, StoreError> {
        Ok(None)
    }

    /// The revocation lists at hand.
    pub(super) fn crls(&self) -> Arc<Crls> {
        Arc::default()
    }

    pub(super) fn forget(&self, _tenant_id: Option<TenantId>) {}
}
