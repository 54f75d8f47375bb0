//! Updates as they are shown.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use shared::{
    agencies::api::AgencyRef,
    auth::api::PersonRef,
    calendar::PartialDate,
    ids::{AgencyId, CycleId, PersonId, PlanId, UpdateId},
    plans::{ActionState, api::PlanRef},
    policy::{Actor, Scope, Verb},
    updates::{
        UpdateEvent, UpdateState, agreement,
        api::{CycleRef, UpdateStep, UpdateSummary, UpdateView},
        implied,
    },
};
use uuid::Uuid;

use crate::{error::ApiError, features::names};

use super::{
    around::Step,
    contributions, facts,
    records::{content_of, state_of},
    scene::Scene,
};

use entities::progress_update::Model;

/// A cycle in a few words.
pub fn cycle_ref(row: &entities::cycle::Model) -> CycleRef {
    CycleRef {
        id: CycleId(row.id),
        name: row.name.clone(),
    }
}

/// Where an action stands.
///
/// # Errors
/// When the word in the row names no state.
pub fn action_state(row: &entities::action::Model) -> Result<ActionState, ApiError> {
    Ok(serde_json::from_value(Value::String(row.state.clone()))?)
}

/// The first day of a plan, where it says when it begins.
pub fn begins(plan: &entities::plan::Model) -> Option<NaiveDate> {
    let printed: PartialDate = plan.starts.as_deref()?.parse().ok()?;
    Some(printed.start())
}

/// What many updates point at, read at once.
struct Around {
    plans: HashMap<PlanId, PlanRef>,
    actions: HashMap<Uuid, entities::action::Model>,
    cycles: HashMap<Uuid, entities::cycle::Model>,
    agencies: HashMap<AgencyId, AgencyRef>,
}

impl Around {
    async fn load(connection: &impl ConnectionTrait, rows: &[Model]) -> Result<Self, ApiError> {
        use entities::{action, cycle};
        let plans = names::plans(connection, rows.iter().map(|row| PlanId(row.plan_id))).await?;
        let agencies =
            names::agencies(connection, rows.iter().map(|row| AgencyId(row.agency_id))).await?;
        let actions = action::Entity::find()
            .filter(action::Column::Id.is_in(rows.iter().map(|row| row.action_id)))
            .all(connection)
            .await?;
        let cycles = cycle::Entity::find()
            .filter(cycle::Column::Id.is_in(rows.iter().map(|row| row.cycle_id)))
            .all(connection)
            .await?;
        Ok(Self {
            plans,
            actions: actions.into_iter().map(|row| (row.id, row)).collect(),
            cycles: cycles.into_iter().map(|row| (row.id, row)).collect(),
            agencies,
        })
    }

    /// The agency of an update, under the name that it had when the update was begun.
    fn agency(&self, row: &Model) -> AgencyRef {
        AgencyRef {
            id: AgencyId(row.agency_id),
            name: row.agency_name.clone(),
            abbreviation: self
                .agencies
                .get(&AgencyId(row.agency_id))
                .and_then(|agency| agency.abbreviation.clone()),
        }
    }

    fn of(
        &self,
        row: &Model,
    ) -> Result<(PlanRef, &entities::action::Model, &entities::cycle::Model), ApiError> {
        // Foreign keys hold all three in place.
        let found = self
            .plans
            .get(&PlanId(row.plan_id))
            .zip(self.actions.get(&row.action_id))
            .zip(self.cycles.get(&row.cycle_id));
        let ((plan, action), cycle) = found.ok_or_else(ApiError::not_found)?;
        Ok((plan.clone(), action, cycle))
    }
}

fn person(people: &HashMap<PersonId, PersonRef>, id: Uuid) -> PersonRef {
    let id = PersonId(id);
    people.get(&id).cloned().unwrap_or_else(|| PersonRef {
        id,
        name: String::new(),
    })
}

