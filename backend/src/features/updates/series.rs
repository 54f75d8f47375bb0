//! A run of cycles, added at once.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{CycleId, PlanId},
    policy::Verb,
    problem::{FieldCode, FieldError},
    text::{PASSAGE_MAX, passage},
    updates::{
        PlannedCycle, TakenPeriod,
        api::{CreateSeries, CycleSeries, SeriesCycle},
    },
};

use crate::{
    clock,
    db::Unit,
    error::{ApiError, permit},
};

use super::{
    cycles::{self, judge},
    records, views,
};

use entities::cycle::{ActiveModel, Column, Entity, Model};

/// Adds the cycles that a rhythm makes, all of them or none; a preview adds none.
///
/// # Errors
/// `forbidden`, or `invalid` by field: at `/from` where a cycle would be about days that another
/// one observes.
pub async fn create(
    unit: &mut Unit<'_>,
    plan: &str,
    form: CreateSeries,
) -> Result<CycleSeries, ApiError> {
    let plan = cycles::claimed(unit, plan).await?;
    permit(judge(unit.actor()?, Verb::Create, PlanId(plan.id)))?;
    let instructions = passage("/instructions", &form.instructions, PASSAGE_MAX)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let planned = form.rhythm().cycles().map_err(ApiError::invalid)?;
    free(unit, &plan, &planned).await?;
    if form.preview {
        unit.changes_nothing();
    }
    let mut items = Vec::with_capacity(planned.len());
    for PlannedCycle { name, dates, locks } in planned {
        let row = Model {
            id: clock::ordered_id(),
            plan_id: plan.id,
            name,
            observes_from: dates.observes_from,
            observes_to: dates.observes_to,
            opens: dates.opens,
            due: dates.due,
            closes: dates.closes,
            locks,
            instructions: instructions.clone(),
            scope: None,
            locked_at: None,
            version: 1,
        };
        items.push(SeriesCycle {
            id: (!form.preview).then_some(CycleId(row.id)),
            name: row.name.clone(),
            observes_from: row.observes_from,
            observes_to: row.observes_to,
            opens: row.opens,
            due: row.due,
            closes: row.closes,
            locks: row.locks,
        });
        if !form.preview {
            Entity::insert(ActiveModel::from(row.clone()).reset_all())
                .exec(unit.txn)
                .await?;
            records::keep_cycle(unit, &row).await?;
            cycles::record(unit, "cycle.create", &row);
        }
    }
    Ok(CycleSeries {
        items,
        added: !form.preview,
    })
}

/// Refuses cycles about days before the plan or days that another cycle observes.
async fn free(
    unit: &Unit<'_>,
    plan: &entities::plan::Model,
    planned: &[PlannedCycle],
) -> Result<(), ApiError> {
    let first = planned.first().map(|cycle| cycle.dates);
    if let Some(Err(faults)) = first.map(|dates| dates.check(views::begins(plan))) {
        return Err(ApiError::invalid(
            faults
                .into_iter()
                .map(|fault| FieldError::new("/from", fault.code, fault.detail))
                .collect(),
        ));
    }
    let taken = Entity::find()
        .filter(Column::PlanId.eq(plan.id))
        .all(unit.txn)
        .await?;
    let periods = || {
        taken.iter().map(|row| TakenPeriod {
            name: &row.name,
            from: row.observes_from,
            to: row.observes_to,
        })
    };
    let clash = planned
        .iter()
        .find_map(|cycle| Some((cycle, cycle.clash(periods())?)));
    match clash {
        None => Ok(()),
        Some((cycle, other)) => Err(ApiError::field(
            "/from",
            FieldCode::Taken,
            format!(
                "The cycle {} would report on days of the cycle {other}. Choose another first day",
                cycle.name
            ),
        )),
    }
}
