//! Decides what is known of authenticators offline: anchors, a BLOB, an entry, revocation lists and Google's status list, each from a file.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use touchstone_core::Timestamp;
use touchstone_evidence::android_key::StatusList;
use touchstone_evidence::mds3::{self, Blob, Certificates, Source};
use touchstone_evidence::webauthn::metadata::{Entry, certificate_key_id};
use touchstone_evidence::webauthn::statement::{VerifiedStatement, VerifiedStatements};
use touchstone_evidence::webauthn::trust::{BuiltInAnchors, Knowledge};
use touchstone_evidence::webauthn::{Aaguid, Format};
use touchstone_evidence::x509::{Anchors, Certificate, Crls, Revocation};

use super::lists::Lists;
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
    /// A revocation list, DER, that an issuer of the statement's certificates signed. Repeat for several; of two of one issuer the newer counts
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
    lists: Lists,
    status_list: Option<StatusList>,
}

impl KnowledgeArguments {
    /// Reads the files; the BLOB is verified.
    pub(super) fn read(&self, now: Timestamp) -> anyhow::Result<Known> {
        let anchors = self.anchors.as_deref().map(read_anchors);
        Ok(Known {
            anchors: anchors.transpose()?,
            built_in: BuiltInAnchors::load().context("the built-in anchors cannot be read")?,
            own: self.entry.as_deref().map(entry).transpose()?,
            of_blob: self.entries_of_blob(now)?,
            lists: Lists::read(&self.crls)?,
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

    /// Holds the lists against whoever may have signed them; one that nobody of them signed is refused.
    pub(super) fn verify_lists(&mut self, statement: &VerifiedStatements) -> anyhow::Result<()> {
        let issuers: Vec<Vec<u8>> = self
            .issuers(&statement.elements)
            .map(<[u8]>::to_vec)
            .collect();
        self.lists.verify(&read(issuers.iter().map(Vec::as_slice)))
    }

    /// The lists that count for the element's certificates.
    pub(super) fn crls(&self, element: &VerifiedStatement, now: Timestamp) -> Crls {
        let certificates = read(element.x5c.iter().map(Vec::as_slice));
        let issuers = read(self.issuers(std::slice::from_ref(element)));
        self.lists.crls(&certificates, &issuers, now)
    }

    /// Whoever may have signed a list about these elements, in DER: the anchors that are known, and the chains.
    fn issuers<'s>(&'s self, elements: &'s [VerifiedStatement]) -> impl Iterator<Item = &'s [u8]> {
        let formats = elements.iter().map(VerifiedStatement::format);
        let built_in = formats.filter_map(|format| self.built_in.of(format));
        let entries = self.own.iter().chain(&self.of_blob);
        let of_entries = entries.flat_map(|entry| &entry.anchors);
        let sent = elements.iter().flat_map(|element| &element.x5c);
        let anchors = self.anchors.iter().chain(built_in).flat_map(Anchors::iter);
        anchors
            .map(|anchor| anchor.der())
            .chain(of_entries.chain(sent).map(Vec::as_slice))
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

/// Those that can be read.
fn read<'a>(ders: impl Iterator<Item = &'a [u8]>) -> Vec<Certificate<'a>> {
    ders.filter_map(|der| Certificate::parse(der).ok())
        .collect()
}
