//! Who has which part in an action.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{OnConflict, Query},
};
use shared::{
    ids::AgencyId,
    plans::{ActionState, AssignmentRole, Part, api::NewPart, check_parts},
    policy::RefusalCode,
    problem::{FieldCode, FieldError},
};
use uuid::Uuid;

use crate::{
    clock,
    db::Unit,
    error::ApiError,
    features::plans::{find::SeenPlan, records::ActionRecord},
};

/// All parts in an action from now on, checked.
pub(super) struct Parts {
    parts: Vec<Part>,
    /// The members that report for the classes among the agencies.
    reporters: Vec<Uuid>,
}

/// Checks the parts that somebody wants an action to have. The rules on leads bind once it is
/// agreed.
///
/// # Errors
/// When the database fails; inside, every fault found, below `/parts`.
pub(super) async fn checked(
    unit: &Unit<'_>,
    record: &ActionRecord,
    wanted: Vec<NewPart>,
) -> Result<Result<Parts, Vec<FieldError>>, ApiError> {
    let agencies: HashMap<AgencyId, entities::agency::Model> = entities::agency::Entity::find()
        .filter(entities::agency::Column::Id.is_in(wanted.iter().map(|part| part.agency.0)))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| (AgencyId(row.id), row))
        .collect();
    let known: HashSet<AgencyId> = record.parts.iter().map(|part| part.agency.id).collect();
    let today = unit.today();
    let mut seen = HashSet::new();
    let mut faults = Vec::new();
    for (at, part) in wanted.iter().enumerate() {
        let pointer = format!("/parts/{at}/agency");
        match agencies.get(&part.agency) {
            None => faults.push(FieldError::new(
                pointer,
                FieldCode::NotFound,
                "There is no such agency. Choose one from the list",
            )),
            Some(_) if !seen.insert(part.agency) => faults.push(FieldError::new(
                pointer,
                FieldCode::Duplicate,
                "Give each agency one part",
            )),
            Some(agency)
                if agency.valid_to.is_some_and(|last| last < today)
                    && !known.contains(&part.agency) =>
            {
                faults.push(FieldError::new(
                    pointer,
                    FieldCode::NotAllowed,
                    RefusalCode::AgencyEnded.sentence(),
                ));
            }
            Some(_) => {}
        }
        if part.coordinates && part.role != AssignmentRole::JointLead {
            faults.push(FieldError::new(
                format!("/parts/{at}/coordinates"),
                FieldCode::Contradiction,
                "Only a joint lead coordinates",
            ));
        }
    }
    let parts: Vec<Part> = wanted
        .into_iter()
        .map(|part| Part {
            agency: part.agency,
            role: part.role,
            coordinates: part.coordinates,
        })
        .collect();
    if record.state != ActionState::Proposed
        && faults.is_empty()
        && let Err(code) = check_parts(&parts)
    {
        faults.push(FieldError::required("/parts", code.sentence()));
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let reporters = agencies
        .values()
        .filter(|agency| agency.is_class)
        .filter_map(|agency| agency.reported_by_id)
        .collect();
    Ok(Ok(Parts { parts, reporters }))
}

impl Parts {
    /// Whether the action has exactly these parts.
    pub fn is_as(&self, record: &ActionRecord) -> bool {
        self.parts == record.rule_parts()
    }

    /// Writes all parts of an action anew. An agency that keeps a part in the same role keeps the
    /// words that the plan prints for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(
        &self,
        unit: &Unit<'_>,
        plan: &SeenPlan,
        record: &ActionRecord,
    ) -> Result<(), ApiError> {
        use entities::assignment::{ActiveModel, Column, Entity};
        Entity::delete_many()
            .filter(Column::ActionId.eq(record.id.0))
            .exec(unit.txn)
            .await?;
        let rows: Vec<ActiveModel> = (1i32..)
            .zip(&self.parts)
            .map(|(sort, part)| ActiveModel {
                id: Set(clock::ordered_id()),
                plan_id: Set(plan.id().0),
                action_id: Set(record.id.0),
                agency_id: Set(part.agency.0),
                role: Set(part.role.code().to_owned()),
                coordinates: Set(part.coordinates),
                printed: Set(record
                    .parts
                    .iter()
                    .find(|before| before.agency.id == part.agency && before.role == part.role)
                    .and_then(|before| before.printed.clone())),
                sort: Set(sort),
            })
            .collect();
        if !rows.is_empty() {
            Entity::insert_many(rows)
                .exec_without_returning(unit.txn)
                .await?;
        }
        self.bring_in(unit, plan).await?;
        self.let_go(unit, plan, record).await
    }

    /// The agencies that come in, and the members that report for them, see the plan from now on.
    async fn bring_in(&self, unit: &Unit<'_>, plan: &SeenPlan) -> Result<(), ApiError> {
        use entities::plan_party::{ActiveModel, Column, Entity};
        let coming: HashSet<Uuid> = self
            .parts
            .iter()
            .map(|part| part.agency.0)
            .chain(self.reporters.iter().copied())
            .collect();
        if coming.is_empty() {
            return Ok(());
        }
        Entity::insert_many(coming.into_iter().map(|agency| ActiveModel {
            plan_id: Set(plan.id().0),
            agency_id: Set(agency),
        }))
        .on_conflict(
            OnConflict::columns([Column::PlanId, Column::AgencyId])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(unit.txn)
        .await?;
        Ok(())
    }

    /// An agency that was let go and has no other part in the plan no longer takes part in it, and
    /// with it the member that reported for it.
    async fn let_go(
        &self,
        unit: &Unit<'_>,
        plan: &SeenPlan,
        record: &ActionRecord,
    ) -> Result<(), ApiError> {
        use entities::{agency, assignment, plan_party};
        let mut going: HashSet<Uuid> = record
            .parts
            .iter()
            .flat_map(|part| std::iter::once(&part.agency).chain(&part.reported_by))
            .map(|agency| agency.id.0)
            .collect();
        for part in &self.parts {
            going.remove(&part.agency.0);
        }
        for reporter in &self.reporters {
            going.remove(reporter);
        }
        if let Some(board) = plan.row().owner_board_id {
            going.remove(&board);
        }
        if going.is_empty() {
            return Ok(());
        }
        let with_a_part = || {
            Query::select()
                .column(assignment::Column::AgencyId)
                .from(assignment::Entity)
                .and_where(assignment::Column::PlanId.eq(plan.id().0))
                .to_owned()
        };
        let reporting: Vec<Option<Uuid>> = agency::Entity::find()
            .select_only()
            .column(agency::Column::ReportedById)
            .filter(agency::Column::Id.in_subquery(with_a_part()))
            .filter(agency::Column::IsClass.eq(true))
            .into_tuple()
            .all(unit.txn)
            .await?;
        for reporter in reporting.into_iter().flatten() {
            going.remove(&reporter);
        }
        plan_party::Entity::delete_many()
            .filter(plan_party::Column::PlanId.eq(plan.id().0))
            .filter(plan_party::Column::AgencyId.is_in(going))
            .filter(plan_party::Column::AgencyId.not_in_subquery(with_a_part()))
            .exec(unit.txn)
            .await?;
        Ok(())
    }
}
