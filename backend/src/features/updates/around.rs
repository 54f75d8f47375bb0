//! What stands around an update, by one question (`db/json.rs` says why it goes under the ORM): a
//! review is answered after everything that decides about it was read, and one after the other
//! these were some twenty queries, each handed to another thread and back.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use shared::{
    calendar::PartialDate,
    ids::{AgencyId, CycleId, MilestoneId, PersonId},
    plans::{ActionState, AssignmentRole, api::MilestoneState},
    updates::{ContributionState, UpdateEvent, api::UpdateContent},
};
use uuid::Uuid;

use crate::{db::json::Lists, error::ApiError};

use entities::progress_update::Model;

/// The rows around an update.
#[derive(Debug)]
pub(super) struct Around {
    pub frame: Frame,
    /// The parts that agencies have in its action, in printed order.
    pub parts: Vec<Part>,
    pub exceptions: Vec<(AgencyId, PersonId, NaiveDate)>,
    /// What the agencies that were asked have answered, by their names.
    pub answers: Vec<Answer>,
    /// What happened to it, first to last.
    pub steps: Vec<Step>,
    /// Those whom the update and its steps name, and the one who asks.
    pub people: Vec<(PersonId, String)>,
    /// The milestones of its action, in printed order.
    pub milestones: Vec<Milestone>,
    /// What was accepted last for its action in a cycle before.
    pub previous: Option<Previous>,
}

/// Its plan, action, cycle and agency.
#[derive(Debug, Deserialize)]
pub(super) struct Frame {
    pub slug: String,
    pub plan_title: String,
    pub starts: Option<String>,
    pub reference: String,
    pub action_title: String,
    pub action_state: ActionState,
    pub action_starts: Option<String>,
    pub action_ends: Option<String>,
    pub abbreviation: Option<String>,
    pub cycle_name: String,
    pub observes_from: NaiveDate,
    pub observes_to: NaiveDate,
    pub opens: NaiveDate,
    pub due: NaiveDate,
    pub closes: NaiveDate,
    pub locked: bool,
    pub locks: Option<NaiveDate>,
}

/// The part of an agency in an action. A class of agencies holds no accounts: what falls on it
/// falls on the member that reports for it.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    pub agency: AgencyId,
    pub role: String,
    pub coordinates: bool,
    /// The agency itself, or the member that reports for the class; none where nobody does.
    pub reporter: Option<AgencyId>,
    pub reporter_name: Option<String>,
}

/// What an agency that was asked has answered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Answer {
    /// The row.
    pub id: Uuid,
    /// The agency, under the name that it had when it was asked.
    pub agency: AgencyId,
    /// Its name.
    pub agency_name: String,
    /// Its part in the action.
    pub part: AssignmentRole,
    /// What it has answered.
    pub state: ContributionState,
    /// Why it disputes the update.
    pub words: Option<String>,
    /// Who answered.
    pub by: Option<PersonId>,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

