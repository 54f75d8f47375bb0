//! Choosing roles: a row a role, with the agency or plan that it is held for, by the rules that the server will ask.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::agencies::api::AgencySummary;
use shared::auth::api::{GrantView, NewGrant};
use shared::auth::{Given, GrantFault, check_grants};
use shared::policy::{Resource, Role, Target, Verb};
use wasm_bindgen::JsCast;

use crate::session::Session;
use crate::ui::field::FormError;
use crate::ui::{Button, ButtonKind, Choice, DateInput, DateParts, Details, Select};

/// One role as it is being chosen.
#[derive(Clone, Copy)]
struct Row {
    role: RwSignal<String>,
    agency: RwSignal<String>,
    plan: RwSignal<String>,
    time: RwSignal<String>,
    from: RwSignal<DateParts>,
    until: RwSignal<DateParts>,
}

/// Whether a role is held until it is taken away, or for a time.
const LASTING: &str = "lasting";
const TIMED: &str = "timed";

impl Row {
    fn of(grant: Option<&GrantView>) -> Self {
        let id = |id: Option<String>| RwSignal::new(id.unwrap_or_default());
        let day =
            |day: Option<NaiveDate>| RwSignal::new(day.map(DateParts::of).unwrap_or_default());
        let (from, until) = (
            grant.and_then(|grant| grant.from),
            grant.and_then(|grant| grant.until),
        );
        let time = if from.is_some() || until.is_some() {
            TIMED
        } else {
            LASTING
        };
        Self {
            role: id(grant.map(|grant| grant.role.code().to_owned())),
            agency: id(grant.and_then(|grant| Some(grant.agency.as_ref()?.id.to_string()))),
            plan: id(grant.and_then(|grant| Some(grant.plan.as_ref()?.id.to_string()))),
            time: RwSignal::new(time.to_owned()),
            from: day(from),
            until: day(until),
        }
    }

    fn timed(self) -> bool {
        self.chosen().is_some_and(Role::needs_agency) && self.time.with(|time| time == TIMED)
    }

    /// The first and the last day on which it holds.
    ///
    /// # Errors
    /// What is wrong with them, each at its field.
    fn term(self, at: usize) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Vec<FormError>> {
        if !self.timed() {
            return Ok((None, None));
        }
        let mut faults = Vec::new();
        let mut day = |name: &str, subject: &str, parts: RwSignal<DateParts>| {
            let field = format!("grants-{at}-{name}");
            match parts.get().read() {
                Ok(day) => day,
                Err(fault) => {
                    faults.push(FormError::field(field, fault.sentence(subject)));
                    None
                }
            }
        };
        let from = day("from", "The first day", self.from);
        let until = day("until", "The last day", self.until);
        if until.is_none() && faults.is_empty() {
            faults.push(FormError::field(
                format!("grants-{at}-until"),
                "Enter the last day, or choose that the role is held until it is taken away",
            ));
        }
        if faults.is_empty() {
            Ok((from, until))
        } else {
            Err(faults)
        }
    }

    fn chosen(self) -> Option<Role> {
        self.role.with(|code| Role::from_code(code))
    }
}

/// The roles of one person as they are being chosen.
#[derive(Clone, Copy)]
pub struct RolesForm {
    rows: RwSignal<Vec<Row>>,
    owner: StoredValue<Option<Owner>>,
}

