//! Decides how a body becomes a shape: no unknown members, and every mistake told with its path.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use touchstone_core::{Issue, nearest};

use super::members::members_of;
use super::object;

/// The body as this shape.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Vec<Issue>> {
    let members = object::read(body)?.into_members();
    known::<T>(&members)?;
    shape(members)
}

/// Every member must be one of the shape's.
pub(super) fn known<T: DeserializeOwned>(members: &Map<String, Value>) -> Result<(), Vec<Issue>> {
    let names = members_of::<T>();
    let unknown = |name: &String| {
        let message = match nearest(name, names.iter().copied()) {
            Some(near) => format!("is no member; did you mean {near}?"),
            None => format!("is no member; the members are {}", names.join(", ")),
        };
        Issue {
            path: name.clone(),
            message,
        }
    };
    let issues: Vec<Issue> = members
        .keys()
        .filter(|name| !names.contains(&name.as_str()))
        .map(unknown)
        .collect();
    if issues.is_empty() {
        Ok(())
    } else {
        Err(issues)
    }
}

/// The members as this shape.
pub(super) fn shape<T: DeserializeOwned>(members: Map<String, Value>) -> Result<T, Vec<Issue>> {
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        let message = without_text(&error.into_inner().to_string());
        vec![Issue { path, message }]
    })
}

/// The parser's message without the text that was sent, which can be a secret at the wrong place.
fn without_text(message: &str) -> String {
    let text = message
        .split_once("string \"")
        .zip(message.rsplit_once("\", expected"));
    let word = message
        .split_once("variant `")
        .zip(message.rsplit_once("`, expected"));
    match (text, word) {
        (Some(((before, _), (_, after))), _) => format!("{before}text, expected{after}"),
        (None, Some(((before, _), (_, after)))) => format!("{before}word, expected{after}"),
        (None, None) => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_text;

    #[test]
    fn text_that_was_sent_is_not_repeated() {
        let message = "invalid type: string \"xma_secret\", expected u32";
        assert_eq!(without_text(message), "invalid type: text, expected u32");
        let quoted = "invalid type: string \"a\\\", expected b\", expected u32";
        assert_eq!(without_text(quoted), "invalid type: text, expected u32");
        let word = "unknown variant `xma_secret`, expected `a`, `b`";
        assert_eq!(without_text(word), "unknown word, expected `a`, `b`");
        let quoted = "unknown variant `a`, expected `x`, expected one of `a`, `b`";
        assert_eq!(
            without_text(quoted),
            "unknown word, expected one of `a`, `b`"
        );
        assert_eq!(without_text("missing field `kind`"), "missing field `kind`");
    }
}
