//! What the profile of Open Referral UK 3.0 asks of an answer: which members there are, which must
//! be there, and what they hold. The published schema lets others be; ours are held to these.

use serde_json::Value;

/// What a member holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A UUID.
    Id,
    /// Words.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A number.
    Number,
    /// A web address.
    Address,
    /// An e-mail address.
    Mail,
    /// An object.
    One(&'static [Member]),
    /// A list of objects.
    Many(&'static [Member]),
}
use Holds::{Address, Id, Mail, Many, Number, One, Text, Word};

/// A member: its name, what it holds, and whether it must be there.
pub type Member = (&'static str, Holds, bool);

pub const META: &[Member] = &[
    ("version", Text, true),
    ("profile", Address, true),
    ("openapi_url", Address, true),
];

pub const TAXONOMY: &[Member] = &[
    ("id", Id, true),
    ("name", Text, true),
    ("description", Text, true),
    ("uri", Address, false),
    ("version", Text, false),
];

pub const TERM: &[Member] = &[
    ("id", Id, true),
    ("name", Text, true),
    ("description", Text, true),
    ("parent_id", Id, false),
    ("taxonomy", Text, false),
    ("taxonomy_id", Id, false),
    ("term_uri", Address, false),
    ("term", Text, false),
];

const ORGANIZATION: &[Member] = &[
    ("id", Id, true),
    ("name", Text, true),
    ("description", Text, true),
    ("email", Mail, false),
    ("website", Address, false),
];

const AREA: &[Member] = &[
    ("id", Id, true),
    ("service_id", Id, false),
    ("name", Text, false),
    ("service_area", Text, false),
];

const ATTRIBUTE: &[Member] = &[
    ("id", Id, true),
    ("link_id", Id, false),
    ("taxonomy_term_id", Id, false),
    ("link_type", Text, false),
    ("taxonomy_term", One(TERM), false),
];

const STATUS: Holds = Word(&["active", "inactive", "defunct", "temporarily closed"]);

pub const LISTED: &[Member] = &[
    ("id", Id, true),
    ("organization_id", Id, false),
    ("name", Text, true),
    ("description", Text, false),
    ("url", Address, false),
    ("email", Mail, false),
    ("status", STATUS, true),
    ("minimum_age", Number, false),
    ("maximum_age", Number, false),
    ("organization", One(ORGANIZATION), false),
];

pub const SERVICE: &[Member] = &[
    ("id", Id, true),
    ("organization_id", Id, false),
    ("name", Text, true),
    ("description", Text, false),
    ("url", Address, false),
    ("email", Mail, false),
    ("status", STATUS, true),
    ("minimum_age", Number, false),
    ("maximum_age", Number, false),
    ("organization", One(ORGANIZATION), false),
    ("service_areas", Many(AREA), false),
    ("attributes", Many(ATTRIBUTE), false),
];

/// What is wrong with a value, each with its place.
pub fn faults(value: &Value, members: &[Member]) -> Vec<String> {
    let mut found = Vec::new();
    object(value, members, "", &mut found);
    found
}

fn object(value: &Value, members: &[Member], place: &str, found: &mut Vec<String>) {
    let Some(object_members) = value.as_object() else {
        found.push(format!("{place} is no object"));
        return;
    };
    for (name, _, needed) in members {
        if *needed && !object_members.contains_key(*name) {
            found.push(format!("{place}/{name} is missing"));
        }
    }
    for (name, value) in object_members {
        let place = format!("{place}/{name}");
        match members.iter().find(|(known, _, _)| known == name) {
            None => found.push(format!("{place} is not in the profile")),
            Some((_, holds, _)) => member(value, *holds, &place, found),
        }
    }
}

fn member(value: &Value, holds: Holds, place: &str, found: &mut Vec<String>) {
    let text = value.as_str();
    let fits = match holds {
        Id => text.is_some_and(|text| text.parse::<shared::ids::ServiceId>().is_ok()),
        Text => text.is_some(),
        Word(words) => text.is_some_and(|text| words.contains(&text)),
        Number => value.is_number(),
        Address => {
            text.is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"))
        }
        Mail => text.is_some_and(|text| text.contains('@')),
        One(members) => {
            object(value, members, place, found);
            true
        }
        Many(members) => {
            for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                object(item, members, &format!("{place}/{at}"), found);
            }
            value.is_array()
        }
    };
    if !fits {
        found.push(format!("{place} is {value}"));
    }
}

#[test]
fn what_does_not_fit_is_found() {
    use serde_json::json;
    let fine = json!({"id": "6f1c24a0-51d7-4b6e-9c3a-000000000001", "name": "A", "status": "active",
        "attributes": [{"id": "6f1c24a0-51d7-4b6e-9c3a-000000000002"}]});
    assert_eq!(faults(&fine, SERVICE), Vec::<String>::new());
    for (member, value) in [
        ("id", json!("7")),
        ("name", json!(7)),
        ("status", json!("open")),
        ("minimum_age", json!("7")),
        ("url", json!("example.org")),
        ("organization", json!({"id": fine["id"], "name": "B"})),
        ("attributes", json!([{"name": "x", "id": fine["id"]}])),
        ("colour", json!("red")),
    ] {
        let mut bent = fine.clone();
        bent[member] = value;
        assert_eq!(faults(&bent, SERVICE).len(), 1, "{bent}");
    }
    let none = json!({});
    assert_eq!(faults(&none, SERVICE).len(), 3);
}
