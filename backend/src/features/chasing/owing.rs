//! What agencies still owe in a cycle.

use std::collections::HashMap;

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
        updates::{leads, my_work::owing_states, store::in_plans},
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

/// The agencies that owe something in `cycle`, with what they owe in printed order.
///
/// # Errors
/// When the database fails.
pub async fn in_cycle(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    cycle: &entities::cycle::Model,
) -> Result<HashMap<AgencyId, Owing>, ApiError> {
    use entities::action;
    let actions = action::Entity::find()
        .filter(in_plans(action::Column::PlanId, scope))
        .filter(action::Column::PlanId.eq(cycle.plan_id))
        .filter(action::Column::State.is_in(owing_states()))
        .order_by_asc(action::Column::Sort)
        .order_by_asc(action::Column::Id)
        .all(connection)
        .await?;
    let ids: Vec<ActionId> = actions.iter().map(|row| ActionId(row.id)).collect();
    let leads = leads::of_actions(connection, scope, &ids).await?;
    let sent = sent(connection, scope, cycle.id).await?;
    let mut owing: HashMap<AgencyId, Owing> = HashMap::new();
    for action in &actions {
        match sent.get(&action.id) {
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
                for agency in leads.get(&ActionId(action.id)).into_iter().flatten() {
                    let own = owing.entry(*agency).or_default();
                    own.unsent.push(names::action(action));
                }
            }
        }
    }
    Ok(owing)
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

/// The actions on which an update was sent in the cycle.
async fn sent(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    cycle: Uuid,
) -> Result<HashMap<Uuid, Sent>, ApiError> {
    use entities::{
        contribution,
        progress_update::{Column, Entity},
    };
    let states = [
        UpdateState::Submitted,
        UpdateState::InReview,
        UpdateState::Accepted,
    ];
    let rows: Vec<(Uuid, Uuid, Uuid, String)> = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::ActionId,
            Column::AgencyId,
            Column::State,
        ])
        .filter(in_plans(Column::PlanId, scope))
        .filter(Column::CycleId.eq(cycle))
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
    let mut sent: HashMap<Uuid, Sent> = HashMap::new();
    for (id, action, agency, state) in rows {
        if state == UpdateState::Accepted.code() {
            sent.insert(action, Sent::Accepted);
        } else {
            sent.entry(action).or_insert_with(|| Sent::Waits {
                reviewer: AgencyId(agency),
                asked: asked.remove(&id).unwrap_or_default(),
            });
        }
    }
    Ok(sent)
}
