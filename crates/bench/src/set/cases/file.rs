//! One case: its passport, who takes part, who holds responsibility, what has happened, and who has
//! read it.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::{Value, json};
use shared::cases::{CaseReference, CaseState, Cohort, Consenter, District, LawfulBasis, Sharing};
use uuid::{Builder, Uuid};

use super::{cast::Cast, plan};
use crate::{
    error::Error,
    load::{Cell, Loader, Table},
    row,
    set::{
        before,
        made::Made,
        moment,
        trace::{Act, Trace},
    },
};

tables! {
    FILE = "case_file": "id" "reference" "born" "born_year" "district" "cohorts" "level" "state" "state_since" "merged_into" "concern" "legal_hold" "opened_at" "opened_by" "version";
    PART = "case_part": "id" "case_id" "agency_id" "state" "offers" "own_reference" "agreement_id" "sharing" "asked_by" "asked_at" "asked_for" "from_at" "version";
    NAMED = "case_named": "id" "part_id" "case_id" "agency_id" "person_id" "from_at";
    HELD = "responsibility": "id" "case_id" "agency_id" "from_at" "until_at" "because";
    PASS = "case_pass": "id" "case_id" "from_agency" "to_agency" "asked_by" "asked_at" "words" "state";
    EVENT = "case_event": "id" "case_id" "at" "by_id" "agency_id" "kind" "words" "detail";
}

const OFFERS: [&str; 4] = [
    "Sees them every other week, at school or at home, and talks with the family once a month.",
    "A group on Thursdays, and somebody to call in between.",
    "Looks after the plan, and brings everybody together.",
    "A mentor at school, and a quiet room when it gets loud.",
];
const NOTES: [&str; 6] = [
    "The check-in moved to the morning, which helps. The next one is after the half term.",
    "Talked about what helps when it is hard, and put it into the plan in their own words.",
    "The family asked for somebody to call in the evening; the group's number was given.",
    "Slept better this month, and goes to school on most days. Worries about the exams.",
    "The school sees early signs again: stays away from lunch. A session sooner than planned.",
    "Joint meeting held. Everybody said what they carry on, and the young person agreed.",
];
/// Events by which the words of a time line come.
const TOLD: &str = "case.raise_concern";

/// Rows to be added, table by table.
#[derive(Default)]
pub struct Rows(Vec<(Table, Vec<Vec<Cell>>)>);

impl Rows {
    /// Takes a row in.
    pub fn push(&mut self, table: Table, cells: Vec<Cell>) {
        match self
            .0
            .iter_mut()
            .find(|(there, _)| there.name == table.name)
        {
            Some((_, rows)) => rows.push(cells),
            None => self.0.push((table, vec![cells])),
        }
    }

    /// Adds them.
    pub async fn add(self, loader: &mut Loader) -> Result<(), Error> {
        for (table, rows) in self.0 {
            loader.add(table, rows).await?;
        }
        Ok(())
    }
}

/// A part of an agency in a case.
struct Part {
    agency: usize,
    /// The places of those who are named, among its practitioners; none where it is only asked.
    named: Vec<usize>,
}

/// A case.
pub struct File {
    pub id: Uuid,
    pub opened: DateTime<Utc>,
    pub since: DateTime<Utc>,
    state: CaseState,
    merged_into: Option<Uuid>,
    /// The agency that holds responsibility first.
    parts: Vec<Part>,
}

fn random(made: &mut Made) -> u128 {
    (u128::from(made.number()) << 64) | u128::from(made.number())
}

