//! A crate has at most one integration test binary, `tests/it/main.rs`: each costs a link.

use serde_json::Value;

use super::Finding;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let packages = |metadata: &Value| metadata.get("packages")?.as_array().cloned();
    let packages = tree.metadata.iter().filter_map(packages).flatten();
    packages
        .flat_map(|package| package_findings(&package))
        .collect()
}

fn package_findings(package: &Value) -> Vec<Finding> {
    let text = |value: &Value, name: &str| {
        let text = value.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let targets = package
        .get("targets")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let tests = targets.filter(|target| target.pointer("/kind/0") == Some(&Value::from("test")));
    tests
        .map(|target| text(target, "name"))
        .filter(|name| name != "it")
        .map(|name| {
            let path = format!("{}/tests/{name}.rs", text(package, "name"));
            let remedy = "make it a module of tests/it/main.rs";
            Finding::new(path, 1, "a second integration test binary", remedy)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(names: &[&str]) -> Vec<String> {
        let test = |name: &&str| json!({"name": name, "kind": ["test"]});
        let mut targets: Vec<Value> = names.iter().map(test).collect();
        targets.push(json!({"name": "a", "kind": ["lib"]}));
        let mut tree = Tree::of(&[]);
        tree.metadata
            .push(json!({"packages": [{"name": "a", "targets": targets}]}));
        check(&tree)
            .into_iter()
            .map(|finding| finding.path)
            .collect()
    }

    #[test]
    fn a_second_test_binary_is_found() {
        assert_eq!(found(&["it", "other"]), ["a/tests/other.rs"]);
        assert_eq!(found(&["other"]), ["a/tests/other.rs"]);
    }

    #[test]
    fn one_test_binary_or_none_is_tidy() {
        assert_eq!(found(&["it"]), [""; 0]);
        assert_eq!(found(&[]), [""; 0]);
    }
}
