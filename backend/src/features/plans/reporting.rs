//! Who has reported in the latest cycles: agencies by cycle, with the age of their silence. A
//! figure is the number of rows that the register shows for the agency and the cycle.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    agencies::api::AgencyRef,
    chasing::{
        GRID_CYCLES, Report, Tally,
        api::{GridCell, GridCycle, GridRow, ReportingGrid},
        days_silent,
    },
    ids::{ActionId, AgencyId, CycleId},
    policy::{Resource, Verb},
    updates::{CycleScope, CycleState, UpdateEvent, UpdateState},
};
use uuid::Uuid;

use crate::{
    clock,
    ctx::Ctx,
    db::json::{self, Lists},
    error::ApiError,
    features::updates::{
        records::{self, stands},
        store,
    },
};

use super::{
    find::SeenPlan,
    moment::Moment,
    records::ActionRecord,
    register::Snapshot,
    reports::{self, Content},
};

/// Who has reported in the latest cycles of a plan.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn read(ctx: &Ctx, plan: &SeenPlan) -> Result<ReportingGrid, ApiError> {
    let snapshot = Snapshot::load(ctx, plan, Moment::default(), None, Content::None).await?;
    let today = snapshot.at.day;
    let latest = latest(&plan.cycles(ctx.read()).await?, today)?;
    let (cycles, scopes): (Vec<GridCycle>, Vec<CycleScope>) = latest.into_iter().unzip();
    let sent = Sent::load(ctx, &cycles).await?;
    let mut agencies: HashMap<AgencyId, (&AgencyRef, Vec<&ActionRecord>)> = HashMap::new();
    for action in &snapshot.actions {
        for agency in action.leads() {
            agencies
                .entry(agency.id)
                .or_insert_with(|| (agency, Vec::new()))
                .1
                .push(action);
        }
    }
    let mut rows: Vec<GridRow> = agencies
        .into_values()
        .map(|(agency, actions)| {
            let last_report = actions
                .iter()
                .filter_map(|action| snapshot.reports.last(action.id, &snapshot.cycles))
                .map(|last| clock::london_day(last.accepted_at))
                .max();
            let may_know = plan
                .decide(ctx.actor(), Verb::List, Resource::OpenUpdate, &[agency.id])
                .allowed();
            GridRow {
                agency: agency.clone(),
                last_report,
                days_silent: days_silent(last_report, today),
                cells: cycles
                    .iter()
                    .zip(&scopes)
                    .map(|(cycle, scope)| sent.cell(cycle, scope, &actions, may_know))
                    .collect(),
            }
        })
        .filter(|row| row.last_report.is_some() || row.cells.iter().any(|cell| cell.owed > 0))
        .collect();
    // Who was never heard of comes before everybody else.
    rows.sort_by_cached_key(|row| {
        (
            row.last_report,
            row.agency.name.to_lowercase(),
            row.agency.id,
        )
    });
    Ok(ReportingGrid {
        plan: plan.to_ref(),
        cycles,
        agencies: rows,
    })
}

/// The cycles that have opened, latest first, with what each asks about.
fn latest(
    rows: &[entities::cycle::Model],
    today: NaiveDate,
) -> Result<Vec<(GridCycle, CycleScope)>, ApiError> {
    let mut opened: Vec<&entities::cycle::Model> = rows
        .iter()
        .filter(|row| stands(row, today) != CycleState::Scheduled)
        .collect();
    opened.sort_by_key(|row| std::cmp::Reverse((row.opens, row.due, row.id)));
    opened.truncate(GRID_CYCLES);
    opened
        .into_iter()
        .map(|row| {
            let cycle = GridCycle {
                id: CycleId(row.id),
                name: row.name.clone(),
                due: row.due,
                closes: row.closes,
                state: stands(row, today),
            };
            Ok((cycle, records::scope(row)?))
        })
        .collect()
}

/// What was sent in the cycles of the grid.
struct Sent {
    /// When what was accepted was first sent, where that is known.
    accepted: HashMap<(ActionId, CycleId), Option<DateTime<Utc>>>,
    /// What waits for a review, as far as the caller may know.
    waiting: HashSet<(Uuid, Uuid)>,
}

impl Sent {
    async fn load(ctx: &Ctx, cycles: &[GridCycle]) -> Result<Self, ApiError> {
        let connection = ctx.read();
        let mut lists = Lists::new(connection.get_database_backend());
        let wanted = json::ids(&mut lists, cycles.iter().map(|cycle| cycle.id.0));
        let submit = UpdateEvent::Submit.code();
        // A correction is as old as what it corrects.
        let first = format!(
            "(SELECT MIN(s.at) FROM progress_update f JOIN update_step s ON s.update_id = f.id \
             WHERE f.action_id = u.action_id AND f.cycle_id = u.cycle_id AND s.event = '{submit}')"
        );
        let columns = [lists.id("u.action_id"), lists.id("u.cycle_id"), first];
        let place = lists.list(
            &columns.each_ref().map(String::as_str),
            "",
            &format!(
                "progress_update u WHERE u.cycle_id IN ({wanted}) AND u.{}",
                reports::REPORT.replace(" AND ", " AND u.")
            ),
        );
        let found = lists.ask(connection).await?;
        let accepted: Vec<(ActionId, CycleId, Option<DateTime<Utc>>)> = found.rows(place)?;
        Ok(Self {
            accepted: accepted
                .into_iter()
                .map(|(action, cycle, sent)| ((action, cycle), sent))
                .collect(),
            waiting: waiting(ctx, cycles).await?,
        })
    }

    fn cell(
        &self,
        cycle: &GridCycle,
        scope: &CycleScope,
        actions: &[&ActionRecord],
        may_know: bool,
    ) -> GridCell {
        let mut tally = Tally::default();
        for action in actions {
            let accepted = self.accepted.get(&(action.id, cycle.id));
            tally.add(
                Report {
                    owes: action.asked_by(scope),
                    accepted: accepted.is_some(),
                    sent: accepted.copied().flatten().map(clock::london_day),
                    waits: self.waiting.contains(&(action.id.0, cycle.id.0)),
                },
                cycle.due,
            );
        }
        GridCell {
            cycle: cycle.id,
            owed: tally.owed,
            accepted: tally.accepted,
            late: tally.late,
            not_reported: tally.not_reported,
            submitted: may_know.then_some(tally.submitted),
            standing: tally.standing(cycle.state),
        }
    }
}

/// What waits for a review within the caller's reach.
async fn waiting(ctx: &Ctx, cycles: &[GridCycle]) -> Result<HashSet<(Uuid, Uuid)>, ApiError> {
    use entities::progress_update::{Column, Entity};
    let states = [UpdateState::Submitted, UpdateState::InReview].map(UpdateState::code);
    let rows: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::ActionId, Column::CycleId])
        .filter(store::reach(ctx.actor(), ctx.scope()))
        .filter(Column::CycleId.is_in(cycles.iter().map(|cycle| cycle.id.0)))
        .filter(Column::State.is_in(states))
        .into_tuple()
        .all(ctx.read())
        .await?;
    Ok(rows.into_iter().collect())
}
