//! Decides what is known of authenticators offline: anchors, a BLOB, an entry, revocation lists and Google's status list, each from a file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use touchstone_core::Timestamp;
use touchstone_evidence::android_key::StatusList;
use touchstone_evidence::mds3::{self, Blob, Certificates, Source};
use touchstone_evidence::webauthn::metadata::{Entry, certificate_key_id};
use touchstone_evidence::webauthn::statement::VerifiedStatement;
use touchstone_evidence::webauthn::trust::{BuiltInAnchors, Knowledge};
use touchstone_evidence::webauthn::{Aaguid, Format};
use touchstone_evidence::x509::{Anchors, Certificate, Crl, Crls, Revocation, crl_urls};

use crate::app::read_anchors;
use crate::evidence_file;

#[derive(Args, Debug)]
pub(super) struct KnowledgeArguments {
    /// PEM file with anchors of the statement's format, beside the built-in ones
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
    /// A MetadataBLOB as its service publishes it
    #[arg(long, value_name = "FILE")]
    blob: Option<PathBuf>,
    /// PEM file with the roots of the BLOB's signer, in place of those of the FIDO Alliance's service
    #[arg(long, value_name = "FILE", requires = "blob")]
    blob_roots: Option<PathBuf>,
    /// The model's entry: metadata of your own, in the form of an MDS3 entry; it goes before the BLOB
    #[arg(long, value_name = "FILE")]
    entry: Option<PathBuf>,
    /// A revocation list, DER; counts for the certificates whose issuer signed it. Repeat for several
    #[arg(long = "crl", value_name = "FILE")]
    crls: Vec<PathBuf>,
    /// The list of revoked Android keys as Google publishes it
    #[arg(long, value_name = "FILE")]
    status_list: Option<PathBuf>,
}

/// What the files say.
pub(super) struct Known {
    anchors: Option<Anchors>,
    built_in: BuiltInAnchors,
    own: Option<Entry>,
    of_blob: Vec<Entry>,
    crls: Vec<Crl>,
    status_list: Option<StatusList>,
}

impl KnowledgeArguments {
    /// Reads the files; the BLOB is verified.
    pub(super) fn read(&self, now: Timestamp) -> anyhow::Result<Known> {
        let anchors = self.anchors.as_deref().map(read_anchors);
        let list = self.crls.iter().map(|file| crl(file));
        Ok(Known {
            anchors: anchors.transpose()?,
            built_in: BuiltInAnchors::load().context("the built-in anchors cannot be read")?,
            own: self.entry.as_deref().map(entry).transpose()?,
            of_blob: self.entries_of_blob(now)?,
            crls: list.collect::<anyhow::Result<_>>()?,
            status_list: self.status_list.as_deref().map(status_list).transpose()?,
        })
    }

    fn entries_of_blob(&self, now: Timestamp) -> anyhow::Result<Vec<Entry>> {
        let Some(file) = &self.blob else {
            return Ok(Vec::new());
        };
        let name = file.display();
        let text = String::from_utf8(evidence_file::read_large(file)?);
        let text = text.with_context(|| format!("{name} is no text"))?;
        let (roots, signer) = match &self.blob_roots {
            Some(file) => (read_anchors(file)?, None),
            None => (mds3::default_roots()?, Some(mds3::DEFAULT_SIGNER)),
        };
        let source = Source {
            roots: &roots,
            signer,
            revocation: Revocation::Soft,
            crls: &Crls::new(),
        };
        let refused = |error: mds3::Error| {
            let reason = error.reason();
            anyhow::Error::new(error).context(format!("{name} is refused: {reason}"))
        };
        let blob = Blob::parse(&text).map_err(refused)?;
        let Certificates::Sent(sent) = blob.certificates(mds3::DEFAULT_URL).map_err(refused)?
        else {
            bail!("{name} has its certificates elsewhere, and nothing is fetched here");
        };
        let accepted = blob.judge(&sent, &source, None, now).map_err(refused)?;
        let listed = accepted.payload.entries.into_iter();
        Ok(listed.map(|listed| listed.entry).collect())
    }
}

fn crl(file: &Path) -> anyhow::Result<Crl> {
    let list = Crl::parse(&evidence_file::read_any(file)?);
    list.with_context(|| format!("{} holds no revocation list", file.display()))
}

fn entry(file: &Path) -> anyhow::Result<Entry> {
    let entry = Entry::parse_local(&evidence_file::read_large(file)?);
    entry.with_context(|| format!("{} holds no entry", file.display()))
}

fn status_list(file: &Path) -> anyhow::Result<StatusList> {
    let list = StatusList::parse(&evidence_file::read_large(file)?);
    list.with_context(|| format!("{} holds no status list", file.display()))
}

impl Known {
    /// The metadata of the model: by AAGUID; for fido-u2f by the key id of its leaf (T4).
    pub(super) fn entry(&self, aaguid: Aaguid, element: &VerifiedStatement) -> Option<&Entry> {
        let key_id = || {
            let leaf = Certificate::parse(element.x5c.first()?).ok()?;
            certificate_key_id(&leaf.spki)
        };
        let is_of_model = |entry: &&Entry| match element.format() {
            Format::FidoU2f => key_id().is_some_and(|id| entry.key_ids.contains(&id)),
            Format::None => false,
            _ => entry.aaguid == Some(aaguid),
        };
        self.own.iter().chain(&self.of_blob).find(is_of_model)
    }

    /// The lists that count for the element's certificates, held against whoever may have signed them.
    pub(super) fn crls(&self, element: &VerifiedStatement) -> Crls {
        let own = self.anchors.iter().flat_map(Anchors::iter);
        let built_in = self.built_in.of(element.format());
        let built_in = built_in.into_iter().flat_map(Anchors::iter);
        let entries = self.own.iter().chain(&self.of_blob);
        let of_entries = entries.flat_map(|entry| &entry.anchors);
        let issuers: Vec<&[u8]> = own
            .chain(built_in)
            .map(|anchor| anchor.der())
            .chain(of_entries.map(Vec::as_slice))
            .chain(element.x5c.iter().map(Vec::as_slice))
            .collect();
        let issuers: Vec<Certificate<'_>> = issuers
            .into_iter()
            .filter_map(|der| Certificate::parse(der).ok())
            .collect();
        let mut crls = Crls::new();
        for list in &self.crls {
            let mut list = list.clone();
            for issuer in &issuers {
                // Who did not sign it does not matter.
                let _ = list.verify(issuer.subject, &issuer.spki);
            }
            let list = Arc::new(list);
            for der in &element.x5c {
                put_where_named(&mut crls, der, &list);
            }
        }
        crls
    }

    /// As trust asks for it.
    pub(super) fn knowledge<'k>(
        &'k self,
        entry: Option<&'k Entry>,
        element: &VerifiedStatement,
        crls: &'k Crls,
    ) -> Knowledge<'k> {
        Knowledge {
            entry,
            configured: self.anchors.as_ref(),
            built_in: self.built_in.of(element.format()),
            crls,
            status_list: self.status_list.as_ref(),
        }
    }
}

/// The list stands at the addresses that a certificate of its issuer names.
fn put_where_named(crls: &mut Crls, der: &[u8], list: &Arc<Crl>) {
    let Ok(certificate) = Certificate::parse(der) else {
        return;
    };
    if certificate.issuer != list.issuer() {
        return;
    }
    for url in crl_urls(&certificate) {
        crls.insert(url.to_owned(), Arc::clone(list));
    }
}
