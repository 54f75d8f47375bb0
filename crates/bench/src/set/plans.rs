//! Plans with their outcomes, levels, actions and what hangs on these.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Action, CYCLES, Plan, after,
    agencies::Agency,
    loaded,
    made::Made,
    opens,
    trace::{Act, State, Trace},
};
use crate::{
    error::Error,
    load::{Cell, Loader, Table},
    row,
};

const STATES: [&str; 10] = [
    "in_progress",
    "in_progress",
    "in_progress",
    "in_progress",
    "in_progress",
    "in_progress",
    "in_progress",
    "agreed",
    "agreed",
    "complete",
];
const LEVELS: [&str; 4] = ["Universal", "Targeted", "Specialist", "Very complex"];
const OUTCOMES: usize = 6;
/// Agencies that take part in a plan.
const PARTIES: usize = 14;
/// The day of a cycle, counted from its opening, on which updates are due; and on which it closes.
const DUE: usize = 14;
const CLOSES: usize = 20;

tables! {
    PLAN = "plan": "id" "slug" "source_id" "title" "summary" "starts" "key_dates" "facts" "revision" "created_at" "version";
    PARTY = "plan_party": "plan_id" "agency_id";
    OUTCOME = "outcome": "id" "plan_id" "number" "name" "kind" "statement" "names_printed" "aliases" "sort";
    LEVEL = "level": "id" "plan_id" "number" "name" "description" "difficulties" "delivered_by" "relies_on";
    GROUP = "vulnerable_group": "id" "plan_id" "name" "summary" "sort";
    ACTION = "action": "id" "plan_id" "source_id" "sort" "printed_ref" "reference" "title" "summary" "rationale" "parts" "level_id" "outcomes_printed" "timescale" "starts" "ends" "state" "source_place" "created_at" "version";
    SERVES = "action_outcome": "action_id" "outcome_id" "sort";
    SPEAKS = "group_action": "group_id" "action_id";
    PART = "assignment": "id" "plan_id" "action_id" "agency_id" "role" "coordinates" "sort";
    MILESTONE = "milestone": "id" "plan_id" "title" "kind" "due" "owner_id" "state" "moves" "sort" "version";
    STEP_OF = "milestone_action": "milestone_id" "action_id";
    EVIDENCE = "evidence": "id" "plan_id" "title" "author" "year" "kind" "listed" "variants" "sort";
    RESTS = "action_evidence": "action_id" "evidence_id" "page" "sort";
    LINK = "link": "id" "plan_id" "from_action_id" "cell" "kind" "printed_kind" "printed" "target_id" "resolution" "settled" "sort";
    FINDING = "finding": "id" "plan_id" "code" "item" "items" "printed" "reason" "state" "sort" "version";
    CYCLE = "cycle": "id" "plan_id" "name" "observes_from" "observes_to" "opens" "due" "closes" "instructions" "version";
}

/// The partners of one partnership and their plans.
pub struct Partnership {
    pub made: Made,
    pub agencies: Vec<Agency>,
    pub plans: Vec<Filled>,
}

/// A plan that was filled in, with what reporting needs to know.
pub struct Filled {
    pub known: Plan,
    /// For each action, the place of its lead among the agencies.
    pub leads: Vec<usize>,
}

/// The rows of one plan, table by table.
struct Rows<'a> {
    made: &'a mut Made,
    trace: &'a mut Trace,
    agencies: &'a [Agency],
    plan: Uuid,
    at: DateTime<Utc>,
    outcomes: Vec<Uuid>,
    levels: Vec<Uuid>,
    groups: Vec<Uuid>,
    evidence: Vec<Uuid>,
    tables: Vec<(Table, Vec<Cell>)>,
}

