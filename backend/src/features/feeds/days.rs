//! Which days stand in somebody's calendar.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    calendar::{DatePrecision, PartialDate},
    ids::{AgencyId, PlanId},
    plans::api::{ActionRef, PlanRef},
    policy::{Actor, Scope, Verb},
};
use uuid::Uuid;

use crate::{
    error::ApiError,
    features::{
        auth::session,
        chasing::owing::{self, Owing},
        names,
        updates::store::{agencies_for, in_plans, plans_for},
    },
};

use super::ics::Day;

use entities::{cycle, milestone};

/// For how many days what was due stays in a calendar.
const PAST: Days = Days::new(90);

/// Somebody whose calendar it is, on a day.
pub struct Reader<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// What they may know of.
    pub scope: &'a Scope,
    /// The day.
    pub today: NaiveDate,
    /// The address under which people reach the service.
    pub origin: &'a str,
}

impl Reader<'_> {
    /// The days of the cycles in which their agencies report or whose plan they coordinate, and
    /// the due dates of their agencies' milestones, first to last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn days(&self, connection: &impl ConnectionTrait) -> Result<Vec<Day>, ApiError> {
        let reports = agencies_for(self.actor, Verb::Create);
        let mut days = self.cycles(connection, &reports).await?;
        days.extend(self.milestones(connection, &reports).await?);
        days.sort_by(|one, other| (one.on, &one.uid).cmp(&(other.on, &other.uid)));
        Ok(days)
    }

    async fn cycles(
        &self,
        connection: &impl ConnectionTrait,
        reports: &[AgencyId],
    ) -> Result<Vec<Day>, ApiError> {
        let taking_part = session::plans_of(connection, reports).await?;
        let plans = taking_part
            .into_values()
            .flatten()
            .chain(plans_for(self.actor, Verb::List));
        let rows = cycle::Entity::find()
            .filter(in_plans(cycle::Column::PlanId, self.scope))
            .filter(cycle::Column::PlanId.is_in(plans.map(|plan| plan.0)))
            .filter(cycle::Column::Due.gte(self.today - PAST))
            .order_by_asc(cycle::Column::Due)
            .order_by_asc(cycle::Column::Id)
            .all(connection)
            .await?;
        let plans = names::plans(connection, rows.iter().map(|row| PlanId(row.plan_id))).await?;
        let mut owed = owing::in_cycles(connection, self.scope, &rows).await?;
        let mut days = Vec::new();
        for row in &rows {
            let Some(plan) = plans.get(&PlanId(row.plan_id)) else {
                continue;
            };
            let begun = row.opens <= self.today && !reports.is_empty();
            let left = begun.then(|| left_to_do(&owed.take(row.id), reports));
            days.extend(self.of_cycle(row, plan, left.as_deref()));
        }
        Ok(days)
    }

    /// The days of one cycle. `left` is what the reader's agencies still owe in it, where they may
    /// owe anything by now.
    fn of_cycle(&self, row: &cycle::Model, plan: &PlanRef, left: Option<&[String]>) -> Vec<Day> {
        let done = left.is_some_and(<[String]>::is_empty);
        [
            ("opens", row.opens, "Reporting opens", false),
            ("due", row.due, "Updates are due", done),
            ("closes", row.closes, "Last day for late updates", done),
        ]
        .into_iter()
        .filter(|(what, ..)| *what != "closes" || row.closes > row.due)
        .map(|(what, on, words, over)| Day {
            uid: format!("cycle-{what}-{}@throughline", row.id),
            on,
            summary: format!("{words}: {}, {}", row.name, plan.title),
            left: match what {
                "opens" => Vec::new(),
                _ => left.unwrap_or_default().to_vec(),
            },
            url: format!("{}/", self.origin),
            over,
        })
        .collect()
    }

    async fn milestones(
        &self,
        connection: &impl ConnectionTrait,
        reports: &[AgencyId],
    ) -> Result<Vec<Day>, ApiError> {
        let rows = milestone::Entity::find()
            .filter(in_plans(milestone::Column::PlanId, self.scope))
            .filter(milestone::Column::OwnerId.is_in(reports.iter().map(|agency| agency.0)))
            .order_by_asc(milestone::Column::Sort)
            .all(connection)
            .await?;
        let plans = names::plans(connection, rows.iter().map(|row| PlanId(row.plan_id))).await?;
        let day_of = |text: &str| {
            // A month or a year is no day to put into a calendar.
            let date = text.parse::<PartialDate>().ok()?;
            (date.precision() == DatePrecision::Day).then(|| date.start())
        };
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let plan = plans.get(&PlanId(row.plan_id))?;
                let on = day_of(row.due.as_deref()?).filter(|day| *day >= self.today - PAST)?;
                Some(Day {
                    uid: format!("milestone-{}@throughline", row.id),
                    on,
                    summary: format!("Milestone due: {}, {}", row.title, plan.title),
                    left: Vec::new(),
                    url: format!("{}/plans/{}", self.origin, plan.slug),
                    over: row.done_on.is_some(),
                })
            })
            .collect())
    }
}

/// What agencies still owe, a line an action.
fn left_to_do(owing: &HashMap<AgencyId, Owing>, agencies: &[AgencyId]) -> Vec<String> {
    let mut lines: Vec<(u8, Uuid, String)> = Vec::new();
    for owed in agencies.iter().filter_map(|agency| owing.get(agency)) {
        for (place, words, actions) in [
            (0, "To report", &owed.unsent),
            (1, "To review", &owed.waiting),
            (2, "To confirm or dispute", &owed.asked),
        ] {
            lines.extend(actions.iter().map(|action| {
                let line = format!("{words}: {}", title(action));
                (place, action.id.0, line)
            }));
        }
    }
    lines.sort_by(|one, other| (one.0, &one.2).cmp(&(other.0, &other.2)));
    lines.dedup();
    lines.into_iter().map(|(.., line)| line).collect()
}

fn title(action: &ActionRef) -> String {
    format!("{} {}", action.reference, action.title)
}
