//! Decides how a relying party looks to people: what it is, what is seldom meant, then every line of the policy in force.

use serde_json::{Map, Value};

use crate::cli::table;

/// Everything; lines of the policy that were set are marked.
pub(super) fn shown(rp: &Value) -> String {
    let mut text = in_short(rp);
    for warning in warnings(rp) {
        text.push_str(&format!("warning: {warning}\n"));
    }
    text.push_str("\npolicy in force (* = set here, else the default of the profile)\n");
    let policy = rp.get("policy").unwrap_or(&Value::Null);
    let set = rp.get("policy_set").unwrap_or(&Value::Null);
    text.push_str(&table::members(&marked(policy, set)));
    text
}

/// Without the policy in force.
pub(super) fn in_short(rp: &Value) -> String {
    let mut rest = rp.clone();
    if let Some(members) = rest.as_object_mut() {
        members.remove("policy");
        members.remove("warnings");
    }
    table::members(&rest)
}

/// What is allowed and seldom meant.
pub(super) fn warnings(rp: &Value) -> Vec<&str> {
    let warnings = rp.get("warnings").and_then(Value::as_array);
    let warnings = warnings.into_iter().flatten();
    warnings
        .filter_map(|warning| warning.get("message")?.as_str())
        .collect()
}

/// The lines, those that were set with a mark behind their name.
fn marked(policy: &Value, set: &Value) -> Value {
    let Value::Object(lines) = policy else {
        return policy.clone();
    };
    let mut out = Map::new();
    for (name, value) in lines {
        match (value, set.get(name)) {
            (Value::Object(_), inside) => {
                let inside = inside.unwrap_or(&Value::Null);
                out.insert(name.clone(), marked(value, inside));
            }
            (_, Some(_)) => {
                out.insert(format!("{name} *"), value.clone());
            }
            (_, None) => {
                out.insert(name.clone(), value.clone());
            }
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn warnings_and_lines_that_were_set_stand_out() {
        let rp = json!({
            "id": "rp_1", "rp_id": "siven.ch",
            "policy": {"attestation": {"mode": "enforced", "require": false}, "sectoken": "off"},
            "policy_set": {"attestation": {"mode": "enforced"}},
            "warnings": [{"code": "x", "message": "think twice"}],
        });
        let expected = "id                           rp_1\n\
                        policy_set.attestation.mode  enforced\n\
                        rp_id                        siven.ch\n\
                        warning: think twice\n\n\
                        policy in force (* = set here, else the default of the profile)\n\
                        attestation.mode *   enforced\n\
                        attestation.require  false\n\
                        sectoken             off\n";
        assert_eq!(shown(&rp), expected);
    }
}
