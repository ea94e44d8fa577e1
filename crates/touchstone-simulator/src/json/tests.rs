//! Is what is written read back as the same?

use super::*;

#[test]
fn every_kind_of_value_is_read_back() {
    let value = Json::object([
        ("text", Json::text("a \"b\" \\ \n é")),
        (
            "list",
            Json::Array(vec![Json::Number(-1), Json::Bool(true)]),
        ),
        ("none", Json::object([])),
    ]);
    let read: serde_json::Value = serde_json::from_str(&value.to_string()).unwrap();
    let expected = serde_json::json!({"text": "a \"b\" \\ \n é", "list": [-1, true], "none": {}});
    assert_eq!(read, expected);
}

#[test]
fn members_keep_their_order_and_may_repeat() {
    let mut members = Members::default();
    members.put("b", Json::Number(1));
    members.put("a", Json::Number(2));
    members.0.push(("b".to_owned(), Json::Number(3)));
    assert_eq!(Json::Object(members).to_string(), r#"{"b":1,"a":2,"b":3}"#);
}
