use std::collections::BTreeSet;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::Term;
use crate::{
    problem::FieldCode,
    services::{HIGHEST_AGE, Said},
    sheets::api::{RowCode, RowFault},
    text::NAME_MAX,
};

/// Most services of one file.
pub const SERVICES_MAX: usize = 1_000;

/// The words of the standard for how a service stands.
const STATUSES: [&str; 4] = ["active", "inactive", "defunct", "temporarily closed"];

/// Members of a service that are read.
const READ: &[&str] = &[
    "id",
    "organization_id",
    "name",
    "description",
    "url",
    "email",
    "status",
    "minimum_age",
    "maximum_age",
    "organization",
    "service_areas",
    "attributes",
];

/// Why nothing in a file can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unheard {
    /// No JSON.
    #[error("This file is not JSON: {0}. Export it again from the directory that it is from.")]
    NotJson(String),
    /// JSON of another kind.
    #[error(
        "This is not an Open Referral file. Send a service, a list of services, or a page of them with the member “contents”."
    )]
    NotServices,
    /// No service in it.
    #[error("There is no service in this file. Send one with at least one service.")]
    Empty,
    /// More than are taken.
    #[error("Send at most {SERVICES_MAX} services at a time. Split the file into several.")]
    TooMany,
}

/// What a file says about one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The place of the service in the file, from 1.
    pub row: u32,
    /// Its id in the directory that it is from.
    pub id: Option<Uuid>,
    /// What is said.
    pub said: Said,
    /// The name of its provider.
    pub provider: Option<String>,
    /// Why it is not open, in the word of the standard; none for one that is.
    pub closed: Option<&'static str>,
    /// Where it works, where that is said in more words than an area has room for.
    pub wide_area: Option<String>,
    /// What does not fit.
    pub faults: Vec<RowFault>,
    /// The members that hold something and for which the directory has no place.
    pub unread: BTreeSet<String>,
}

/// Reads a file in the words of the standard: one service, a list of them, or a page of one.
/// Whatever is wrong with a service is told in its place, with the standard's name of the member.
///
/// # Errors
/// When nothing in it can be read.
pub fn heard(text: &str) -> Result<Vec<Heard>, Unheard> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value =
        serde_json::from_str(text).map_err(|error| Unheard::NotJson(error.to_string()))?;
    let services = match value {
        Value::Array(services) => services,
        Value::Object(mut page) => match page.remove("contents") {
            Some(Value::Array(services)) => services,
            Some(_) => return Err(Unheard::NotServices),
            None if page.contains_key("name") => vec![Value::Object(page)],
            None => return Err(Unheard::NotServices),
        },
        _ => return Err(Unheard::NotServices),
    };
    if services.is_empty() {
        return Err(Unheard::Empty);
    }
    if services.len() > SERVICES_MAX {
        return Err(Unheard::TooMany);
    }
    Ok((1..)
        .zip(services)
        .map(|(row, service)| one(row, &service))
        .collect())
}

/// A service while it is read.
struct Reader<'v> {
    row: u32,
    members: &'v Map<String, Value>,
    faults: Vec<RowFault>,
}

