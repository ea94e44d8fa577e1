//! Decides the command `touchstone webauthn conformance URL`: a line per case, and 1 when one of them has another outcome.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use clap::Args;
use serde_json::json;
use touchstone_core::{Clock as _, SystemClock, SystemRandomSource};
use touchstone_outbound::{BaseUrl, Passkeys};

use super::{Outcome, Prerequisites, Suite};
use crate::cli::{Ending, Terminal, remark};

/// Which server is held to the suite.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Address of the server
    #[arg(value_name = "URL")]
    server: String,
    /// Origin of a relying party in the profile `conformance`; without it the address
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<String>,
    /// Only write what the server must know into this folder, with its settings
    #[arg(long, value_name = "DIR")]
    metadata_out: Option<PathBuf>,
    /// Where the folder's `mds` will be served; a server fetches revocation lists from public addresses only
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8899")]
    metadata_url: String,
}

/// Plays every case, or writes what the server must know.
pub(crate) async fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let base = BaseUrl::parse(&arguments.server);
    let base = base.with_context(|| format!("the server's address {}", arguments.server))?;
    if let Some(folder) = &arguments.metadata_out {
        return prepare(folder, &arguments.metadata_url, terminal);
    }
    let origin = arguments.origin.clone();
    let origin = origin.unwrap_or_else(|| base.to_string());
    let passkeys = Passkeys::new(base, &origin)?;
    let suite = Suite::new(passkeys, Arc::new(SystemClock), &SystemRandomSource::new());
    let mut written = Ok(());
    let outcomes = suite
        .run(|outcome| {
            if written.is_ok() {
                written = tell(outcome, terminal);
            }
        })
        .await;
    written?;
    let failed = outcomes.iter().filter(|one| one.failure.is_some()).count();
    if failed == 0 {
        return Ok(Ending::Done);
    }
    remark(format_args!(
        "{failed} of {} cases failed. The relying party of {origin} needs the profile `conformance` \
         and no \
         other \
         policy; what the server must know of authenticators is written by --metadata-out DIR.",
        outcomes.len()
    ));
    Ok(Ending::Refused)
}

fn tell(outcome: &Outcome, terminal: Terminal) -> anyhow::Result<()> {
    if terminal.is_json() {
        return terminal.json_line(&outcome.json());
    }
    let (id, expected) = (&outcome.case.id, outcome.case.expected);
    terminal.line(match &outcome.failure {
        None => format!("pass  {id:<8} {expected}"),
        Some(failure) => format!("FAIL  {id:<8} {expected}, but: {}", clean(failure)),
    })
}

/// What a server said is shown without what could move the cursor.
fn clean(text: &str) -> String {
    let clean = |letter: char| {
        if letter.is_control() {
            '\u{fffd}'
        } else {
            letter
        }
    };
    text.chars().map(clean).collect()
}

fn prepare(folder: &Path, url: &str, terminal: Terminal) -> anyhow::Result<Ending> {
    let url = url.trim_end_matches('/');
    let needed = Prerequisites::at(url, SystemClock.now().unix_ms());
    let statements = folder.join("statements");
    for (name, entry) in &needed.entries {
        write(&statements.join(name), entry.to_string().as_bytes())?;
    }
    for (path, _is_list, bytes) in &needed.published {
        write(
            &folder.join("mds").join(path.trim_start_matches('/')),
            bytes,
        )?;
    }
    let root = folder.join("mds-root.pem");
    write(&root, needed.root_pem.as_bytes())?;
    let settings = settings(&needed, url, &absolute(&statements)?, &absolute(&root)?);
    write(&folder.join("touchstone.toml"), settings.as_bytes())?;
    let told = json!({
        "settings": folder.join("touchstone.toml"),
        "served_at": url,
        "served": folder.join("mds"),
    });
    terminal.either(&told, || {
        format!(
            "{settings}\nThe above is in {0}/touchstone.toml: put it into the server's \
             configuration, and \
             start the \
             server.\nBefore that serve {0}/mds at {url}, with any server of files.\n",
            folder.display()
        )
    })?;
    Ok(Ending::Done)
}

fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("cannot find {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let told = || format!("cannot write {}", path.display());
    let folder = path.parent();
    ensure!(folder.is_some(), "{} is no file", path.display());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).with_context(told)?;
    }
    std::fs::write(path, bytes).with_context(told)
}

fn settings(needed: &Prerequisites, url: &str, statements: &Path, root: &Path) -> String {
    let quoted = |path: &Path| toml::Value::from(path.display().to_string()).to_string();
    let mut text = format!(
        "[webauthn.rate_limit]\naddress_per_s = 0\n\n[webauthn.mds]\nlocal_dir = {}\n",
        quoted(statements)
    );
    for (path, _reason) in &needed.blobs {
        text.push_str(&format!(
            "\n[[webauthn.mds.sources]]\nurl = \"{url}{path}\"\nroots_file = {}\n",
            quoted(root)
        ));
    }
    text
}
