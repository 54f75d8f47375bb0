//! What the other agencies with a part in an action say of an update on it: they are asked when
//! it is sent, and asked again when it is sent with other words.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::Value;
use shared::{
    agencies::api::AgencyRef,
    ids::{AgencyId, PersonId, UpdateId},
    plans::AssignmentRole,
    updates::{Contribution, ContributionState, UpdateState, api::ContributionView, not_endorsed},
};
use uuid::Uuid;

use crate::{clock, db::Unit, error::ApiError, features::names};

use super::{judge::Standing, records::ContributionRecord, write::Claimed};

use entities::contribution::{ActiveModel, Column, Entity, Model};

/// The answers to an update, by the name of the agency. What was never sent has none.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    connection: &impl ConnectionTrait,
    update: &entities::progress_update::Model,
) -> Result<Vec<Model>, ApiError> {
    if update.state == UpdateState::Draft.code() {
        return Ok(Vec::new());
    }
    Ok(Entity::find()
        .filter(Column::UpdateId.eq(update.id))
        .order_by_asc(Column::AgencyName)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// As the rules see them.
///
/// # Errors
/// When a row cannot be read.
pub fn rules(rows: &[Model]) -> Result<Vec<Contribution>, ApiError> {
    rows.iter()
        .map(|row| {
            Ok(Contribution {
                agency: AgencyId(row.agency_id),
                part: part(row)?,
                state: state(row)?,
            })
        })
        .collect()
}

/// The answers to several updates, as the rules see them. The caller found the updates.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of_updates(
    connection: &impl ConnectionTrait,
    updates: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<Contribution>>, ApiError> {
    let rows = Entity::find()
        .filter(Column::UpdateId.is_in(updates))
        .all(connection)
        .await?;
    let mut found: HashMap<Uuid, Vec<Contribution>> = HashMap::new();
    for (row, one) in rows.iter().zip(rules(&rows)?) {
        found.entry(row.update_id).or_default().push(one);
    }
    Ok(found)
}

fn part(row: &Model) -> Result<AssignmentRole, ApiError> {
    Ok(serde_json::from_value(Value::String(row.part.clone()))?)
}

fn state(row: &Model) -> Result<ContributionState, ApiError> {
    Ok(serde_json::from_value(Value::String(row.state.clone()))?)
}

/// [`rows`] as the rules see them.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn asked(
    connection: &impl ConnectionTrait,
    update: &entities::progress_update::Model,
) -> Result<Vec<Contribution>, ApiError> {
    rules(&rows(connection, update).await?)
}

/// [`rows`] as history keeps them.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn records(
    connection: &impl ConnectionTrait,
    update: &entities::progress_update::Model,
) -> Result<Vec<ContributionRecord>, ApiError> {
    rows(connection, update)
        .await?
        .into_iter()
        .map(|row| {
            Ok(ContributionRecord {
                agency: AgencyId(row.agency_id),
                part: part(&row)?,
                state: state(&row)?,
                agency_name: row.agency_name,
                words: row.words,
                by: row.by_id.map(PersonId),
            })
        })
        .collect()
}

fn agency_of(row: &Model) -> AgencyRef {
    AgencyRef {
        id: AgencyId(row.agency_id),
        name: row.agency_name.clone(),
        abbreviation: None,
    }
}

/// Who has not endorsed the update.
pub fn missing(rows: &[Model], standing: &Standing<'_>) -> Vec<AgencyRef> {
    let missing = not_endorsed(
        standing.contributions,
        standing.cycle,
        standing.state == UpdateState::Accepted,
    );
    rows.iter()
        .filter(|row| missing.contains(&AgencyId(row.agency_id)))
        .map(agency_of)
        .collect()
}

/// The answers as they are shown, with what the caller may answer.
///
/// # Errors
/// When the database fails.
pub async fn views(
    connection: &impl ConnectionTrait,
    standing: &Standing<'_>,
    rows: &[Model],
) -> Result<Vec<ContributionView>, ApiError> {
    let people = names::people(
        connection,
        rows.iter().filter_map(|row| row.by_id).map(PersonId),
    )
    .await?;
    Ok(rows
        .iter()
        .zip(standing.contributions)
        .map(|(row, one)| ContributionView {
            agency: agency_of(row),
            part: one.part,
            state: one.state.in_cycle(standing.cycle),
            by: row.by_id.and_then(|id| people.get(&PersonId(id)).cloned()),
            at: row.at,
            words: row.words.clone(),
            allowed: standing.contribution_permits(one),
        })
        .collect())
}

