//! Decides how lines of a policy are written on the command line: `path=value`, with lists divided by commas, or as JSON.

use anyhow::{Context as _, ensure};
use serde_json::{Map, Value};

/// Lines that are lists, and objects whose members all are.
const LISTS: [&str; 10] = [
    "algorithms",
    "formats",
    "attestation.accepted_types",
    "aaguid.allow",
    "aaguid.deny",
    "status.undesired",
    "status.required",
    "tpm.manufacturers",
    "top_origins",
    "app_ids",
];

/// The word for the empty list.
const NONE: &str = "none";

/// The partial policy that these arguments say.
pub(super) fn lines(pairs: &[String]) -> anyhow::Result<Map<String, Value>> {
    let mut policy = Map::new();
    for pair in pairs {
        let (path, text) = pair
            .split_once('=')
            .with_context(|| format!("`{pair}` is not of the form PATH=VALUE"))?;
        put(&mut policy, path, value(path, text))?;
    }
    Ok(policy)
}

/// Puts a line in: `a.b` lands inside of `a`.
pub(super) fn put(policy: &mut Map<String, Value>, path: &str, value: Value) -> anyhow::Result<()> {
    let (members, name) = match path.split_once('.') {
        None => (policy, path),
        Some((object, name)) => {
            let inside = policy
                .entry(object)
                .or_insert_with(|| Value::Object(Map::new()));
            let inside = inside.as_object_mut();
            let inside = inside.with_context(|| format!("`{object}` is set and `{path}` too"))?;
            (inside, name)
        }
    };
    ensure!(
        members.insert(name.to_owned(), value).is_none(),
        "`{path}` is given twice"
    );
    Ok(())
}

fn value(path: &str, text: &str) -> Value {
    if text == "null" {
        Value::Null
    } else if !LISTS.contains(&path) {
        one(text)
    } else if text == NONE {
        Value::Array(Vec::new())
    } else if let Ok(list @ Value::Array(_)) = serde_json::from_str(text) {
        list
    } else {
        text.split(',').map(|item| one(item.trim())).collect()
    }
}

/// What reads as a number or truth value is that; everything else is text.
fn one(text: &str) -> Value {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
        _ => Value::from(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(pairs: &[&str]) -> anyhow::Result<Map<String, Value>> {
        let pairs: Vec<String> = pairs.iter().map(|pair| (*pair).to_owned()).collect();
        lines(&pairs)
    }

    #[test]
    fn lines_land_inside_of_their_object() {
        let expected = json!({
            "attestation": {"mode": "enforced", "require": true},
            "timeout": {"grace_ms": 0},
            "sectoken": "all",
        });
        let policy = read(&[
            "attestation.mode=enforced",
            "attestation.require=true",
            "timeout.grace_ms=0",
            "sectoken=all",
        ]);
        assert_eq!(Value::from(policy.unwrap()), expected);
    }

    #[test]
    fn lists_are_divided_by_commas_also_when_they_hold_one() {
        let policy = read(&["algorithms=-7, -257", "formats=packed_full", "app_ids=none"]);
        let expected = json!({"algorithms": [-7, -257], "formats": ["packed_full"], "app_ids": []});
        assert_eq!(Value::from(policy.unwrap()), expected);
    }

    #[test]
    fn a_list_may_be_json() {
        let policy = read(&[
            "algorithms=[-7, -257]",
            r#"status.required=["FIDO_CERTIFIED_L2"]"#,
        ]);
        let expected = json!({
            "algorithms": [-7, -257],
            "status": {"required": ["FIDO_CERTIFIED_L2"]},
        });
        assert_eq!(Value::from(policy.unwrap()), expected);
    }

    #[test]
    fn null_puts_the_default_back() {
        let expected = json!({"algorithms": null, "attestation": {"mode": null}});
        let policy = read(&["algorithms=null", "attestation.mode=null"]);
        assert_eq!(Value::from(policy.unwrap()), expected);
    }

    #[test]
    fn what_is_no_line_is_refused() {
        for bad in [
            &["attestation.mode"][..],
            &["sectoken=all", "sectoken=off"],
            &["status=x", "status.scope=any"],
        ] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
}
