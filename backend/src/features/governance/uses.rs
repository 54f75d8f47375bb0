//! Decisions that actions name: what pauses, stops or defers an action says by which decision, in
//! words of its own or by the reference of one of the plan's.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    QueryFilter, QueryOrder,
};
use serde::Deserialize;
use shared::{
    agencies::api::AgencyRef,
    governance::{
        DecisionOutcome, DecisionProgress, DecisionReference,
        api::{DecisionRef, DecisionUse, MeetingRef},
        references_in,
    },
    ids::{ActionId, AgencyId, DecisionId, MeetingId, PlanId},
    plans::{ActionEvent, api::ActionRef},
    problem::{FieldCode, FieldError},
};
use uuid::Uuid;

use crate::{
    clock,
    db::{
        Unit,
        json::{Lists, Place},
    },
    error::ApiError,
    features::plans::{find::SeenPlan, moment::Instant},
};

use super::{book::Book, records::state_of};

use entities::decision_use::{ActiveModel, Column, Entity, Model};

/// The decisions of the plan that an event names, each of which was agreed. A text that is a
/// reference and nothing else must be one of the plan's; other words speak of decisions elsewhere.
///
/// # Errors
/// `invalid` at `/decision`.
pub async fn cited(
    unit: &Unit<'_>,
    plan: PlanId,
    event: &ActionEvent,
) -> Result<Vec<Uuid>, ApiError> {
    let (ActionEvent::Pause { decision: words }
    | ActionEvent::Stop { decision: words }
    | ActionEvent::Defer { decision: words }) = event
    else {
        return Ok(Vec::new());
    };
    let named = references_in(words);
    let alone = words.parse::<DecisionReference>().is_ok();
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for reference in named {
        let row = entities::decision::Entity::find()
            .filter(entities::decision::Column::PlanId.eq(plan.0))
            .filter(entities::decision::Column::Year.eq(reference.year))
            .filter(entities::decision::Column::Number.eq(reference.number))
            .one(unit.txn)
            .await?;
        match row {
            Some(row) => {
                let outcome = state_of(&row)?.outcome;
                if outcome.carries() {
                    found.push(row.id);
                } else {
                    faults.push(FieldError::new(
                        "/decision",
                        FieldCode::NotAllowed,
                        format!(
                            "{reference} stands as \u{201c}{}\u{201d}. Name a decision that was agreed, or record what the board made of this one first",
                            outcome.label()
                        ),
                    ));
                }
            }
            None if alone => faults.push(FieldError::new(
                "/decision",
                FieldCode::NotFound,
                format!(
                    "The plan has no decision {reference}. Check the reference; for one made elsewhere, say also by whom"
                ),
            )),
            None => {}
        }
    }
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(ApiError::invalid(faults))
    }
}

/// Writes down that `event` happened to an action by the decisions that it names.
///
/// # Errors
/// When the database fails.
pub async fn write(
    unit: &Unit<'_>,
    action: ActionId,
    event: &'static str,
    decisions: Vec<Uuid>,
) -> Result<(), ApiError> {
    for decision in decisions {
        ActiveModel {
            id: Set(clock::ordered_id()),
            action_id: Set(action.0),
            decision_id: Set(decision),
            event: Set(event.to_owned()),
            at: Set(unit.now),
        }
        .insert(unit.txn)
        .await?;
    }
    Ok(())
}

fn until(at: Instant) -> Condition {
    match at.past {
        None => Condition::all(),
        Some(end) => Condition::all().add(Column::At.lt(end)),
    }
}

/// The decisions by which an action was paused, stopped or deferred until a moment.
///
/// # Errors
/// When the database fails.
pub(super) async fn deciding(
    connection: &impl ConnectionTrait,
    action: ActionId,
    at: Instant,
) -> Result<Vec<DecisionId>, ApiError> {
    Ok(Entity::find()
        .filter(Column::ActionId.eq(action.0))
        .filter(until(at))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| DecisionId(row.decision_id))
        .collect())
}

/// What happened to actions by a decision until a moment, first to last.
///
/// # Errors
/// When the database fails.
pub(super) async fn of_decision(
    connection: &impl ConnectionTrait,
    decision: DecisionId,
    at: Instant,
) -> Result<Vec<Model>, ApiError> {
    Ok(Entity::find()
        .filter(Column::DecisionId.eq(decision.0))
        .filter(until(at))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// The same, for people.
pub(super) fn views(rows: Vec<Model>, known: &HashMap<ActionId, ActionRef>) -> Vec<DecisionUse> {
    rows.into_iter()
        .filter_map(|row| {
            Some(DecisionUse {
                action: known.get(&ActionId(row.action_id))?.clone(),
                event: row.event,
                at: row.at,
            })
        })
        .collect()
}

/// The decisions about an action, or by which it was paused, stopped or deferred, as they stood at
/// a moment, latest first.
///
/// # Errors
/// When the database fails.
pub async fn past_of_action(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    action: ActionId,
    at: Instant,
) -> Result<Vec<DecisionRef>, ApiError> {
    let book = Book::load(connection, plan, at).await?;
    let used = deciding(connection, action, at).await?;
    book.decisions
        .iter()
        .filter(|decision| decision.actions.contains(&action) || used.contains(&decision.id))
        .map(|decision| book.to_ref(decision))
        .collect()
}

/// Asks for the decisions of the action that is `chosen`, latest first.
pub fn ask(lists: &mut Lists) -> Place {
    lists.list(
        &[
            &lists.id("d.id"),
            "d.year",
            "d.number",
            "d.words",
            "d.outcome",
            "d.progress",
            &lists.id("m.id"),
            "m.held_on",
            "m.title",
            &lists.id("g.id"),
            "g.name",
            "g.abbreviation",
        ],
        "d.year DESC, d.number DESC",
        "decision d JOIN meeting m ON m.id = d.meeting_id JOIN agency g ON g.id = m.board_id \
         WHERE d.id IN (SELECT x.decision_id FROM chosen c CROSS JOIN decision_action x WHERE x.action_id = c.id \
         UNION SELECT x.decision_id FROM chosen c CROSS JOIN decision_use x WHERE x.action_id = c.id)",
    )
}

/// A decision of an action, as [`ask`] asks for it.
#[derive(Debug, Deserialize)]
pub struct DecisionRow {
    id: DecisionId,
    year: i32,
    number: i32,
    words: String,
    outcome: DecisionOutcome,
    progress: Option<DecisionProgress>,
    meeting: MeetingId,
    date: chrono::NaiveDate,
    title: String,
    board: AgencyId,
    board_name: String,
    board_abbreviation: Option<String>,
}

impl From<DecisionRow> for DecisionRef {
    fn from(row: DecisionRow) -> Self {
        Self {
            id: row.id,
            reference: DecisionReference {
                year: row.year,
                number: row.number,
            }
            .to_string(),
            words: row.words,
            outcome: row.outcome,
            progress: row.progress,
            meeting: MeetingRef {
                id: row.meeting,
                board: AgencyRef {
                    id: row.board,
                    name: row.board_name,
                    abbreviation: row.board_abbreviation,
                },
                date: row.date,
                title: row.title,
            },
        }
    }
}
