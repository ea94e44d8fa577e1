//! Decides how values come in: secrets from standard input or a file, never from an argument; members as `name=value`.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// The largest secret that is read.
const SECRET_BYTES_MAX: u64 = 16 * 1024;

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

/// A secret from a file, or from standard input when the path is `-`; white space around it does not count.
pub(crate) fn secret(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    let name = path.display();
    if path == Path::new(STANDARD_INPUT) {
        std::io::stdin()
            .lock()
            .take(SECRET_BYTES_MAX)
            .read_to_string(&mut text)
    } else {
        let file = std::fs::File::open(path).with_context(|| format!("cannot open {name}"))?;
        file.take(SECRET_BYTES_MAX).read_to_string(&mut text)
    }
    .with_context(|| format!("cannot read {name}"))?;
    let secret = Zeroizing::new(text.trim().to_owned());
    ensure!(!secret.is_empty(), "{name} is empty");
    Ok(secret)
}

/// Members of a JSON object from `name=value` arguments. A value that reads as a number, `true`, `false` or `null` is that; everything
/// else is text.
pub(crate) fn members(pairs: &[String]) -> anyhow::Result<Value> {
    let mut map = Map::new();
    for pair in pairs {
        let (name, text) = pair
            .split_once('=')
            .with_context(|| format!("`{pair}` is not of the form name=value"))?;
        let value = match serde_json::from_str::<Value>(text) {
            Ok(value @ (Value::Bool(_) | Value::Number(_) | Value::Null)) => value,
            _ => Value::from(text),
        };
        ensure!(
            map.insert(name.to_owned(), value).is_none(),
            "`{name}` is given twice"
        );
    }
    ensure!(!map.is_empty(), "nothing to set: give name=value");
    Ok(Value::Object(map))
}

/// An object without the members that are not given.
pub(crate) fn object(members: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    let given = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(given.collect())
}

/// Puts a member in, when there is a value.
pub(crate) fn put(members: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        members.insert(name.to_owned(), value.into());
    }
}

/// The word that empties a list, or takes a value away.
const NONE: &str = "none";

/// A repeated argument: not given is no value, `none` alone is the empty list.
pub(crate) fn list(items: &[String]) -> Option<Value> {
    match items {
        [] => None,
        [none] if none == NONE => Some(Value::Array(Vec::new())),
        items => Some(items.into()),
    }
}

/// A number, or `null` when it says `none`.
pub(crate) fn number_or_none(text: &str) -> Result<Value, &'static str> {
    match text.parse::<u32>() {
        Ok(number) => Ok(number.into()),
        Err(_) if text == NONE => Ok(Value::Null),
        Err(_) => {
            Err("give a number, such as 140000 for a version or 202401 for a patch level, or none")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pairs(text: &[&str]) -> Vec<String> {
        text.iter().map(|pair| (*pair).to_owned()).collect()
    }

    #[test]
    fn values_are_what_they_look_like() {
        let read = members(&pairs(&[
            "session_ttl_s=600",
            "explain=full",
            "nonce_hints=true",
            "note=a=b",
        ]));
        let expected =
            json!({"session_ttl_s": 600, "explain": "full", "nonce_hints": true, "note": "a=b"});
        assert_eq!(read.unwrap(), expected);
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        for bad in [&["explain"][..], &["a=1", "a=2"], &[]] {
            assert!(members(&pairs(bad)).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_empty_secret_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, " \n").unwrap();
        assert!(secret(&file).is_err());
        std::fs::write(&file, " xma_1 \n").unwrap();
        assert_eq!(secret(&file).unwrap().as_str(), "xma_1");
    }
}
