//! Beginning an update and writing its words.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
};
use shared::{
    ids::{AgencyId, UpdateId},
    policy::{Actor, Refusal, RefusalCode, Verb},
    problem::{ErrorCode, FieldCode},
    updates::{
        UpdateEvent, UpdateState,
        api::{StartUpdate, UpdateContent, UpdateView},
        check_content,
    },
};

use crate::{
    clock,
    db::{Act, Unit},
    error::ApiError,
};

use super::{
    acceptance::check_milestones,
    around::Step,
    contributions, exceptions,
    judge::{self, No, Standing},
    leads,
    records::{self, stands},
    scene::Scene,
    store::{self, in_plans},
    views::{self, action_state},
};

use entities::progress_update::{ActiveModel, Column, Entity, Model};

/// An update that somebody wants to change, with what stands around it.
pub struct Claimed {
    /// Its row.
    pub row: Model,
    /// What it points at.
    pub scene: Scene,
}

impl Claimed {
    /// The update, until the unit ends nobody else's to change.
    ///
    /// # Errors
    /// `not_found` where it is missing or out of the caller's reach.
    pub async fn load(unit: &Unit<'_>, update: UpdateId) -> Result<Self, ApiError> {
        // What the unit has done before may still wait to be written.
        unit.flush().await?;
        let row = store::claim(unit, update).await?;
        let scene = Scene::load(unit.txn, unit.actor()?, unit.scope()?, &row).await?;
        Ok(Self { row, scene })
    }

    /// What decides about it.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn standing<'a>(&'a self, unit: &'a Unit<'_>) -> Result<Standing<'a>, ApiError> {
        self.scene.standing(unit.actor()?, unit.today(), &self.row)
    }

    /// Refuses what was meant for another version, and gives the record as it stands.
    ///
    /// # Errors
    /// `stale`.
    pub fn in_version(&self, unit: &Unit<'_>, version: i32) -> Result<(), ApiError> {
        if self.row.version == version {
            return Ok(());
        }
        let current = view(unit, &self.scene, &self.row)?;
        Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this update. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?))
    }

    /// Writes `row` in its next version, keeps it in history and records the act. The row and its
    /// state in history are written with the unit's other rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(
        &self,
        unit: &mut Unit<'_>,
        row: Model,
        act: &'static str,
    ) -> Result<Model, ApiError> {
        let row = store::replace(unit, &self.row, row);
        records::keep_with(unit, &row, contributions::records_of(&self.scene.answers)).await?;
        record(unit, act, &row);
        Ok(row)
    }
}

impl Claimed {
    /// Writes down what happened to the update, with the unit's other rows.
    ///
    /// # Errors
    /// For the console, to which no step can be put down.
    pub fn step(
        &mut self,
        unit: &Unit<'_>,
        row: &Model,
        event: UpdateEvent,
        comment: Option<String>,
    ) -> Result<(), ApiError> {
        let step = Step {
            at: unit.now,
            by: unit.actor()?.person,
            event,
            round: row.round,
            comment,
        };
        store::step(unit, row, &step);
        self.scene.steps.push(step);
        Ok(())
    }
}

fn record(unit: &mut Unit<'_>, act: &'static str, row: &Model) {
    unit.record(Act {
        act,
        kind: "update",
        subject: row.id,
        plan: Some(row.plan_id.into()),
        agency: Some(row.agency_id.into()),
    });
}

/// The update as the unit's caller sees it, in what stands around it.
///
/// # Errors
/// When a row cannot be read.
pub fn view(unit: &Unit<'_>, scene: &Scene, row: &Model) -> Result<UpdateView, ApiError> {
    views::within(unit.actor()?, unit.today(), scene, row)
}

/// As [`view`], after the unit has changed what stands around the update.
///
/// # Errors
/// When the database fails.
pub async fn view_anew(unit: &Unit<'_>, row: &Model) -> Result<UpdateView, ApiError> {
    // It may still wait to be written.
    unit.flush().await?;
    let scene = Scene::load(unit.txn, unit.actor()?, unit.scope()?, row).await?;
    view(unit, &scene, row)
}