/// Asks every other joint lead and every supporting agency of the action what it says of the
/// update. Who answered before is asked again: the words may be others.
///
/// # Errors
/// When the database fails.
pub async fn ask(unit: &Unit<'_>, claimed: &Claimed) -> Result<(), ApiError> {
    Entity::delete_many()
        .filter(Column::UpdateId.eq(claimed.row.id))
        .exec(unit.txn)
        .await?;
    let parts = parts(unit, claimed).await?;
    let names = names::agencies(unit.txn, parts.iter().map(|(agency, _)| *agency)).await?;
    let rows: Vec<ActiveModel> = parts
        .into_iter()
        .filter_map(|(agency, part)| {
            Some(ActiveModel {
                id: Set(clock::ordered_id()),
                update_id: Set(claimed.row.id),
                agency_id: Set(agency.0),
                agency_name: Set(names.get(&agency)?.name.clone()),
                part: Set(part.code().to_owned()),
                state: Set(ContributionState::Requested.code().to_owned()),
                words: Set(None),
                by_id: Set(None),
                at: Set(None),
            })
        })
        .collect();
    if !rows.is_empty() {
        Entity::insert_many(rows)
            .exec_without_returning(unit.txn)
            .await?;
    }
    Ok(())
}

/// The agencies that are asked, each with its foremost part; a class by the member that reports
/// for it. The agency that reports is not asked.
async fn parts(
    unit: &Unit<'_>,
    claimed: &Claimed,
) -> Result<Vec<(AgencyId, AssignmentRole)>, ApiError> {
    use entities::{agency, assignment};
    let rows = assignment::Entity::find()
        .filter(assignment::Column::ActionId.eq(claimed.row.action_id))
        .filter(assignment::Column::Role.is_in([
            AssignmentRole::JointLead.code(),
            AssignmentRole::Support.code(),
        ]))
        .order_by_asc(assignment::Column::Sort)
        .all(unit.txn)
        .await?;
    let reporters: HashMap<Uuid, Option<Uuid>> = agency::Entity::find()
        .filter(agency::Column::Id.is_in(rows.iter().map(|row| row.agency_id)))
        .filter(agency::Column::IsClass.eq(true))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|class| (class.id, class.reported_by_id))
        .collect();
    let mut found: Vec<(AgencyId, AssignmentRole)> = Vec::new();
    for row in rows {
        // A class for which nobody reports has nobody who could answer.
        let Some(agency) = reporters
            .get(&row.agency_id)
            .copied()
            .unwrap_or(Some(row.agency_id))
        else {
            continue;
        };
        let Some(part) = AssignmentRole::from_code(&row.role) else {
            continue;
        };
        if agency != claimed.row.agency_id {
            found.push((AgencyId(agency), part));
        }
    }
    found.sort_by_key(|(agency, part)| (*agency, *part));
    found.dedup_by_key(|(agency, _)| *agency);
    Ok(found)
}

/// Writes down what the caller answers for `agency`, where it is asked.
///
/// # Errors
/// When the database fails.
pub async fn write(
    unit: &Unit<'_>,
    update: UpdateId,
    agency: AgencyId,
    state: ContributionState,
    words: Option<String>,
) -> Result<(), ApiError> {
    let person = unit.actor()?.person;
    Entity::update_many()
        .set(ActiveModel {
            state: Set(state.code().to_owned()),
            words: Set(words),
            by_id: Set(Some(person.0)),
            at: Set(Some(unit.now)),
            ..Default::default()
        })
        .filter(Column::UpdateId.eq(update.0))
        .filter(Column::AgencyId.eq(agency.0))
        .exec(unit.txn)
        .await?;
    Ok(())
}

/// Passes what the ended agency `from` has not answered on to `heir`, and names the updates. Where
/// the heir reports itself or is asked already, nobody has to be asked twice.
///
/// # Errors
/// When the database fails.
pub async fn pass_on(
    unit: &Unit<'_>,
    from: AgencyId,
    heir: &entities::agency::Model,
) -> Result<Vec<Uuid>, ApiError> {
    use entities::progress_update;
    let open: Vec<Model> = Entity::find()
        .filter(Column::AgencyId.eq(from.0))
        .filter(Column::State.eq(ContributionState::Requested.code()))
        .all(unit.txn)
        .await?;
    let updates: Vec<Uuid> = open.iter().map(|row| row.update_id).collect();
    let asked: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::UpdateId)
        .filter(Column::UpdateId.is_in(updates.clone()))
        .filter(Column::AgencyId.eq(heir.id))
        .into_tuple()
        .all(unit.txn)
        .await?;
    let own: Vec<Uuid> = progress_update::Entity::find()
        .select_only()
        .column(progress_update::Column::Id)
        .filter(progress_update::Column::Id.is_in(updates.clone()))
        .filter(progress_update::Column::AgencyId.eq(heir.id))
        .into_tuple()
        .all(unit.txn)
        .await?;
    let (spare, passed): (Vec<&Model>, Vec<&Model>) = open
        .iter()
        .partition(|row| asked.contains(&row.update_id) || own.contains(&row.update_id));
    Entity::delete_many()
        .filter(Column::Id.is_in(spare.iter().map(|row| row.id)))
        .exec(unit.txn)
        .await?;
    Entity::update_many()
        .set(ActiveModel {
            agency_id: Set(heir.id),
            agency_name: Set(heir.name.clone()),
            ..Default::default()
        })
        .filter(Column::Id.is_in(passed.iter().map(|row| row.id)))
        .exec(unit.txn)
        .await?;
    Ok(updates)
}
