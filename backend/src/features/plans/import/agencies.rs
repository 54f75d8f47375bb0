//! The agencies of a file, found in the register or added to it.

use std::collections::HashMap;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QueryOrder};
use serde_json::json;
use shared::{
    ids::AgencyId,
    plans::format::{AgencyItem, PlanFile},
};
use uuid::Uuid;

use crate::{clock, db::Unit, error::ApiError, features::plans::insert};

use entities::agency::{Column, Entity, Model};

/// The agencies of a file as they stand in the register.
pub(super) struct Register {
    ids: HashMap<String, Uuid>,
    reporters: HashMap<Uuid, Uuid>,
    made: Vec<Model>,
}

impl Register {
    /// The agency with an id of the file.
    pub fn get(&self, id: &str) -> Option<AgencyId> {
        self.ids.get(id).copied().map(AgencyId)
    }

    /// The member that reports for an agency, where it is a class with one.
    pub fn reporter(&self, agency: AgencyId) -> Option<AgencyId> {
        self.reporters.get(&agency.0).copied().map(AgencyId)
    }

    /// The agencies that the register did not have.
    pub fn made(&self) -> &[Model] {
        &self.made
    }
}

/// Two spellings of one name: case and the space around it do not count.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Finds each agency by the id of its file or else by its name, and adds those that are new. What
/// the register says of a known agency stays as it is.
pub(super) async fn bring_in(unit: &Unit<'_>, file: &PlanFile) -> Result<Register, ApiError> {
    let known = Entity::find()
        .order_by_asc(Column::Id)
        .all(unit.txn)
        .await?;
    let by_source: HashMap<&str, Uuid> = known
        .iter()
        .filter_map(|row| Some((row.source_id.as_deref()?, row.id)))
        .collect();
    let mut by_name: HashMap<String, Uuid> = known
        .iter()
        .map(|row| (folded(&row.name), row.id))
        .collect();
    let mut ids: HashMap<String, Uuid> = HashMap::new();
    let mut new: Vec<(Uuid, &AgencyItem)> = Vec::new();
    for item in &file.agencies {
        let name = folded(&item.name);
        let found = by_source
            .get(item.id.as_str())
            .or_else(|| by_name.get(&name));
        let id = found.copied().unwrap_or_else(|| {
            let id = clock::ordered_id();
            by_name.insert(name, id);
            new.push((id, item));
            id
        });
        ids.insert(item.id.clone(), id);
    }
    let made: Vec<Model> = new
        .into_iter()
        .map(|(id, item)| row(unit, file, &ids, id, item))
        .collect();
    insert::all(
        unit.txn,
        made.iter()
            .map(|row| row.clone().into_active_model().reset_all())
            .collect(),
    )
    .await?;
    name_sources(unit, &known, &ids).await?;
    let reporters = known
        .iter()
        .chain(&made)
        .filter(|row| row.is_class)
        .filter_map(|row| Some((row.id, row.reported_by_id?)))
        .collect();
    Ok(Register {
        ids,
        reporters,
        made,
    })
}

fn row(
    unit: &Unit<'_>,
    file: &PlanFile,
    ids: &HashMap<String, Uuid>,
    id: Uuid,
    item: &AgencyItem,
) -> Model {
    let is_class = stands_for_several(file, item);
    let other = |id: &Option<String>| id.as_ref().and_then(|id| ids.get(id).copied());
    Model {
        id,
        source_id: Some(item.id.clone()),
        name: item.name.trim().to_owned(),
        abbreviation: item.abbreviation.clone(),
        kind: item.kind.code().to_owned(),
        parent_id: other(&item.parent).filter(|parent| *parent != id),
        aliases: json!(item.aliases),
        role_note: item.role.clone(),
        note: item.note.clone(),
        is_class,
        reported_by_id: other(&item.reporting_member).filter(|member| is_class && *member != id),
        valid_from: item.valid_from.as_ref().map(|date| date.start()),
        valid_to: item.valid_to.as_ref().map(|date| date.end()),
        successor_id: other(&item.successor).filter(|successor| *successor != id),
        created_at: unit.now,
        version: 1,
    }
}

/// Whether an agency stands for several: the file says so, or its kind does, or it has a member of
/// its own kind, as the commissioning groups of a county have.
fn stands_for_several(file: &PlanFile, item: &AgencyItem) -> bool {
    item.is_class.unwrap_or_else(|| {
        item.kind.is_class()
            || file
                .agencies
                .iter()
                .any(|other| other.kind == item.kind && other.parent.as_ref() == Some(&item.id))
    })
}

/// An agency that was found by its name is found by its id the next time.
async fn name_sources(
    unit: &Unit<'_>,
    known: &[Model],
    ids: &HashMap<String, Uuid>,
) -> Result<(), ApiError> {
    for row in known.iter().filter(|row| row.source_id.is_none()) {
        let Some((source, _)) = ids.iter().find(|(_, id)| **id == row.id) else {
            continue;
        };
        entities::agency::ActiveModel {
            id: Set(row.id),
            source_id: Set(Some(source.clone())),
            ..Default::default()
        }
        .update(unit.txn)
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_told_by_kind_by_members_and_by_word() {
        let text = r#"{
            "plan": { "id": "p", "title": "Plan" },
            "actions": [ { "id": "x", "order": 1, "printed_ref": "1.1", "title": "Do" } ],
            "agencies": [
                { "id": "a", "name": "Groups", "kind": "nhs-commissioner" },
                { "id": "b", "name": "West group", "kind": "nhs-commissioner", "parent": "a" },
                { "id": "c", "name": "Schools", "kind": "school-sector" },
                { "id": "d", "name": "One school", "kind": "school-sector", "is_class": false },
                { "id": "e", "name": "Council", "kind": "council" },
                { "id": "f", "name": "Service", "kind": "council-service", "parent": "e" }
            ]
        }"#;
        let file = shared::plans::format::parse(text).unwrap();
        let classes: Vec<&str> = file
            .agencies
            .iter()
            .filter(|item| stands_for_several(&file, item))
            .map(|item| item.id.as_str())
            .collect();
        assert_eq!(classes, ["a", "c"]);
    }
}
