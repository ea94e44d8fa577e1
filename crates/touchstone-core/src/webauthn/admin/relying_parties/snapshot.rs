//! Decides how the audit log shows a relying party: long lists by their length.

use serde_json::{Map, Value, json};

use super::RegisteredRp;

/// Longer lists are told by their length.
const ITEMS_MAX: usize = 64;

pub(super) fn snapshot(rp: &RegisteredRp) -> Value {
    let mut policy = rp.fields.policy.clone();
    shorten(&mut policy);
    if let Some(Value::Object(anchors)) = policy.get_mut("anchors") {
        for list in anchors.values_mut() {
            *list = count(list);
        }
    }
    json!({
        "id": rp.id,
        "rp_id": rp.rp_id,
        "rp_name": rp.fields.rp_name,
        "origins": rp.fields.origins,
        "hosts": rp.fields.hosts,
        "profile": rp.fields.profile,
        "policy": policy,
    })
}

/// A policy is two levels deep.
fn shorten(lines: &mut Map<String, Value>) {
    for value in lines.values_mut() {
        match value {
            Value::Object(inside) => {
                for value in inside.values_mut().filter(|value| is_long(value)) {
                    *value = count(value);
                }
            }
            value if is_long(value) => *value = count(value),
            _ => {}
        }
    }
}

fn is_long(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.len() > ITEMS_MAX)
}

fn count(list: &Value) -> Value {
    list.as_array()
        .map_or(Value::Null, |list| list.len().into())
}
