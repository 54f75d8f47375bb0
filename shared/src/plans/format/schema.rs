//! The JSON Schema of the plan file, made from the types and the table of answers.

use serde_json::{Map, Value, json};

use super::answers;
use super::model::PlanFile;

/// The definition that holds the items of each collection with answers.
const ITEMS_WITH_ANSWERS: &[(&str, &str)] = &[
    ("ActionItem", "actions"),
    ("OutcomeItem", "outcomes"),
    ("CrossReferenceItem", "cross_references"),
];

/// The JSON Schema (draft 2020-12) of a plan file.
///
/// Answer keys and the collections kept as source records are declared in it, and nothing else is
/// allowed beside them. That ids are unique and references resolve is beyond a schema; see
/// `docs/PLAN-FORMAT.md`.
#[must_use]
pub fn json_schema() -> Value {
    let mut schema = schemars::schema_for!(PlanFile).to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), json!("Throughline plan file"));
        if let Some(properties) = properties(root) {
            for (collection, single) in answers::SOURCE_COLLECTIONS {
                properties.insert(
                    (*collection).to_owned(),
                    source_collection(collection, *single),
                );
            }
            for collection in answers::COLLECTIONS {
                properties.insert((*collection).to_owned(), answer());
            }
        }
        if let Some(definitions) = root.get_mut("$defs").and_then(Value::as_object_mut) {
            definitions
                .values_mut()
                .filter_map(Value::as_object_mut)
                .for_each(allow_patterns);
            for (name, collection) in ITEMS_WITH_ANSWERS {
                declare_answers(definitions, name, answers::keys(collection));
            }
            // Read only where the basis is `printed`, so any other value must pass.
            for name in ["ActionItem", "PledgeItem"] {
                declare_answers(definitions, name, &["outcomes"]);
            }
        }
    }
    schema
}

fn properties(object: &mut Map<String, Value>) -> Option<&mut Map<String, Value>> {
    object.get_mut("properties").and_then(Value::as_object_mut)
}

fn answer() -> Value {
    json!({ "description": "An answer: accepted, whatever its value, and never read." })
}

fn declare_answers(definitions: &mut Map<String, Value>, name: &str, keys: &[&str]) {
    let definition = definitions.get_mut(name).and_then(Value::as_object_mut);
    if let Some(properties) = definition.and_then(properties) {
        for key in keys {
            let described = if *key == "outcomes" {
                json!({ "description": "Ids of outcomes; read only where outcomes_basis is printed, an answer otherwise." })
            } else {
                answer()
            };
            properties.insert((*key).to_owned(), described);
        }
    }
}

fn allow_patterns(definition: &mut Map<String, Value>) {
    if definition.contains_key("properties") {
        let patterns: Map<String, Value> = answers::PATTERNS
            .iter()
            .map(|pattern| ((*pattern).to_owned(), answer()))
            .collect();
        definition.insert("patternProperties".to_owned(), Value::Object(patterns));
    }
}

fn source_collection(collection: &str, single: bool) -> Value {
    let place = json!({ "anyOf": [{ "$ref": "#/$defs/SourcePlace" }, { "type": "null" }] });
    let description = "Kept as a source record, without answers.";
    let mut item = json!({ "type": "object", "properties": { "source": place } });
    if let Some(item) = item.as_object_mut() {
        if !single {
            item.insert("required".to_owned(), json!(["id"]));
            if let Some(properties) = properties(item) {
                properties.insert("id".to_owned(), json!({ "type": "string" }));
                for key in answers::keys(collection) {
                    properties.insert((*key).to_owned(), answer());
                }
            }
        }
        if single {
            item.insert("description".to_owned(), json!(description));
        }
    }
    if single {
        item
    } else {
        json!({ "type": "array", "description": description, "items": item })
    }
}
