//! Plans and actions by the words that stand in addresses.

use std::sync::Arc;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ids::{ActionId, AgencyId, PlanId},
    plans::api::{ActionRef, PlanRef},
    policy::{Actor, Decision, Resource, Scope, Target, Verb, decide},
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    db::revision::Stamp,
    error::{ApiError, permit},
    features::names,
};

use super::frame::Frame;

/// A plan that was found through its reader's scope. Nothing else makes one, so that what takes
/// one cannot be asked about a plan out of reach.
#[derive(Clone, Debug)]
pub struct SeenPlan(Inside);

#[derive(Clone, Debug)]
enum Inside {
    /// Read for this request, as in the middle of a unit of work.
    Row(Box<entities::plan::Model>),
    /// Remembered since the last change.
    Framed(Arc<Frame>, Stamp),
}

impl SeenPlan {
    /// Which.
    pub fn id(&self) -> PlanId {
        PlanId(self.row().id)
    }

    /// Its row.
    pub fn row(&self) -> &entities::plan::Model {
        match &self.0 {
            Inside::Row(row) => row,
            Inside::Framed(frame, _) => &frame.plan,
        }
    }

    /// What is remembered of it, where it is remembered.
    pub(super) fn frame(&self) -> Option<&Frame> {
        match &self.0 {
            Inside::Row(_) => None,
            Inside::Framed(frame, _) => Some(frame),
        }
    }

    /// The numbers that it had when it was found, where they are known.
    pub(super) const fn stamp(&self) -> Option<Stamp> {
        match &self.0 {
            Inside::Row(_) => None,
            Inside::Framed(_, stamp) => Some(*stamp),
        }
    }

    /// The plan in a few words.
    pub fn to_ref(&self) -> PlanRef {
        PlanRef {
            id: self.id(),
            slug: self.row().slug.clone(),
            title: self.row().title.clone(),
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
    Ok(rows
        .into_iter()
        .map(|row| SeenPlan(Inside::Row(Box::new(row))))
        .collect())
}

/// The plan with this id or slug, for reading: what is remembered of it, where nothing has changed
/// since.
///
/// # Errors
/// As [`plan`].
pub async fn seen(ctx: &Ctx, text: &str) -> Result<SeenPlan, ApiError> {
    let stamp = ctx
        .app
        .db
        .revisions
        .plan(text)
        .await?
        .filter(|stamp| ctx.scope().sees_plan(stamp.plan))
        .ok_or_else(ApiError::not_found)?;
    let frame = ctx.app.frames.of(ctx.read(), stamp).await?;
    let plan = SeenPlan(Inside::Framed(frame, stamp));
    permit(plan.decide(ctx.actor(), Verb::Read, Resource::Plan, &[]))?;
    Ok(plan)
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
    let plan = SeenPlan(Inside::Row(Box::new(row)));
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
