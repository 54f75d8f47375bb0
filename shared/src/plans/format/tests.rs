use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::plans::checks::{PlanFacts, check};

const KENT: &str = include_str!("../../../tests/fixtures/kent-plan.json");

const SMALL: &str = r#"{
  "plan": { "id": "p", "title": "A plan", "period": { "short_term_from": "2015-04" } },
  "levels": [ { "id": "l1", "number": 1, "name": "Universal" } ],
  "agencies": [ { "id": "a", "name": "Agency", "kind": "council" } ],
  "actions": [
    { "id": "x", "order": 1, "printed_ref": "1.1", "title": "Do it", "level": "l1",
      "leads": [ { "agency": "a", "role": "lead" } ] }
  ],
  "measures": [ { "id": "s", "name": "Measure", "anything": { "at": ["all"] } } ],
  "milestones": [ { "id": "m", "title": "Step", "start": "2016-10", "actions": ["x"] } ]
}"#;

fn faults(text: &str) -> Vec<String> {
    parse(text)
        .err()
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The faults of the small plan with one piece of its text replaced.
fn with(from: &str, to: &str) -> Vec<String> {
    assert!(SMALL.contains(from), "{from}");
    faults(&SMALL.replacen(from, to, 1))
}

#[test]
fn a_small_plan_needs_little() {
    let plan = parse(SMALL).unwrap();
    assert_eq!(plan.actions[0].leads[0].role, LeadRole::Lead);
    assert_eq!(plan.source_records[0].collection, "measures");
    assert_eq!(
        plan.source_records[0].body["anything"],
        json!({ "at": ["all"] })
    );
}

#[test]
fn each_fault_is_named_where_it_stands() {
    let long = format!("\"title\": \"{}\"", "é".repeat(501));
    let table: [(&str, &str, &str); 24] = [
        (
            "\"plan\": {",
            "\"plan\": [",
            "line 2, column 17: This is not JSON: a comma or the end of the list belongs here.",
        ),
        (
            "\"levels\":",
            "\"level\":",
            "line 3, column 3, /level: The format has no key \"level\" here.",
        ),
        (
            "\"order\": 1",
            "\"ordr\": 1",
            "line 6, column 18, /actions/0/ordr: The format has no key \"ordr\" here.",
        ),
        (
            "\"agency\": \"a\"",
            "\"agency\": \"a\", \"x\": 1",
            "line 7, column 35, /actions/0/leads/0/x: The format has no key \"x\" here.",
        ),
        (
            "\"order\": 1",
            "\"order\": 1, \"order\": 2",
            "line 6, column 30, /actions/0/order: The key \"order\" stands twice in this object.",
        ),
        (
            "\"order\": 1, ",
            "",
            "line 6, column 5, /actions/0: The key \"order\" is missing.",
        ),
        (
            "\"order\": 1",
            "\"order\": \"1\"",
            "line 6, column 27, /actions/0/order: This must be a whole number, but it is a text.",
        ),
        (
            "\"order\": 1",
            "\"order\": 1.5",
            "line 6, column 27, /actions/0/order: This must be a whole number from 0 to 1000000.",
        ),
        (
            "\"title\": \"Do it\"",
            "\"title\": null",
            "line 6, column 61, /actions/0/title: This must be a value, but it is null.",
        ),
        (
            "\"title\": \"Do it\"",
            "\"title\": \" \"",
            "line 6, column 61, /actions/0/title: This must not be empty.",
        ),
        (
            "\"title\": \"Do it\"",
            &long,
            "line 6, column 61, /actions/0/title: This text has 501 characters; at most 500 are allowed.",
        ),
        (
            "\"Do it\"",
            "\"Do\\u0000it\"",
            "line 6, column 61, /actions/0/title: This text holds a NUL character, which cannot be stored.",
        ),
        (
            "\"all\"",
            "\"\\u0000\"",
            "line 9, column 70, /measures/0/anything/at/0: This text holds a NUL character, which cannot be stored.",
        ),
        (
            "\"id\": \"m\"",
            "\"id\": \"x\"",
            "line 10, column 27, /milestones/0/id: The id \"x\" is used twice; it first stands on line 6.",
        ),
        (
            "\"id\": \"m\"",
            "\"id\": \"m 1\"",
            "line 10, column 27, /milestones/0/id: An id is made of letters, digits, full stops, hyphens and underscores, at most 100 of them.",
        ),
        (
            "[\"x\"]",
            "[\"y\"]",
            "line 10, column 81, /milestones/0/actions/0: No item of actions has the id \"y\".",
        ),
        (
            "[\"x\"]",
            "[\"s\"]",
            "line 10, column 81, /milestones/0/actions/0: \"s\" is one of measures; an item of actions belongs here.",
        ),
        (
            "[\"x\"]",
            "\"x\"",
            "line 10, column 80, /milestones/0/actions: This must be a list, but it is a text.",
        ),
        (
            "\"2016-10\"",
            "\"October 2016\"",
            "line 10, column 58, /milestones/0/start: This is not a date: a date is written as 2015, 2015-04, 2015-04-01, 2015-autumn or 2015/16.",
        ),
        ("\"2016-10\"", "\"2016-10\", \"end\": \"2016\"", ""),
        (
            "\"2016-10\"",
            "\"2016-10\", \"end\": \"2015/16\"",
            "line 10, column 76, /milestones/0/end: The end lies before the start.",
        ),
        (
            "\"role\": \"lead\"",
            "\"role\": \"boss\"",
            "line 7, column 43, /actions/0/leads/0/role: This must be one of: lead, joint-lead, support, partner.",
        ),
        (
            "{ \"agency\": \"a\", \"role\": \"lead\" }",
            "[\"a\", \"lead\"]",
            "line 7, column 18, /actions/0/leads/0: This must be an object, but it is a list.",
        ),
        (
            "\"kind\": \"council\"",
            "\"kind\": \"council\", \"parent\": \"a\"",
            "line 4, column 25, /agencies/0/parent: \"a\" is above itself: its parents form a circle.",
        ),
    ];
    for (from, to, expected) in table {
        let found = with(from, to);
        let good = if expected.is_empty() {
            found.is_empty()
        } else {
            found.iter().any(|f| f == expected)
        };
        assert!(good, "{from} -> {to}: {expected}\n{found:#?}");
    }
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_file() {
    let text = SMALL
        .replacen("\"order\": 1", "\"order\": -1", 1)
        .replacen("\"lead\"", "7", 1)
        .replacen("\"m\"", "\"x\"", 1);
    let lines: Vec<usize> = parse(&text)
        .unwrap_err()
        .iter()
        .map(|fault| fault.line)
        .collect();
    assert_eq!(lines, [6, 7, 10]);
    let many = format!(
        "{{\"plan\": {{}}, \"actions\": [{}]}}",
        vec!["1"; 300].join(",")
    );
    let found = faults(&many);
    assert_eq!(found.len(), 201);
    assert!(
        found[200].ends_with("more faults are not listed."),
        "{}",
        found[200]
    );
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let text = " ".repeat((MAX_MIB << 20) + 1);
    assert_eq!(
        faults(&text),
        ["line 1, column 1: The file is larger than 8 MiB."]
    );
    for text in ["", "[]", "null", "{}"] {
        assert!(!faults(text).is_empty(), "{text:?}");
    }
}

/// The whole point of declaring answers: whatever they say, the plan that is read is the same.
#[test]
fn answers_are_accepted_and_never_read() {
    let mut spoiled: Value = serde_json::from_str(KENT).unwrap();
    for collection in answers::COLLECTIONS {
        spoiled[*collection] = json!("nonsense");
    }
    let mut count = 0;
    for (collection, items) in spoiled.as_object_mut().unwrap() {
        spoil(collection, items, &mut count);
    }
    assert_eq!(count, 466);
    let text = serde_json::to_string(&spoiled).unwrap();
    let plan = parse(&text).unwrap_or_else(|f| panic!("{f:#?}"));
    let original = parse(KENT).unwrap();
    assert_eq!(plan.actions, original.actions);
    let records = |plan: &PlanFile| {
        let mut records: Vec<_> = plan
            .source_records
            .iter()
            .map(|r| (r.id.clone(), r.body.to_string()))
            .collect();
        records.sort();
        records
    };
    assert_eq!(records(&plan), records(&original));
    assert_eq!(
        check(&PlanFacts::from_file(&plan)),
        check(&PlanFacts::from_file(&original))
    );
    assert!(!format!("{plan:?}").contains("nonsense"));
}

fn spoil(collection: &str, value: &mut Value, count: &mut usize) {
    match value {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| spoil(collection, item, count)),
        Value::Object(map) => {
            let unprinted = map
                .get("outcomes_basis")
                .is_some_and(|basis| basis != "printed");
            for (key, inner) in map.iter_mut() {
                if answers::is_answer(collection, key) || (unprinted && key == "outcomes") {
                    *inner = json!("nonsense");
                    *count += 1;
                } else {
                    spoil(collection, inner, count);
                }
            }
        }
        _ => {}
    }
}

/// Writes JSON with the keys of every object rotated.
fn rotated(value: &Value, by: usize) -> String {
    match value {
        Value::Array(items) => format!(
            "[{}]",
            items
                .iter()
                .map(|v| rotated(v, by))
                .collect::<Vec<_>>()
                .join(",")
        ),
        Value::Object(map) => {
            let mut pairs: Vec<String> = map
                .iter()
                .map(|(k, v)| format!("{}:{}", json!(k), rotated(v, by + 1)))
                .collect();
            if !pairs.is_empty() {
                let turns = by % pairs.len();
                pairs.rotate_left(turns);
            }
            format!("{{{}}}", pairs.join(","))
        }
        other => other.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbage_never_panics(text in "\\PC{0,200}", json in "[\\[\\]{}\",:0-9a-z\\\\ .-]{0,200}") {
        let _ = parse(&text);
        let _ = parse(&json);
    }

    #[test]
    fn a_damaged_plan_is_read_or_refused(at in 0..SMALL.len(), length in 0_usize..40, put in "[\\[\\]{}\",:0-9a-z ]{0,6}") {
        let end = (at + length).min(SMALL.len());
        let text = format!("{}{put}{}", &SMALL[..at], &SMALL[end..]);
        match parse(&text) {
            Ok(plan) => { let _ = check(&PlanFacts::from_file(&plan)); }
            Err(faults) => prop_assert!(!faults.is_empty() && faults.iter().all(|f| f.line >= 1 && f.column >= 1)),
        }
    }
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let original = check(&PlanFacts::from_file(&parse(KENT).unwrap()));
    let value: Value = serde_json::from_str(KENT).unwrap();
    for by in [0, 1, 5] {
        let plan = parse(&rotated(&value, by)).unwrap();
        assert_eq!(
            check(&PlanFacts::from_file(&plan)),
            original,
            "rotated by {by}"
        );
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::*;

    /// The definition that a schema points at through `$ref` and `anyOf` with null.
    fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
        if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
            return resolved(root, root.pointer(path.trim_start_matches('#')).unwrap());
        }
        match schema.get("anyOf").and_then(Value::as_array) {
            Some(any) => resolved(
                root,
                any.iter()
                    .find(|s| s.get("type") != Some(&json!("null")))
                    .unwrap(),
            ),
            None => schema,
        }
    }

    /// Every key of the file that the schema would refuse.
    fn refused(root: &Value, schema: &Value, value: &Value, path: &str, out: &mut Vec<String>) {
        let schema = resolved(root, schema);
        match value {
            Value::Array(items) => {
                if let Some(inner) = schema.get("items") {
                    items
                        .iter()
                        .enumerate()
                        .for_each(|(i, v)| refused(root, inner, v, &format!("{path}/{i}"), out));
                }
            }
            Value::Object(map) => {
                let required = schema
                    .get("required")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten();
                out.extend(
                    required
                        .filter(|k| !map.contains_key(k.as_str().unwrap()))
                        .map(|k| format!("{path} lacks {k}")),
                );
                for (key, inner) in map {
                    let path = format!("{path}/{key}");
                    match schema.get("properties").and_then(|p| p.get(key)) {
                        Some(property) => refused(root, property, inner, &path, out),
                        None if schema.get("additionalProperties") == Some(&json!(false))
                            && !answers::is_answer("items", key) =>
                        {
                            out.push(path);
                        }
                        None => {}
                    }
                }
            }
            _ => {}
        }
    }

    #[test]
    fn the_schema_takes_the_plan_and_declares_nothing_else() {
        let schema = json_schema();
        assert_eq!(schema["additionalProperties"], json!(false));
        for value in [
            serde_json::from_str(KENT).unwrap(),
            serde_json::from_str::<Value>(SMALL).unwrap(),
        ] {
            let mut out = Vec::new();
            refused(&schema, &schema, &value, "", &mut out);
            assert_eq!(out, Vec::<String>::new());
        }
    }

    /// Puts every key of the schema into an item of every collection: none may be unknown to the reader.
    #[test]
    fn the_reader_knows_every_key_of_the_schema() {
        let schema = json_schema();
        let top = schema["properties"].as_object().unwrap();
        for (collection, property) in top {
            let list = resolved(&schema, property);
            let item = list
                .get("items")
                .map_or(list, |items| resolved(&schema, items));
            let Some(properties) = item.get("properties").and_then(Value::as_object) else {
                continue;
            };
            let all: serde_json::Map<String, Value> = properties
                .keys()
                .map(|key| (key.clone(), json!([[]])))
                .collect();
            let single = list.get("items").is_none();
            let file = json!({ collection: if single { json!(all) } else { json!([all]) } });
            let unknown: Vec<String> = faults(&file.to_string())
                .into_iter()
                .filter(|f| f.contains("has no key"))
                .collect();
            assert_eq!(unknown, Vec::<String>::new(), "{collection}");
        }
    }
}
