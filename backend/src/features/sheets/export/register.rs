//! The register as a sheet: the same answer as its page, row by row.

use std::collections::HashMap;

use serde::Deserialize;
use shared::{
    ids::{AgencyId, LevelId, OutcomeId},
    plans::api::{Register, RegisterRow},
    policy::{Resource, Verb},
    updates::{Brag, brag_label},
};
use tabular::Cell;

use crate::{
    clock,
    ctx::Ctx,
    error::{ApiError, permit},
    features::plans::{
        find::SeenPlan,
        register::{self, Filter},
    },
};

use super::Table;
use crate::features::sheets::columns::REGISTER;

/// Which actions to write, beside those that the register itself leaves out.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Wanted {
    /// Of which level of need.
    pub level: Option<LevelId>,
    /// Serving which outcome.
    pub outcome: Option<OutcomeId>,
    /// With which rating in the cycle.
    pub rating: Option<Brag>,
}

impl Wanted {
    fn admits(&self, row: &RegisterRow) -> bool {
        self.level.is_none_or(|level| row.level == Some(level))
            && self
                .outcome
                .is_none_or(|outcome| row.outcomes.contains(&outcome))
            && self.rating.is_none_or(|rating| row.brag == Some(rating))
    }
}

/// The register of a plan, whole but for what is not wanted.
///
/// # Errors
/// `forbidden`, and those of the register itself.
pub async fn register(
    ctx: &Ctx,
    plan: &SeenPlan,
    filter: &Filter,
    wanted: Wanted,
) -> Result<Table, ApiError> {
    permit(plan.decide(ctx.actor(), Verb::Export, Resource::Action, &[]))?;
    let register = register::read(ctx, plan, filter).await?;
    let names = Names::of(&register);
    let rows = register
        .rows
        .iter()
        .filter(|row| wanted.admits(row))
        .map(|row| names.cells(row))
        .collect();
    Ok(Table {
        plan: register.plan,
        title: "Actions of the plan",
        word: "actions",
        sheet: "Actions",
        cycle: register.cycle,
        as_at: register.as_at,
        readers: "Everyone who sees this plan in Throughline. Ask the plan's coordinator before you pass it on.",
        purpose: "To read. Nothing that is changed here changes the plan: download the template of updates or of milestones for that.",
        columns: REGISTER,
        rows,
    })
}

/// The words for what the rows of a register point at.
struct Names {
    levels: HashMap<LevelId, String>,
    outcomes: HashMap<OutcomeId, String>,
    agencies: HashMap<AgencyId, String>,
}

impl Names {
    fn of(register: &Register) -> Self {
        Self {
            levels: register
                .levels
                .iter()
                .map(|level| (level.id, format!("Level {}: {}", level.number, level.name)))
                .collect(),
            outcomes: register
                .outcomes
                .iter()
                .map(|outcome| (outcome.id, outcome.name.clone()))
                .collect(),
            agencies: register
                .agencies
                .iter()
                .map(|agency| (agency.id, agency.name.clone()))
                .collect(),
        }
    }

    fn agency(&self, id: AgencyId) -> &str {
        self.agencies
            .get(&id)
            .map_or("Another agency", String::as_str)
    }

    /// The agencies with a leading part, or with another one, a line each.
    fn parts(&self, row: &RegisterRow, leading: bool) -> String {
        row.parts
            .iter()
            .filter(|part| part.role.leads() == leading)
            .map(|part| {
                let name = self.agency(part.agency);
                match part.reported_by.filter(|reporter| *reporter != part.agency) {
                    Some(reporter) => format!("{name} ({} reports)", self.agency(reporter)),
                    None => name.to_owned(),
                }
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn cells(&self, row: &RegisterRow) -> Vec<Cell> {
        let outcomes: Vec<&str> = row
            .outcomes
            .iter()
            .filter_map(|id| self.outcomes.get(id).map(String::as_str))
            .collect();
        let last = row.last.as_ref();
        vec![
            Cell::text(&row.reference),
            Cell::text(&row.title),
            Cell::perhaps(row.level.and_then(|id| self.levels.get(&id))),
            Cell::text(outcomes.join("\n")),
            Cell::text(self.parts(row, true)),
            Cell::text(self.parts(row, false)),
            Cell::text(row.state.label()),
            Cell::text(brag_label(row.brag)),
            Cell::perhaps(last.map(|last| last.brag.label())),
            Cell::perhaps(last.map(|last| last.cycle.name.as_str())),
            Cell::day(last.map(|last| clock::london_day(last.accepted_at))),
            Cell::perhaps(row.ends.as_ref().map(|ends| ends.printed())),
            Cell::number(row.open_findings),
            Cell::text(row.id.to_string()),
        ]
    }
}
