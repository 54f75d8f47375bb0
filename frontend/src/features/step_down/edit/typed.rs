//! A step-down plan as it is typed, and how it becomes what is sent.

use leptos::prelude::*;
use shared::cases::{Known, NeedLevel};
use shared::ids::ServiceId;
use shared::pathways::{Clock, ClockUnit};
use shared::problem::FieldError;
use shared::step_down::api::{CarriedOn, Goal, StepDownContent, Voice, WayBack};
use shared::step_down::check;
use uuid::Uuid;

use crate::ui::field::FormError;
use crate::ui::{DateParts, Rows};

/// One goal.
#[derive(Clone, Copy)]
pub struct GoalRow {
    pub goal: RwSignal<String>,
    pub known_by: RwSignal<String>,
}

/// One thing that an agency carries on.
#[derive(Clone, Copy)]
pub struct CarrierRow {
    pub agency: RwSignal<String>,
    pub what: RwSignal<String>,
}

/// The promised times that can be chosen.
pub const SAME_WORKING_DAY: &str = "same-working-day";
pub const WORKING_DAYS: &str = "working-days";
pub const DAYS: &str = "days";

fn text(words: &str) -> RwSignal<String> {
    RwSignal::new(words.to_owned())
}

fn blank(typed: RwSignal<String>) -> bool {
    typed.with(|words| words.trim().is_empty())
}

fn lines(entries: &[String]) -> Rows<RwSignal<String>> {
    Rows::of(entries.iter().map(|entry| text(entry)).collect())
}

fn told(rows: Rows<RwSignal<String>>) -> Vec<String> {
    rows.get().into_iter().map(|row| row.get()).collect()
}

impl GoalRow {
    pub fn of(goal: Option<&Goal>) -> Self {
        Self {
            goal: text(goal.map_or("", |it| it.goal.as_str())),
            known_by: text(goal.map_or("", |it| it.known_by.as_str())),
        }
    }
}

impl CarrierRow {
    pub fn of(one: Option<&CarriedOn>) -> Self {
        Self {
            agency: RwSignal::new(one.map(|it| it.agency.to_string()).unwrap_or_default()),
            what: text(one.map_or("", |it| it.what.as_str())),
        }
    }
}

/// All of it.
#[derive(Clone, Copy)]
pub struct Typed {
    pub from_service: RwSignal<String>,
    pub from_level: RwSignal<String>,
    pub to_service: RwSignal<String>,
    pub to_level: RwSignal<String>,
    pub steps_down_on: RwSignal<DateParts>,
    pub goals: Rows<GoalRow>,
    pub strengths: Rows<RwSignal<String>>,
    pub helps: Rows<RwSignal<String>>,
    pub early_signs: Rows<RwSignal<String>>,
    pub carried_on: Rows<CarrierRow>,
    pub way_how: RwSignal<String>,
    pub promised: RwSignal<String>,
    pub promised_count: RwSignal<String>,
    pub crisis_contact: RwSignal<String>,
    pub reviews: Rows<RwSignal<DateParts>>,
    pub own_view: VoiceTyped,
    pub family_part: VoiceTyped,
}

/// What somebody said, or why they did not, as it is typed.
#[derive(Clone, Copy)]
pub struct VoiceTyped {
    pub said: RwSignal<String>,
    pub not_because: RwSignal<String>,
}

impl VoiceTyped {
    fn of(voice: &Voice) -> Self {
        Self {
            said: text(&voice.said),
            not_because: text(&voice.not_because),
        }
    }

    fn read(self) -> Voice {
        Voice {
            said: self.said.get(),
            not_because: self.not_because.get(),
        }
    }
}