/// Something that happened to an update.
#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: PersonId,
    /// What.
    pub event: UpdateEvent,
    /// In which round of review.
    pub round: i32,
    /// What was said with it.
    pub comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Milestone {
    pub id: MilestoneId,
    pub title: String,
    pub starts: Option<PartialDate>,
    pub due: Option<PartialDate>,
    pub state: MilestoneState,
    pub printed_state: Option<String>,
    pub done_on: Option<NaiveDate>,
    pub moves: i32,
    pub note: Option<String>,
    pub version: i32,
    pub owner: Option<AgencyId>,
    pub owner_name: Option<String>,
    pub owner_abbreviation: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Previous {
    pub cycle: CycleId,
    pub cycle_name: String,
    pub content: UpdateContent,
    pub accepted_at: DateTime<Utc>,
}

impl Around {
    /// What stands around `row`, which was found within the reach of `asker`.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn load(
        connection: &impl ConnectionTrait,
        asker: PersonId,
        row: &Model,
    ) -> Result<Self, ApiError> {
        let mut lists = Lists::new(connection.get_database_backend());
        let update = lists.bind(row.id);
        let action = lists.bind(row.action_id);
        let cycle = lists.bind(row.cycle_id);
        let agency = lists.bind(row.agency_id);
        let frame = lists.list(
            &[
                "p.slug",
                "p.title",
                "p.starts",
                "COALESCE(a.reference, a.printed_ref)",
                "a.title",
                "a.state",
                "a.starts",
                "a.ends",
                "g.abbreviation",
                "c.name",
                "c.observes_from",
                "c.observes_to",
                "c.opens",
                "c.due",
                "c.closes",
                &lists.truth("c.locked_at IS NOT NULL"),
                "c.locks",
            ],
            "",
            // Foreign keys hold all four in place.
            &format!(
                "action a JOIN plan p ON p.id = a.plan_id JOIN cycle c ON c.id = {cycle} \
                 JOIN agency g ON g.id = {agency} WHERE a.id = {action}"
            ),
        );
        let parts = lists.list(
            &[
                &lists.id("s.agency_id"),
                "s.role",
                &lists.truth("s.coordinates"),
                &lists.id_or_null("r.id"),
                "r.name",
            ],
            "s.sort",
            &format!(
                "assignment s JOIN agency g ON g.id = s.agency_id LEFT JOIN agency r \
                 ON r.id = CASE WHEN g.is_class THEN g.reported_by_id ELSE g.id END \
                 WHERE s.action_id = {action}"
            ),
        );
        let exceptions = lists.list(
            &[
                &lists.id("x.agency_id"),
                &lists.id("x.person_id"),
                "x.until",
            ],
            "",
            &format!(
                "cycle_exception x WHERE x.cycle_id = {cycle} AND x.action_id = {action} \
                 AND x.ended_at IS NULL"
            ),
        );
        let answers = lists.list(
            &[
                &lists.id("k.id"),
                &lists.id("k.agency_id"),
                "k.agency_name",
                "k.part",
                "k.state",
                "k.words",
                &lists.id_or_null("k.by_id"),
                "k.at",
            ],
            "",
            &format!("contribution k WHERE k.update_id = {update}"),
        );
        let steps = lists.list(
            &[
                "s.at",
                &lists.id("s.by_id"),
                "s.event",
                "s.round",
                "s.comment",
            ],
            "s.at, s.id",
            &format!("update_step s WHERE s.update_id = {update}"),
        );
        let named = [
            Some(row.author_id),
            Some(row.last_editor_id),
            row.assigned_id,
        ]
        .into_iter()
        .flatten()
        .chain([asker.0]);
        let named: Vec<String> = named
            .map(|person| format!("UNION SELECT {}", lists.bind(person)))
            .collect();
        let people = lists.list(
            &[&lists.id("o.id"), "o.name"],
            "",
            &format!(
                "person o WHERE o.id IN (SELECT s.by_id FROM update_step s WHERE s.update_id = {update} \
                 UNION SELECT k.by_id FROM contribution k WHERE k.update_id = {update} {})",
                named.join(" ")
            ),
        );
        let milestones = lists.list(
            &[
                &lists.id("m.id"),
                "m.title",
                "m.starts",
                "m.due",
                "m.state",
                "m.printed_state",
                "m.done_on",
                "m.moves",
                "m.note",
                "m.version",
                &lists.id_or_null("g.id"),
                "g.name",
                "g.abbreviation",
            ],
            "m.sort, m.id",
            &format!(
                "milestone_action x CROSS JOIN milestone m LEFT JOIN agency g ON g.id = m.owner_id \
                 WHERE x.action_id = {action} AND m.id = x.milestone_id"
            ),
        );
        // From the cycle before back to the first, until there is one with a report.
        let previous = lists.list(
            &[
                &lists.id("k.id"),
                "k.name",
                &lists.json("u.content"),
                "u.accepted_at",
            ],
            "",
            &format!(
                "progress_update u JOIN cycle k ON k.id = u.cycle_id WHERE u.id = (\
                 SELECT l.id FROM cycle n CROSS JOIN cycle b CROSS JOIN progress_update l \
                 WHERE n.id = {cycle} AND b.plan_id = n.plan_id AND b.opens < n.opens \
                 AND l.cycle_id = b.id AND l.action_id = {action} AND l.state = 'accepted' \
                 AND l.superseded = FALSE AND l.accepted_at IS NOT NULL \
                 ORDER BY b.opens DESC, l.accepted_at DESC LIMIT 1)"
            ),
        );
        let found = lists.ask(connection).await?;
        Ok(Self {
            frame: found
                .rows(frame)?
                .pop()
                .ok_or(ApiError::Lost("an update without a plan"))?,
            parts: found.rows(parts)?,
            exceptions: found.rows(exceptions)?,
            answers: found.rows(answers)?,
            steps: found.rows(steps)?,
            people: found.rows(people)?,
            milestones: found.rows(milestones)?,
            previous: found.rows(previous)?.pop(),
        })
    }
}
