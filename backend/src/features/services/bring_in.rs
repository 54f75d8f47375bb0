//! The services of a plan file, found in the directory or added to it.

use std::collections::{HashMap, HashSet};

use sea_orm::{ActiveValue::Set, EntityTrait, TryIntoModel};
use shared::{
    ids::AgencyId,
    plans::format::{PlanFile, ServiceItem},
    services::{HIGHEST_LEVEL, api::ServiceDraft, folded},
};
use uuid::Uuid;

use crate::{clock, db::Unit, error::ApiError, features::plans::insert};

use super::record::{fill, keep_all};

use entities::service::{ActiveModel, Entity, Model};

/// The word of a file for levels that nobody printed.
const INFERRED: &str = "inferred";

/// Finds each service by the id of its file or else by its name, and adds those that are new. What
/// the directory says of a known one stays as it is. Gives back the services by their ids in the
/// file.
///
/// # Errors
/// When the database fails.
pub(in crate::features) async fn bring_in(
    unit: &Unit<'_>,
    file: &PlanFile,
    agency: impl Fn(&str) -> Option<AgencyId>,
) -> Result<HashMap<String, Uuid>, ApiError> {
    let known = Entity::find().all(unit.txn).await?;
    let by_source: HashMap<&str, Uuid> = known
        .iter()
        .filter_map(|row| Some((row.source_id.as_deref()?, row.id)))
        .collect();
    let mut by_name: HashMap<String, Uuid> = known
        .iter()
        .map(|row| (row.name_key.clone(), row.id))
        .collect();
    let mut ids = HashMap::new();
    let mut made: Vec<ActiveModel> = Vec::new();
    for item in &file.services {
        let key = folded(&item.name);
        let found = by_source
            .get(item.id.as_str())
            .or_else(|| by_name.get(&key));
        let id = match found {
            Some(id) => *id,
            None => {
                let id = clock::ordered_id();
                by_name.insert(key, id);
                made.push(row(unit, file, item, id, &agency)?);
                id
            }
        };
        ids.insert(item.id.clone(), id);
    }
    let rows = made
        .iter()
        .map(|row| row.clone().try_into_model())
        .collect::<Result<Vec<Model>, _>>()?;
    insert::all(unit.txn, made).await?;
    keep_all(unit, &rows).await?;
    Ok(ids)
}

fn row(
    unit: &Unit<'_>,
    file: &PlanFile,
    item: &ServiceItem,
    id: Uuid,
    agency: impl Fn(&str) -> Option<AgencyId>,
) -> Result<ActiveModel, ApiError> {
    let mut row = ActiveModel {
        id: Set(id),
        source_id: Set(Some(item.id.clone())),
        levels_inferred: Set(item.levels_basis.as_deref() == Some(INFERRED)),
        valid_to: Set(item.end.as_ref().map(|date| date.end())),
        closed_because: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
        ..Default::default()
    };
    fill(&mut row, draft(file, item, agency))?;
    Ok(row)
}

/// What a file says about a service. Levels that are named singly become the range from the lowest
/// to the highest.
fn draft(
    file: &PlanFile,
    item: &ServiceItem,
    agency: impl Fn(&str) -> Option<AgencyId>,
) -> ServiceDraft {
    let levels = || {
        file.levels
            .iter()
            .filter(|level| item.levels.contains(&level.id))
            .filter_map(|level| i32::try_from(level.number).ok())
            .filter(|number| (1..=HIGHEST_LEVEL).contains(number))
    };
    let mut seen = HashSet::new();
    let places: Vec<String> = item
        .source
        .iter()
        .chain(&item.also_in)
        .map(|place| format!("{}: {}", paper(file, &place.file), place.place))
        .collect();
    ServiceDraft {
        name: item.name.trim().to_owned(),
        aliases: item.aliases.clone(),
        kind: item.kind,
        summary: item.summary.clone().unwrap_or_default(),
        about: about(item),
        provider: item.provider.as_deref().and_then(&agency),
        commissioners: item
            .commissioners
            .iter()
            .filter_map(|id| agency(id))
            .filter(|id| seen.insert(*id))
            .collect(),
        level_from: levels().min(),
        level_to: levels().max(),
        age_from: item.age_from.and_then(|age| i32::try_from(age).ok()),
        age_to: item.age_to.and_then(|age| i32::try_from(age).ok()),
        area: item.area.clone(),
        routes_in: Vec::new(),
        access: None,
        phone: None,
        email: None,
        url: item.url.clone(),
        valid_from: item.start.as_ref().map(|date| date.start()),
        source: (!places.is_empty()).then(|| places.join("\n")),
    }
}

/// What the papers state about a service, a line each, and the remarks on it.
fn about(item: &ServiceItem) -> Option<String> {
    let lines: Vec<String> = item
        .facts
        .iter()
        .chain(&item.note)
        .map(|line| sentence(line))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A fact as a sentence.
fn sentence(fact: &str) -> String {
    let fact = fact.trim();
    let mut letters = fact.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let stop = if fact.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{stop}", letters.as_str())
}

/// The name of a paper for people, where the file gives one.
fn paper<'f>(file: &'f PlanFile, name: &'f str) -> &'f str {
    file.documents
        .iter()
        .find(|document| document.file == name)
        .map_or(name, |document| document.label.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
        "plan": { "id": "p", "title": "Plan" },
        "actions": [ { "id": "x", "order": 1, "printed_ref": "1.1", "title": "Do" } ],
        "levels": [ { "id": "l1", "number": 1, "name": "One" }, { "id": "l2", "number": 2, "name": "Two" },
            { "id": "l3", "number": 3, "name": "Three" } ],
        "documents": [ { "id": "d", "file": "d.txt", "label": "The plan of 2015" } ],
        "services": [ { "id": "s", "name": " Front door ", "kind": "access", "levels": ["l3", "l1"],
            "levels_basis": "inferred", "facts": ["open all day", "rings back."], "note": "of 2015",
            "start": "2017-09", "source": { "file": "d.txt", "place": "2.1" } } ]
    }"#;

    #[test]
    fn a_file_says_what_a_service_is() {
        let file = shared::plans::format::parse(FILE).unwrap();
        let draft = draft(&file, &file.services[0], |_| None);
        assert_eq!(draft.name, "Front door");
        assert_eq!((draft.level_from, draft.level_to), (Some(1), Some(3)));
        assert_eq!(
            draft.about.as_deref(),
            Some("Open all day.\nRings back.\nOf 2015.")
        );
        assert_eq!(draft.source.as_deref(), Some("The plan of 2015: 2.1"));
        assert_eq!(draft.valid_from, "2017-09-01".parse().ok());
    }
}
