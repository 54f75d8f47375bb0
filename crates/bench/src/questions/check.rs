//! Whether two answers are the same.

use serde_json::Value;

/// What a rule in `shared` makes of the rest of an answer: a floor reads rows and knows no rules.
const RULED: [&str; 2] = ["implied", "differing"];

/// Leaves out what is null, as the server does, what depends on the caller alone, and what a rule
/// makes.
fn tidy(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .filter(|(name, member)| {
                    name != "allowed" && !RULED.contains(&name.as_str()) && !member.is_null()
                })
                .map(|(name, member)| (name, tidy(member)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(tidy).collect()),
        other => other,
    }
}

/// Compares the server's answer with a floor's.
///
/// # Errors
/// The first difference, in words.
pub fn same(server: Value, floor: Value) -> Result<(), String> {
    differ("", &tidy(server), &tidy(floor)).map_or(Ok(()), Err)
}

fn differ(path: &str, server: &Value, floor: &Value) -> Option<String> {
    match (server, floor) {
        (Value::Object(one), Value::Object(other)) => {
            one.keys().chain(other.keys()).find_map(|name| {
                let null = Value::Null;
                let path = format!("{path}/{name}");
                differ(
                    &path,
                    one.get(name).unwrap_or(&null),
                    other.get(name).unwrap_or(&null),
                )
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .find_map(|(at, (one, other))| differ(&format!("{path}/{at}"), one, other)),
        (Value::Array(one), Value::Array(other)) => Some(format!(
            "{path}: {} items from the server, {} from the floor",
            one.len(),
            other.len()
        )),
        (one, other) if one == other => None,
        (one, other) => Some(format!(
            "{path}: {one} from the server, {other} from the floor"
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_are_the_same_but_for_what_is_absent_or_about_the_caller() {
        let server = json!({"a": [1, {"b": "x"}], "allowed": [1]});
        assert_eq!(
            same(server.clone(), json!({"a": [1, {"b": "x", "c": null}]})),
            Ok(())
        );
        let wrong = same(server.clone(), json!({"a": [1, {"b": "y"}]}));
        assert_eq!(
            wrong.unwrap_err(),
            "/a/1/b: \"x\" from the server, \"y\" from the floor"
        );
        assert!(same(server, json!({"a": [1]})).is_err());
        assert!(same(json!({}), json!({"a": 1})).is_err());
    }
}
