//! Which agencies answer for an action, and so report on it. A class of agencies holds no
//! accounts: what falls on it falls on the member that reports for it.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    ids::{ActionId, AgencyId},
    plans::AssignmentRole,
    policy::Scope,
};
use uuid::Uuid;

use crate::error::ApiError;

use super::store::in_plans;

fn leading() -> impl Iterator<Item = &'static str> {
    AssignmentRole::ALL
        .iter()
        .filter(|role| role.leads())
        .map(|role| role.code())
}

/// The agencies that answer for each of `actions`, the coordinating one first.
///
/// # Errors
/// When the database fails.
pub async fn of_actions(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    actions: &[ActionId],
) -> Result<HashMap<ActionId, Vec<AgencyId>>, ApiError> {
    use entities::{agency, assignment};
    type Part = (Uuid, Uuid, Option<Uuid>);
    let classes = assignment::Entity::belongs_to(agency::Entity)
        .from(assignment::Column::AgencyId)
        .to(agency::Column::Id)
        .on_condition(|_, class| {
            Condition::all().add(Expr::col((class, agency::Column::IsClass)).eq(true))
        })
        .into();
    let parts: Vec<Part> = assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::ActionId, assignment::Column::AgencyId])
        .column(agency::Column::ReportedById)
        .join(JoinType::LeftJoin, classes)
        .filter(in_plans(assignment::Column::PlanId, scope))
        .filter(assignment::Column::ActionId.is_in(actions.iter().map(|id| id.0)))
        .filter(assignment::Column::Role.is_in(leading()))
        .order_by_desc(assignment::Column::Coordinates)
        .order_by_asc(assignment::Column::Sort)
        .into_tuple()
        .all(connection)
        .await?;
    let mut leads: HashMap<ActionId, Vec<AgencyId>> = HashMap::new();
    for (action, agency, reporter) in parts {
        let lead = AgencyId(reporter.unwrap_or(agency));
        let found = leads.entry(ActionId(action)).or_default();
        if !found.contains(&lead) {
            found.push(lead);
        }
    }
    Ok(leads)
}

/// The actions for which any of `agencies` answers, itself or for a class.
///
/// # Errors
/// When the database fails.
pub async fn led_by(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    agencies: &[AgencyId],
) -> Result<Vec<ActionId>, ApiError> {
    use entities::{agency, assignment};
    let own: Vec<Uuid> = agencies.iter().map(|id| id.0).collect();
    let classes: Vec<Uuid> = agency::Entity::find()
        .select_only()
        .column(agency::Column::Id)
        .filter(agency::Column::IsClass.eq(true))
        .filter(agency::Column::ReportedById.is_in(own.clone()))
        .into_tuple()
        .all(connection)
        .await?;
    let actions: Vec<Uuid> = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::ActionId)
        .distinct()
        .filter(in_plans(assignment::Column::PlanId, scope))
        .filter(assignment::Column::Role.is_in(leading()))
        .filter(
            Condition::any()
                .add(assignment::Column::AgencyId.is_in(own))
                .add(assignment::Column::AgencyId.is_in(classes)),
        )
        .into_tuple()
        .all(connection)
        .await?;
    Ok(actions.into_iter().map(ActionId).collect())
}
