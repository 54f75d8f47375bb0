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

use crate::{clock, db::Unit, error::ApiError};

use super::{around::Answer, judge::Standing, records::ContributionRecord, scene::Scene};

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
pub fn rules(answers: &[Answer]) -> Vec<Contribution> {
    answers
        .iter()
        .map(|answer| Contribution {
            agency: answer.agency,
            part: answer.part,
            state: answer.state,
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
    for row in &rows {
        found.entry(row.update_id).or_default().push(Contribution {
            agency: AgencyId(row.agency_id),
            part: part(row)?,
            state: state(row)?,
        });
    }
    Ok(found)
}

fn part(row: &Model) -> Result<AssignmentRole, ApiError> {
    Ok(serde_json::from_value(Value::String(row.part.clone()))?)
}

fn state(row: &Model) -> Result<ContributionState, ApiError> {
    Ok(serde_json::from_value(Value::String(row.state.clone()))?)
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

/// The answers at hand as history keeps them.
pub fn records_of(answers: &[Answer]) -> Vec<ContributionRecord> {
    answers
        .iter()
        .map(|answer| ContributionRecord {
            agency: answer.agency,
            agency_name: answer.agency_name.clone(),
            part: answer.part,
            state: answer.state,
            words: answer.words.clone(),
            by: answer.by,
        })
        .collect()
}

fn agency_of(answer: &Answer) -> AgencyRef {
    AgencyRef {
        id: answer.agency,
        name: answer.agency_name.clone(),
        abbreviation: None,
    }
}

/// Who has not endorsed the update.
pub fn missing(answers: &[Answer], standing: &Standing<'_>) -> Vec<AgencyRef> {
    let missing = not_endorsed(
        standing.contributions,
        standing.cycle,
        standing.state == UpdateState::Accepted,
    );
    answers
        .iter()
        .filter(|answer| missing.contains(&answer.agency))
        .map(agency_of)
        .collect()
}

/// The answers as they are shown, with what the caller may answer.
pub fn views(scene: &Scene, standing: &Standing<'_>) -> Vec<ContributionView> {
    scene
        .answers
        .iter()
        .zip(standing.contributions)
        .map(|(answer, one)| ContributionView {
            agency: agency_of(answer),
            part: one.part,
            state: one.state.in_cycle(standing.cycle),
            by: answer.by.and_then(|id| scene.people.get(&id).cloned()),
            at: answer.at,
            words: answer.words.clone(),
            allowed: standing.contribution_permits(one),
        })
        .collect()
}

/// Asks every other joint lead and every supporting agency of the action what it says of the
/// update, when the unit writes its rows. Who answered before is asked again: the words may be
/// others.
pub fn ask(unit: &Unit<'_>, update: UpdateId, scene: &mut Scene) {
    let mut before = std::mem::take(&mut scene.before);
    let mut asked: Vec<Answer> = Vec::with_capacity(scene.partners.len());
    for (agency, part) in &scene.partners {
        let known = before.iter().position(|answer| answer.agency == agency.id);
        let known = known.map(|at| before.swap_remove(at));
        let answer = Answer {
            id: known.as_ref().map_or_else(clock::ordered_id, |one| one.id),
            agency: agency.id,
            agency_name: agency.name.clone(),
            part: *part,
            state: ContributionState::Requested,
            words: None,
            by: None,
            at: None,
        };
        match known {
            Some(known) if known == answer => {}
            Some(_) => unit.change(
                "UPDATE contribution SET agency_name = $1, part = $2, state = $3, words = NULL, \
                 by_id = NULL, at = NULL WHERE id = $4",
                vec![
                    answer.agency_name.clone().into(),
                    part.code().into(),
                    answer.state.code().into(),
                    answer.id.into(),
                ],
            ),
            None => unit.add(
                "contribution",
                vec![
                    ("id", answer.id.into()),
                    ("update_id", update.0.into()),
                    ("agency_id", agency.id.0.into()),
                    ("agency_name", answer.agency_name.clone().into()),
                    ("part", part.code().into()),
                    ("state", answer.state.code().into()),
                ],
            ),
        }
        asked.push(answer);
    }
    for gone in before {
        unit.change(
            "DELETE FROM contribution WHERE id = $1",
            vec![gone.id.into()],
        );
    }
    scene.asking(asked);
}

/// Writes down what the caller answers for `agency`, where it is asked, with the unit's other rows.
///
/// # Errors
/// For the console, which answers for nobody.
pub fn write(
    unit: &Unit<'_>,
    scene: &mut Scene,
    agency: AgencyId,
    state: ContributionState,
    words: Option<String>,
) -> Result<(), ApiError> {
    let person = unit.actor()?.person;
    let mut answers = scene.answers.clone();
    for answer in answers.iter_mut().filter(|one| one.agency == agency) {
        *answer = Answer {
            state,
            words: words.clone(),
            by: Some(person),
            at: Some(unit.now),
            ..answer.clone()
        };
        unit.change(
            "UPDATE contribution SET state = $1, words = $2, by_id = $3, at = $4 WHERE id = $5",
            vec![
                state.code().into(),
                words.clone().into(),
                person.0.into(),
                unit.now.into(),
                answer.id.into(),
            ],
        );
    }
    scene.asking(answers);
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