impl File {
    /// Makes one up; `open` is a case that it can turn out to be.
    pub fn make(made: &mut Made, cast: &Cast, open: Option<Uuid>, today: NaiveDate) -> Self {
        let id = Builder::from_random_bytes(random(made).to_be_bytes()).into_uuid();
        let state = match (made.below(100), open) {
            (0..62, _) | (99, None) => CaseState::Open,
            (62..92, _) => CaseState::Closed,
            (92..98, _) => CaseState::MovedAway,
            (98, _) => CaseState::Died,
            _ => CaseState::Merged,
        };
        let (opened, since) = if state == CaseState::Open {
            let days = 3 + made.below(500);
            (days, days)
        } else {
            let days = 200 + made.below(800);
            (days, made.below(days.saturating_sub(190)))
        };
        let seconds = 8 * 3_600 + made.below(30_000);
        let mut agencies = Vec::new();
        for _ in 0..1 + made.below(4) {
            agencies.push(cast.agency(made, &agencies));
        }
        // One open case in sixteen asks another agency.
        let asked = state == CaseState::Open && made.below(16) == 0;
        let parts = agencies.iter().map(|agency| {
            let many = 1 + made.below(2);
            let named = (0..many).map(|_| made.below(cast.many(*agency)));
            let mut named: Vec<usize> = named.collect();
            named.sort_unstable();
            named.dedup();
            Part {
                agency: *agency,
                named,
            }
        });
        let mut parts: Vec<Part> = parts.collect();
        if asked {
            parts.push(Part {
                agency: cast.agency(made, &agencies),
                named: Vec::new(),
            });
        }
        Self {
            id,
            opened: moment(before(today, opened), seconds),
            since: moment(before(today, since), seconds),
            state,
            merged_into: open.filter(|_| state == CaseState::Merged),
            parts,
        }
    }

    /// Whether support runs.
    pub fn is_open(&self) -> bool {
        self.state == CaseState::Open
    }

    /// The practitioners of the first agency that are named.
    pub fn readers(&self) -> impl Iterator<Item = usize> {
        self.parts
            .iter()
            .filter(|part| part.agency == 0)
            .flat_map(|part| part.named.iter().copied())
    }

    /// The agency that holds responsibility, and who is named for it.
    pub fn holder(&self, cast: &Cast) -> (Uuid, Uuid) {
        self.live(cast).next().unwrap_or_default()
    }

    /// The agencies that take part, each with who is named for it.
    pub fn live<'f>(&'f self, cast: &'f Cast) -> impl Iterator<Item = (Uuid, Uuid)> + 'f {
        self.parts.iter().filter_map(|part| {
            let first = part.named.first()?;
            Some((cast.id(part.agency), cast.person(part.agency, *first)))
        })
    }

