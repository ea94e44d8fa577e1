//! Decides how a verdict is explained to people: how it ended, what that means, what to do, then every check, then the rest.

use serde_json::Value;

use super::table;

/// The answer of `/admin/v1/verdicts/{id}` as text.
pub(super) fn explain(verdict: &Value) -> String {
    let text = |name: &str| verdict.get(name).and_then(Value::as_str).unwrap_or("-");
    let mut out = format!(
        "{}  {}: {}\n  found:  {}\n  to do:  {}\n\n",
        text("id"),
        text("outcome"),
        text("reason"),
        text("reason_meaning"),
        text("reason_remedy"),
    );
    for check in verdict
        .get("checks")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        out.push_str(&line(check));
    }
    let mut rest = verdict.clone();
    if let Some(members) = rest.as_object_mut() {
        for told in [
            "id",
            "outcome",
            "reason",
            "reason_meaning",
            "reason_remedy",
            "checks",
        ] {
            members.remove(told);
        }
    }
    out.push('\n');
    out.push_str(&table::members(&rest));
    out
}

fn line(check: &Value) -> String {
    let text = |name: &str| check.get(name).and_then(Value::as_str);
    let word = if check.get("ok") == Some(&Value::Bool(true)) {
        "ok"
    } else {
        "FAILED"
    };
    let number = text("check").unwrap_or("-");
    let meaning = text("meaning").unwrap_or("-");
    let note = text("note")
        .map(|note| format!(" ({note})"))
        .unwrap_or_default();
    format!("{number:<4}{word:<7} {meaning}{note}\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_verdict_is_told_from_its_end_to_its_details() {
        let verdict = json!({
            "id": "vdt_1", "outcome": "invalid", "reason": "token_malformed", "reason_meaning": "No CBOR.",
            "reason_remedy": "Send CBOR.", "subject": "none",
            "checks": [{"check": "T1", "ok": false, "meaning": "CBOR", "note": "cut off"}],
        });
        let expected = "vdt_1  invalid: token_malformed\n  found:  No CBOR.\n  to do:  Send CBOR.\n\n\
                        T1  FAILED  CBOR (cut off)\n\nsubject  none\n";
        assert_eq!(explain(&verdict), expected);
    }
}
