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

const USERS: &str = "webauthn/users";

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
    api.post(&format!("{}/fido2", at(&ext_id)), credential)
        .await?;
    Ok(())
}

/// The identifier of the user, who is made when there is none of this identifier, or of this name where no identifier is given.
async fn user_of(user: &Value, api: &Api) -> anyhow::Result<String> {
    let stored = match stored_user(user, api).await? {
        Some(stored) => stored,
        None => {
            let member = |name: &'static str| (name, user.get(name).cloned());
            let body = object(["ext_id", "username", "display_name", "handle"].map(member));
            api.post(USERS, body).await?
        }
    };
    let ext_id = ext_id_of(&stored)?;
    // Who was refused elsewhere is refused here before it holds anything; who holds something
    // already was judged here.
    let is_disabled = |user: &Value| text(user, "state") == Some("disabled");
    if is_disabled(user) && !is_disabled(&stored) && holds_nothing(&ext_id, api).await? {
        let disabled = json!({ "state": "disabled" });
        api.patch(&at(&ext_id), disabled).await?;
    }
    Ok(ext_id)
}

/// Whether it is new here: just made, by an import that broke off before it was disabled, or by options that came to nothing.
async fn holds_nothing(ext_id: &str, api: &Api) -> anyhow::Result<bool> {
    let one = Query::default().with("limit", Some(1));
    let held = api.get(&format!("{}/fido2", at(ext_id)), one).await?;
    let held = held.get("items").and_then(Value::as_array);
    Ok(held.is_some_and(Vec::is_empty))
}

/// A passkey without a user name is found by the handle that it holds: under a user of another handle it could never sign in.
async fn stored_user(user: &Value, api: &Api) -> anyhow::Result<Option<Value>> {
    let found = match text(user, "ext_id") {
        Some(ext_id) => match api.get(&at(ext_id), Query::default()).await {
            Err(error) if is_not_found(&error) => None,
            found => Some(found?),
        },
        None => {
            let by_name = Query::default().with("username", text(user, "username"));
            let found = api.get(USERS, by_name).await?;
            let named = text(user, "username").is_some();
            found.pointer("/items/0").filter(|_| named).cloned()
        }
    };
    let handle = text(user, "handle").map(|handle| handle.trim_end_matches('='));
    let of_stored = found.as_ref().map(|stored| text(stored, "handle"));
    if handle.is_some() && of_stored.is_some_and(|stored| stored != handle) {
        return Err(LineWrong("its user is here under another handle").into());
    }
    Ok(found)
}

fn text<'v>(of: &'v Value, name: &str) -> Option<&'v str> {
    of.get(name).and_then(Value::as_str)
}

fn at(ext_id: &str) -> String {
    format!("{USERS}/{}", segment(ext_id))
}

fn ext_id_of(user: &Value) -> anyhow::Result<String> {
    let ext_id = text(user, "ext_id");
    Ok(ext_id.context("the answer has no ext_id")?.to_owned())
}
