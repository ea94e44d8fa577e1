//! Decides the command `touchstone webauthn conformance URL`: a line per case, and 1 when one of them has another outcome.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use clap::Args;
use serde_json::json;
use touchstone_core::{Clock as _, SystemClock, SystemRandomSource};
use touchstone_outbound::{BaseUrl, Passkeys};
use touchstone_simulator::webauthn::mds::ScriptedMds;

use super::{Outcome, Prerequisites, Suite};
use crate::cli::{Ending, Terminal, remark};
use crate::serve::signals;

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
    /// Serve the folder's `mds` there until Ctrl-C; the address must be one of this machine
    #[arg(long, requires = "metadata_out")]
    serve_metadata: bool,
}

/// Plays every case, or writes what the server must know.
pub(crate) async fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let base = BaseUrl::parse(&arguments.server);
    let base = base.with_context(|| format!("the server's address {}", arguments.server))?;
    if let Some(folder) = &arguments.metadata_out {
        return prepare(arguments, folder, terminal).await;
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
         policy. What the server must know of authenticators is written by --metadata-out DIR, and \
         must be served when the server starts: --serve-metadata does so.",
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

async fn prepare(
    arguments: &Arguments,
    folder: &Path,
    terminal: Terminal,
) -> anyhow::Result<Ending> {
    let url = arguments.metadata_url.trim_end_matches('/');
    let needed = Prerequisites::at(url, SystemClock.now().unix_ms());
    // A port that is taken is told before anything is written.
    let serving = match arguments.serve_metadata {
        true => Some((serve(url, &needed).await?, signals::listen()?)),
        false => None,
    };
    let settings = write_all(folder, url, &needed)?;
    let told = json!({
        "event": "ready",
        "settings": folder.join("touchstone.toml"),
        "served_at": url,
        "served": folder.join("mds"),
    });
    let next = match serving {
        Some(_) => format!("It is served at {url} until Ctrl-C: start the server meanwhile."),
        None => format!(
            "Before the server starts, serve {}/mds at {url}, with any server of files or with \
             --serve-metadata.",
            folder.display()
        ),
    };
    let text = || {
        let folder = folder.display();
        format!(
            "{settings}\nThe above is in {folder}/touchstone.toml: put it into the server's \
             configuration.\n{next}\n"
        )
    };
    match terminal.is_json() {
        true => terminal.json_line(&told)?,
        false => terminal.text(&text())?,
    }
    if let Some((_mds, signals)) = serving {
        signals.next().await;
    }
    Ok(Ending::Done)
}

/// The metadata services, at an address of this machine.
async fn serve(url: &str, needed: &Prerequisites) -> anyhow::Result<ScriptedMds> {
    let port = url.strip_prefix("http://127.0.0.1:");
    let port = port.and_then(|port| port.parse::<u16>().ok());
    let port = port.context("to be served here, --metadata-url must be http://127.0.0.1:PORT")?;
    let mds = ScriptedMds::start_at(port).await;
    let mds = mds.with_context(|| format!("cannot listen at {url}"))?;
    for (path, _is_list, bytes) in &needed.published {
        mds.put(path, "application/octet-stream", bytes.clone());
    }
    Ok(mds)
}

/// Writes it all; the settings that name it.
fn write_all(folder: &Path, url: &str, needed: &Prerequisites) -> anyhow::Result<String> {
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
    let settings = settings(needed, url, &absolute(&statements)?, &absolute(&root)?);
    write(&folder.join("touchstone.toml"), settings.as_bytes())?;
    Ok(settings)
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
