//! One update on each action in each cycle: accepted in the cycles that have closed, in every state
//! in the current one.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    CYCLES,
    agencies::Agency,
    made::Made,
    moment, opens,
    plans::{Filled, Partnership},
    trace::{Act, State, Trace},
};
use crate::{
    error::Error,
    load::{Cell, Loader, Table},
    row,
};

const UPDATE: Table = Table {
    name: "progress_update",
    columns: &[
        "id",
        "plan_id",
        "action_id",
        "cycle_id",
        "agency_id",
        "agency_name",
        "edition",
        "superseded",
        "state",
        "round",
        "delivery_status",
        "brag",
        "content",
        "author_id",
        "last_editor_id",
        "created_at",
        "changed_at",
        "accepted_at",
        "version",
    ],
};
const STEP: Table = Table {
    name: "update_step",
    columns: &["id", "update_id", "at", "by_id", "event", "round"],
};
const RATINGS: [&str; 10] = [
    "green", "green", "amber", "green", "green", "red", "green", "amber", "green", "green",
];

/// The states that an update passes, with the act that leads to each.
const STAGES: [(&str, &str); 4] = [
    ("draft", "update.start"),
    ("draft", "update.save"),
    ("submitted", "update.submit"),
    ("accepted", "update.accept"),
];

/// Fills in what all partnerships reported for one cycle.
pub async fn fill(
    loader: &mut Loader,
    trace: &mut Trace,
    partnerships: &mut [Partnership],
    cycle: usize,
    today: NaiveDate,
) -> Result<(), Error> {
    for partnership in partnerships {
        let Partnership {
            made,
            agencies,
            plans,
        } = partnership;
        for plan in plans {
            let (mut updates, mut steps) = (Vec::new(), Vec::new());
            for place in 0..plan.leads.len() {
                let update = Update::make(made, agencies, plan, place, cycle, today);
                if let Some(update) = update {
                    update.rows(made, trace, &mut updates, &mut steps);
                    update.note(plan, place, cycle);
                }
            }
            loader.add(UPDATE, updates).await?;
            loader.add(STEP, steps).await?;
            trace.keep(loader).await?;
        }
    }
    trace.seal(loader).await
}

struct Update<'a> {
    id: Uuid,
    plan: Uuid,
    action: Uuid,
    cycle: Uuid,
    agency: &'a Agency,
    content: Value,
    brag: &'static str,
    began: DateTime<Utc>,
    /// How many of [`STAGES`] it has passed.
    stages: usize,
    /// Whether the asking agency leads it.
    asked: bool,
}

impl<'a> Update<'a> {
    fn make(
        made: &mut Made,
        agencies: &'a [Agency],
        plan: &Filled,
        place: usize,
        cycle: usize,
        today: NaiveDate,
    ) -> Option<Self> {
        let lead = plan.leads.get(place).copied()?;
        let action = plan.known.actions.get(place)?;
        let began = moment(opens(cycle, today), 8 * 3_600 + made.below(200_000));
        let brag = RATINGS.get(made.below(RATINGS.len())).copied()?;
        let current = cycle + 1 == CYCLES;
        let stages = match (current, lead, place % 20) {
            (false, ..) | (true, 0, 0..4) => 4,
            (true, 0, _) => 2,
            (true, _, 0..10) => 4,
            (true, _, 10..15) => 3,
            (true, ..) => 2,
        };
        let mut content = json!({
            "delivery_status": "in_progress", "brag": brag, "done": made.done(),
            "changed": "", "next": made.next(),
            "help": if brag == "red" { "A decision of the board on the money" } else { "" },
            "milestones": []
        });
        // Whatever the dates of its action say, a draft can be sent.
        if let (true, 2, Some(members)) = (current, stages, content.as_object_mut()) {
            members.insert(
                "difference".to_owned(),
                json!("The dates are not up to date yet"),
            );
            members.insert("cause".to_owned(), json!("staffing"));
            members.insert(
                "recovery".to_owned(),
                json!({"step": "Fill the post", "owner": "The service manager", "by": "2199-01-01"}),
            );
        }
        Some(Self {
            id: made.id(began),
            plan: plan.known.id,
            action: action.id,
            cycle: plan.known.cycles.get(cycle).copied()?,
            agency: agencies.get(lead)?,
            content,
            brag,
            began,
            stages,
            asked: lead == 0,
        })
    }

    /// Remembers a draft that can be sent.
    fn note(&self, plan: &mut Filled, place: usize, cycle: usize) {
        if cycle + 1 == CYCLES
            && self.asked
            && self.stages == 2
            && let Some(action) = plan.known.actions.get_mut(place)
        {
            action.draft = Some(self.id);
        }
    }

    /// When it passed a stage.
    fn at(&self, stage: usize) -> DateTime<Utc> {
        self.began + Duration::hours(20) * i32::try_from(stage).unwrap_or(0)
    }

    fn rows(
        &self,
        made: &mut Made,
        trace: &mut Trace,
        updates: &mut Vec<Vec<Cell>>,
        steps: &mut Vec<Vec<Cell>>,
    ) {
        let version = i32::try_from(self.stages).unwrap_or(1);
        let last = self.stages - 1;
        let state = STAGES.get(last).map_or("draft", |(state, _)| state);
        let accepted = (state == "accepted").then(|| self.at(last));
        updates.push(row![
            self.id,
            self.plan,
            self.action,
            self.cycle,
            self.agency.id,
            self.agency.name.as_str(),
            1,
            false,
            state,
            1,
            "in_progress",
            self.brag,
            self.content.clone(),
            self.agency.editor,
            self.agency.editor,
            self.began,
            self.at(last),
            accepted,
            version
        ]);
        for (stage, (state, act)) in STAGES.iter().enumerate().take(self.stages) {
            let at = self.at(stage);
            let by = if *state == "accepted" {
                self.agency.lead
            } else {
                self.agency.editor
            };
            if stage >= 2 {
                let event = if *state == "accepted" {
                    "accept"
                } else {
                    "submit"
                };
                steps.push(row![made.id(at), self.id, at, by, event, 1]);
            }
            trace.act(
                made,
                Act {
                    at,
                    act,
                    kind: "update",
                    subject: self.id,
                    plan: Some(self.plan),
                    agency: Some(self.agency.id),
                    actor: Some(by),
                },
            );
            trace.state(made, self.state(stage, state, at, by));
        }
    }

    fn state(&self, stage: usize, state: &str, at: DateTime<Utc>, by: Uuid) -> State {
        let content = if stage == 0 {
            json!({
                "delivery_status": null, "brag": null, "done": "", "changed": "", "next": "",
                "help": "", "milestones": []
            })
        } else {
            self.content.clone()
        };
        let version = i32::try_from(stage + 1).unwrap_or(1);
        State {
            kind: "update",
            record: self.id,
            plan: self.plan,
            version,
            from: at,
            to: (stage + 1 < self.stages).then(|| self.at(stage + 1)),
            actor: Some(by),
            body: json!({
                "id": self.id, "plan": self.plan, "action": self.action, "cycle": self.cycle,
                "agency": self.agency.id, "agency_name": self.agency.name, "edition": 1,
                "corrects": null, "superseded": false, "state": state, "round": 1,
                "content": content, "author": self.agency.editor,
                "last_editor": self.agency.editor, "created_at": self.began, "changed_at": at,
                "accepted_at": (state == "accepted").then_some(at), "version": version
            }),
        }
    }
}
