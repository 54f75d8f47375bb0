//! Adding, changing, closing and opening pathways.

use std::collections::HashSet;

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QuerySelect,
};
use shared::{
    ids::{PathwayId, StandardId},
    pathways::{
        PATHWAYS_MAX, PathwayEvent,
        api::{ClosePathway, PathwayDraft, PathwayView},
        check, closing,
    },
    policy::Verb,
    problem::{ErrorCode, FieldCode, FieldError},
    services::folded,
};
use uuid::Uuid;

use crate::{
    clock,
    db::Unit,
    error::{ApiError, permit},
    features::{
        names,
        plans::find::{self, SeenPlan},
    },
};

use super::{
    read::{assembled, find as find_pathway, judge},
    record::{PathwayRecord, fill, keep},
    view::facts,
};

use entities::pathway::{ActiveModel, Column, Entity, Model};

/// Most services that a draft can name in all before it is looked at.
const NAMED_MAX: usize = 5_000;

/// Checks what was typed, that no other pathway of the plan has the name, and that all it names is
/// there.
async fn checked(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    draft: PathwayDraft,
    own: Option<&PathwayRecord>,
) -> Result<PathwayDraft, ApiError> {
    let stages = draft.graph.stages.iter();
    let named: usize = stages.map(|stage| stage.services.len()).sum();
    if named + draft.services.len() + draft.graph.exits.len() > NAMED_MAX {
        return Err(ApiError::field(
            "/services",
            FieldCode::TooLong,
            format!("A pathway names {NAMED_MAX} services or fewer in all its stages"),
        ));
    }
    let services = facts(unit.txn, [&draft], unit.today()).await?;
    let mut draft = check(draft, &services).map_err(ApiError::invalid)?;
    let mut faults = missing(unit, plan, &draft).await?;
    let same = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .filter(Column::NameKey.eq(folded(&draft.name)))
        .one(unit.txn)
        .await?
        .filter(|same| own.is_none_or(|own| own.id.0 != same.id));
    if same.is_some() {
        faults.push(FieldError::new(
            "/name",
            FieldCode::Taken,
            "Another pathway of this plan has this name. Change that one, or choose another name",
        ));
    }
    let known: HashSet<StandardId> = own
        .into_iter()
        .flat_map(|own| own.said.standards.iter().filter_map(|standard| standard.id))
        .collect();
    for (at, standard) in draft.standards.iter_mut().enumerate() {
        match standard.id {
            None => standard.id = Some(StandardId(clock::ordered_id())),
            Some(id) if known.contains(&id) => {}
            Some(_) => faults.push(FieldError::new(
                format!("/standards/{at}/id"),
                FieldCode::NotFound,
                "This pathway has no such standard. Leave the id of a new one out",
            )),
        }
    }
    if faults.is_empty() {
        Ok(draft)
    } else {
        Err(ApiError::invalid(faults))
    }
}

/// What a draft names that the plan or the partnership does not have.
async fn missing(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    draft: &PathwayDraft,
) -> Result<Vec<FieldError>, ApiError> {
    use entities::{action, outcome, vulnerable_group};
    let outcomes: Vec<Uuid> = outcome::Entity::find()
        .select_only()
        .column(outcome::Column::Id)
        .filter(outcome::Column::PlanId.eq(plan.id().0))
        .into_tuple()
        .all(unit.txn)
        .await?;
    let groups: Vec<Uuid> = vulnerable_group::Entity::find()
        .select_only()
        .column(vulnerable_group::Column::Id)
        .filter(vulnerable_group::Column::PlanId.eq(plan.id().0))
        .into_tuple()
        .all(unit.txn)
        .await?;
    let actions: Vec<Uuid> = action::Entity::find()
        .select_only()
        .column(action::Column::Id)
        .filter(action::Column::PlanId.eq(plan.id().0))
        .filter(action::Column::Id.is_in(draft.actions.iter().map(|id| id.0)))
        .into_tuple()
        .all(unit.txn)
        .await?;
    let agencies = names::agencies(unit.txn, draft.agencies.iter().copied()).await?;
    let mut faults = Vec::new();
    let mut tell = |field: &str, at: usize, detail: &str| {
        let pointer = format!("/{field}/{at}");
        faults.push(FieldError::new(pointer, FieldCode::NotFound, detail));
    };
    for (at, id) in draft.outcomes.iter().enumerate() {
        if !outcomes.contains(&id.0) {
            tell(
                "outcomes",
                at,
                "The plan has no such outcome. Choose one of its own",
            );
        }
    }
    for (at, id) in draft.actions.iter().enumerate() {
        if !actions.contains(&id.0) {
            tell(
                "actions",
                at,
                "The plan has no such action. Choose one of its own",
            );
        }
    }
    for (at, id) in draft.agencies.iter().enumerate() {
        if !agencies.contains_key(id) {
            tell(
                "agencies",
                at,
                "There is no such agency. Choose one from the list",
            );
        }
    }
    for (at, id) in draft.groups.iter().enumerate() {
        if !groups.contains(&id.0) {
            tell(
                "groups",
                at,
                "The plan has no such group. Choose one of its own",
            );
        }
    }
    Ok(faults)
}