impl Typed {
    /// Starts from a version of a plan. A list with nothing in it starts with one empty row where the plan needs one.
    pub fn of(plan: &StepDownContent) -> Self {
        let level = |level: Option<NeedLevel>| {
            RwSignal::new(
                level
                    .map(|level| level.number().to_string())
                    .unwrap_or_default(),
            )
        };
        let service =
            |id: Option<ServiceId>| RwSignal::new(id.map(|id| id.to_string()).unwrap_or_default());
        let way = plan.way_back.as_ref();
        let (promised, count) = match way.map(|way| way.promised) {
            None => ("", String::new()),
            Some(Clock::SAME_WORKING_DAY) => (SAME_WORKING_DAY, String::new()),
            Some(Clock { unit, count }) => match unit {
                ClockUnit::WorkingDays => (WORKING_DAYS, count.to_string()),
                ClockUnit::Days => (DAYS, count.to_string()),
            },
        };
        let goals = match plan.goals.as_slice() {
            [] => vec![GoalRow::of(None)],
            goals => goals.iter().map(|goal| GoalRow::of(Some(goal))).collect(),
        };
        let early_signs = match plan.early_signs.as_slice() {
            [] => Rows::of(vec![text("")]),
            signs => lines(signs),
        };
        let carried_on = match plan.carried_on.as_slice() {
            [] => vec![CarrierRow::of(None)],
            carried => carried
                .iter()
                .map(|one| CarrierRow::of(Some(one)))
                .collect(),
        };
        let reviews = match plan.reviews.as_slice() {
            [] => vec![
                RwSignal::new(DateParts::default()),
                RwSignal::new(DateParts::default()),
            ],
            days => days
                .iter()
                .map(|day| RwSignal::new(DateParts::of(*day)))
                .collect(),
        };
        Self {
            from_service: service(plan.from_service),
            from_level: level(plan.from_level),
            to_service: service(plan.to_service),
            to_level: level(plan.to_level),
            steps_down_on: RwSignal::new(plan.steps_down_on.map(DateParts::of).unwrap_or_default()),
            goals: Rows::of(goals),
            strengths: lines(&plan.strengths),
            helps: lines(&plan.helps),
            early_signs,
            carried_on: Rows::of(carried_on),
            way_how: text(way.map_or("", |way| way.how.as_str())),
            promised: text(promised),
            promised_count: RwSignal::new(count),
            // An id that names nothing says that no contact was chosen.
            crisis_contact: service(
                way.map(|way| way.crisis_contact)
                    .filter(|id| !id.0.is_nil()),
            ),
            reviews: Rows::of(reviews),
            own_view: VoiceTyped::of(&plan.own_view),
            family_part: VoiceTyped::of(&plan.family_part),
        }
    }

    /// Whether the promised time counts days.
    pub fn counts(self) -> bool {
        self.promised
            .with(|clock| clock == WORKING_DAYS || clock == DAYS)
    }

    /// Takes out the rows in which nothing was chosen, so that the places of the others are those that are sent.
    fn drop_blank(self) {
        self.carried_on
            .drop_blank(|row| untrack(|| blank(row.agency) && blank(row.what)));
        self.reviews
            .drop_blank(|day| untrack(|| day.with(|parts| parts.read() == Ok(None))));
    }

    fn promised(self, faults: &mut Vec<FormError>) -> Option<Clock> {
        let unit = self.promised.with(|clock| match clock.as_str() {
            WORKING_DAYS => Some(ClockUnit::WorkingDays),
            DAYS => Some(ClockUnit::Days),
            _ => None,
        });
        let Some(unit) = unit else {
            let same = self.promised.with(|clock| clock == SAME_WORKING_DAY);
            return same.then_some(Clock::SAME_WORKING_DAY);
        };
        let count = self
            .promised_count
            .with(|count| count.trim().parse::<i32>().ok());
        if count.is_none() {
            faults.push(FormError::field(
                "way_back-promised-count",
                "Enter the number of days as a whole number, as in 5",
            ));
        }
        count.map(|count| Clock { unit, count })
    }

