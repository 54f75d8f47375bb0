//! What an update points at and what decides about it, in two queries: the rows of its plan, action,
//! cycle and agency are wide, and of each only a few columns are needed.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use serde_json::Value;
use shared::{
    agencies::api::AgencyRef,
    calendar::PartialDate,
    ids::{ActionId, AgencyId, CycleId, PersonId, PlanId},
    plans::{
        ActionState,
        api::{ActionRef, MilestoneView, PlanRef},
    },
    policy::{Actor, Scope},
    updates::{
        Contribution, CycleDates, CycleState, Exception, Facts, MilestoneFact,
        api::{CycleRef, PreviousUpdate},
    },
};

use crate::{clock, error::ApiError};

use super::{contributions, exceptions, judge::Standing, leads, records::state_of};

use entities::progress_update::Model;

/// What stands around an update.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Its plan.
    pub plan: PlanRef,
    /// The first day of its plan, where the plan says when it begins.
    pub begins: Option<NaiveDate>,
    /// Its action.
    pub action: ActionRef,
    /// Its cycle.
    pub cycle: CycleRef,
    /// The dates of its cycle.
    pub dates: CycleDates,
    /// The agency that reports, under the name that it had when the update was begun.
    pub agency: AgencyRef,
    /// What the other agencies that were asked have answered, by their names.
    pub answers: Vec<entities::contribution::Model>,
    /// The same as the rules see it.
    pub asked: Vec<Contribution>,
    exceptions: Vec<Exception>,
    locked: bool,
    state: ActionState,
    action_starts: Option<PartialDate>,
    action_ends: Option<PartialDate>,
    leads: Vec<AgencyId>,
}

#[derive(FromQueryResult)]
struct Row {
    slug: String,
    plan_title: String,
    starts: Option<String>,
    reference: String,
    action_title: String,
    action_state: String,
    action_starts: Option<String>,
    action_ends: Option<String>,
    abbreviation: Option<String>,
    cycle_name: String,
    observes_from: NaiveDate,
    observes_to: NaiveDate,
    opens: NaiveDate,
    due: NaiveDate,
    closes: NaiveDate,
    locked_at: Option<DateTime<Utc>>,
    exceptions: i64,
}

impl Scene {
    /// What stands around `row`, which the caller found within reach.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn load(
        connection: &impl ConnectionTrait,
        scope: &Scope,
        row: &Model,
    ) -> Result<Self, ApiError> {
        // Foreign keys hold all four in place.
        let around = Row::find_by_statement(Statement::from_sql_and_values(
            connection.get_database_backend(),
            "SELECT p.slug, p.title AS plan_title, p.starts, \
                    COALESCE(a.reference, a.printed_ref) AS reference, a.title AS action_title, \
                    a.state AS action_state, a.starts AS action_starts, a.ends AS action_ends, g.abbreviation, c.name AS cycle_name, \
                    c.observes_from, c.observes_to, c.opens, c.due, c.closes, c.locked_at, \
                    (SELECT count(*) FROM cycle_exception x WHERE x.cycle_id = c.id \
                        AND x.action_id = a.id AND x.ended_at IS NULL) AS exceptions \
               FROM action a JOIN plan p ON p.id = a.plan_id \
               JOIN cycle c ON c.id = $2 JOIN agency g ON g.id = $3 WHERE a.id = $1",
            [
                row.action_id.into(),
                row.cycle_id.into(),
                row.agency_id.into(),
            ],
        ))
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)?;
        let action = ActionId(row.action_id);
        let mut leads = leads::of_actions(connection, scope, &[action]).await?;
        let exceptions = match around.exceptions {
            0 => Vec::new(),
            _ => exceptions::on(connection, row.cycle_id, action).await?,
        };
        let answers = contributions::rows(connection, row).await?;
        let date = |text: Option<String>| text.and_then(|text| text.parse::<PartialDate>().ok());
        let begins = date(around.starts);
        Ok(Self {
            plan: PlanRef {
                id: PlanId(row.plan_id),
                slug: around.slug,
                title: around.plan_title,
            },
            begins: begins.map(|printed| printed.start()),
            action: ActionRef {
                id: action,
                reference: around.reference,
                title: around.action_title,
            },
            cycle: CycleRef {
                id: CycleId(row.cycle_id),
                name: around.cycle_name,
            },
            dates: CycleDates {
                observes_from: around.observes_from,
                observes_to: around.observes_to,
                opens: around.opens,
                due: around.due,
                closes: around.closes,
            },
            agency: AgencyRef {
                id: AgencyId(row.agency_id),
                name: row.agency_name.clone(),
                abbreviation: around.abbreviation,
            },
            exceptions,
            locked: around.locked_at.is_some(),
            asked: contributions::rules(&answers)?,
            answers,
            state: serde_json::from_value(Value::String(around.action_state))?,
            action_starts: date(around.action_starts),
            action_ends: date(around.action_ends),
            leads: leads.remove(&action).unwrap_or_default(),
        })
    }

    /// Where the cycle stands on `today`.
    pub fn cycle_state(&self, today: NaiveDate) -> CycleState {
        match self.dates.state_on(today) {
            CycleState::Closed if self.locked => CycleState::Locked,
            state => state,
        }
    }

    /// What is known of the action before an update on it is accepted.
    pub fn facts(&self, milestones: &[MilestoneView], previous: Option<&PreviousUpdate>) -> Facts {
        Facts {
            state: self.state,
            starts: self.action_starts.clone(),
            ends: self.action_ends.clone(),
            last_report: previous.map(|report| clock::london_day(report.accepted_at)),
            milestones: milestones
                .iter()
                .map(|milestone| MilestoneFact {
                    id: milestone.id,
                    due: milestone.due.clone(),
                    state: milestone.state,
                    moves: milestone.moves,
                })
                .collect(),
        }
    }

    /// What decides about `row`, on `today`.
    ///
    /// # Errors
    /// When the row holds a state that cannot be read.
    pub fn standing<'a>(
        &'a self,
        actor: &'a Actor,
        today: NaiveDate,
        row: &Model,
    ) -> Result<Standing<'a>, ApiError> {
        let cycle = self.cycle_state(today);
        let (on, exceptions) = (self.action.id, &self.exceptions);
        Ok(Standing {
            actor,
            plan: self.plan.id,
            agency: self.agency.id,
            leads: &self.leads,
            contributions: &self.asked,
            state: state_of(row)?,
            superseded: row.superseded,
            author: PersonId(row.author_id),
            last_editor: PersonId(row.last_editor_id),
            action: self.state,
            cycle: cycle.for_writer(exceptions, on, actor, today),
            reviewing: cycle.for_reviewer(exceptions, on, today),
        })
    }
}
