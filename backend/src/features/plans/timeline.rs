//! The time line of an action: what changed on it and on its milestones, and what was reported,
//! in words, under the names of the time.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ids::{ActionId, AgencyId, CycleId, MilestoneId, PersonId, UpdateId},
    plans::api::{FieldChange, Timeline, TimelineEntry, TimelineUpdate},
    updates::{UpdateEvent, UpdateState, api::CycleRef},
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    db::history::{self, Past},
    error::ApiError,
    features::{names, updates::records::content_of},
};

use super::{
    commitments,
    diff::{self, Words},
    find::SeenPlan,
    moment::cycle_ref,
    records::{ActionRecord, MilestoneRecord},
    register::Scheme,
};

/// Something that happened, before the names are known.
struct Event {
    at: DateTime<Utc>,
    by: Option<PersonId>,
    agency: Option<String>,
    title: String,
    changes: Vec<FieldChange>,
    update: Option<TimelineUpdate>,
}

/// The time line of an action, latest first.
///
/// # Errors
/// When the database fails or a record cannot be read.
pub async fn read(ctx: &Ctx, plan: &SeenPlan, action: ActionId) -> Result<Timeline, ApiError> {
    let connection = ctx.read();
    let states: Vec<Past<ActionRecord>> = history::of(connection, [action.0]).await?;
    let milestones = milestones(connection, &states).await?;
    let words = Words::new(
        Scheme::load(connection, plan.id()).await?,
        targets(connection, &states).await?,
    );
    let acting = acting(connection, action, &milestones).await?;
    let mut events = of_action(&states, &words, &acting);
    let loaded = states.first().map(|state| state.from);
    events.extend(of_milestones(&milestones, loaded, &acting));
    events.extend(of_updates(connection, plan, action).await?);
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    let moved = commitments::of(&states, &milestones);
    let acting = events.iter().filter_map(|event| event.by);
    let people = names::people(connection, acting.chain(commitments::people(&moved))).await?;
    Ok(Timeline {
        commitments: commitments::views(moved, &people),
        items: events
            .into_iter()
            .map(|event| TimelineEntry {
                at: event.at,
                by: event
                    .by
                    .and_then(|id| people.get(&id).map(|person| person.name.clone())),
                agency: event.agency,
                title: event.title,
                changes: event.changes,
                update: event.update,
            })
            .collect(),
    })
}

/// Every state of every milestone that the action has or had.
async fn milestones(
    connection: &impl ConnectionTrait,
    states: &[Past<ActionRecord>],
) -> Result<Vec<Past<MilestoneRecord>>, ApiError> {
    let ids: BTreeSet<MilestoneId> = states
        .iter()
        .flat_map(|state| state.body.milestones.iter().copied())
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    history::of(connection, ids.into_iter().map(|id| id.0)).await
}

/// The actions that links led to.
async fn targets(
    connection: &impl ConnectionTrait,
    states: &[Past<ActionRecord>],
) -> Result<HashMap<ActionId, shared::plans::api::ActionRef>, ApiError> {
    let ids = states
        .iter()
        .flat_map(|state| &state.body.links)
        .filter_map(|link| link.target);
    names::actions(connection, ids).await
}

/// On behalf of which agency each change was made: history does not say, the audit log does.
async fn acting(
    connection: &impl ConnectionTrait,
    action: ActionId,
    milestones: &[Past<MilestoneRecord>],
) -> Result<HashMap<(Uuid, DateTime<Utc>), String>, ApiError> {
    use entities::audit_entry::{Column, Entity};
    let subjects: BTreeSet<Uuid> = std::iter::once(action.0)
        .chain(milestones.iter().map(|state| state.id))
        .collect();
    let entries = Entity::find()
        .filter(Column::SubjectId.is_in(subjects))
        .filter(Column::AgencyId.is_not_null())
        .all(connection)
        .await?;
    let agencies = names::agencies(
        connection,
        entries
            .iter()
            .filter_map(|entry| entry.agency_id)
            .map(AgencyId),
    )
    .await?;
    Ok(entries
        .into_iter()
        .filter_map(|entry| {
            let name = agencies.get(&AgencyId(entry.agency_id?))?.name.clone();
            Some(((entry.subject_id, entry.at), name))
        })
        .collect())
}

