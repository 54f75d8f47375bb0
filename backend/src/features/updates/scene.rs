//! What an update points at and what decides about it, as of one moment.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use shared::{
    agencies::api::AgencyRef,
    auth::api::PersonRef,
    calendar::PartialDate,
    ids::{ActionId, AgencyId, CycleId, PersonId, PlanId},
    plans::{
        ActionState, AssignmentRole,
        api::{ActionRef, MilestoneView, PlanRef},
    },
    policy::{Actor, Scope},
    updates::{
        Contribution, CycleDates, CycleLock, CycleState, Exception, Facts, MilestoneFact,
        UpdateState,
        api::{CycleRef, PreviousUpdate},
    },
};

use crate::{clock, error::ApiError};

use super::{
    around::{Answer, Around, Frame, Milestone, Part, Previous, Step},
    contributions,
    judge::Standing,
    records::state_of,
    store,
};

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
    pub answers: Vec<Answer>,
    /// The same as the rules see it.
    pub asked: Vec<Contribution>,
    /// What is there of answers, also of an update that is written again.
    pub before: Vec<Answer>,
    /// The agencies that would be asked now, each with its foremost part.
    pub partners: Vec<(AgencyRef, AssignmentRole)>,
    /// What happened to it, first to last.
    pub steps: Vec<Step>,
    /// The people whom it names, and the one who asks.
    pub people: HashMap<PersonId, PersonRef>,
    /// The milestones of its action, in printed order.
    pub milestones: Vec<MilestoneView>,
    /// What was accepted last for its action in a cycle before this one.
    pub previous: Option<PreviousUpdate>,
    exceptions: Vec<Exception>,
    lock: CycleLock,
    state: ActionState,
    action_starts: Option<PartialDate>,
    action_ends: Option<PartialDate>,
    leads: Vec<AgencyId>,
}

impl Scene {
    /// What stands around `row`, which `actor` found within reach.
    ///
    /// # Errors
    /// `not_found` outside of the scope; else when the database fails or a row cannot be read.
    pub async fn load(
        connection: &impl ConnectionTrait,
        actor: &Actor,
        scope: &Scope,
        row: &Model,
    ) -> Result<Self, ApiError> {
        if !store::reaches(scope, PlanId(row.plan_id)) {
            return Err(ApiError::not_found());
        }
        let around = Around::load(connection, actor.person, row).await?;
        Ok(Self::of(around, row))
    }

    fn of(around: Around, row: &Model) -> Self {
        let action = ActionId(row.action_id);
        // What was never sent has been asked of nobody.
        let before = sorted(around.answers);
        let answers = if row.state == UpdateState::Draft.code() {
            Vec::new()
        } else {
            before.clone()
        };
        let Frame {
            slug,
            plan_title,
            starts,
            reference,
            action_title,
            action_state,
            action_starts,
            action_ends,
            abbreviation,
            cycle_name,
            observes_from,
            observes_to,
            opens,
            due,
            closes,
            locked,
            locks,
        } = around.frame;
        let date = |text: Option<String>| text.and_then(|text| text.parse::<PartialDate>().ok());
        let begins = date(starts);
        Self {
            plan: PlanRef {
                id: PlanId(row.plan_id),
                slug,
                title: plan_title,
            },
            begins: begins.map(|printed| printed.start()),
            action: ActionRef {
                id: action,
                reference,
                title: action_title,
            },
            cycle: CycleRef {
                id: CycleId(row.cycle_id),
                name: cycle_name,
            },
            dates: CycleDates {
                observes_from,
                observes_to,
                opens,
                due,
                closes,
            },
            agency: AgencyRef {
                id: AgencyId(row.agency_id),
                name: row.agency_name.clone(),
                abbreviation,
            },
            asked: contributions::rules(&answers),
            answers,
            before,
            partners: partners(&around.parts, AgencyId(row.agency_id)),
            steps: around.steps,
            people: around
                .people
                .into_iter()
                .map(|(id, name)| (id, PersonRef { id, name }))
                .collect(),
            milestones: around.milestones.into_iter().map(milestone).collect(),
            previous: around.previous.map(previous),
            exceptions: around
                .exceptions
                .into_iter()
                .map(|(agency, person, until)| Exception {
                    action,
                    agency,
                    person,
                    until,
                    ended: false,
                })
                .collect(),
            lock: CycleLock {
                by_hand: locked,
                from: locks,
            },
            state: action_state,
            action_starts: date(action_starts),
            action_ends: date(action_ends),
            leads: leads(&around.parts),
        }
    }