/// The plan of a unit of work.
async fn plan_of(unit: &Unit<'_>, text: &str) -> Result<SeenPlan, ApiError> {
    find::plan(unit.txn, unit.actor()?, unit.scope()?, text).await
}

/// Adds a pathway.
///
/// # Errors
/// `not_found`, `forbidden`, or `invalid` by field.
pub(super) async fn create(
    unit: &mut Unit<'_>,
    text: &str,
    draft: PathwayDraft,
) -> Result<PathwayView, ApiError> {
    let plan = plan_of(unit, text).await?;
    permit(judge(unit.actor()?, &plan, Verb::Create))?;
    unit.alone("pathways").await?;
    let there = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .count(unit.txn)
        .await?;
    if usize::try_from(there).unwrap_or(usize::MAX) >= PATHWAYS_MAX {
        return Err(ApiError::field(
            "/name",
            FieldCode::TooLong,
            format!("A plan has {PATHWAYS_MAX} pathways or fewer. Change one that there is"),
        ));
    }
    let draft = checked(unit, &plan, draft, None).await?;
    let mut row = ActiveModel {
        id: Set(clock::ordered_id()),
        plan_id: Set(plan.id().0),
        source_id: Set(None),
        levels_inferred: Set(false),
        valid_to: Set(None),
        closed_because: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
        ..Default::default()
    };
    fill(&mut row, draft)?;
    let row = row.insert(unit.txn).await?;
    let record = keep(unit, "pathway.create", row).await?;
    assembled(unit.txn, unit.actor()?, &plan, record, unit.today()).await
}

/// The pathway to change, in the version that the caller has, once the event is open to it.
async fn claimed(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    pathway: PathwayId,
    version: i32,
    (verb, event): (Verb, PathwayEvent),
) -> Result<Model, ApiError> {
    unit.alone("pathways").await?;
    let row = find_pathway(unit.txn, plan, pathway).await?;
    permit(judge(unit.actor()?, plan, verb))?;
    if row.version != version {
        let record = PathwayRecord::of(row)?;
        let current = assembled(unit.txn, unit.actor()?, plan, record, unit.today()).await?;
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this pathway. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    event
        .allowed(row.valid_to, unit.today())
        .map_err(ApiError::wrong_state)?;
    Ok(row)
}

async fn done(
    unit: &mut Unit<'_>,
    plan: &SeenPlan,
    act: &'static str,
    mut next: ActiveModel,
    version: i32,
) -> Result<PathwayView, ApiError> {
    next.version = Set(version + 1);
    let row = next.update(unit.txn).await?;
    let record = keep(unit, act, row).await?;
    assembled(unit.txn, unit.actor()?, plan, record, unit.today()).await
}

/// Says anew what a pathway is.
///
/// # Errors
/// `stale`, `forbidden`, `wrong_state` when it has ended, or `invalid` by field.
pub(crate) async fn replace(
    unit: &mut Unit<'_>,
    text: &str,
    pathway: PathwayId,
    version: i32,
    draft: PathwayDraft,
) -> Result<PathwayView, ApiError> {
    let plan = plan_of(unit, text).await?;
    let asked = (Verb::Update, PathwayEvent::Update);
    let row = claimed(unit, &plan, pathway, version, asked).await?;
    let own = PathwayRecord::of(row.clone())?;
    let draft = checked(unit, &plan, draft, Some(&own)).await?;
    let mut next: ActiveModel = row.into();
    fill(&mut next, draft)?;
    // Whoever saves the form has seen the levels in it.
    next.levels_inferred = Set(false);
    done(unit, &plan, "pathway.update", next, version).await
}

/// Sets the last day of a pathway.
///
/// # Errors
/// `stale`, `forbidden`, `wrong_state` when it has one, or `invalid` by field.
pub(super) async fn close(
    unit: &mut Unit<'_>,
    text: &str,
    pathway: PathwayId,
    version: i32,
    form: ClosePathway,
) -> Result<PathwayView, ApiError> {
    let plan = plan_of(unit, text).await?;
    let asked = (Verb::Withdraw, PathwayEvent::Close);
    let row = claimed(unit, &plan, pathway, version, asked).await?;
    let ClosePathway { last_day, reason } = closing(form).map_err(ApiError::invalid)?;
    let mut next: ActiveModel = row.into();
    next.valid_to = Set(Some(last_day));
    next.closed_because = Set(Some(reason));
    done(unit, &plan, "pathway.close", next, version).await
}

/// Takes away the last day of a pathway.
///
/// # Errors
/// `stale`, `forbidden`, or `wrong_state` when it has none.
pub(super) async fn reopen(
    unit: &mut Unit<'_>,
    text: &str,
    pathway: PathwayId,
    version: i32,
) -> Result<PathwayView, ApiError> {
    let plan = plan_of(unit, text).await?;
    let asked = (Verb::Withdraw, PathwayEvent::Reopen);
    let row = claimed(unit, &plan, pathway, version, asked).await?;
    let mut next: ActiveModel = row.into();
    next.valid_to = Set(None);
    next.closed_because = Set(None);
    done(unit, &plan, "pathway.reopen", next, version).await
}
