//! Decides what is put in force of what is stored: what this node or another took over before.

use std::sync::Arc;

use super::super::service::Webauthn;
use super::source::Source;
use super::{Metadata, blob, crl_check};
use crate::World;
use crate::ports::{KnownCrl, MdsSource, StoreError};

impl Webauthn {
    /// Puts in force what is stored of the metadata services, when that is newer than what is in force. Revocation lists follow with the next
    /// [`Webauthn::catch_up_crls`]: they are many.
    pub async fn adopt_stored_metadata(&self) -> Result<(), StoreError> {
        self.metadata.crls.fall_behind();
        self.metadata.adopt_blobs(&self.world).await
    }
}

impl Metadata {
    pub(in crate::webauthn) async fn adopt_blobs(&self, world: &World) -> Result<(), StoreError> {
        let rows = world.store.mds_sources().await?;
        for source in &self.sources {
            let row = rows.iter().find(|row| row.url == source.options.url);
            if let Some(row) = row {
                self.adopt_blob(world, source, row).await?;
            }
        }
        Ok(())
    }

    /// A stored BLOB that does not hold, since the roots of its source are others now, is as good as none.
    async fn adopt_blob(
        &self,
        world: &World,
        source: &Source,
        row: &MdsSource,
    ) -> Result<(), StoreError> {
        let at_hand = source.blob().map(|blob| blob.number);
        let newer = row.number.filter(|number| at_hand < Some(*number));
        if let (Some(number), Some(taken_over_at)) = (newer, row.taken_over_at)
            && !source.has_refused(number)
        {
            let Some(packed) = world.store.mds_blob(&row.url).await? else {
                return Ok(());
            };
            let options = Arc::clone(&source.options);
            let read = blob::read_back(packed, options, self.crls.at_hand(), taken_over_at).await;
            match read {
                Ok(blob) => source.put_blob(blob),
                Err(error) => {
                    let url = &row.url;
                    tracing::warn!(url, %error, "the stored MetadataBLOB cannot be used");
                    source.refuse(number);
                }
            }
        }
        source.put_row(row.clone());
        Ok(())
    }

    /// Takes in every stored list that is not at hand, and lets go of those that are stored no more. One that the store cannot give is
    /// tried again with the next catching up.
    pub(super) async fn adopt_crls(&self, world: &World) -> Result<(), StoreError> {
        let known = world.store.known_crls().await?;
        let urls = known.iter().map(|list| list.url.as_str()).collect();
        self.crls.keep_only(&urls);
        for list in &known {
            if let Err(error) = self.adopt_crl(world, list).await {
                let url = &list.url;
                tracing::warn!(url, %error, "a stored revocation list cannot be had");
                self.crls.fall_behind();
            }
        }
        Ok(())
    }

    /// Takes in a stored list, unless it was judged already. One that cannot be read is as good as none, until the next one takes its place.
    pub(super) async fn adopt_crl(&self, world: &World, list: &KnownCrl) -> Result<(), StoreError> {
        if list.fetched_at.is_none() || self.crls.knows(list) {
            return Ok(());
        }
        let stored = match world.store.crl(&list.url).await {
            Err(error @ StoreError::Corrupt { .. }) => {
                let url = &list.url;
                tracing::warn!(url, %error, "a stored revocation list cannot be read");
                return Ok(());
            }
            stored => stored?,
        };
        let Some(stored) = stored else {
            return Ok(());
        };
        let url = &stored.url;
        match crl_check::check(stored.der, list.issuers.clone()).await {
            Ok(checked) => {
                if !checked.is_signed {
                    tracing::warn!(url, "no known issuer has signed a stored revocation list");
                }
                self.crls.put(url, checked, stored.fetched_at);
            }
            Err(error) => {
                tracing::warn!(url, %error, "a stored revocation list cannot be read");
            }
        }
        Ok(())
    }
}
