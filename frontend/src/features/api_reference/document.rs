//! What is read from the OpenAPI document. Reading is lenient: what is not there is not shown.

use serde_json::{Map, Value};

/// The document as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The operations by tag, in the order of the document.
    pub groups: Vec<(String, Vec<Operation>)>,
    /// The records that are sent and answered, by name.
    pub records: Vec<Record>,
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The HTTP method in capitals.
    pub method: String,
    /// The path under `/api/v1`.
    pub path: String,
    /// What it does.
    pub summary: String,
    /// Who may call it.
    pub access: Access,
    /// What goes into the path, the query and the headers.
    pub parameters: Vec<Parameter>,
    /// The record that it takes.
    pub body: Option<Shape>,
    /// What it answers, by status.
    pub answers: Vec<Answer>,
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Somebody who has signed in.
    SignedIn,
    /// Anybody.
    Anybody,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    /// Whether it has to be there.
    pub need: Need,
    /// What it holds.
    pub shape: Shape,
    /// What it means.
    pub description: String,
}

/// Whether something has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It has to.
    Required,
    /// It may be left out.
    Optional,
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: String,
    /// The record; none for an answer without a body.
    pub shape: Option<Shape>,
}

/// A record that is sent or answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What it holds: the shape of a plain value, or the fields of each form that it can have.
    pub content: Content,
}

/// What a record holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A value that is no object.
    Plain(Shape),
    /// The fields of each form; most records have one form.
    Forms(Vec<Vec<Field>>),
}

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub shape: Shape,
    /// Whether it is always there.
    pub need: Need,
    /// What it means.
    pub description: String,
}

/// A type in words, with links to the records that it names.
pub type Shape = Vec<Piece>;

/// A part of a type in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A literal value.
    Literal(String),
    /// The name of a record.
    Record(String),
}

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

impl Document {
    /// Reads an OpenAPI 3.1 document.
    pub fn read(document: &Value) -> Self {
        let mut groups: Vec<(String, Vec<Operation>)> = Vec::new();
        for (path, item) in entries(document.get("paths")) {
            for method in METHODS {
                let Some(found) = item.get(method) else {
                    continue;
                };
                let tag = found
                    .pointer("/tags/0")
                    .and_then(Value::as_str)
                    .unwrap_or("Other")
                    .to_owned();
                let operation = operation(method, path, found);
                match groups.iter_mut().find(|(own, _)| *own == tag) {
                    Some((_, operations)) => operations.push(operation),
                    None => groups.push((tag, vec![operation])),
                }
            }
        }
        let mut records: Vec<Record> = entries(document.pointer("/components/schemas"))
            .map(|(name, schema)| record(name, schema, document))
            .collect();
        records.sort_by(|a, b| a.name.cmp(&b.name));
        Self { groups, records }
    }
}

fn entries(object: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    object
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::iter)
}

fn list(value: &Value, key: &str) -> Vec<Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default()
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn operation(method: &str, path: &str, found: &Value) -> Operation {
    let open = list(found, "security")
        .iter()
        .any(|choice| choice.as_object().is_some_and(Map::is_empty));
    let json = |value: &Value| {
        entries(value.get("content"))
            .next()
            .and_then(|(_, content)| content.get("schema"))
            .map(shape)
    };
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(found, "summary"),
        access: if open {
            Access::Anybody
        } else {
            Access::SignedIn
        },
        parameters: list(found, "parameters").iter().map(parameter).collect(),
        body: found.get("requestBody").and_then(json),
        answers: entries(found.get("responses"))
            .map(|(status, answer)| Answer {
                status: status.clone(),
                shape: json(answer),
            })
            .collect(),
    }
}

fn parameter(found: &Value) -> Parameter {
    Parameter {
        name: text(found, "name"),
        place: text(found, "in"),
        need: need(found.get("required").and_then(Value::as_bool)),
        shape: found.get("schema").map(shape).unwrap_or_default(),
        description: text(found, "description"),
    }
}

const fn need(required: Option<bool>) -> Need {
    match required {
        Some(true) => Need::Required,
        Some(false) | None => Need::Optional,
    }
}

fn record(name: &str, schema: &Value, document: &Value) -> Record {
    let forms: Vec<Vec<Field>> = alternatives(schema)
        .iter()
        .map(|form| fields(form, document))
        .filter(|fields| !fields.is_empty())
        .collect();
    let content = if forms.is_empty() {
        Content::Plain(shape(schema))
    } else {
        Content::Forms(forms)
    };
    Record {
        name: name.to_owned(),
        description: text(schema, "description"),
        content,
    }
}

/// The forms that a schema can have.
fn alternatives(schema: &Value) -> Vec<Value> {
    let mut forms = list(schema, "oneOf");
    forms.extend(list(schema, "anyOf"));
    if forms.is_empty() {
        forms.push(schema.clone());
    }
    forms
}

