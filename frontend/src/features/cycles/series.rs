use client::Fault;
use leptos::prelude::*;
use shared::text::PASSAGE_MAX;
use shared::updates::api::{CreateSeries, CycleList};
use shared::updates::{Frequency, PlannedCycle, SERIES_MAX, TakenPeriod};

use super::edit::done;
use super::period::days;
use crate::api::{Sending, load, show};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Cell, Choice, Column, DateInput, DateParts,
    ErrorSummary, FieldWidth, Form, FormError, FormErrors, InsetText, LabelSize, NavItem,
    PageHeading, Radios, RowHeader, Table, Tag, TagColour, TextArea, TextField, TextKind,
};

static CYCLE: Column = Column::words("cycle", "Cycle");
static OBSERVES: Column = Column::words("observes", "Period reported on");
static OPENS: Column = Column::words("opens", "Opens");
static DUE: Column = Column::words("due", "Due");
static CLOSES: Column = Column::words("closes", "Closes");
static COLUMNS: [Column; 5] = [
    Column::words("cycle", "Cycle"),
    Column::words("observes", "Period reported on"),
    Column::words("opens", "Opens"),
    Column::words("due", "Due"),
    Column::words("closes", "Closes"),
];

/// The fields of a run.
#[derive(Clone, Copy)]
struct Fields {
    frequency: RwSignal<String>,
    from: RwSignal<DateParts>,
    count: RwSignal<String>,
    due_days: RwSignal<String>,
    grace_days: RwSignal<String>,
    lock_days: RwSignal<String>,
    instructions: RwSignal<String>,
}

impl Fields {
    fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            frequency: text(Frequency::Quarterly.code()),
            from: RwSignal::new(DateParts::default()),
            count: text("4"),
            due_days: text("14"),
            grace_days: text("7"),
            lock_days: text(""),
            instructions: text(""),
        }
    }

    /// What was typed, as it stands now.
    fn typed(self) -> Typed {
        Typed {
            frequency: self.frequency.get(),
            from: self.from.get(),
            count: self.count.get(),
            due_days: self.due_days.get(),
            grace_days: self.grace_days.get(),
            lock_days: self.lock_days.get(),
            instructions: self.instructions.get(),
        }
    }
}

/// The words in the fields.
#[derive(Clone, Debug, Default)]
struct Typed {
    frequency: String,
    from: DateParts,
    count: String,
    due_days: String,
    grace_days: String,
    lock_days: String,
    instructions: String,
}

