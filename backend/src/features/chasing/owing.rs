//! What agencies still owe in a cycle.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    ids::{ActionId, AgencyId, PersonId},
    plans::api::ActionRef,
    policy::{Actor, Grant, Role, Scope},
    updates::{ContributionState, UpdateState},
};
use uuid::Uuid;

use crate::{
    error::ApiError,
    features::{
        names,
        updates::{leads, my_work::owing_states, records, store::in_plans},
    },
};

/// What one agency owes in one cycle.
#[derive(Clone, Debug, Default)]
pub struct Owing {
    /// Actions of which nothing was sent.
    pub unsent: Vec<ActionRef>,
    /// Actions whose update waits for its review.
    pub waiting: Vec<ActionRef>,
    /// Actions on which it has not said yet whether it stands behind another agency's update.
    pub asked: Vec<ActionRef>,
}

impl Owing {
    /// Whether nothing is left to do.
    pub const fn is_settled(&self) -> bool {
        self.unsent.is_empty() && self.waiting.is_empty() && self.asked.is_empty()
    }
}

/// What the server's own work reaches: every plan. Nobody is answered with it.
pub fn everything() -> Scope {
    let office = Actor {
        person: PersonId(Uuid::nil()),
        grants: vec![Grant {
            role: Role::Administrator,
            agency: None,
            plan: None,
        }],
        scopes: None,
    };
    Scope::of(&office, &[])
}

/// What agencies owe in each of some cycles.
#[derive(Debug, Default)]
pub struct Owed(HashMap<Uuid, HashMap<AgencyId, Owing>>);

impl Owed {
    /// The agencies that owe something in a cycle, with what they owe in printed order.
    pub fn take(&mut self, cycle: Uuid) -> HashMap<AgencyId, Owing> {
        self.0.remove(&cycle).unwrap_or_default()
    }

    /// The agencies that owe something in any of the cycles.
    pub fn agencies(&self) -> HashSet<AgencyId> {
        self.0.values().flat_map(HashMap::keys).copied().collect()
    }
}

/// What agencies owe in each of `cycles`.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn in_cycles(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    cycles: &[entities::cycle::Model],
) -> Result<Owed, ApiError> {
    use entities::action;
    if cycles.is_empty() {
        return Ok(Owed::default());
    }
    let actions = action::Entity::find()
        .filter(in_plans(action::Column::PlanId, scope))
        .filter(action::Column::PlanId.is_in(cycles.iter().map(|cycle| cycle.plan_id)))
        .filter(action::Column::State.is_in(owing_states()))
        .order_by_asc(action::Column::Sort)
        .order_by_asc(action::Column::Id)
        .all(connection)
        .await?;
    let ids: Vec<ActionId> = actions.iter().map(|row| ActionId(row.id)).collect();
    let leads = leads::of_actions(connection, scope, &ids).await?;
    let sent = sent(connection, scope, cycles.iter().map(|cycle| cycle.id)).await?;
    let mut owed = Owed::default();
    for cycle in cycles {
        let asked = records::scope(cycle)?;
        let of_plan = actions.iter().filter(|row| row.plan_id == cycle.plan_id);
        let asked_about = of_plan.filter_map(|row| {
            let leads = leads.get(&ActionId(row.id)).map_or(&[][..], Vec::as_slice);
            asked
                .covers(ActionId(row.id), leads.iter().copied())
                .then_some((row, leads))
        });
        owed.0
            .insert(cycle.id, of_actions(cycle.id, asked_about, &sent));
    }
    Ok(owed)
}

fn of_actions<'a>(
    cycle: Uuid,
    actions: impl Iterator<Item = (&'a entities::action::Model, &'a [AgencyId])>,
    sent: &HashMap<(Uuid, Uuid), Sent>,
) -> HashMap<AgencyId, Owing> {
    let mut owing: HashMap<AgencyId, Owing> = HashMap::new();
    for (action, leads) in actions {
        match sent.get(&(cycle, action.id)) {
            Some(Sent::Accepted) => {}
            Some(Sent::Waits { reviewer, asked }) => {
                let own = owing.entry(*reviewer).or_default();
                own.waiting.push(names::action(action));
                for agency in asked {
                    let own = owing.entry(*agency).or_default();
                    own.asked.push(names::action(action));
                }
            }
            None => {
                for agency in leads {
                    let own = owing.entry(*agency).or_default();
                    own.unsent.push(names::action(action));
                }
            }
        }
    }
    owing
}

/// What became of an update that was sent.
enum Sent {
    Accepted,
    /// It waits for the agency that wrote it, and for those that have not said yet whether they
    /// stand behind it.
    Waits {
        reviewer: AgencyId,
        asked: Vec<AgencyId>,
    },
}

/// The cycles and actions for which an update was sent.
async fn sent(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    cycles: impl Iterator<Item = Uuid>,
) -> Result<HashMap<(Uuid, Uuid), Sent>, ApiError> {
    use entities::{
        contribution,
        progress_update::{Column, Entity},
    };
    let states = [
        UpdateState::Submitted,
        UpdateState::InReview,
        UpdateState::Accepted,
    ];
    let rows: Vec<(Uuid, Uuid, Uuid, Uuid, String)> = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::CycleId,
            Column::ActionId,
            Column::AgencyId,
            Column::State,
        ])
        .filter(in_plans(Column::PlanId, scope))
        .filter(Column::CycleId.is_in(cycles))
        .filter(Column::Superseded.eq(false))
        .filter(Column::State.is_in(states.map(UpdateState::code)))
        .into_tuple()
        .all(connection)
        .await?;
    let mut asked: HashMap<Uuid, Vec<AgencyId>> = HashMap::new();
    for row in contribution::Entity::find()
        .filter(contribution::Column::UpdateId.is_in(rows.iter().map(|(id, ..)| *id)))
        .filter(contribution::Column::State.eq(ContributionState::Requested.code()))
        .all(connection)
        .await?
    {
        let agencies = asked.entry(row.update_id).or_default();
        agencies.push(AgencyId(row.agency_id));
    }
    let mut sent: HashMap<(Uuid, Uuid), Sent> = HashMap::new();
    for (id, cycle, action, agency, state) in rows {
        if state == UpdateState::Accepted.code() {
            sent.insert((cycle, action), Sent::Accepted);
        } else {
            sent.entry((cycle, action)).or_insert_with(|| Sent::Waits {
                reviewer: AgencyId(agency),
                asked: asked.remove(&id).unwrap_or_default(),
            });
        }
    }
    Ok(sent)
}