fn of_action(
    states: &[Past<ActionRecord>],
    words: &Words,
    acting: &HashMap<(Uuid, DateTime<Utc>), String>,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut before: Option<&ActionRecord> = None;
    for state in states {
        let (title, changes) = match before {
            None => ("Put into the plan".to_owned(), Vec::new()),
            Some(before) => {
                let mut changes = diff::action(before, &state.body, words);
                let title = diff::action_title(before, &state.body, &changes);
                changes.extend(state.body.because.iter().cloned());
                (title, changes)
            }
        };
        if before.is_none() || !changes.is_empty() {
            events.push(Event {
                at: state.from,
                by: state.actor,
                agency: acting.get(&(state.id, state.from)).cloned(),
                title,
                changes,
                update: None,
            });
        }
        before = Some(&state.body);
    }
    events
}

/// Milestones that came in with the action are told by the action.
fn of_milestones(
    states: &[Past<MilestoneRecord>],
    loaded: Option<DateTime<Utc>>,
    acting: &HashMap<(Uuid, DateTime<Utc>), String>,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut before: HashMap<Uuid, &MilestoneRecord> = HashMap::new();
    for state in states {
        let (title, changes) = match before.insert(state.id, &state.body) {
            None if Some(state.from) == loaded => continue,
            None => (
                format!("Milestone added: {}", state.body.title),
                diff::new_milestone(&state.body),
            ),
            Some(before) => {
                let mut changes = diff::milestone(before, &state.body);
                if changes.is_empty() {
                    continue;
                }
                changes.extend(state.body.because.iter().cloned());
                (diff::milestone_title(before, &state.body), changes)
            }
        };
        events.push(Event {
            at: state.from,
            by: state.actor,
            agency: acting.get(&(state.id, state.from)).cloned(),
            title,
            changes,
            update: None,
        });
    }
    events
}

/// Accepted updates, those that a correction has taken the place of too. Whoever accepted one is
/// named.
async fn of_updates(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    action: ActionId,
) -> Result<Vec<Event>, ApiError> {
    use entities::progress_update::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .filter(Column::ActionId.eq(action.0))
        .filter(Column::State.eq(UpdateState::Accepted.code()))
        .all(connection)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let cycles: HashMap<CycleId, CycleRef> = entities::cycle::Entity::find()
        .filter(entities::cycle::Column::PlanId.eq(plan.id().0))
        .all(connection)
        .await?
        .iter()
        .map(|row| (CycleId(row.id), cycle_ref(row)))
        .collect();
    let accepting = accepting(connection, &rows).await?;
    let mut events = Vec::new();
    for row in rows {
        let content = content_of(&row)?;
        let (Some(at), Some(cycle), Some(brag)) = (
            row.accepted_at,
            cycles.get(&CycleId(row.cycle_id)),
            content.brag,
        ) else {
            continue;
        };
        let title = if row.edition > 1 {
            format!("Correction accepted for {}", cycle.name)
        } else {
            format!("Update accepted for {}", cycle.name)
        };
        events.push(Event {
            at,
            by: accepting.get(&row.id).copied(),
            agency: Some(row.agency_name),
            title,
            changes: Vec::new(),
            update: Some(TimelineUpdate {
                id: UpdateId(row.id),
                cycle: cycle.clone(),
                brag,
                edition: row.edition,
                done: content.done,
                next: content.next,
                help: Some(content.help).filter(|help| !help.is_empty()),
            }),
        });
    }
    Ok(events)
}

/// Who accepted each update.
async fn accepting(
    connection: &impl ConnectionTrait,
    updates: &[entities::progress_update::Model],
) -> Result<HashMap<Uuid, PersonId>, ApiError> {
    use entities::update_step::{Column, Entity};
    let steps = Entity::find()
        .filter(Column::UpdateId.is_in(updates.iter().map(|row| row.id)))
        .filter(Column::Event.is_in([UpdateEvent::Accept.code(), UpdateEvent::Override.code()]))
        .order_by_asc(Column::At)
        .all(connection)
        .await?;
    Ok(steps
        .into_iter()
        .map(|step| (step.update_id, PersonId(step.by_id)))
        .collect())
}
