//! The exceptions of a cycle that has closed: who may still report on what, until when and why; and its lock.

use std::collections::HashSet;

use client::{Fault, Moment};
use leptos::prelude::*;
use shared::agencies::api::AgencyRef;
use shared::auth::api::PersonView;
use shared::ids::{AgencyId, CycleId, PersonId};
use shared::plans::api::{Register, RegisterRow};
use shared::text::PASSAGE_MAX;
use shared::updates::CycleState;
use shared::updates::api::{CreateException, CycleView, ExceptionList, ExceptionView};

use crate::api::{self, Sending, load, show};
use crate::dates;
use crate::features::site::NotFoundPage;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonRole, Cell, Choice, Column, DateInput,
    DateParts, ErrorSummary, Form, FormError, FormErrors, LabelSize, Load, NavItem, Notice,
    NoticeKind, Notices, PageHeading, RowHeader, Select, Table, Tag, TagColour, TextArea,
};

static ACTION: Column = Column::words("action", "Action");
static WHO: Column = Column::words("who", "Who may report");
static UNTIL: Column = Column::words("until", "Until");
static WHY: Column = Column::words("why", "Why");
static END: Column = Column::words("end", "End");
static COLUMNS: [Column; 5] = [
    Column::words("action", "Action"),
    Column::words("who", "Who may report"),
    Column::words("until", "Until"),
    Column::words("why", "Why"),
    Column::words("end", "End"),
];

/// What the page shows.
#[derive(Clone)]
struct Known {
    cycle: Option<CycleView>,
    list: ExceptionList,
    register: Register,
    people: Vec<PersonView>,
}

type Loaded = LocalResource<Result<Known, Fault>>;

/// The page.
#[component]
pub fn CycleExceptionsPage(plan: String, cycle: CycleId) -> impl IntoView {
    let errors = FormErrors::new();
    let asked = plan.clone();
    let resource: Loaded = load(move |client| {
        let plan = asked.clone();
        async move {
            let list = client.exceptions(&plan, cycle).await?;
            let cycles = client.cycles(&plan).await?;
            let register = client.register(&plan, Moment::default()).await?;
            let people = client.people().await?;
            Ok(Known {
                cycle: cycles.items.into_iter().find(|item| item.id == cycle),
                list,
                register,
                people: people.items,
            })
        }
    });
    let caption = Signal::derive(move || {
        resource.with(|answer| match answer {
            Some(Ok(known)) => known.cycle.as_ref().map(|cycle| cycle.name.clone()),
            _ => None,
        })
    });
    let back = Route::Cycles { plan: plan.clone() }.href();
    view! {
        <Breadcrumbs items=vec![NavItem::new("Reporting cycles", back)] />
        <ErrorSummary errors />
        <PageHeading title="Exceptions" caption errors />
        <p class="govuk-body tl-measure">
            "A closed cycle takes no more updates. An exception reopens it for one action and one person, with a reason and until a day."
        </p>
        <Load resource=resource let:known>
            {match known.cycle.clone() {
                Some(cycle) => view! { <Exceptions plan=plan.clone() cycle known resource errors /> }.into_any(),
                None => view! { <NotFoundPage /> }.into_any(),
            }}
        </Load>
    }
}

#[component]
fn Exceptions(
    plan: String,
    cycle: CycleView,
    known: Known,
    resource: Loaded,
    errors: FormErrors,
) -> impl IntoView {
    let (may_add, why_not) = (
        api::open(&known.list.allowed, "create"),
        api::refusal(&known.list.allowed, "create"),
    );
    let rows = known
        .list
        .items
        .iter()
        .cloned()
        .map(|item| {
            view! { <ExceptionRow plan=plan.clone() cycle=cycle.id item resource errors /> }
        })
        .collect_view();
    let none = known.list.items.is_empty();
    let form = may_add.then(|| {
        view! { <NewException plan=plan.clone() cycle=cycle.clone() known=known.clone() resource errors /> }
    });
    view! {
        <Lock plan=plan.clone() cycle resource errors />
        {if none {
            view! { <p class="govuk-body">"There are no exceptions."</p> }.into_any()
        } else {
            view! {
                <Table caption="Exceptions, latest first" columns=&COLUMNS>
                    {rows}
                </Table>
            }
            .into_any()
        }}
        {why_not.map(|words| view! { <p class="govuk-body">{words}</p> })}
        {form}
    }
}