fn one(row: u32, service: &Value) -> Heard {
    let none = Map::new();
    let mut reader = Reader {
        row,
        members: service.as_object().unwrap_or(&none),
        faults: Vec::new(),
    };
    if !service.is_object() {
        reader.faults.push(RowFault {
            row,
            column: None,
            code: RowCode::Field(FieldCode::WrongType),
            detail:
                "This is not a service. A service is an object with the members id, name and status"
                    .to_owned(),
        });
    }
    let id = reader.id();
    let name = reader.needed("name");
    let closed = reader.status();
    let terms = reader.terms();
    let levels = || {
        terms.iter().filter_map(|term| match term {
            Term::Level(level) => Some(*level),
            Term::Kind(_) => None,
        })
    };
    let kind = terms.iter().find_map(|term| match term {
        Term::Kind(kind) => Some(*kind),
        Term::Level(_) => None,
    });
    let area = reader.area();
    let (area, wide_area) = match area {
        Some(area) if area.chars().count() > NAME_MAX || area.contains('\n') => (None, Some(area)),
        other => (other, None),
    };
    let said = Said {
        name,
        kind,
        summary: reader.text("description"),
        level_from: levels().min(),
        level_to: levels().max(),
        age_from: reader.age("minimum_age"),
        age_to: reader.age("maximum_age"),
        area,
        email: reader.text("email"),
        url: reader.text("url"),
        ..Said::default()
    };
    let provider = reader.provider();
    let unread = reader
        .members
        .iter()
        .filter(|(member, value)| !READ.contains(&member.as_str()) && !says_nothing(value))
        .map(|(member, _)| member.clone())
        .collect();
    Heard {
        row,
        id,
        said,
        provider,
        closed,
        wide_area,
        faults: reader.faults,
        unread,
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Reader<'_> {
    fn fault(&mut self, member: &str, code: FieldCode, detail: impl Into<String>) {
        self.faults.push(RowFault {
            row: self.row,
            column: Some(member.to_owned()),
            code: RowCode::Field(code),
            detail: detail.into(),
        });
    }

    /// The text of a member; none where it is absent, null or empty.
    fn text(&mut self, member: &str) -> Option<String> {
        match self.members.get(member)? {
            Value::Null => None,
            Value::String(text) => {
                let text = text.trim();
                (!text.is_empty()).then(|| text.to_owned())
            }
            _ => {
                self.fault(member, FieldCode::WrongType, "Write this as a text");
                None
            }
        }
    }

    fn needed(&mut self, member: &str) -> String {
        let before = self.faults.len();
        let text = self.text(member);
        if text.is_none() && self.faults.len() == before {
            let words = format!("Every service of the standard has the member {member}. Add it");
            self.fault(member, FieldCode::Required, words);
        }
        text.unwrap_or_default()
    }

    fn id(&mut self) -> Option<Uuid> {
        let text = self.needed("id");
        if text.is_empty() {
            return None;
        }
        let id = Uuid::parse_str(&text).ok();
        if id.is_none() {
            let words =
                "The id of a service is a UUID, such as ac148810-d857-441c-9679-408f346de14b";
            self.fault("id", FieldCode::WrongType, words);
        }
        id
    }

    /// The word for a service that is not open.
    fn status(&mut self) -> Option<&'static str> {
        let text = self.needed("status");
        if text.is_empty() {
            return None;
        }
        match STATUSES.into_iter().find(|status| *status == text) {
            Some("active") => None,
            Some(closed) => Some(closed),
            None => {
                let words = format!("Write one of these: {}", STATUSES.join(", "));
                self.fault("status", FieldCode::NotAllowed, words);
                None
            }
        }
    }

    fn age(&mut self, member: &str) -> Option<i32> {
        let value = self.members.get(member)?;
        if value.is_null() {
            return None;
        }
        let age = whole(value).filter(|age| (0..=HIGHEST_AGE).contains(age));
        if age.is_none() {
            let words = format!("Write the age in whole years, from 0 to {HIGHEST_AGE}");
            self.fault(member, FieldCode::WrongType, words);
        }
        age
    }

    /// The objects in a member that is a list of them.
    fn list(&mut self, member: &str) -> Vec<Map<String, Value>> {
        let items = match self.members.get(member) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.fault(member, FieldCode::WrongType, "Write this as a list");
                return Vec::new();
            }
        };
        let objects: Vec<Map<String, Value>> =
            items.iter().filter_map(Value::as_object).cloned().collect();
        if objects.len() < items.len() {
            self.fault(
                member,
                FieldCode::WrongType,
                "Write this as a list of objects",
            );
        }
        objects
    }

    fn area(&mut self) -> Option<String> {
        let mut names: Vec<String> = Vec::new();
        for area in self.list("service_areas") {
            let name = ["name", "service_area"]
                .into_iter()
                .filter_map(|member| area.get(member)?.as_str())
                .map(str::trim)
                .find(|name| !name.is_empty());
            if let Some(name) = name
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
        (!names.is_empty()).then(|| names.join("; "))
    }

    /// Those terms that are of our own taxonomies.
    fn terms(&mut self) -> Vec<Term> {
        let attributes = self.list("attributes");
        attributes
            .iter()
            .filter_map(|attribute| {
                let id = match attribute.get("taxonomy_term_id") {
                    Some(id) => id,
                    None => attribute.get("taxonomy_term")?.get("id")?,
                };
                Term::of_id(Uuid::parse_str(id.as_str()?).ok()?)
            })
            .collect()
    }

    fn provider(&mut self) -> Option<String> {
        match self.members.get("organization")? {
            Value::Null => None,
            Value::Object(organization) => match organization.get("name") {
                Some(Value::String(name)) if !name.trim().is_empty() => {
                    Some(name.trim().to_owned())
                }
                _ => {
                    let words = "Every organization of the standard has a name. Add it";
                    self.fault("organization", FieldCode::Required, words);
                    None
                }
            },
            _ => {
                self.fault(
                    "organization",
                    FieldCode::WrongType,
                    "Write this as an object",
                );
                None
            }
        }
    }
}