impl RolesForm {
    /// Starts from the roles that somebody holds; from one that is still to be chosen where there are none.
    pub fn of(grants: &[GrantView]) -> Self {
        let rows = if grants.is_empty() {
            vec![Row::of(None)]
        } else {
            grants.iter().map(|grant| Row::of(Some(grant))).collect()
        };
        Self {
            rows: RwSignal::new(rows),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// The roles that were chosen.
    ///
    /// # Errors
    /// What is wrong with them, each at its field.
    pub fn read(self) -> Result<Vec<NewGrant>, Vec<FormError>> {
        let rows = self.rows.get_untracked();
        let mut grants = Vec::new();
        let mut faults = Vec::new();
        for (at, row) in rows.into_iter().enumerate() {
            match untrack(|| row.chosen()) {
                Some(role) => {
                    let (from, until) = match untrack(|| row.term(at)) {
                        Ok(term) => term,
                        Err(found) => {
                            faults.extend(found);
                            continue;
                        }
                    };
                    grants.push(NewGrant {
                        from,
                        until,
                        role,
                        agency: role
                            .needs_agency()
                            .then(|| row.agency.get_untracked().parse().ok())
                            .flatten(),
                        plan: role
                            .needs_plan()
                            .then(|| row.plan.get_untracked().parse().ok())
                            .flatten(),
                    });
                }
                None => faults.push(FormError::field(
                    format!("grants-{at}-role"),
                    "Choose a role, or remove this one",
                )),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let rules: Vec<Given> = grants.iter().cloned().map(Into::into).collect();
        match check_grants(&rules) {
            Ok(()) => Ok(grants),
            Err(GrantFault::Field(field)) => Err(vec![FormError::at_pointer(
                &format!("/grants{}", field.pointer),
                field.detail,
            )]),
            Err(GrantFault::Refused(code)) => Err(vec![FormError::form(code.sentence())]),
        }
    }

    fn add(self) {
        let at = self.rows.with_untracked(Vec::len);
        let row = self.owner.with_value(|owner| match owner {
            Some(owner) => owner.with(|| Row::of(None)),
            None => Row::of(None),
        });
        self.rows.update(|rows| rows.push(row));
        focus(format!("grants-{at}-role"));
    }

    fn remove(self, at: usize) {
        self.rows.update(|rows| {
            if at < rows.len() {
                rows.remove(at);
            }
        });
        focus("grants-add".to_owned());
    }
}

/// Moves the focus to an element once it is on the page.
fn focus(id: String) {
    request_animation_frame(move || {
        let element = document()
            .get_element_by_id(&id)
            .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = element {
            // A control that has gone again cannot take the focus, and nothing is lost by it.
            let _ = element.focus();
        }
    });
}

/// What may be given: the caller's own reach, by the policy.
#[derive(Clone)]
struct Offer {
    roles: Vec<Choice>,
    agencies: Vec<Choice>,
    plans: Vec<Choice>,
}

impl Offer {
    fn new(session: Session, agencies: Vec<AgencySummary>) -> Self {
        let may = |target: &Target<'_>| session.can(Verb::Create, Resource::Person, target);
        let everything = may(&Target::default());
        let agencies: Vec<Choice> = agencies
            .into_iter()
            .filter(|agency| !agency.is_class && agency.valid_to.is_none())
            .filter(|agency| {
                may(&Target {
                    agencies: &[agency.id],
                    ..Target::default()
                })
            })
            .map(|agency| Choice::new(agency.id.to_string(), agency.name))
            .collect();
        let plans = session
            .view()
            .into_iter()
            .flat_map(|view| view.plans)
            .map(|plan| Choice::new(plan.id.to_string(), plan.title));
        let roles = Role::ALL
            .iter()
            .filter(|role| role.for_people() && (everything || role.needs_agency()))
            .map(|role| Choice::new(role.code(), role.label()));
        Self {
            roles: first("Choose a role", roles),
            agencies: first("Choose an agency", agencies),
            plans: first("Choose a plan", plans),
        }
    }
}

fn first(words: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", words))
        .chain(choices)
        .collect()
}

/// The rows of roles. `agencies` are those that the caller sees; only what they may give is offered.
#[component]
pub fn RoleFields(form: RolesForm, agencies: Vec<AgencySummary>) -> impl IntoView {
    let offer = untrack(|| Offer::new(Session::here(), agencies));
    let rows = move || {
        let rows = form.rows.get();
        let only = rows.len() == 1;
        rows.into_iter()
            .enumerate()
            .map(|(at, row)| {
                let offer = offer.clone();
                view! { <RoleRow at row form offer removable=!only /> }
            })
            .collect_view()
    };
    view! {
        <div class="tl-roles">
            {rows} <button type="button" id="grants-add" class="tl-button tl-button--secondary" on:click=move |_| form.add()>
                "Add another role"
            </button>
        </div>
        <RoleGuide />
    }
}

#[component]
fn RoleRow(at: usize, row: Row, form: RolesForm, offer: Offer, removable: bool) -> impl IntoView {
    let Offer {
        roles,
        agencies,
        plans,
    } = offer;
    let number = at + 1;
    let remove = Callback::new(move |_| form.remove(at));
    view! {
        <fieldset class="govuk-fieldset tl-roles__row">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{format!("Role {number}")}</legend>
            <Select id=format!("grants-{at}-role") label="Role" value=row.role choices=Signal::stored(roles) />
            {move || {
                row.chosen()
                    .is_some_and(Role::needs_agency)
                    .then(|| {
                        let choices = Signal::stored(agencies.clone());
                        view! {
                            <Select id=format!("grants-{at}-agency") label="In which agency" value=row.agency choices />
                        }
                    })
            }}
            {move || {
                row.chosen()
                    .is_some_and(Role::needs_plan)
                    .then(|| {
                        let choices = Signal::stored(plans.clone());
                        view! { <Select id=format!("grants-{at}-plan") label="For which plan" value=row.plan choices /> }
                    })
            }}
            {move || {
                row.chosen()
                    .is_some_and(Role::needs_agency)
                    .then(|| {
                        let choices = vec![
                            Choice::new(LASTING, "Until it is taken away"),
                            Choice::new(TIMED, "For a time, as a deputy"),
                        ];
                        view! {
                            <Select
                                id=format!("grants-{at}-time")
                                label="For how long"
                                value=row.time
                                choices=Signal::stored(choices)
                            />
                        }
                    })
            }}
            {move || {
                row.timed()
                    .then(|| {
                        view! {
                            <DateInput
                                id=format!("grants-{at}-from")
                                legend="First day"
                                hint="Leave empty if it begins at once"
                                value=row.from
                            />
                            <DateInput
                                id=format!("grants-{at}-until")
                                legend="Last day"
                                hint="From the day after, the role has no power"
                                value=row.until
                            />
                        }
                    })
            }}
            {removable
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Plain on_press=remove>
                            "Remove" <span class="govuk-visually-hidden">{format!(" role {number}")}</span>
                        </Button>
                    }
                })}
        </fieldset>
    }
}

/// What each role can do.
#[component]
fn RoleGuide() -> impl IntoView {
    let lines = Role::ALL
        .iter()
        .filter(|role| role.for_people())
        .map(|role| view! { <dt>{role.label()}</dt><dd>{role.summary()}</dd> })
        .collect_view();
    view! {
        <Details summary="What each role does">
            <dl class="tl-roles__guide">{lines}</dl>
        </Details>
    }
}
