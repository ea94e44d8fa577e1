//! Decides how JSON looks to people: lists as columns, objects as lines. Control characters never reach the terminal.

use serde_json::Value;

/// What stands where there is nothing.
const NOTHING: &str = "-";

/// A list answer (`items`, `next_cursor`) as columns.
pub(crate) fn rows(list: &Value, columns: &[&str]) -> String {
    let items = list
        .get("items")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    if items.is_empty() {
        return "none\n".to_owned();
    }
    let head: Vec<String> = columns.iter().map(|column| column.to_uppercase()).collect();
    let body = items.iter().map(|item| {
        columns
            .iter()
            .map(|column| item.get(column).map_or(NOTHING.to_owned(), cell))
            .collect()
    });
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(body).collect();
    let mut text = align(&lines);
    if let Some(cursor) = list.get("next_cursor").and_then(Value::as_str) {
        text.push_str(&format!("more: --cursor {cursor}\n"));
    }
    text
}

/// An object, a member per line, its identifier first; inner objects with dotted names.
pub(crate) fn members(object: &Value) -> String {
    let mut lines = Vec::new();
    flatten("", object, &mut lines);
    // The sort is stable: everything else keeps its order.
    lines.sort_by_key(|line| line.first().is_none_or(|name| name != "id"));
    align(&lines)
}

fn flatten(prefix: &str, value: &Value, lines: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (name, value) in map {
                let name = if prefix.is_empty() {
                    name.clone()
                } else {
                    format!("{prefix}.{name}")
                };
                flatten(&name, value, lines);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (index, item) in items.iter().enumerate() {
                lines.push(vec![format!("{prefix}[{index}]"), cell(item)]);
            }
        }
        other => lines.push(vec![prefix.to_owned(), cell(other)]),
    }
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => NOTHING.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => NOTHING.to_owned(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(" "),
        Value::Object(map) => {
            let members = map
                .iter()
                .map(|(name, value)| format!("{name}={}", cell(value)));
            members.collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    };
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

fn align(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for line in lines {
        let padded: String = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}  "))
            .collect();
        text.push_str(padded.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_has_columns_and_says_how_to_go_on() {
        let list = json!({"items": [{"id": "a", "name": null}, {"id": "bbb", "name": "x"}], "next_cursor": "c1"});
        assert_eq!(
            rows(&list, &["id", "name"]),
            "ID   NAME\na    -\nbbb  x\nmore: --cursor c1\n"
        );
    }

    #[test]
    fn an_empty_list_says_so() {
        assert_eq!(
            rows(&json!({"items": [], "next_cursor": null}), &["id"]),
            "none\n"
        );
    }

    #[test]
    fn an_object_has_a_line_per_member() {
        let object =
            json!({"id": "a", "list": ["x", "y"], "inner": {"n": 1}, "checks": [{"ok": true}]});
        assert_eq!(
            members(&object),
            "id         a\nchecks[0]  ok=true\ninner.n    1\nlist       x y\n"
        );
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let object = json!({"name": "a\u{1b}[2Jb\nc"});
        assert_eq!(members(&object), "name  a\u{fffd}[2Jb\u{fffd}c\n");
    }
}