/// The fields of a schema and of all that it is made of.
fn fields(schema: &Value, document: &Value) -> Vec<Field> {
    let mut found: Vec<Field> = list(schema, "allOf")
        .iter()
        .map(|part| resolved(part, document))
        .flat_map(|part| fields(&part, document))
        .collect();
    let required = list(schema, "required");
    found.extend(
        entries(schema.get("properties")).map(|(name, property)| Field {
            name: name.clone(),
            shape: shape(property),
            need: need(Some(required.iter().any(|own| own.as_str() == Some(name)))),
            description: description(property),
        }),
    );
    // What is always there comes first.
    found.sort_by_key(|field| field.need == Need::Optional);
    found
}

/// The description of a field, which may stand beside the record that it names.
fn description(property: &Value) -> String {
    let own = text(property, "description");
    if !own.is_empty() {
        return own;
    }
    alternatives(property)
        .iter()
        .map(|form| text(form, "description"))
        .find(|words| !words.is_empty())
        .unwrap_or_default()
}

fn resolved(schema: &Value, document: &Value) -> Value {
    schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|address| document.pointer(address.trim_start_matches('#')))
        .unwrap_or(schema)
        .clone()
}

/// A schema as a type in words.
fn shape(schema: &Value) -> Shape {
    if let Some(address) = schema.get("$ref").and_then(Value::as_str) {
        let name = address.rsplit('/').next().unwrap_or_default();
        return vec![Piece::Record(name.to_owned())];
    }
    let literals = list(schema, "enum");
    if !literals.is_empty() {
        return joined(literals.iter().map(|value| vec![literal(value)]), " or ");
    }
    if let Some(value) = schema.get("const") {
        return vec![literal(value)];
    }
    for key in ["oneOf", "anyOf"] {
        let forms = list(schema, key);
        if !forms.is_empty() {
            return joined(forms.iter().map(shape), " or ");
        }
    }
    let parts = list(schema, "allOf");
    if !parts.is_empty() {
        return joined(parts.iter().map(shape), " with ");
    }
    match schema.get("type") {
        Some(Value::Array(kinds)) => joined(
            kinds
                .iter()
                .filter_map(Value::as_str)
                .map(|kind| plain(kind, schema)),
            " or ",
        ),
        Some(Value::String(kind)) => plain(kind, schema),
        _ => vec![Piece::Words("anything".to_owned())],
    }
}

fn plain(kind: &str, schema: &Value) -> Shape {
    let format = schema.get("format").and_then(Value::as_str);
    let words = match (kind, format) {
        ("array", _) => {
            let mut pieces = vec![Piece::Words("list of ".to_owned())];
            pieces.extend(schema.get("items").map(shape).unwrap_or_default());
            return pieces;
        }
        ("object", _) => match schema.get("additionalProperties") {
            Some(values @ Value::Object(_)) => {
                let mut pieces = vec![Piece::Words("by name, ".to_owned())];
                pieces.extend(shape(values));
                return pieces;
            }
            _ => "object",
        },
        ("string", Some("uuid")) => "id (UUID)",
        ("string", Some("date")) => "date, as 2026-11-22",
        ("string", Some("date-time")) => "instant, as 2026-11-22T14:15:00Z",
        ("string", _) => "text",
        ("integer", _) => "whole number",
        ("number", _) => "number",
        ("boolean", _) => "true or false",
        ("null", _) => return vec![Piece::Literal("null".to_owned())],
        (other, _) => other,
    };
    vec![Piece::Words(words.to_owned())]
}

fn literal(value: &Value) -> Piece {
    Piece::Literal(match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}

fn joined(shapes: impl IntoIterator<Item = Shape>, between: &str) -> Shape {
    let mut pieces = Shape::new();
    for shape in shapes {
        if !pieces.is_empty() {
            pieces.push(Piece::Words(between.to_owned()));
        }
        pieces.extend(shape);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Access, Content, Document, Need, Piece};

    #[test]
    fn operations_and_records_are_read() {
        let document = Document::read(&json!({
            "paths": { "/people": { "post": {
                "tags": ["People"], "summary": "Add a person", "security": [{}],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Invite" } } } },
                "responses": { "204": {} }
            } } },
            "components": { "schemas": { "Invite": {
                "type": "object", "required": ["name"],
                "properties": {
                    "note": { "type": ["string", "null"] },
                    "name": { "type": "string", "description": "Who." }
                }
            } } }
        }));
        let operation = &document.groups[0].1[0];
        assert_eq!(
            (operation.method.as_str(), operation.access),
            ("POST", Access::Anybody)
        );
        assert_eq!(
            operation.body,
            Some(vec![Piece::Record("Invite".to_owned())])
        );
        assert_eq!(operation.answers[0].shape, None);
        let Content::Forms(forms) = &document.records[0].content else {
            panic!("an object has fields");
        };
        assert_eq!(
            (forms[0][0].name.as_str(), forms[0][0].need),
            ("name", Need::Required)
        );
        assert_eq!(forms[0][1].shape.len(), 3);
    }

    #[test]
    fn a_document_of_nothing_shows_nothing() {
        let document = Document::read(&json!(null));
        assert!(document.groups.is_empty() && document.records.is_empty());
    }
}