/// Begins a draft on an action for a cycle, or a correction of what was accepted for it.
///
/// # Errors
/// `not_found` for an action out of reach, `invalid` by field, `forbidden`, `wrong_state`, or
/// `already_exists` with the open one where the caller may see it.
pub async fn start(unit: &mut Unit<'_>, form: StartUpdate) -> Result<UpdateView, ApiError> {
    let actor = unit.actor()?.clone();
    let (action, cycle) = subject(unit, &form).await?;
    let leads = leads::of_actions(unit.txn, unit.scope()?, &[form.action]).await?;
    let leads = leads.get(&form.action).map_or(&[][..], Vec::as_slice);
    let plan = action.plan_id.into();
    let agency = reporter(&actor, &form, leads, |agencies| {
        judge::role(&actor, Verb::Create, plan, agencies)
    })?;
    let exceptions = exceptions::on(unit.txn, cycle.id, form.action).await?;
    let today = unit.today();
    let stands = stands(&cycle, today).for_writer(&exceptions, form.action, &actor, today);
    judge::reportable(action_state(&action)?, stands).map_err(ApiError::wrong_state)?;
    // What was accepted can be corrected though others answer for the action now.
    let asked = records::scope(&cycle)?.covers(form.action, leads.iter().copied());
    if form.corrects.is_none() && !asked {
        return Err(ApiError::wrong_state(RefusalCode::NotAsked));
    }
    unit.alone(&format!("update {} {}", form.action, form.cycle))
        .await?;
    let edition = edition(unit, &actor, &form).await?;
    let name = entities::agency::Entity::find_by_id(agency.0)
        .one(unit.txn)
        .await?
        .map(|row| row.name)
        .ok_or_else(ApiError::not_found)?;
    let inserted = ActiveModel {
        id: Set(clock::ordered_id()),
        plan_id: Set(action.plan_id),
        action_id: Set(action.id),
        cycle_id: Set(cycle.id),
        agency_id: Set(agency.0),
        agency_name: Set(name),
        edition: Set(edition),
        corrects_id: Set(form.corrects.map(|id| id.0)),
        superseded: Set(false),
        state: Set(UpdateState::Draft.code().to_owned()),
        round: Set(1),
        delivery_status: Set(None),
        brag: Set(None),
        content: Set(serde_json::to_value(UpdateContent::default())?),
        implied: Set(None),
        author_id: Set(actor.person.0),
        last_editor_id: Set(actor.person.0),
        assigned_id: Set(None),
        created_at: Set(unit.now),
        changed_at: Set(unit.now),
        accepted_at: Set(None),
        version: Set(1),
    }
    .insert(unit.txn)
    .await
    .map_err(ApiError::from);
    let row = match inserted {
        Err(error) if error.is_duplicate() => return Err(one_is_open()),
        other => other?,
    };
    records::keep(unit, &row).await?;
    record(unit, "update.start", &row);
    view_anew(unit, &row).await
}

fn one_is_open() -> ApiError {
    ApiError::new(
        ErrorCode::AlreadyExists,
        "There is an open update on this action for this cycle already.",
    )
}

async fn subject(
    unit: &Unit<'_>,
    form: &StartUpdate,
) -> Result<(entities::action::Model, entities::cycle::Model), ApiError> {
    use entities::{action, cycle};
    let scope = unit.scope()?;
    let action = action::Entity::find_by_id(form.action.0)
        .filter(in_plans(action::Column::PlanId, scope))
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let cycle = cycle::Entity::find_by_id(form.cycle.0)
        .filter(in_plans(cycle::Column::PlanId, scope))
        .filter(cycle::Column::PlanId.eq(action.plan_id))
        // What it asks about stays until the update is written.
        .lock_shared()
        .one(unit.txn)
        .await?
        .ok_or_else(|| {
            ApiError::field(
                "/cycle",
                FieldCode::NotFound,
                "The action's plan has no such cycle. Choose one from the list",
            )
        })?;
    Ok((action, cycle))
}