    /// The same after agencies have been asked anew.
    pub fn asking(&mut self, answers: Vec<Answer>) {
        let answers = sorted(answers);
        self.asked = contributions::rules(&answers);
        self.before.clone_from(&answers);
        self.answers = answers;
    }

    /// Where the cycle stands on `today`.
    pub fn cycle_state(&self, today: NaiveDate) -> CycleState {
        self.dates.stands_on(self.lock, today)
    }

    /// What is known of the action before an update on it is accepted.
    pub fn facts(&self) -> Facts {
        Facts {
            state: self.state,
            starts: self.action_starts.clone(),
            ends: self.action_ends.clone(),
            last_report: self
                .previous
                .as_ref()
                .map(|report| clock::london_day(report.accepted_at)),
            milestones: self
                .milestones
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

/// By the names of the agencies.
fn sorted(mut answers: Vec<Answer>) -> Vec<Answer> {
    answers.sort_by(|one, other| (&one.agency_name, one.id).cmp(&(&other.agency_name, other.id)));
    answers
}

/// The agencies that answer for the action, the coordinating one first.
fn leads(parts: &[Part]) -> Vec<AgencyId> {
    let mut leads: Vec<AgencyId> = Vec::new();
    let (first, rest): (Vec<&Part>, Vec<&Part>) = parts
        .iter()
        .filter(|part| AssignmentRole::from_code(&part.role).is_some_and(AssignmentRole::leads))
        .partition(|part| part.coordinates);
    for part in first.into_iter().chain(rest) {
        let lead = part.reporter.unwrap_or(part.agency);
        if !leads.contains(&lead) {
            leads.push(lead);
        }
    }
    leads
}

/// The other joint leads and the supporting agencies, each with its foremost part. A class for
/// which nobody reports has nobody who could answer.
fn partners(parts: &[Part], reports: AgencyId) -> Vec<(AgencyRef, AssignmentRole)> {
    let mut found: Vec<(AgencyRef, AssignmentRole)> = parts
        .iter()
        .filter_map(|part| {
            let role = AssignmentRole::from_code(&part.role)?;
            let asked = matches!(role, AssignmentRole::JointLead | AssignmentRole::Support);
            let agency = part.reporter.filter(|agency| asked && *agency != reports)?;
            let name = part.reporter_name.clone()?;
            Some((
                AgencyRef {
                    id: agency,
                    name,
                    abbreviation: None,
                },
                role,
            ))
        })
        .collect();
    found.sort_by_key(|(agency, part)| (agency.id, *part));
    found.dedup_by_key(|(agency, _)| agency.id);
    found
}

fn milestone(row: Milestone) -> MilestoneView {
    let owner = row.owner.zip(row.owner_name);
    MilestoneView {
        owner: owner.map(|(id, name)| AgencyRef {
            id,
            name,
            abbreviation: row.owner_abbreviation,
        }),
        id: row.id,
        title: row.title,
        starts: row.starts,
        due: row.due,
        state: row.state,
        printed_state: row.printed_state,
        done_on: row.done_on,
        moves: row.moves,
        note: row.note,
        version: row.version,
    }
}

fn previous(row: Previous) -> PreviousUpdate {
    PreviousUpdate {
        cycle: CycleRef {
            id: row.cycle,
            name: row.cycle_name,
        },
        content: row.content,
        accepted_at: row.accepted_at,
    }
}
