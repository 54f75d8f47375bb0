//! Records as facts that can be read aloud: names and values, staff by agency and role.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use shared::{
    agencies::api::AgencyRef,
    cases::api::{HeldFact, HeldRecord},
    ids::{AgencyId, PersonId, ServiceId},
    policy::Role,
};
use uuid::Uuid;

use crate::{clock, db::Unit, error::ApiError, features::names};

use entities::person_grant;

/// A record in the making.
#[derive(Debug, Default)]
pub(super) struct Facts(Vec<HeldFact>);

impl Facts {
    /// Says one thing; nothing where there is nothing to say.
    pub fn say(mut self, name: &str, value: impl Into<Option<String>>) -> Self {
        if let Some(value) = value.into().filter(|value| !value.is_empty()) {
            self.0.push(HeldFact {
                name: name.to_owned(),
                value,
            });
        }
        self
    }

    /// Says when.
    pub fn at(self, name: &str, at: impl Into<Option<DateTime<Utc>>>) -> Self {
        let at = at
            .into()
            .map(|at| clock::london(at).format("%-d %B %Y, %H:%M").to_string());
        self.say(name, at)
    }

    /// Says on which day.
    pub fn on(self, name: &str, day: impl Into<Option<NaiveDate>>) -> Self {
        let day = day.into().map(|day| day.format("%-d %B %Y").to_string());
        self.say(name, day)
    }

    /// Says a document, each of its leaves.
    pub fn document(mut self, name: &str, document: &Value, called: &Called) -> Self {
        called.leaves(name, document, &mut self.0);
        self
    }

    /// The record.
    pub fn done(self) -> HeldRecord {
        HeldRecord { facts: self.0 }
    }
}

/// What agencies and services are called, and which offices people hold.
pub(super) struct Called {
    agencies: HashMap<AgencyId, AgencyRef>,
    services: HashMap<ServiceId, String>,
    offices: HashMap<Uuid, Vec<(Role, Option<Uuid>)>>,
}

impl Called {
    /// Looks up what is named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look_up(
        unit: &Unit<'_>,
        agencies: Vec<Uuid>,
        people: Vec<Uuid>,
        documents: &[&Value],
    ) -> Result<Self, ApiError> {
        let mut ids = Vec::new();
        for document in documents {
            found(document, &mut ids);
        }
        let agencies = agencies.into_iter().chain(ids.iter().copied());
        let grants = person_grant::Entity::find()
            .filter(person_grant::Column::PersonId.is_in(people))
            .all(unit.txn)
            .await?;
        let mut offices: HashMap<Uuid, Vec<_>> = HashMap::new();
        for grant in grants {
            if let Some(role) = Role::from_code(&grant.role) {
                offices
                    .entry(grant.person_id)
                    .or_default()
                    .push((role, grant.agency_id));
            }
        }
        Ok(Self {
            agencies: names::agencies(unit.txn, agencies.map(AgencyId)).await?,
            services: names::services(unit.txn, ids.into_iter().map(ServiceId)).await?,
            offices,
        })
    }

    /// An agency by its name.
    pub fn agency(&self, id: Uuid) -> String {
        self.agencies
            .get(&AgencyId(id))
            .map_or_else(|| "An agency".to_owned(), |agency| agency.name.clone())
    }

    /// Somebody by agency and role.
    pub fn who(&self, person: Option<Uuid>, agency: Option<Uuid>) -> String {
        let office = person.and_then(|person| {
            let held = self.offices.get(&person)?;
            held.iter()
                .find(|(_, of)| *of == agency)
                .or_else(|| held.first())
        });
        let role = match (office, person) {
            (Some((role, _)), _) => role.label(),
            (None, Some(_)) => "A member of staff",
            (None, None) => "The service itself",
        };
        let agency = agency.or_else(|| office.and_then(|(_, agency)| *agency));
        match agency {
            Some(agency) => format!("{}, {role}", self.agency(agency)),
            None => role.to_owned(),
        }
    }

    /// Somebody who is named here alone: `who` with no agency of the act.
    pub fn person(&self, person: PersonId, agency: Uuid) -> String {
        self.who(Some(person.0), Some(agency))
    }

    fn leaves(&self, name: &str, value: &Value, facts: &mut Vec<HeldFact>) {
        let mut leaf = |value: String| {
            if !value.is_empty() {
                facts.push(HeldFact {
                    name: name.to_owned(),
                    value,
                });
            }
        };
        match value {
            Value::Null => {}
            Value::Bool(yes) => leaf(if *yes { "Yes" } else { "No" }.to_owned()),
            Value::Number(number) => leaf(number.to_string()),
            Value::String(text) => leaf(self.text(text)),
            Value::Array(items) => {
                for (item, number) in items.iter().zip(1_u32..) {
                    self.leaves(&format!("{name} {number}"), item, facts);
                }
            }
            Value::Object(members) => {
                for (member, value) in members {
                    let member = member.replace(['_', '-'], " ");
                    self.leaves(&format!("{name}, {member}"), value, facts);
                }
            }
        }
    }

    /// A text; a record that it names is called by its name.
    fn text(&self, text: &str) -> String {
        let Ok(id) = text.parse::<Uuid>() else {
            return text.to_owned();
        };
        self.services
            .get(&ServiceId(id))
            .cloned()
            .or_else(|| self.agencies.get(&AgencyId(id)).map(|one| one.name.clone()))
            .unwrap_or_else(|| "A member of staff".to_owned())
    }
}

/// The ids in a document.
fn found(value: &Value, ids: &mut Vec<Uuid>) {
    match value {
        Value::String(text) => ids.extend(text.parse::<Uuid>().ok()),
        Value::Array(items) => items.iter().for_each(|item| found(item, ids)),
        Value::Object(members) => members.values().for_each(|item| found(item, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
