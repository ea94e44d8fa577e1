//! Decides which lines a policy has, for whoever misspells one: asked of the policy itself, so that no list of names stands beside it.

use serde_json::{Map, Value};

use crate::webauthn::policy::{Profile, RpPolicy};
use crate::{Issue, nearest};

/// What of the set lines is no line of a policy, each with the one that was probably meant.
pub(super) fn unknown_lines(set: &Map<String, Value>) -> Vec<Issue> {
    let Ok(Value::Object(known)) = serde_json::to_value(RpPolicy::defaults(Profile::Nevis)) else {
        return Vec::new();
    };
    let mut issues = unknown("policy", set, &known);
    for (name, value) in set {
        if let (Value::Object(inside), Some(Value::Object(known))) = (value, known.get(name)) {
            issues.extend(unknown(&format!("policy.{name}"), inside, known));
        }
    }
    issues
}

fn unknown(path: &str, set: &Map<String, Value>, known: &Map<String, Value>) -> Vec<Issue> {
    let names = || known.keys().map(String::as_str);
    if set.len() > known.len() {
        let message = format!("has more lines than there are: {}", known.len());
        let path = path.to_owned();
        return vec![Issue { path, message }];
    }
    let unknown = set.keys().filter(|name| !known.contains_key(*name));
    let issue = |name: &String| {
        let message = match nearest(name, names()) {
            Some(near) => format!("is no line of a policy; did you mean {near}?"),
            None => {
                let names: Vec<&str> = names().collect();
                format!("is no line of a policy; there are {}", names.join(", "))
            }
        };
        Issue {
            path: format!("{path}.{name}"),
            message,
        }
    };
    unknown.map(issue).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::unknown_lines;

    fn paths(set: Value) -> Vec<String> {
        let issues = unknown_lines(set.as_object().unwrap()).into_iter();
        issues
            .map(|issue| format!("{} {}", issue.path, issue.message))
            .collect()
    }

    #[test]
    fn a_misspelt_line_is_told_with_the_one_that_was_meant() {
        let told = paths(json!({"atestation": {"mode": 1}, "attestation": {"mod": 1}}));
        let expected = [
            "policy.atestation is no line of a policy; did you mean attestation?",
            "policy.attestation.mod is no line of a policy; did you mean mode?",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn of_too_many_lines_none_is_told() {
        let many = |n: u32| (0..n).map(|n| (format!("line{n}"), json!(1))).collect();
        let set = json!({"attestation": Value::Object(many(100))});
        let told = paths(set);
        assert_eq!(
            told,
            ["policy.attestation has more lines than there are: 9"]
        );
        let told = paths(Value::Object(many(100_000)));
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("policy has more lines"), "{told:?}");
    }

    #[test]
    fn lines_of_a_policy_are_known() {
        let set = json!({"attestation": {"mode": 1}, "anchors": {"packed": []}, "sectoken": null});
        assert_eq!(paths(set), Vec::<String>::new());
    }
}