/// Fills in one plan of a partnership.
pub async fn fill(
    loader: &mut Loader,
    trace: &mut Trace,
    partnership: &mut Partnership,
    size: usize,
    today: NaiveDate,
) -> Result<(), Error> {
    let at = loaded(today);
    let Partnership {
        made,
        agencies,
        plans,
    } = partnership;
    let plan = made.id(at);
    let place = plans.len();
    let mut rows = Rows {
        plan,
        at,
        outcomes: (0..OUTCOMES).map(|_| made.id(at)).collect(),
        levels: LEVELS.iter().map(|_| made.id(at)).collect(),
        groups: (0..3).map(|_| made.id(at)).collect(),
        evidence: (0..20).map(|_| made.id(at)).collect(),
        made,
        trace,
        agencies,
        tables: Vec::new(),
    };
    let name = agencies
        .first()
        .map_or_else(String::new, |agency| agency.name.clone());
    let slug = format!(
        "plan-{}-of-{}",
        place + 1,
        name.to_lowercase().replace(' ', "-")
    );
    rows.plan(&slug, size, today);
    let parties = parties(place);
    for party in &parties {
        if let Some(agency) = agencies.get(*party) {
            rows.add(PARTY, row![plan, agency.id]);
        }
    }
    let ids: Vec<Uuid> = (0..size).map(|_| rows.made.id(at)).collect();
    let mut leads = Vec::with_capacity(size);
    let mut actions = Vec::with_capacity(size);
    for (number, id) in ids.iter().enumerate() {
        // The first agency leads every other action.
        let lead = if number.is_multiple_of(2) {
            0
        } else {
            let other = rows.made.below(parties.len().saturating_sub(1)) + 1;
            parties.get(other).copied().unwrap_or(0)
        };
        rows.action(*id, number, lead, &parties, &ids, today);
        leads.push(lead);
        actions.push(Action {
            id: *id,
            draft: None,
        });
    }
    let cycles: Vec<Uuid> = (0..CYCLES).map(|cycle| rows.cycle(cycle, today)).collect();
    rows.trace.act(
        rows.made,
        Act {
            at,
            act: "plan.import",
            kind: "plan",
            subject: plan,
            plan: Some(plan),
            agency: None,
            actor: None,
        },
    );
    let mut tables = rows.tables;
    tables.sort_by_key(|(table, _)| table.name);
    for group in tables.chunk_by(|(one, _), (other, _)| one.name == other.name) {
        if let Some((table, _)) = group.first() {
            let cells = group.iter().map(|(_, cells)| cells.clone()).collect();
            loader.add(*table, cells).await?;
        }
    }
    trace.seal(loader).await?;
    plans.push(Filled {
        known: Plan {
            id: plan,
            slug,
            cycles,
            actions,
        },
        leads,
    });
    Ok(())
}

/// The agencies that take part in the plan with this place: the first in all of them.
fn parties(place: usize) -> Vec<usize> {
    let mut parties = vec![0];
    parties.extend((0..PARTIES - 1).map(|number| 1 + (place * 3 + number) % (super::AGENCIES - 1)));
    parties
}

