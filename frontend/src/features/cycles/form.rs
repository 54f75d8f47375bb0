use chrono::NaiveDate;
use leptos::prelude::*;
use shared::patch::Patch;
use shared::plans::api::Register;
use shared::text::{PASSAGE_MAX, TITLE_MAX, line, passage};
use shared::updates::api::{CreateCycle, CycleView, PatchCycle};
use shared::updates::{CycleDates, CycleScope};

use super::scope::{ScopeFields, ScopeFieldset};
use crate::ui::{DateInput, DateParts, FieldWidth, FormError, LabelSize, TextArea, TextField};

/// The fields of a cycle.
#[derive(Clone, Copy)]
pub struct CycleFields {
    name: RwSignal<String>,
    observes_from: RwSignal<DateParts>,
    observes_to: RwSignal<DateParts>,
    opens: RwSignal<DateParts>,
    due: RwSignal<DateParts>,
    closes: RwSignal<DateParts>,
    locks: RwSignal<DateParts>,
    instructions: RwSignal<String>,
    scope: ScopeFields,
}

impl CycleFields {
    /// Empty ones.
    pub fn new() -> Self {
        let date = || RwSignal::new(DateParts::default());
        Self {
            name: RwSignal::new(String::new()),
            observes_from: date(),
            observes_to: date(),
            opens: date(),
            due: date(),
            closes: date(),
            locks: date(),
            instructions: RwSignal::new(String::new()),
            scope: ScopeFields::of(&CycleScope::default()),
        }
    }

    /// Those of a cycle that there is.
    pub fn of(cycle: &CycleView) -> Self {
        let date = |date| RwSignal::new(DateParts::of(date));
        Self {
            name: RwSignal::new(cycle.name.clone()),
            observes_from: date(cycle.observes_from),
            observes_to: date(cycle.observes_to),
            opens: date(cycle.opens),
            due: date(cycle.due),
            closes: date(cycle.closes),
            locks: RwSignal::new(cycle.locks.map(DateParts::of).unwrap_or_default()),
            instructions: RwSignal::new(cycle.instructions.clone()),
            scope: ScopeFields::of(&cycle.scope),
        }
    }

    /// The cycle that was typed.
    ///
    /// # Errors
    /// Every fault, by field: the texts first, then the dates, and their order once all of them can be read.
    pub fn read(self) -> Result<CreateCycle, Vec<FormError>> {
        let mut faults = Vec::new();
        let name = line(
            "/name",
            "a name for the cycle",
            &self.name.get_untracked(),
            TITLE_MAX,
        );
        let instructions = passage(
            "/instructions",
            &self.instructions.get_untracked(),
            PASSAGE_MAX,
        );
        let mut date = |field: &str, subject: &str, parts: RwSignal<DateParts>| match parts
            .get_untracked()
            .read()
        {
            Ok(Some(date)) => Some(date),
            Ok(None) => {
                faults.push(FormError::field(field, format!("Enter the {subject}")));
                None
            }
            Err(fault) => {
                faults.push(FormError::field(
                    field,
                    fault.sentence(&format!("The {subject}")),
                ));
                None
            }
        };
        let read = (
            date("observes_from", "first day reported on", self.observes_from),
            date("observes_to", "last day reported on", self.observes_to),
            date("opens", "day on which reporting opens", self.opens),
            date("due", "due date", self.due),
            date("closes", "closing date", self.closes),
        );
        let dates = match read {
            (Some(observes_from), Some(observes_to), Some(opens), Some(due), Some(closes)) => {
                Some(CycleDates {
                    observes_from,
                    observes_to,
                    opens,
                    due,
                    closes,
                })
            }
            _ => None,
        };
        let locks = match self.locks.get_untracked().read() {
            Ok(locks) => locks,
            Err(fault) => {
                let words = fault.sentence("The day from which it is locked");
                faults.push(FormError::field("locks", words));
                None
            }
        };
        if let Some(dates) = dates {
            let order = dates.check(None).err().into_iter().flatten();
            let found = order.chain(dates.check_lock(locks).err());
            faults.extend(found.map(FormError::from));
        }
        let scope = match self.scope.read() {
            Ok(scope) => scope,
            Err(fault) => {
                faults.push(fault);
                CycleScope::default()
            }
        };
        match (name, instructions, dates) {
            (Ok(name), Ok(instructions), Some(dates)) if faults.is_empty() => Ok(CreateCycle {
                locks,
                scope,
                ..cycle(name, dates, instructions)
            }),
            (name, instructions, _) => {
                let texts = [name.err(), instructions.err()]
                    .into_iter()
                    .flatten()
                    .map(FormError::from);
                Err(texts.chain(faults).collect())
            }
        }
    }
}

fn cycle(name: String, dates: CycleDates, instructions: String) -> CreateCycle {
    let CycleDates {
        observes_from,
        observes_to,
        opens,
        due,
        closes,
    } = dates;
    CreateCycle {
        name,
        observes_from,
        observes_to,
        opens,
        due,
        closes,
        locks: None,
        instructions,
        scope: CycleScope::default(),
    }
}