/// The agency for which the caller reports: the one that is asked for, else the only one of the
/// action's leads that is the caller's.
fn reporter(
    actor: &Actor,
    form: &StartUpdate,
    leads: &[AgencyId],
    may: impl Fn(&[AgencyId]) -> Result<(), Refusal>,
) -> Result<AgencyId, ApiError> {
    if let Some(agency) = form.agency {
        if !leads.contains(&agency) {
            return Err(ApiError::field(
                "/agency",
                FieldCode::NotAllowed,
                "This agency does not lead the action. Choose one that does",
            ));
        }
        return may(&[agency]).map(|()| agency).map_err(ApiError::forbidden);
    }
    let own: Vec<AgencyId> = leads
        .iter()
        .copied()
        .filter(|agency| may(&[*agency]).is_ok())
        .collect();
    match own.as_slice() {
        [only] => Ok(*only),
        [] => Err(ApiError::forbidden(may(leads).err().unwrap_or_else(|| {
            Refusal::from(if actor.agencies().is_empty() {
                RefusalCode::NotYourRole
            } else {
                RefusalCode::NotYours
            })
        }))),
        _ => Err(ApiError::field(
            "/agency",
            FieldCode::Required,
            "Choose the agency for which you report",
        )),
    }
}

/// The edition that a new update would be, where there may be a new one.
async fn edition(unit: &Unit<'_>, actor: &Actor, form: &StartUpdate) -> Result<i32, ApiError> {
    let rows = Entity::find()
        .filter(Column::ActionId.eq(form.action.0))
        .filter(Column::CycleId.eq(form.cycle.0))
        .filter(Column::State.is_in(store::open_states().chain([UpdateState::Accepted.code()])))
        .all(unit.txn)
        .await?;
    let (accepted, open): (Vec<Model>, Vec<Model>) = rows
        .into_iter()
        .partition(|row| row.state == UpdateState::Accepted.code());
    if let Some(open) = open.into_iter().next() {
        let seen = judge::role(
            actor,
            Verb::Read,
            open.plan_id.into(),
            &[open.agency_id.into()],
        );
        let error = one_is_open();
        return Err(match seen {
            Ok(()) => {
                let summary = views::summary(unit.txn, open).await?;
                error.with_current(serde_json::to_value(summary)?)
            }
            Err(_) => error,
        });
    }
    let latest = accepted.iter().find(|row| !row.superseded);
    match (form.corrects, latest) {
        (None, None) => Ok(1),
        (None, Some(_)) => Err(No::State(RefusalCode::AlreadyAccepted).into()),
        (Some(corrects), Some(latest)) if corrects.0 == latest.id => Ok(latest.edition + 1),
        (Some(_), _) => Err(ApiError::field(
            "/corrects",
            FieldCode::NotFound,
            "Only the update that counts now for this action and cycle can be corrected",
        )),
    }
}

/// Replaces the words of an update.
///
/// # Errors
/// `forbidden`, `stale` with the update as it stands, `wrong_state`, or `invalid` by field.
pub async fn save(
    unit: &mut Unit<'_>,
    update: UpdateId,
    version: i32,
    content: UpdateContent,
) -> Result<UpdateView, ApiError> {
    let claimed = Claimed::load(unit, update).await?;
    let standing = claimed.standing(unit)?;
    standing.role(Verb::Update)?;
    claimed.in_version(unit, version)?;
    standing.update()?;
    let content = check_content(content).map_err(ApiError::invalid)?;
    check_milestones(unit, claimed.row.action_id.into(), &content).await?;
    let row = Model {
        delivery_status: content.delivery_status.map(|word| word.code().to_owned()),
        brag: content.brag.map(|word| word.code().to_owned()),
        content: serde_json::to_value(&content)?,
        last_editor_id: unit.actor()?.person.0,
        changed_at: unit.now,
        ..claimed.row.clone()
    };
    let row = claimed.write(unit, row, "update.save").await?;
    view(unit, &claimed.scene, &row)
}