    /// Its rows, with those of its plan, and the acts of the audit log.
    pub fn rows(
        &self,
        made: &mut Made,
        cast: &Cast,
        trace: &mut Trace,
        rows: &mut Rows,
        today: NaiveDate,
    ) {
        let (holder, by) = self.holder(cast);
        self.passport(made, by, rows);
        self.part_rows(made, cast, by, rows, today);
        self.holding_rows(made, cast, rows);
        let last = if self.is_open() {
            moment(today, 0)
        } else {
            self.since
        };
        let notes = 3 + made.below(6);
        let step = (last - self.opened) / i32::try_from(notes + 1).unwrap_or(1);
        let mut act = |act: &'static str, at: DateTime<Utc>, agency: Uuid, actor: Uuid| {
            trace.act(
                made,
                Act {
                    at,
                    act,
                    kind: "case",
                    subject: self.id,
                    plan: None,
                    agency: Some(agency),
                    actor: Some(actor),
                },
            );
        };
        act("case.open", self.opened, holder, by);
        let live: Vec<(Uuid, Uuid)> = self.live(cast).collect();
        for number in 0..notes {
            let at = self.opened + step * i32::try_from(number + 1).unwrap_or(1);
            let Some((agency, person)) = live.get(number % live.len().max(1)).copied() else {
                continue;
            };
            // Read before it was written, by whoever wrote.
            act("case.read", at - Duration::minutes(5), agency, person);
            act("case.raise_concern", at, agency, person);
        }
        for number in 0..notes {
            let at = self.opened + step * i32::try_from(number + 1).unwrap_or(1);
            let Some((agency, person)) = live.get(number % live.len().max(1)).copied() else {
                continue;
            };
            let note = NOTES
                .get(made.below(NOTES.len()))
                .copied()
                .unwrap_or_default();
            rows.push(
                EVENT,
                row![
                    made.id(at),
                    self.id,
                    at,
                    person,
                    agency,
                    TOLD,
                    note,
                    None::<Value>
                ],
            );
        }
        plan::rows(made, cast, self, rows, today);
    }

    fn passport(&self, made: &mut Made, by: Uuid, rows: &mut Rows) {
        let year = 2_008 + i64::try_from(made.below(12)).unwrap_or(0);
        let born = format!("{year}-{:02}", 1 + made.below(12));
        let district = District::ALL.get(made.below(District::ALL.len() + 1));
        let cohort = Cohort::ALL.get(made.below(Cohort::ALL.len() * 3));
        let cohorts: Vec<&str> = cohort.map(|cohort| cohort.code()).into_iter().collect();
        let reference = CaseReference::from_random(random(made)).to_string();
        rows.push(
            FILE,
            row![
                self.id,
                reference,
                born,
                year,
                district.map(|district| district.code()),
                json!(cohorts),
                2 + i64::try_from(made.below(3)).unwrap_or(0),
                self.state.code(),
                self.since,
                self.merged_into,
                self.is_open() && made.below(40) == 0,
                false,
                self.opened,
                by,
                3
            ],
        );
    }

    fn part_rows(&self, made: &mut Made, cast: &Cast, by: Uuid, rows: &mut Rows, today: NaiveDate) {
        for (number, part) in self.parts.iter().enumerate() {
            let agency = cast.id(part.agency);
            let live = !part.named.is_empty();
            let at = if live {
                self.opened + Duration::days(i64::try_from(number).unwrap_or(0))
            } else {
                moment(before(today, made.below(20)), 9 * 3_600)
            };
            let id = made.id(at);
            // The agency that opened the case tells itself nothing.
            let shared = number > 0;
            let offers = OFFERS
                .get(made.below(OFFERS.len()))
                .copied()
                .unwrap_or_default();
            rows.push(
                PART,
                row![
                    id,
                    self.id,
                    agency,
                    if live { "live" } else { "asked" },
                    if live { offers } else { "" },
                    (live && made.below(2) == 0)
                        .then(|| format!("R{}", 10_000 + made.below(80_000))),
                    shared.then(|| cast.agreement()),
                    shared.then(|| serde_json::to_value(sharing(at)).unwrap_or_default()),
                    by,
                    at,
                    shared
                        .then_some("What the young person agreed to: help at school and at home."),
                    live.then_some(at),
                    1
                ],
            );
            for place in &part.named {
                let person = cast.person(part.agency, *place);
                rows.push(NAMED, row![made.id(at), id, self.id, agency, person, at]);
            }
        }
    }

    fn holding_rows(&self, made: &mut Made, cast: &Cast, rows: &mut Rows) {
        let live: Vec<(Uuid, Uuid)> = self.live(cast).collect();
        let Some((holder, by)) = live.first().copied() else {
            return;
        };
        let mut from = self.opened;
        // One in five was with another agency first.
        if let (Some((earlier, _)), 0) = (live.get(1), made.below(5)) {
            let until = self.opened + Duration::days(30);
            let opened = row![made.id(from), self.id, *earlier, from, until, "opened"];
            rows.push(HELD, opened);
            from = until;
        }
        let because = if from == self.opened {
            "opened"
        } else {
            "passed"
        };
        let holds = row![
            made.id(from),
            self.id,
            holder,
            from,
            None::<DateTime<Utc>>,
            because
        ];
        rows.push(HELD, holds);
        if let (true, Some((to, _)), 0) = (self.is_open(), live.get(1), made.below(25)) {
            let at = self.opened + Duration::days(40);
            rows.push(
                PASS,
                row![
                    made.id(at),
                    self.id,
                    holder,
                    *to,
                    by,
                    at,
                    "You see them every week, and we once in a month.",
                    "open"
                ],
            );
        }
    }
}

fn sharing(at: DateTime<Utc>) -> Sharing {
    Sharing {
        basis: LawfulBasis::Consent,
        consenter: Some(Consenter::Both),
        on: at.date_naive(),
        purpose: "What helps at school, so that the school can carry it on".to_owned(),
        because: String::new(),
        told: true,
        not_told_because: String::new(),
        withdrawn_on: None,
    }
}