/// The comments with which `rows` were returned last.
async fn returned_with(
    connection: &impl ConnectionTrait,
    rows: &[Model],
) -> Result<HashMap<Uuid, String>, ApiError> {
    use entities::update_step::{Column, Entity};
    let returned: Vec<Uuid> = rows
        .iter()
        .filter(|row| row.state == UpdateState::Returned.code())
        .map(|row| row.id)
        .collect();
    if returned.is_empty() {
        return Ok(HashMap::new());
    }
    let steps = Entity::find()
        .filter(Column::UpdateId.is_in(returned))
        .filter(Column::Event.is_in([UpdateEvent::Return.code(), UpdateEvent::Dispute.code()]))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    Ok(steps
        .into_iter()
        .filter_map(|step| Some((step.update_id, step.comment?)))
        .collect())
}

/// Updates as a list shows them, in the order given. The caller found them within reach.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn summaries(
    connection: &impl ConnectionTrait,
    rows: Vec<Model>,
) -> Result<Vec<UpdateSummary>, ApiError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let around = Around::load(connection, &rows).await?;
    let people = names::people(
        connection,
        rows.iter()
            .flat_map(|row| [row.last_editor_id].into_iter().chain(row.assigned_id))
            .map(PersonId),
    )
    .await?;
    let mut comments = returned_with(connection, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let (plan, action, cycle) = around.of(&row)?;
            Ok(UpdateSummary {
                id: UpdateId(row.id),
                plan,
                action: names::action(action),
                cycle: cycle_ref(cycle),
                due: cycle.due,
                agency: around.agency(&row),
                state: state_of(&row)?,
                brag: content_of(&row)?.brag,
                edition: row.edition,
                changed_at: row.changed_at,
                last_editor: person(&people, row.last_editor_id),
                assigned: row.assigned_id.map(|id| person(&people, id)),
                returned_with: comments.remove(&row.id),
            })
        })
        .collect()
}

/// One update as a list shows it.
///
/// # Errors
/// As [`summaries`].
pub async fn summary(
    connection: &impl ConnectionTrait,
    row: Model,
) -> Result<UpdateSummary, ApiError> {
    summaries(connection, vec![row])
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

/// An update with everything around it. The caller found it within reach.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
    row: Model,
) -> Result<UpdateView, ApiError> {
    let scene = Scene::load(connection, actor, scope, &row).await?;
    within(actor, today, &scene, &row)
}

/// As [`view`], where what stands around the update is at hand.
///
/// # Errors
/// When a row cannot be read.
pub fn within(
    actor: &Actor,
    today: NaiveDate,
    scene: &Scene,
    row: &Model,
) -> Result<UpdateView, ApiError> {
    let people = &scene.people;
    let content = content_of(row)?;
    let facts = scene.facts();
    let standing = scene.standing(actor, today, row)?;
    let implied = if standing.state.editable().is_ok() {
        Some(implied(&facts.after(&content, today), today))
    } else {
        facts::kept(row)?
    };
    // What a reviewer and an editor said to each other is theirs.
    let inside = standing.role(Verb::Read).is_ok();
    Ok(UpdateView {
        id: UpdateId(row.id),
        plan: scene.plan.clone(),
        action: scene.action.clone(),
        cycle: scene.cycle.clone(),
        cycle_state: scene.cycle_state(today),
        due: scene.dates.due,
        agency: scene.agency.clone(),
        edition: row.edition,
        corrects: row.corrects_id.map(UpdateId),
        superseded: row.superseded,
        state: standing.state,
        content,
        author: person(people, row.author_id),
        last_editor: person(people, row.last_editor_id),
        assigned: row.assigned_id.map(|id| person(people, id)),
        changed_at: row.changed_at,
        steps: scene
            .steps
            .iter()
            .map(|one| step(people, inside, one))
            .collect(),
        milestones: scene.milestones.clone(),
        previous: scene.previous.clone(),
        facts,
        implied,
        agreement: agreement(scene.asked.iter().map(|one| one.state)),
        not_endorsed: contributions::missing(&scene.answers, &standing),
        contributions: contributions::views(scene, &standing),
        version: row.version,
        allowed: standing.permits(),
    })
}

fn step(people: &HashMap<PersonId, PersonRef>, inside: bool, step: &Step) -> UpdateStep {
    UpdateStep {
        at: step.at,
        by: person(people, step.by.0),
        event: step.event,
        round: step.round,
        comment: step.comment.clone().filter(|_| {
            inside || matches!(step.event, UpdateEvent::Override | UpdateEvent::Dispute)
        }),
    }
}