/// What to say once something is done on this page, and its records again.
fn done(resource: Loaded) -> Callback<String> {
    let notices = use_context::<Notices>();
    Callback::new(move |text| {
        if let Some(notices) = notices {
            notices.here(Notice {
                kind: NoticeKind::Success,
                text,
            });
        }
        resource.refetch();
    })
}

/// A closed cycle can be locked: then what was returned cannot come back either.
#[component]
fn Lock(plan: String, cycle: CycleView, resource: Loaded, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let done = done(resource);
    let offered = api::open(&cycle.allowed, "lock");
    let (id, version, name) = (cycle.id, cycle.version, cycle.name.clone());
    let lock = Callback::new(move |_| {
        let (plan, name) = (plan.clone(), name.clone());
        errors.clear();
        sending.send(
            move |client| {
                let plan = plan.clone();
                async move { client.lock_cycle(&plan, id, version).await }
            },
            move |answer| match answer {
                Ok(_) => done.run(format!("{name} has been locked.")),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let locked = cycle.state == CycleState::Locked;
    view! {
        {locked
            .then(|| {
                view! {
                    <p class="govuk-body">
                        <Tag colour=TagColour::Grey word=CycleState::Locked.label() />
                        " Nothing in this cycle moves any more but by an exception."
                    </p>
                }
            })}
        {offered
            .then(|| {
                view! {
                    <p class="govuk-body tl-measure">
                        "Once it is locked, updates that were returned cannot be sent again and none can be accepted, but by an exception."
                    </p>
                    <ButtonGroup>
                        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=lock>
                            "Lock this cycle"
                        </Button>
                    </ButtonGroup>
                }
            })}
    }
}

#[component]
fn ExceptionRow(
    plan: String,
    cycle: CycleId,
    item: ExceptionView,
    resource: Loaded,
    errors: FormErrors,
) -> impl IntoView {
    let sending = Sending::new();
    let done = done(resource);
    let may_end = api::open(&item.allowed, "end");
    let exception = item.id;
    let about = format!("{} for {}", item.action.reference, item.person.name);
    let label = about.clone();
    let end = Callback::new(move |_| {
        let (plan, about) = (plan.clone(), about.clone());
        errors.clear();
        sending.send(
            move |client| {
                let plan = plan.clone();
                async move { client.end_exception(&plan, cycle, exception).await }
            },
            move |answer| match answer {
                Ok(_) => done.run(format!("The exception on {about} has ended.")),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let state = if item.holds {
        (TagColour::Teal, "Holds")
    } else {
        (TagColour::Grey, "Ended")
    };
    let given = format!("{}, {}", item.by.name, dates::day_of(item.at));
    view! {
        <tr role="row">
            <RowHeader of=&ACTION>{format!("{} {}", item.action.reference, item.action.title)}</RowHeader>
            <Cell of=&WHO>
                <div>
                    {item.person.name} <span class="tl-register__note">{item.agency.name}</span>
                </div>
            </Cell>
            <Cell of=&UNTIL>
                <div>{dates::day(item.until)} " " <Tag colour=state.0 word=state.1 /></div>
            </Cell>
            <Cell of=&WHY>
                <div>
                    <span class="tl-prose">{item.reason}</span>
                    <span class="tl-register__note">{given}</span>
                </div>
            </Cell>
            <Cell of=&END>
                {may_end
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Plain busy=sending.busy() on_press=end>
                                "End now" <span class="govuk-visually-hidden">{format!(" {label}")}</span>
                            </Button>
                        }
                    })}
            </Cell>
        </tr>
    }
}

/// Who may report on an action today: a person for an agency, with the words for both.
fn writers(
    row: &RegisterRow,
    agencies: &[AgencyRef],
    people: &[PersonView],
) -> Vec<(PersonId, AgencyId, String)> {
    let today = dates::today();
    // An agency that leads beside a class for which it reports answers once.
    let answering: HashSet<AgencyId> = row.answering().collect();
    let answering: Vec<&AgencyRef> = agencies
        .iter()
        .filter(|agency| answering.contains(&agency.id))
        .collect();
    let mut found = Vec::new();
    for person in people {
        for agency in &answering {
            if person.reports_for(agency.id, today) {
                let words = format!("{}, {}", person.name, agency.name);
                found.push((person.id, agency.id, words));
            }
        }
    }
    found
}

#[component]
fn NewException(
    plan: String,
    cycle: CycleView,
    known: Known,
    resource: Loaded,
    errors: FormErrors,
) -> impl IntoView {
    let sending = Sending::new();
    let done = done(resource);
    let (action, person) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (until, reason) = (
        RwSignal::new(DateParts::default()),
        RwSignal::new(String::new()),
    );
    let actions: Vec<Choice> = std::iter::once(Choice::new("", "Select an action"))
        .chain(
            known
                .register
                .rows
                .iter()
                .filter(|row| cycle.scope.asks(row.state, row.id, row.answering()))
                .map(|row| {
                    Choice::new(
                        row.id.to_string(),
                        format!("{} {}", row.reference, row.title),
                    )
                }),
        )
        .collect();
    let cycle = cycle.id;
    let known = StoredValue::new(known);
    let offered = move || {
        known.with_value(|known| {
            let chosen = action.get();
            known
                .register
                .rows
                .iter()
                .find(|row| row.id.to_string() == chosen)
                .map(|row| writers(row, &known.register.agencies, &known.people))
                .unwrap_or_default()
        })
    };
    let people =
        Signal::derive(move || {
            std::iter::once(Choice::new("", "Select a person"))
                .chain(offered().into_iter().map(|(person, agency, words)| {
                    Choice::new(format!("{person} {agency}"), words)
                }))
                .collect::<Vec<_>>()
        });
    let submit = Callback::new(move |()| {
        let form = match read(
            &action.get_untracked(),
            &person.get_untracked(),
            &until.get_untracked(),
            reason.get_untracked(),
        ) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let plan = plan.clone();
        sending.send(
            move |client| {
                let (plan, form) = (plan.clone(), form.clone());
                async move { client.create_exception(&plan, cycle, &form).await }
            },
            move |answer| match answer {
                Ok(made) => done.run(format!(
                    "{} can report on {} until {}.",
                    made.person.name,
                    made.action.reference,
                    dates::day(made.until)
                )),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"Add an exception"</h2>
        <Form errors on_submit=submit>
            <Select id="action" label="Action" size=LabelSize::Strong value=action choices=Signal::stored(actions) />
            <Select
                id="person"
                label="Who may report"
                hint="The leads and editors of the agencies that lead the action"
                size=LabelSize::Strong
                value=person
                choices=people
            />
            <DateInput id="until" legend="Until" hint="At most 31 days from today" size=LabelSize::Strong value=until />
            <TextArea id="reason" label="Why" size=LabelSize::Strong value=reason limit=PASSAGE_MAX rows=3 />
            <Button role=ButtonRole::Submit busy=sending.busy()>
                "Add the exception"
            </Button>
        </Form>
    }
}

/// The form as it is sent, or what is missing in it. The rest is the server's to say.
fn read(
    action: &str,
    person: &str,
    until: &DateParts,
    reason: String,
) -> Result<CreateException, Vec<FormError>> {
    let mut faults = Vec::new();
    let action = action.parse().ok();
    if action.is_none() {
        faults.push(FormError::field("action", "Select an action"));
    }
    let who = person
        .split_once(' ')
        .and_then(|(person, agency)| person.parse().ok().zip(agency.parse().ok()));
    if who.is_none() {
        faults.push(FormError::field("person", "Select who may report"));
    }
    let until = match until.read() {
        Ok(Some(until)) => Some(until),
        Ok(None) => {
            faults.push(FormError::field("until", "Enter the last day"));
            None
        }
        Err(fault) => {
            faults.push(FormError::field("until", fault.sentence("The last day")));
            None
        }
    };
    if reason.trim().is_empty() {
        faults.push(FormError::field(
            "reason",
            "Enter why the cycle is reopened for this action",
        ));
    }
    match (action, who, until) {
        (Some(action), Some((person, agency)), Some(until)) if faults.is_empty() => {
            Ok(CreateException {
                action,
                agency,
                person,
                until,
                reason,
            })
        }
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let fields = |faults: Vec<FormError>| {
            faults
                .into_iter()
                .filter_map(|fault| fault.field)
                .collect::<Vec<_>>()
        };
        let nothing = read("", "", &DateParts::default(), " ".to_owned());
        assert_eq!(
            fields(nothing.unwrap_err()),
            ["action", "person", "until", "reason"]
        );
        let id = Uuid::from_u128(7).to_string();
        let day = DateParts::of("2026-12-01".parse().unwrap());
        let form = read(&id, &format!("{id} {id}"), &day, "Ill.".to_owned()).unwrap();
        assert_eq!(form.until.to_string(), "2026-12-01");
    }
}