impl Rows<'_> {
    fn add(&mut self, table: Table, cells: Vec<Cell>) {
        self.tables.push((table, cells));
    }

    fn plan(&mut self, slug: &str, size: usize, today: NaiveDate) {
        let title = format!("Plan of {size} actions");
        let starts = super::before(opens(0, today), 90).to_string();
        let facts = json!({"counts": [], "agencies": [], "measured": []});
        self.add(
            PLAN,
            row![
                self.plan,
                slug,
                slug,
                title,
                Made::summary(),
                starts,
                "[]",
                facts,
                1,
                self.at,
                1
            ],
        );
        for (number, id) in self.outcomes.clone().into_iter().enumerate() {
            let number = number as i64 + 1;
            let name = format!("Outcome {number}");
            self.add(
                OUTCOME,
                row![
                    id,
                    self.plan,
                    number,
                    name,
                    "outcome",
                    Made::summary(),
                    "[]",
                    "[]",
                    number
                ],
            );
        }
        for ((number, name), id) in LEVELS.iter().enumerate().zip(self.levels.clone()) {
            let number = number as i64 + 1;
            self.add(
                LEVEL,
                row![
                    id,
                    self.plan,
                    number,
                    *name,
                    Made::summary(),
                    "[]",
                    "[]",
                    "[]"
                ],
            );
        }
        for (number, id) in self.groups.clone().into_iter().enumerate() {
            let name = format!("Group {}", number + 1);
            self.add(
                GROUP,
                row![id, self.plan, name, Made::summary(), number as i64],
            );
        }
        for (number, id) in self.evidence.clone().into_iter().enumerate() {
            let title = format!("Report {} on the needs of children", number + 1);
            let year = 2005 + number as i64;
            self.add(
                EVIDENCE,
                row![
                    id,
                    self.plan,
                    title,
                    "The partnership",
                    year,
                    "report",
                    true,
                    "[]",
                    number as i64
                ],
            );
        }
    }

    fn cycle(&mut self, number: usize, today: NaiveDate) -> Uuid {
        let id = self.made.id(self.at);
        let opens = opens(number, today);
        let (due, closes) = (after(opens, DUE), after(opens, CLOSES));
        let from = super::before(opens, 30);
        let to = super::before(opens, 1);
        let name = format!("Month {}", number + 1);
        let words = "Say what changed for children, not only what was done.";
        self.add(
            CYCLE,
            row![
                id,
                self.plan,
                name.as_str(),
                from,
                to,
                opens,
                due,
                closes,
                words,
                1
            ],
        );
        let body = json!({
            "id": id, "plan": self.plan, "name": name, "observes_from": from, "observes_to": to,
            "opens": opens, "due": due, "closes": closes, "instructions": words, "version": 1
        });
        self.keep("cycle", id, body);
        id
    }

    fn keep(&mut self, kind: &'static str, record: Uuid, body: Value) {
        let state = State {
            kind,
            record,
            plan: self.plan,
            version: 1,
            from: self.at,
            to: None,
            actor: None,
            body,
        };
        self.trace.state(self.made, state);
    }

    fn agency(&self, place: usize) -> Value {
        self.agencies.get(place).map_or(Value::Null, |agency| {
            json!({
                "id": agency.id,
                "name": agency.name,
                "abbreviation": format!("A{}", place + 1),
            })
        })
    }

    /// An action with everything that hangs on it.
    fn action(
        &mut self,
        id: Uuid,
        number: usize,
        lead: usize,
        parties: &[usize],
        all: &[Uuid],
        today: NaiveDate,
    ) {
        let state = STATES
            .get(number % STATES.len())
            .copied()
            .unwrap_or("agreed");
        let reference = format!("{}.{}", number / 10 + 1, number % 10 + 1);
        let source = format!("action-{}", number + 1);
        let title = format!("{} ({})", self.made.title(), number + 1);
        let level = self.levels.get(self.made.below(4)).copied();
        let starts = super::before(opens(0, today), 30).to_string();
        let ends = after(today, 30 + number % 700).to_string();
        let timescale =
            json!({"class": "medium-term", "also": [], "basis": "stated", "evidence": null});
        let pieces = json!([
            "Agree who does what",
            "Try it in one district",
            "Do it everywhere"
        ]);
        let order = number as i64 + 1;
        self.add(
            ACTION,
            row![
                id,
                self.plan,
                source.as_str(),
                order,
                reference.as_str(),
                reference.as_str(),
                title.as_str(),
                Made::summary(),
                Made::rationale(),
                pieces.clone(),
                level,
                "[]",
                timescale.clone(),
                starts.as_str(),
                ends.as_str(),
                state,
                "Page 12",
                self.at,
                1
            ],
        );
        let outcomes = self.serves(id);
        let parts = self.parts(id, lead, parties);
        let milestones = self.milestones(id, number, lead, today);
        let evidence = self.rests(id, number);
        let links = self.links(id, number, all);
        if number.is_multiple_of(8)
            && let Some(group) = self.groups.get(self.made.below(3)).copied()
        {
            self.add(SPEAKS, row![group, id]);
        }
        if number % 10 == 3 {
            let finding = self.made.id(self.at);
            self.add(
                FINDING,
                row![
                    finding,
                    self.plan,
                    "malformed-ref",
                    source.as_str(),
                    "[]",
                    reference.as_str(),
                    "The reference does not have the form of the others.",
                    "open",
                    order,
                    1
                ],
            );
        }
        let body = json!({
            "id": id, "source_id": source, "order": order, "printed_ref": reference,
            "reference": reference, "title": title, "summary": Made::summary(),
            "parts_of_work": pieces, "rationale": Made::rationale(), "level": level,
            "outcomes_printed": [], "outcomes": outcomes, "parts": parts, "lead_note": null,
            "timescale": timescale, "starts": starts, "ends": ends, "state": state,
            "source_place": "Page 12", "links": links, "evidence": evidence,
            "milestones": milestones, "version": 1, "because": []
        });
        self.keep("action", id, body);
    }

    fn serves(&mut self, action: Uuid) -> Vec<Uuid> {
        let first = self.made.below(OUTCOMES);
        let many = 1 + self.made.below(2);
        let serves: Vec<Uuid> = (0..many)
            .filter_map(|step| self.outcomes.get((first + step) % OUTCOMES).copied())
            .collect();
        for (sort, outcome) in serves.iter().enumerate() {
            self.add(SERVES, row![action, *outcome, sort as i64]);
        }
        serves
    }

    fn parts(&mut self, action: Uuid, lead: usize, parties: &[usize]) -> Vec<Value> {
        let mut parts = vec![(lead, "lead")];
        let first = self.made.below(parties.len());
        for step in 0..3 {
            if let Some(other) = parties.get((first + step) % parties.len()).copied()
                && other != lead
            {
                parts.push((other, if step == 0 { "support" } else { "partner" }));
            }
        }
        let mut kept = Vec::with_capacity(parts.len());
        for (sort, (place, role)) in parts.into_iter().enumerate() {
            let id = self.made.id(self.at);
            let agency = self.agencies.get(place).map_or(Uuid::nil(), |one| one.id);
            self.add(
                PART,
                row![id, self.plan, action, agency, role, false, sort as i64],
            );
            kept.push(json!({
                "agency": self.agency(place), "is_class": false, "reported_by": null,
                "role": role, "coordinates": false, "printed": null
            }));
        }
        kept
    }

    fn milestones(
        &mut self,
        action: Uuid,
        number: usize,
        owner: usize,
        today: NaiveDate,
    ) -> Vec<Uuid> {
        let agency = self.agencies.get(owner).map(|one| one.id);
        (0..1 + number % 3)
            .map(|step| {
                let id = self.made.id(self.at);
                let title = format!("Step {} of {}", step + 1, number + 1);
                let due = after(today, 20 + 40 * step).to_string();
                let sort = (number * 10 + step) as i64;
                self.add(
                    MILESTONE,
                    row![
                        id,
                        self.plan,
                        title.as_str(),
                        "step",
                        due.as_str(),
                        agency,
                        "planned",
                        0,
                        sort,
                        1
                    ],
                );
                self.add(STEP_OF, row![id, action]);
                let body = json!({
                    "id": id, "source_id": null, "order": sort, "title": title, "kind": "step",
                    "starts": null, "due": due, "owner": self.agency(owner), "state": "planned",
                    "printed_state": null, "done_on": null, "moves": 0, "note": null,
                    "actions": [action], "version": 1, "because": []
                });
                self.keep("milestone", id, body);
                id
            })
            .collect()
    }

    fn rests(&mut self, action: Uuid, number: usize) -> Vec<Value> {
        let used: Vec<Uuid> = (0..number % 3)
            .filter_map(|step| self.evidence.get((number + step) % 20).copied())
            .collect();
        for (sort, evidence) in used.iter().enumerate() {
            self.add(RESTS, row![action, *evidence, "12", sort as i64]);
        }
        used.into_iter()
            .map(|evidence| json!({"evidence": evidence, "page": "12"}))
            .collect()
    }

    fn links(&mut self, from: Uuid, number: usize, all: &[Uuid]) -> Vec<Value> {
        if number % 2 == 1 {
            return Vec::new();
        }
        let other = (number + 7) % all.len().max(1);
        let id = self.made.id(self.at);
        let target = all.get(other).copied();
        let printed = format!("{}.{}", other / 10 + 1, other % 10 + 1);
        self.add(
            LINK,
            row![
                id,
                self.plan,
                from,
                "links",
                "relates_to",
                "see",
                printed.as_str(),
                target,
                "resolved",
                true,
                number as i64
            ],
        );
        vec![json!({
            "id": id, "kind": "relates_to", "printed": printed, "label": null, "target": target,
            "resolution": "resolved"
        })]
    }
}