    /// The way back, as far as it can be read: what is missing makes it one that lacks something.
    fn way_back(self, faults: &mut Vec<FormError>) -> Option<WayBack> {
        let contact = self.crisis_contact.with(|id| id.parse::<ServiceId>().ok());
        let (no_how, no_time) = (blank(self.way_how), blank(self.promised));
        if no_how && no_time && contact.is_none() {
            return None;
        }
        let promised = self.promised(faults);
        if no_time {
            faults.push(FormError::field(
                "way_back-promised",
                "Choose within which time there is an answer, or clear the rest of the way back",
            ));
        }
        if contact.is_none() {
            faults.push(FormError::field(
                "way_back-crisis_contact",
                "Choose a crisis contact, or clear the rest of the way back",
            ));
        }
        Some(WayBack {
            how: match promised {
                Some(_) => self.way_how.get(),
                None => String::new(),
            },
            promised: promised.unwrap_or(Clock::SAME_WORKING_DAY),
            crisis_contact: contact.unwrap_or_else(|| Uuid::nil().into()),
        })
    }

    /// What was typed, as far as it can be read, and what of it cannot. Tracks.
    fn draft(self) -> (StepDownContent, Vec<FormError>) {
        let mut faults = Vec::new();
        let level = |typed: RwSignal<String>| {
            typed.with(|level| NeedLevel::try_from(level.parse::<i32>().ok()?).ok())
        };
        let service = |typed: RwSignal<String>| typed.with(|id| id.parse().ok());
        let steps_down_on = self.steps_down_on.with(|parts| match parts.read() {
            Ok(day) => day,
            Err(fault) => {
                faults.push(FormError::field(
                    "steps_down_on",
                    fault.sentence("The day from which support is reduced"),
                ));
                None
            }
        });
        let mut carried_on = Vec::new();
        for (at, row) in self.carried_on.get().into_iter().enumerate() {
            let agency = row.agency.with(|id| id.parse().ok());
            if agency.is_none() && !blank(row.what) {
                faults.push(FormError::field(
                    format!("carried_on-{at}-agency"),
                    "Choose the agency that carries this on, or remove it",
                ));
            }
            if agency.is_some() || !blank(row.what) {
                carried_on.push(CarriedOn {
                    agency: agency.unwrap_or_else(|| Uuid::nil().into()),
                    what: row.what.get(),
                });
            }
        }
        let way_back = self.way_back(&mut faults);
        let mut reviews = Vec::new();
        for (at, day) in self.reviews.get().into_iter().enumerate() {
            match day.with(DateParts::read) {
                Ok(day) => reviews.extend(day),
                Err(fault) => faults.push(FormError::field(
                    format!("reviews-{at}"),
                    fault.sentence("The review date"),
                )),
            }
        }
        let draft = StepDownContent {
            from_service: service(self.from_service),
            from_level: level(self.from_level),
            to_service: service(self.to_service),
            to_level: level(self.to_level),
            steps_down_on,
            goals: self
                .goals
                .get()
                .into_iter()
                .map(|row| Goal {
                    goal: row.goal.get(),
                    known_by: row.known_by.get(),
                })
                .collect(),
            strengths: told(self.strengths),
            helps: told(self.helps),
            early_signs: told(self.early_signs),
            carried_on,
            way_back,
            reviews,
            own_view: self.own_view.read(),
            family_part: self.family_part.read(),
        };
        (draft, faults)
    }

    /// What was typed, as the rules allow it.
    ///
    /// # Errors
    /// Every fault at its field, each field once.
    pub fn read(self, known: &Known) -> Result<StepDownContent, Vec<FormError>> {
        self.drop_blank();
        let (draft, mut faults) = untrack(|| self.draft());
        let found: Vec<FieldError> = match check(draft, known) {
            Ok(draft) if faults.is_empty() => return Ok(draft),
            Ok(_) => Vec::new(),
            Err(found) => found,
        };
        for fault in found.into_iter().map(FormError::from) {
            if faults.iter().all(|known| known.field != fault.field) {
                faults.push(fault);
            }
        }
        Err(faults)
    }

    /// What was typed, as it would be judged: rows in which nothing stands count for nothing. Tracks.
    pub fn so_far(self) -> StepDownContent {
        let (mut plan, _) = self.draft();
        plan.goals
            .retain(|one| !one.goal.trim().is_empty() || !one.known_by.trim().is_empty());
        plan.reviews.sort_unstable();
        plan.reviews.dedup();
        plan
    }
}
