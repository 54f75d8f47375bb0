//! What every page of a plan needs and progress updates leave as it is: its row, cycles, levels
//! and outcomes, and which actions its findings are on. It is read once for every change of the
//! plan's structure, and remembered under the numbers that it was read at.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::ids::PlanId;
use tokio::sync::OnceCell;

use crate::{db::revision::Stamp, error::ApiError};

use super::{find::SeenPlan, findings::Concerned, register::Scheme};

/// What surrounds the actions of a plan.
#[derive(Debug)]
pub struct Frame {
    structure: i64,
    rights: i64,
    pub(super) plan: entities::plan::Model,
    pub(super) cycles: Arc<[entities::cycle::Model]>,
    pub(super) scheme: Arc<Scheme>,
    findings: OnceCell<Arc<Concerned>>,
}

impl Frame {
    /// Reads it. The caller finds the plan through a scope before anybody sees any of it.
    async fn load(connection: &impl ConnectionTrait, stamp: Stamp) -> Result<Self, ApiError> {
        let plan = entities::plan::Entity::find_by_id(stamp.plan.0)
            .one(connection)
            .await?
            .ok_or_else(ApiError::not_found)?;
        Ok(Self {
            structure: stamp.structure,
            rights: stamp.rights,
            plan,
            cycles: cycles(connection, stamp.plan).await?,
            scheme: Arc::new(Scheme::load(connection, stamp.plan).await?),
            findings: OnceCell::new(),
        })
    }

    fn holds_at(&self, stamp: Stamp) -> bool {
        (self.structure, self.rights) == (stamp.structure, stamp.rights)
    }
}

/// The frames of the plans that were asked for.
#[derive(Clone, Debug, Default)]
pub struct Frames(Arc<Mutex<HashMap<PlanId, Arc<Frame>>>>);

impl Frames {
    /// The frame of a plan as of `stamp`.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn of(
        &self,
        connection: &impl ConnectionTrait,
        stamp: Stamp,
    ) -> Result<Arc<Frame>, ApiError> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&stamp.plan).map(Arc::clone);
        if let Some(frame) = known.filter(|frame| frame.holds_at(stamp)) {
            return Ok(frame);
        }
        let frame = Arc::new(Frame::load(connection, stamp).await?);
        lock().insert(stamp.plan, Arc::clone(&frame));
        Ok(frame)
    }
}

/// The cycles of a plan.
async fn cycles(
    connection: &impl ConnectionTrait,
    plan: PlanId,
) -> Result<Arc<[entities::cycle::Model]>, ApiError> {
    use entities::cycle::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan.0))
        .all(connection)
        .await?;
    Ok(rows.into())
}

impl SeenPlan {
    /// The cycles of the plan as they are now.
    pub(super) async fn cycles(
        &self,
        connection: &impl ConnectionTrait,
    ) -> Result<Arc<[entities::cycle::Model]>, ApiError> {
        match self.frame() {
            Some(frame) => Ok(Arc::clone(&frame.cycles)),
            None => cycles(connection, self.id()).await,
        }
    }

    /// Its levels and outcomes.
    pub(super) async fn scheme(
        &self,
        connection: &impl ConnectionTrait,
    ) -> Result<Arc<Scheme>, ApiError> {
        match self.frame() {
            Some(frame) => Ok(Arc::clone(&frame.scheme)),
            None => Ok(Arc::new(Scheme::load(connection, self.id()).await?)),
        }
    }

    /// Its findings, and the actions that they are on.
    pub(super) async fn findings(
        &self,
        connection: &impl ConnectionTrait,
    ) -> Result<Arc<Concerned>, ApiError> {
        let load = || async { Concerned::load(connection, self).await.map(Arc::new) };
        match self.frame() {
            Some(frame) => frame.findings.get_or_try_init(load).await.map(Arc::clone),
            None => load().await,
        }
    }
}