impl Typed {
    /// The run that was typed, with the cycles that it makes.
    ///
    /// # Errors
    /// Every fault, by field.
    fn read(self) -> Result<(CreateSeries, Vec<PlannedCycle>), Vec<FormError>> {
        let mut faults = Vec::new();
        let frequency = Frequency::from_code(&self.frequency);
        if frequency.is_none() {
            faults.push(FormError::field("frequency", "Select how often"));
        }
        let from = match self.from.read() {
            Ok(Some(from)) => Some(from),
            Ok(None) => {
                faults.push(FormError::field("from", "Enter the first day reported on"));
                None
            }
            Err(fault) => {
                let words = fault.sentence("The first day reported on");
                faults.push(FormError::field("from", words));
                None
            }
        };
        let mut number = |field: &str, text: &str, words: &str| {
            let number = text.trim().parse::<u32>().ok();
            if number.is_none() {
                faults.push(FormError::field(field, words));
            }
            number
        };
        let count = number("count", &self.count, "Enter how many cycles, as a number");
        let due_days = number(
            "due_days",
            &self.due_days,
            "Enter after how many days updates are due, as a number",
        );
        let grace_days = number(
            "grace_days",
            &self.grace_days,
            "Enter for how many days late updates are taken, as a number",
        );
        let lock_days = match self.lock_days.trim() {
            "" => None,
            text => number(
                "lock_days",
                text,
                "Enter after how many days a closed cycle is locked, as a number, or leave it empty",
            ),
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let read = frequency.zip(from).zip(count).zip(due_days).zip(grace_days);
        let Some(((((frequency, from), count), due_days), grace_days)) = read else {
            return Err(faults);
        };
        let form = CreateSeries {
            frequency,
            from,
            count,
            due_days,
            grace_days,
            lock_days,
            instructions: self.instructions,
            preview: false,
        };
        match form.rhythm().cycles() {
            Ok(cycles) => Ok((form, cycles)),
            Err(found) => Err(found.into_iter().map(FormError::from).collect()),
        }
    }
}

/// Where a run of cycles is added: what would come of it is shown as it is typed.
#[component]
pub fn CycleSeriesPage(plan: String) -> impl IntoView {
    let errors = FormErrors::new();
    let fields = Fields::new();
    let sending = Sending::new();
    let asked = plan.clone();
    let known: LocalResource<Result<CycleList, Fault>> = load(move |client| {
        let plan = asked.clone();
        async move { client.cycles(&plan).await }
    });
    let back = Route::Cycles { plan: plan.clone() }.href();
    let done = done(back.clone());
    let preview = Memo::new(move |_| {
        let cycles = fields.typed().read().map(|(_, cycles)| cycles);
        cycles.unwrap_or_default()
    });
    let submit = Callback::new(move |()| {
        let form = match untrack(|| fields.typed()).read() {
            Ok((form, _)) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let plan = plan.clone();
        sending.send(
            move |client| {
                let (plan, form) = (plan.clone(), form.clone());
                async move { client.create_series(&plan, &form).await }
            },
            move |answer| match answer {
                Ok(series) => done.run(match series.items.as_slice() {
                    [one] => format!("{} has been added.", one.name),
                    many => format!("{} cycles have been added.", many.len()),
                }),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let frequencies = Frequency::ALL
        .iter()
        .map(|one| Choice::new(one.code(), one.label()))
        .collect();
    view! {
        <Breadcrumbs items=vec![NavItem::new("Reporting cycles", back.clone())] />
        <ErrorSummary errors />
        <PageHeading title="Add a run of cycles" errors />
        <p class="govuk-body tl-measure">
            "Each cycle reports on the period after the one before, and opens on the day after its period. Cycles with dates of their own are added one by one."
        </p>
        <Form errors on_submit=submit>
            <Radios
                id="frequency"
                legend="How often is the plan reported on?"
                size=LabelSize::Strong
                value=fields.frequency
                choices=frequencies
            />
            <DateInput
                id="from"
                legend="First day reported on"
                hint="The first day of a month gives cycles named by their months"
                size=LabelSize::Strong
                value=fields.from
            />
            <TextField
                id="count"
                label="How many cycles"
                hint=format!("At most {SERIES_MAX}")
                size=LabelSize::Strong
                value=fields.count
                width=FieldWidth::Ten
                kind=TextKind::Reference
                autocomplete="off"
            />
            <TextField
                id="due_days"
                label="Days until updates are due"
                hint="Counted from the day on which reporting opens"
                size=LabelSize::Strong
                value=fields.due_days
                width=FieldWidth::Ten
                kind=TextKind::Reference
                autocomplete="off"
            />
            <TextField
                id="grace_days"
                label="Days for late updates"
                hint="Counted from the due date"
                size=LabelSize::Strong
                value=fields.grace_days
                width=FieldWidth::Ten
                kind=TextKind::Reference
                autocomplete="off"
            />
            <TextField
                id="lock_days"
                label="Days until a closed cycle is locked"
                hint="Counted from the day on which it closes. Leave empty to lock cycles by hand, or never"
                size=LabelSize::Strong
                value=fields.lock_days
                width=FieldWidth::Ten
                kind=TextKind::Reference
                autocomplete="off"
            />
            <TextArea
                id="instructions"
                label="What reporters should bear in mind"
                hint="The same words for each cycle. Leave empty if there is nothing special"
                size=LabelSize::Strong
                value=fields.instructions
                limit=PASSAGE_MAX
                rows=3
            />
            <Preview cycles=preview known />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Add these cycles"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// The cycles that would be added. One that is about days of another is marked.
#[component]
fn Preview(
    cycles: Memo<Vec<PlannedCycle>>,
    known: LocalResource<Result<CycleList, Fault>>,
) -> impl IntoView {
    let clash = move |cycle: &PlannedCycle| {
        known.with(|answer| match answer {
            Some(Ok(list)) => cycle
                .clash(list.items.iter().map(|item| TakenPeriod {
                    name: &item.name,
                    from: item.observes_from,
                    to: item.observes_to,
                }))
                .map(str::to_owned),
            _ => None,
        })
    };
    move || {
        let cycles = cycles.get();
        if cycles.is_empty() {
            return view! {
                <InsetText>"The cycles are shown here once it is clear when the first one begins."</InsetText>
            }
            .into_any();
        }
        let rows = cycles
            .into_iter()
            .map(|cycle| {
                let taken = clash(&cycle).map(|other| {
                    view! {
                        " "
                        <Tag colour=TagColour::Red word="Taken" />
                        <span class="tl-cycle__note">{format!("{other} reports on days of it")}</span>
                    }
                });
                let locked = cycle.locks.map(|day| {
                    let words = format!("Locked from {}", dates::day(day));
                    view! { <span class="tl-cycle__note">{words}</span> }
                });
                view! {
                    <tr role="row">
                        <RowHeader of=&CYCLE>{cycle.name} {taken}</RowHeader>
                        <Cell of=&OBSERVES>{days(cycle.dates.observes_from, cycle.dates.observes_to)}</Cell>
                        <Cell of=&OPENS>{dates::day(cycle.dates.opens)}</Cell>
                        <Cell of=&DUE>{dates::day(cycle.dates.due)}</Cell>
                        <Cell of=&CLOSES>
                            <div>{dates::day(cycle.dates.closes)} {locked}</div>
                        </Cell>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <Table caption="Cycles that will be added" columns=&COLUMNS>
                {rows}
            </Table>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed {
            frequency: "quarterly".to_owned(),
            from: DateParts::of("2027-01-01".parse().unwrap()),
            count: " 4 ".to_owned(),
            due_days: "14".to_owned(),
            grace_days: "7".to_owned(),
            lock_days: String::new(),
            instructions: String::new(),
        }
    }

    fn fields(typed: Typed) -> Vec<String> {
        typed
            .read()
            .unwrap_err()
            .into_iter()
            .filter_map(|fault| fault.field)
            .collect()
    }

    #[test]
    fn what_is_typed_becomes_a_run() {
        let (form, cycles) = typed().read().unwrap();
        assert_eq!((form.count, form.preview, cycles.len()), (4, false, 4));
        assert_eq!(cycles[0].name, "January to March 2027");
        assert_eq!((form.lock_days, cycles[0].locks), (None, None));
        let locked = Typed {
            lock_days: "30".to_owned(),
            ..typed()
        };
        let (form, cycles) = locked.read().unwrap();
        assert_eq!(form.lock_days, Some(30));
        assert_eq!(cycles[0].locks, "2027-05-22".parse().ok());
    }

    #[test]
    fn every_fault_is_named_in_its_place() {
        assert_eq!(
            fields(Typed::default()),
            ["frequency", "from", "count", "due_days", "grace_days"]
        );
        let many = Typed {
            count: "25".to_owned(),
            grace_days: "91".to_owned(),
            ..typed()
        };
        assert_eq!(fields(many), ["count", "grace_days"]);
        let minus = Typed {
            count: "-1".to_owned(),
            ..typed()
        };
        assert_eq!(fields(minus), ["count"]);
        let never = Typed {
            lock_days: "never".to_owned(),
            ..typed()
        };
        assert_eq!(fields(never), ["lock_days"]);
    }
}
