//! Decides what is known of authenticators: metadata services' BLOBs, the operator's and the tenants' own statements, revocation lists (spec
//! webauthn.md 4.5). What is known is read here while requests are served; all of it was fetched in the background.

mod adopt;
mod blob;
mod crl_check;
mod crl_room;
mod crl_shelf;
mod crl_wishes;
mod due;
mod follow;
mod kept;
mod local;
mod models;
mod overdue;
mod refresh;
mod refresh_crls;
mod source;
mod tenant_statements;
mod view;

use std::sync::Arc;

use touchstone_evidence::Timestamp;
use touchstone_evidence::webauthn::Aaguid;
use touchstone_evidence::webauthn::metadata::Entry;
use touchstone_evidence::x509::{Anchors, Crls, Revocation};

use self::crl_shelf::CrlShelf;
use self::crl_wishes::CrlWishes;
pub(super) use self::follow::Attested;
pub(super) use self::models::Models;
use self::source::Source;
use self::tenant_statements::TenantStatements;
pub(super) use self::tenant_statements::parse_apart;
pub use self::view::{MdsState, MdsView};
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
    sources: Vec<Source>,
    /// The operator's own.
    local: Arc<Models>,
    tenants: TenantStatements,
    crls: CrlShelf,
    crl_wishes: CrlWishes,
    /// Chains by which nothing is wished for, since nothing of the operator's leads to their anchors.
    crls_of_strangers: CrlWishes,
    /// One refresh at a time.
    refreshing: tokio::sync::Mutex<()>,
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
    /// Reads the operator's own statements (file name, JSON), and what is stored of the sources: it is verified again, as of when it was
    /// taken over.
    pub(super) async fn start(
        world: &World,
        sources: Vec<MdsSourceOptions>,
        statements: Vec<(String, String)>,
    ) -> Result<Self, MetadataStartError> {
        let local = Arc::new(local::read(&statements)?);
        let sources = sources.into_iter();
        let metadata = Self {
            sources: sources.map(|of| Source::new(of, &*world.random)).collect(),
            local,
            tenants: TenantStatements::new(),
            crls: CrlShelf::new(),
            crl_wishes: CrlWishes::default(),
            crls_of_strangers: CrlWishes::default(),
            refreshing: tokio::sync::Mutex::new(()),
        };
        metadata.adopt_crls(world).await?;
        metadata.adopt_blobs(world).await?;
        Ok(metadata)
    }

    /// What is known of the model: by AAGUID, or by the key id of a fido-u2f leaf. The tenant's own word goes before the operator's, and that
    /// before the services', in their order.
    pub(super) async fn entry(
        &self,
        world: &World,
        tenant_id: TenantId,
        aaguid: Aaguid,
        key_id: Option<[u8; 20]>,
        now: Timestamp,
    ) -> Result<Option<Arc<Entry>>, StoreError> {
        let of_tenant = self.tenants.get(world, tenant_id, now).await?;
        let find = |models: &Models| match &key_id {
            Some(key_id) => models.of_key(key_id),
            None => models.of_aaguid(&aaguid),
        };
        Ok(find(&of_tenant).or_else(|| self.operators_entry(aaguid, key_id)))
    }

    /// The same without the tenant's own word.
    fn operators_entry(&self, aaguid: Aaguid, key_id: Option<[u8; 20]>) -> Option<Arc<Entry>> {
        let find = |models: &Models| match &key_id {
            Some(key_id) => models.of_key(key_id),
            None => models.of_aaguid(&aaguid),
        };
        let mut blobs = self.sources.iter().filter_map(Source::blob);
        find(&self.local).or_else(|| blobs.find_map(|blob| find(&blob.models)))
    }

    /// The revocation lists at hand.
    pub(super) fn crls(&self) -> Arc<Crls> {
        self.crls.at_hand()
    }

    /// Forgets what was read of this tenant, or of all.
    pub(super) fn forget(&self, tenant_id: Option<TenantId>) {
        self.tenants.forget(tenant_id);
    }

    /// The operator's own models, and those of each service that has a BLOB, with its address.
    pub(super) fn listed(&self) -> Vec<(Option<String>, Arc<Models>)> {
        let local = (None, Arc::clone(&self.local));
        let blobs = self.sources.iter().filter_map(|source| {
            let blob = source.blob()?;
            Some((Some(source.options.url.clone()), Arc::clone(&blob.models)))
        });
        [local].into_iter().chain(blobs).collect()
    }
}
