//! Collections that are declared but have no type of their own: kept as they came, without answers.

use serde_json::{Map, Number, Value as Json};

use super::answers;
use super::decoder::{Decoder, ITEMS, TEXT, child};
use super::errors::FormatFault;
use super::model::{SourcePlace, SourceRecord};
use super::reader::{Entry, Node, Value};

/// The records of one collection, in the order of the file.
pub(super) fn decode(
    decoder: &Decoder<'_>,
    entry: &Entry,
    collection: &'static str,
    single: bool,
) -> Vec<SourceRecord> {
    let path = child("", collection);
    if single {
        let body = |object| {
            record(
                decoder,
                object,
                &path,
                collection,
                Some(collection.to_owned()),
            )
        };
        return body(&entry.node).into_iter().collect();
    }
    let items = decoder.items(&entry.node, &path).iter().enumerate();
    items
        .filter_map(|(index, node)| {
            record(decoder, node, &format!("{path}/{index}"), collection, None)
        })
        .collect()
}

fn record(
    decoder: &Decoder<'_>,
    node: &Node,
    path: &str,
    collection: &'static str,
    id: Option<String>,
) -> Option<SourceRecord> {
    let fields = decoder.open(node, path.to_owned(), collection)?;
    let id = id.unwrap_or_else(|| fields.id());
    let source: Option<SourcePlace> = fields.source();
    let Value::Object(entries) = &node.value else {
        return None;
    };
    Some(SourceRecord {
        collection,
        id,
        source,
        body: object(decoder, entries, path, collection),
    })
}

fn body(decoder: &Decoder<'_>, node: &Node, path: &str, collection: &'static str) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => number.parse::<Number>().map_or(Json::Null, Json::Number),
        Value::Text(_) => Json::String(decoder.text(node, path, TEXT)),
        Value::List(items) => {
            if items.len() > ITEMS {
                decoder.fault(
                    node.at,
                    path,
                    FormatFault::TooMany {
                        limit: ITEMS,
                        length: items.len(),
                    },
                );
            }
            let item = |(index, item)| body(decoder, item, &format!("{path}/{index}"), collection);
            Json::Array(items.iter().enumerate().map(item).collect())
        }
        Value::Object(entries) => {
            // Opened for its duplicate keys alone.
            let _ = decoder.open(node, path.to_owned(), collection);
            object(decoder, entries, path, collection)
        }
    }
}

fn object(decoder: &Decoder<'_>, entries: &[Entry], path: &str, collection: &'static str) -> Json {
    let unprinted = entries
        .iter()
        .any(|e| e.key == "outcomes_basis" && e.node.value != Value::Text("printed".to_owned()));
    let mut map = Map::new();
    for entry in entries {
        if answers::is_answer(collection, &entry.key) || (unprinted && entry.key == "outcomes") {
            continue;
        }
        let path = child(path, &entry.key);
        if entry.key.contains('\0') {
            decoder.fault(entry.at, &path, FormatFault::Nul);
        }
        let value = body(decoder, &entry.node, &path, collection);
        map.insert(entry.key.clone(), value);
    }
    Json::Object(map)
}
