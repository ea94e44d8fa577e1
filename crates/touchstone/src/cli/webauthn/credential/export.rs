//! Decides how credentials leave: a line of JSON each, with the user that holds it, so that another server can take them over.

use anyhow::Context as _;
use serde_json::Value;

use crate::cli::Terminal;
use crate::cli::api::{Api, Query};
use crate::cli::segment::segment;
use crate::cli::webauthn::user;

pub(super) async fn run(user: Option<&str>, api: &Api, terminal: Terminal) -> anyhow::Result<()> {
    let paths = match user {
        Some(named) => vec![user::path_of(api, named).await?],
        None => user::all(api)
            .await?
            .iter()
            .map(|user| Ok(format!("webauthn/users/{}", segment(text(user, "ext_id")?))))
            .collect::<anyhow::Result<_>>()?,
    };
    for path in paths {
        let path = format!("{path}/fido2");
        for credential in api.get_all(&path, &Query::default()).await? {
            let one = format!("{path}/{}", segment(text(&credential, "extId")?));
            terminal.json_line(&api.get(&one, Query::default()).await?)?;
        }
    }
    Ok(())
}

fn text<'a>(object: &'a Value, member: &str) -> anyhow::Result<&'a str> {
    let text = object.get(member).and_then(Value::as_str);
    text.with_context(|| format!("the answer has no {member}"))
}
