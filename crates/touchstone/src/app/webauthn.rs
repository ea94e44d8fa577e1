//! Decides what the family `webauthn` is started with: profile, relying party of last resort, anchors, metadata services and statements of the
//! operator's own.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use touchstone_core::webauthn::{MdsSourceOptions, WebauthnOptions};
use touchstone_evidence::mds3;
use touchstone_evidence::webauthn::Format;
use touchstone_evidence::webauthn::trust::BuiltInAnchors;
use touchstone_evidence::x509::Anchors;

use super::anchors::read_anchors;
use crate::config::{Config, MdsSource, Optional};

/// The longest statement that is read, in bytes.
const STATEMENT_BYTES_MAX: u64 = 1_048_576;
/// Statements in the folder.
const STATEMENTS_MAX: usize = 1_000;

/// What the configuration says.
pub(crate) fn options(config: &Config) -> anyhow::Result<WebauthnOptions> {
    let webauthn = &config.webauthn;
    let sources = webauthn.mds.sources.iter().map(source);
    Ok(WebauthnOptions {
        profile: webauthn.profile,
        default_rp: webauthn.default_rp.get().copied(),
        anchors: anchors(config)?,
        mds_sources: sources.collect::<anyhow::Result<_>>()?,
        local_statements: statements(webauthn.mds.local_dir.get())?,
    })
}

/// The built-in anchors, or those of the configured files.
pub(super) fn anchors(config: &Config) -> anyhow::Result<BuiltInAnchors> {
    let mut anchors = BuiltInAnchors::load().context("the built-in anchors cannot be read")?;
    let files = &config.webauthn.anchors;
    let files = [
        (Format::Apple, "apple_file", &files.apple_file),
        (
            Format::AndroidKey,
            "android_key_file",
            &files.android_key_file,
        ),
        (
            Format::AndroidSafetynet,
            "android_safetynet_file",
            &files.android_safetynet_file,
        ),
    ];
    for (format, setting, file) in files {
        if let Some(with) = configured(setting, file)? {
            anchors.replace(format, with);
        }
    }
    Ok(anchors)
}

fn configured(setting: &str, file: &Optional<PathBuf>) -> anyhow::Result<Option<Anchors>> {
    let read = file.get().map(|file| read_anchors(file));
    let read = read.transpose();
    read.with_context(|| format!("webauthn.anchors.{setting}"))
}

fn source(source: &MdsSource) -> anyhow::Result<MdsSourceOptions> {
    let url = source.url.as_str().to_owned();
    let roots = match source.roots_file.get() {
        Some(file) => read_anchors(file).with_context(|| format!("metadata service {url}"))?,
        None => mds3::default_roots().context("the built-in metadata roots cannot be read")?,
    };
    Ok(MdsSourceOptions {
        url,
        roots,
        signer: source.signer.get().cloned(),
        revocation: source.revocation.0,
    })
}

/// The statements of the folder, by file name.
fn statements(folder: Option<&PathBuf>) -> anyhow::Result<Vec<(String, String)>> {
    let Some(folder) = folder else {
        return Ok(Vec::new());
    };
    let told = || format!("webauthn.mds.local_dir: cannot read {}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(told)? {
        let path = entry.with_context(told)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    ensure!(
        files.len() <= STATEMENTS_MAX,
        "webauthn.mds.local_dir: more than {STATEMENTS_MAX} statements"
    );
    files.sort();
    files.iter().map(|file| statement(file)).collect()
}

fn statement(file: &Path) -> anyhow::Result<(String, String)> {
    let name = file.display().to_string();
    let told = || format!("webauthn.mds.local_dir: cannot read {name}");
    let bytes = std::fs::metadata(file).with_context(told)?.len();
    ensure!(
        bytes <= STATEMENT_BYTES_MAX,
        "webauthn.mds.local_dir: {name} has more than 1 MiB"
    );
    let text = std::fs::read_to_string(file).with_context(told)?;
    Ok((name, text))
}
