//! Who has which part, as rows that can be added and taken away.

use leptos::prelude::*;
use shared::plans::AssignmentRole;
use shared::plans::api::{NewPart, PartView};

use crate::ui::{Button, ButtonKind, Choice, Select};

/// The word for a joint lead that coordinates; the other words are the roles' own.
const COORDINATES: &str = "coordinates";

/// One row.
#[derive(Clone, Copy, PartialEq)]
struct Row {
    agency: RwSignal<String>,
    role: RwSignal<String>,
}

impl Row {
    fn new(agency: String, role: String) -> Self {
        Self {
            agency: RwSignal::new(agency),
            role: RwSignal::new(role),
        }
    }

    /// None for a row in which no agency is chosen.
    fn part(self) -> Option<NewPart> {
        let agency = self.agency.get_untracked().parse().ok()?;
        let role = self.role.get_untracked();
        let coordinates = role == COORDINATES;
        let role = if coordinates {
            AssignmentRole::JointLead
        } else {
            AssignmentRole::from_code(&role)?
        };
        Some(NewPart {
            agency,
            role,
            coordinates,
        })
    }
}

/// The rows of a form.
#[derive(Clone, Copy)]
pub struct PartRows(RwSignal<Vec<Row>>);

impl PartRows {
    /// The parts as they are.
    pub fn of(parts: &[PartView]) -> Self {
        let rows = parts
            .iter()
            .map(|part| {
                let role = if part.coordinates {
                    COORDINATES
                } else {
                    part.role.code()
                };
                Row::new(part.agency.id.to_string(), role.to_owned())
            })
            .collect();
        Self(RwSignal::new(rows))
    }

    /// The parts as they are to be.
    pub fn parts(self) -> Vec<NewPart> {
        self.0
            .with_untracked(|rows| rows.iter().filter_map(|row| row.part()).collect())
    }

    fn add(self) {
        self.0.update(|rows| {
            rows.push(Row::new(
                String::new(),
                AssignmentRole::Partner.code().to_owned(),
            ))
        });
    }

    fn remove(self, row: Row) {
        self.0.update(|rows| rows.retain(|other| *other != row));
    }
}

/// The rows as fields.
#[component]
pub fn PartFields(rows: PartRows, agencies: Vec<Choice>) -> impl IntoView {
    let agencies: Vec<Choice> = std::iter::once(Choice::new("", "Choose an agency"))
        .chain(agencies)
        .collect();
    let fields = move || {
        rows.0
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| view! { <PartField at row rows agencies=agencies.clone() /> })
            .collect_view()
    };
    view! {
        <fieldset class="govuk-fieldset tl-part-rows" id="parts">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">"Who has which part"</legend>
            <p class="govuk-hint">"One lead, or two or more joint leads of whom one coordinates."</p>
            {fields}
            <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| rows.add())>
                "Add an agency"
            </Button>
        </fieldset>
    }
}

#[component]
fn PartField(at: usize, row: Row, rows: PartRows, agencies: Vec<Choice>) -> impl IntoView {
    let roles: Vec<Choice> = AssignmentRole::ALL
        .iter()
        .flat_map(|role| {
            let coordinates = (*role == AssignmentRole::JointLead)
                .then(|| Choice::new(COORDINATES, format!("{}, coordinates", role.label())));
            std::iter::once(Choice::new(role.code(), role.label())).chain(coordinates)
        })
        .collect();
    let name = agencies
        .iter()
        .find(|choice| choice.value == row.agency.get_untracked())
        .map(|choice| choice.label.clone())
        .unwrap_or_default();
    view! {
        <div class="tl-part-rows__row">
            <Select
                id=format!("parts-{at}-agency")
                label="Agency"
                value=row.agency
                choices=Signal::stored(agencies)
            />
            <Select id=format!("parts-{at}-role") label="Part" value=row.role choices=Signal::stored(roles) />
            <Button kind=ButtonKind::Plain on_press=Callback::new(move |_| rows.remove(row))>
                "Remove" <span class="govuk-visually-hidden">{format!(" {name}")}</span>
            </Button>
        </div>
    }
}
