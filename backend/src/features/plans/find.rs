//! Plans and actions by the words that stand in addresses.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ids::{ActionId, AgencyId, PlanId},
    plans::api::{ActionRef, PlanRef},
    policy::{Actor, Decision, Resource, Scope, Target, Verb, decide},
};
use uuid::Uuid;

use crate::{
    error::{ApiError, permit},
    features::names,
};

/// A plan that was found through its reader's scope. Nothing else makes one, so that what takes
/// one cannot be asked about a plan out of reach.
#[derive(Clone, Debug)]
pub struct SeenPlan {
    row: entities::plan::Model,
}

impl SeenPlan {
    /// Which.
    pub const fn id(&self) -> PlanId {
        PlanId(self.row.id)
    }

    /// Its row.
    pub const fn row(&self) -> &entities::plan::Model {
        &self.row
    }

    /// The plan in a few words.
    pub fn to_ref(&self) -> PlanRef {
        PlanRef {
            id: self.id(),
            slug: self.row.slug.clone(),
            title: self.row.title.clone(),
        }
    }

    /// What the policy says of `verb` on a `resource` of the plan that belongs to `agencies`.
    pub fn decide(
        &self,
        actor: &Actor,
        verb: Verb,
        resource: Resource,
        agencies: &[AgencyId],
    ) -> Decision {
        decide(
            actor,
            verb,
            resource,
            &Target {
                plan: Some(self.id()),
                agencies,
                person: None,
            },
        )
    }
}

/// Every plan within reach, by title.
///
/// # Errors
/// When the database fails.
pub async fn plans(
    connection: &impl ConnectionTrait,
    scope: &Scope,
) -> Result<Vec<SeenPlan>, ApiError> {
    use entities::plan::{Column, Entity};
    use shared::policy::PlanReach;
    let mut query = Entity::find();
    if let PlanReach::Some(seen) = scope.plans() {
        query = query.filter(Column::Id.is_in(seen.iter().map(|id| id.0)));
    }
    let rows = query
        .order_by_asc(Column::Title)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| SeenPlan { row }).collect())
}

/// The plan with this id or slug.
///
/// # Errors
/// `not_found` where there is none or the caller may not know of it.
pub async fn plan(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    text: &str,
) -> Result<SeenPlan, ApiError> {
    use entities::plan::{Column, Entity};
    let wanted = match text.parse::<Uuid>() {
        Ok(id) => Column::Id.eq(id),
        Err(_) => Column::Slug.eq(text),
    };
    let row = Entity::find()
        .filter(wanted)
        .one(connection)
        .await?
        .filter(|row| scope.sees_plan(PlanId(row.id)))
        .ok_or_else(ApiError::not_found)?;
    let plan = SeenPlan { row };
    permit(plan.decide(actor, Verb::Read, Resource::Plan, &[]))?;
    Ok(plan)
}

/// What an action's word leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// One action.
    One(ActionId),
    /// Several that print the same reference, none of which is settled on it.
    Several(Vec<ActionRef>),
}

/// The action with this id, settled reference or, where only one prints it, printed reference.
///
/// # Errors
/// `not_found`.
pub async fn action(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    text: &str,
) -> Result<Found, ApiError> {
    use entities::action::{Column, Entity};
    let wanted = match text.parse::<Uuid>() {
        Ok(id) => Condition::any().add(Column::Id.eq(id)),
        Err(_) => Condition::any()
            .add(Column::Reference.eq(text))
            .add(Column::PrintedRef.eq(text)),
    };
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .filter(wanted)
        .order_by_asc(Column::Sort)
        .all(connection)
        .await?;
    let settled = rows
        .iter()
        .find(|row| row.reference.as_deref() == Some(text));
    match (settled, rows.as_slice()) {
        (Some(row), _) => Ok(Found::One(ActionId(row.id))),
        (None, [only]) => Ok(Found::One(ActionId(only.id))),
        (None, []) => Err(ApiError::not_found()),
        (None, several) => Ok(Found::Several(several.iter().map(names::action).collect())),
    }
}