/// What `typed` changes about `cycle`. The period reported on stays as it was made: updates may have been written for it.
pub fn change(cycle: &CycleView, typed: CreateCycle) -> PatchCycle {
    let text = |typed: String, was: &String| {
        if typed == *was {
            Patch::Keep
        } else {
            Patch::Set(typed)
        }
    };
    let date = |typed: NaiveDate, was: NaiveDate| {
        if typed == was {
            Patch::Keep
        } else {
            Patch::Set(typed)
        }
    };
    PatchCycle {
        name: text(typed.name, &cycle.name),
        opens: date(typed.opens, cycle.opens),
        due: date(typed.due, cycle.due),
        closes: date(typed.closes, cycle.closes),
        locks: match typed.locks {
            now if now == cycle.locks => Patch::Keep,
            Some(day) => Patch::Set(day),
            None => Patch::Clear,
        },
        scope: if typed.scope == cycle.scope {
            Patch::Keep
        } else {
            Patch::Set(typed.scope)
        },
        instructions: text(typed.instructions, &cycle.instructions),
    }
}

/// Whether the period that is reported on can still be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// The cycle is new.
    Open,
    /// The cycle has it already.
    Fixed,
}

/// The fields, in the order in which a cycle runs.
#[component]
pub fn CycleFieldset(fields: CycleFields, period: Period, register: Register) -> impl IntoView {
    view! {
        <TextField
            id="name"
            label="Name"
            hint="People will look for it by this name, as in Autumn 2026"
            size=LabelSize::Strong
            value=fields.name
            width=FieldWidth::Twenty
            autocomplete="off"
        />
        {(period == Period::Open)
            .then(|| {
                view! {
                    <h2 class="govuk-heading-m">"Period reported on"</h2>
                    <DateInput id="observes_from" legend="First day" size=LabelSize::Strong value=fields.observes_from />
                    <DateInput id="observes_to" legend="Last day" size=LabelSize::Strong value=fields.observes_to />
                }
            })}
        <h2 class="govuk-heading-m">"Reporting window"</h2>
        <DateInput id="opens" legend="Reporting opens" size=LabelSize::Strong value=fields.opens />
        <DateInput
            id="due"
            legend="Updates are due"
            hint="From the day after, what is missing is shown as overdue"
            size=LabelSize::Strong
            value=fields.due
        />
        <DateInput
            id="closes"
            legend="Reporting closes"
            hint="The last day on which late updates are taken"
            size=LabelSize::Strong
            value=fields.closes
        />
        <DateInput
            id="locks"
            legend="Locked from"
            hint="From this day what was returned cannot be sent again either, but by an exception. Leave empty to lock it by hand, or never"
            size=LabelSize::Strong
            value=fields.locks
        />
        <h2 class="govuk-heading-m">"What is asked"</h2>
        <ScopeFieldset fields=fields.scope register />
        <TextArea
            id="instructions"
            label="What reporters should bear in mind"
            hint="Leave empty if there is nothing special about this cycle"
            size=LabelSize::Strong
            value=fields.instructions
            limit=PASSAGE_MAX
            rows=4
        />
    }
}

#[cfg(test)]
mod tests {
    use shared::plans::api::PlanRef;
    use shared::updates::CycleState;
    use uuid::Uuid;

    use super::*;

    fn existing() -> CycleView {
        let id = Uuid::from_u128(1);
        let day = |text: &str| text.parse().unwrap();
        CycleView {
            id: id.into(),
            plan: PlanRef {
                id: id.into(),
                slug: "kent".into(),
                title: "Kent".into(),
            },
            name: "Autumn".into(),
            observes_from: day("2026-07-01"),
            observes_to: day("2026-09-30"),
            opens: day("2026-10-01"),
            due: day("2026-10-14"),
            closes: day("2026-10-21"),
            locks: Some(day("2026-11-21")),
            instructions: String::new(),
            scope: CycleScope::default(),
            state: CycleState::Open,
            owed: 0,
            accepted: 0,
            version: 1,
            allowed: Vec::new(),
        }
    }

    #[test]
    fn only_what_was_changed_is_sent() {
        let cycle = existing();
        let typed = |due: &str| CreateCycle {
            name: cycle.name.clone(),
            observes_from: cycle.observes_from,
            observes_to: cycle.observes_to,
            opens: cycle.opens,
            due: due.parse().unwrap(),
            closes: cycle.closes,
            locks: cycle.locks,
            instructions: String::new(),
            scope: CycleScope::default(),
        };
        assert_eq!(change(&cycle, typed("2026-10-14")), PatchCycle::default());
        assert_eq!(
            change(&cycle, typed("2026-10-16")),
            PatchCycle {
                due: Patch::Set("2026-10-16".parse().unwrap()),
                ..PatchCycle::default()
            }
        );
        let narrower = CycleScope {
            actions: vec![Uuid::from_u128(7).into()],
            agencies: Vec::new(),
        };
        let typed = CreateCycle {
            locks: None,
            scope: narrower.clone(),
            ..typed("2026-10-14")
        };
        assert_eq!(
            change(&cycle, typed),
            PatchCycle {
                locks: Patch::Clear,
                scope: Patch::Set(narrower),
                ..PatchCycle::default()
            }
        );
    }
}
