//! Decides how credentials come in: line by line, each with its user, who is made when there is none. A line that is refused stops nothing: it
//! is told by its number, and the file can be imported again once it is right.

use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::cli::api::{Api, Query, is_not_found, is_refusal};
use crate::cli::input::object;
use crate::cli::segment::segment;
use crate::cli::{Terminal, remark};

pub(super) async fn run(file: &Path, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let name = file.display();
    let (mut imported, mut refused) = (0_u64, 0_u64);
    for (index, line) in open(file)?.lines().enumerate() {
        let line = line.with_context(|| format!("cannot read {name}"))?;
        if line.trim().is_empty() {
            continue;
        }
        match one(&line, api).await {
            Ok(()) => imported = imported.saturating_add(1),
            Err(error) if may_go_on(&error) => {
                refused = refused.saturating_add(1);
                remark(format!("line {}: {error:#}", index.saturating_add(1)));
            }
            Err(error) => return Err(error),
        }
    }
    terminal.either(&json!({ "imported": imported, "refused": refused }), || {
        format!("imported {imported}, refused {refused}\n")
    })?;
    ensure!(refused == 0, "{refused} lines were refused");
    Ok(())
}

/// The file, or standard input when the path is `-`; it is never in memory as a whole.
fn open(file: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if file == Path::new("-") {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let name = file.display();
    let file = std::fs::File::open(file).with_context(|| format!("cannot open {name}"))?;
    Ok(Box::new(BufReader::new(file)))
}

/// A server that is away would refuse every line.
fn may_go_on(error: &anyhow::Error) -> bool {
    is_refusal(error) || error.downcast_ref::<LineWrong>().is_some()
}

/// A line is no credential.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct LineWrong(&'static str);

async fn one(line: &str, api: &Api) -> anyhow::Result<()> {
    let credential: Value = serde_json::from_str(line).map_err(|_| LineWrong("is no JSON"))?;
    let user = credential.get("user").filter(|user| user.is_object());
    let user = user.ok_or(LineWrong("has no user: an object with ext_id and username"))?;
    let ext_id = user_of(user, api).await?;
    let path = format!("webauthn/users/{}/fido2", segment(&ext_id));
    api.post(&path, credential).await?;
    Ok(())
}

/// The identifier of the user, who is made when there is none of this identifier or name.
async fn user_of(user: &Value, api: &Api) -> anyhow::Result<String> {
    let text = |name: &str| user.get(name).and_then(Value::as_str);
    if let Some(ext_id) = text("ext_id") {
        let path = format!("webauthn/users/{}", segment(ext_id));
        match api.get(&path, Query::default()).await {
            Err(error) if is_not_found(&error) => {}
            found => {
                found?;
                return Ok(ext_id.to_owned());
            }
        }
    }
    let member = |name: &'static str| (name, user.get(name).cloned());
    let body = object(["ext_id", "username", "display_name", "handle"].map(member));
    let made = api.post("webauthn/users", body).await?;
    let ext_id = made.get("ext_id").and_then(Value::as_str);
    Ok(ext_id.context("the answer has no ext_id")?.to_owned())
}