/// A whole number, however it is written: the standard says no more than that ages are numbers.
fn whole(value: &Value) -> Option<i32> {
    match value.as_i64() {
        Some(number) => i32::try_from(number).ok(),
        None => {
            let number = value.as_f64()?;
            (number.fract() == 0.0 && number.abs() < 1e6)
                .then(|| format!("{number:.0}").parse().ok())
                .flatten()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn service() -> Value {
        json!({"id": "ac148810-d857-441c-9679-408f346de14b", "name": "Cygnet", "status": "active"})
    }

    fn columns(change: Value) -> Vec<String> {
        let mut service = service();
        for (member, value) in change.as_object().unwrap() {
            service[member] = value.clone();
        }
        let heard = heard(&json!([service]).to_string()).unwrap();
        heard[0]
            .faults
            .iter()
            .map(|fault| fault.column.clone().unwrap_or_default())
            .collect()
    }

    #[test]
    fn each_fault_is_told_at_its_member() {
        for (change, column) in [
            (json!({"id": "7"}), "id"),
            (json!({"id": null}), "id"),
            (json!({"name": 7}), "name"),
            (json!({"name": " "}), "name"),
            (json!({"status": "open"}), "status"),
            (json!({"status": ""}), "status"),
            (json!({"minimum_age": "ten"}), "minimum_age"),
            (json!({"minimum_age": 10.5}), "minimum_age"),
            (json!({"maximum_age": 1e300}), "maximum_age"),
            (json!({"maximum_age": 9_999_999_999_i64}), "maximum_age"),
            (json!({"description": ["a"]}), "description"),
            (json!({"organization": "A trust"}), "organization"),
            (json!({"organization": {}}), "organization"),
            (json!({"service_areas": "Northmouth"}), "service_areas"),
            (json!({"attributes": [7]}), "attributes"),
        ] {
            assert_eq!(columns(change.clone()), [column], "{change}");
        }
        assert_eq!(columns(json!({"maximum_age": 100.0})), Vec::<String>::new());
        let not_one = heard("[7]").unwrap();
        assert_eq!(not_one[0].faults[0].column, None);
    }

    #[test]
    fn pages_lists_and_single_services_are_read() {
        let service = service();
        for text in [
            json!({"total_items": 1, "contents": [service]}).to_string(),
            json!([service]).to_string(),
            service.to_string(),
            format!("\u{feff}{service}"),
        ] {
            let heard = heard(&text).unwrap();
            assert_eq!(heard.len(), 1);
            assert_eq!((heard[0].row, heard[0].said.name.as_str()), (1, "Cygnet"));
            assert_eq!((heard[0].closed, heard[0].faults.len()), (None, 0));
        }
        for (text, why) in [
            ("{}", Unheard::NotServices),
            ("7", Unheard::NotServices),
            ("{\"contents\": {}}", Unheard::NotServices),
            ("[]", Unheard::Empty),
        ] {
            assert_eq!(heard(text), Err(why), "{text}");
        }
        assert!(matches!(heard("{\"name\":"), Err(Unheard::NotJson(_))));
        let many = Value::Array(vec![service; SERVICES_MAX + 1]);
        assert_eq!(heard(&many.to_string()), Err(Unheard::TooMany));
    }

    #[test]
    fn what_the_directory_has_no_place_for_is_named() {
        let mut service = service();
        service["fees"] = json!("None");
        service["alert"] = json!("");
        service["schedules"] = json!([]);
        service["status"] = json!("temporarily closed");
        service["service_areas"] = json!([{"name": "x".repeat(200)}, {"service_area": "Kent"}]);
        let heard = heard(&service.to_string()).unwrap();
        assert_eq!(heard[0].unread.iter().collect::<Vec<_>>(), ["fees"]);
        assert_eq!(heard[0].closed, Some("temporarily closed"));
        assert_eq!(heard[0].said.area, None);
        assert_eq!(heard[0].wide_area.as_ref().unwrap().len(), 206);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}", member in "name|status|attributes|organization|minimum_age|service_areas") {
            let _ = heard(&text);
            let mut service = service();
            service[member] = serde_json::from_str(&text).unwrap_or(Value::String(text));
            prop_assert_eq!(heard(&service.to_string()).unwrap().len(), 1);
        }
    }
}
