//! What the forms of a service share: the fields as they are typed, and how they become what is sent.

use leptos::prelude::*;
use shared::agencies::api::AgencyList;
use shared::ids::AgencyId;
use shared::problem::FieldError;
use shared::services::api::{ServiceDraft, ServiceView};
use shared::services::{HIGHEST_AGE, HIGHEST_LEVEL, ServiceKind, WayIn, check};
use shared::text::PASSAGE_MAX;

use super::filters::kinds;
use crate::dates;
use crate::ui::field::FormError;
use crate::ui::{
    Checkboxes, Choice, DateInput, DateParts, FieldWidth, Select, TextArea, TextField, TextKind,
};

/// The fields as they are typed.
#[derive(Clone, Copy)]
pub struct Typed {
    name: RwSignal<String>,
    aliases: RwSignal<String>,
    kind: RwSignal<String>,
    summary: RwSignal<String>,
    about: RwSignal<String>,
    provider: RwSignal<String>,
    commissioners: StoredValue<Vec<AgencyId>>,
    levels: [RwSignal<String>; 2],
    ages: [RwSignal<String>; 2],
    area: RwSignal<String>,
    routes_in: RwSignal<Vec<String>>,
    access: RwSignal<String>,
    phone: RwSignal<String>,
    email: RwSignal<String>,
    url: RwSignal<String>,
    valid_from: RwSignal<DateParts>,
    source: RwSignal<String>,
}

impl Typed {
    /// Starts from a service, or from nothing.
    pub fn of(draft: Option<&ServiceDraft>) -> Self {
        let text = |read: &dyn Fn(&ServiceDraft) -> Option<String>| {
            RwSignal::new(draft.and_then(read).unwrap_or_default())
        };
        let number = |read: &dyn Fn(&ServiceDraft) -> Option<i32>| {
            RwSignal::new(
                draft
                    .and_then(read)
                    .map(|number| number.to_string())
                    .unwrap_or_default(),
            )
        };
        let ways = draft.map(|it| {
            it.routes_in
                .iter()
                .map(|way| way.code().to_owned())
                .collect()
        });
        Self {
            name: text(&|it| Some(it.name.clone())),
            aliases: text(&|it| Some(it.aliases.join("\n"))),
            kind: text(&|it| Some(it.kind.code().to_owned())),
            summary: text(&|it| Some(it.summary.clone())),
            about: text(&|it| it.about.clone()),
            provider: text(&|it| Some(it.provider?.to_string())),
            commissioners: StoredValue::new(
                draft.map(|it| it.commissioners.clone()).unwrap_or_default(),
            ),
            levels: [number(&|it| it.level_from), number(&|it| it.level_to)],
            ages: [number(&|it| it.age_from), number(&|it| it.age_to)],
            area: text(&|it| it.area.clone()),
            routes_in: RwSignal::new(ways.unwrap_or_default()),
            access: text(&|it| it.access.clone()),
            phone: text(&|it| it.phone.clone()),
            email: text(&|it| it.email.clone()),
            url: text(&|it| it.url.clone()),
            valid_from: RwSignal::new(
                draft
                    .and_then(|it| it.valid_from)
                    .map(DateParts::of)
                    .unwrap_or_default(),
            ),
            source: text(&|it| it.source.clone()),
        }
    }

    /// What was typed, as the rules allow it.
    ///
    /// # Errors
    /// Every fault at its field.
    pub fn read(self) -> Result<ServiceDraft, Vec<FormError>> {
        let mut faults = Vec::new();
        let kind = self
            .kind
            .with_untracked(|code| ServiceKind::from_code(code));
        if kind.is_none() {
            faults.push(FormError::field(
                "kind",
                "Choose what kind of service it is",
            ));
        }
        let [level_from, level_to] = self
            .levels
            .map(|level| level.with_untracked(|it| it.parse().ok()));
        let mut age = |field: &str, typed: RwSignal<String>| {
            let text = typed.with_untracked(|text| text.trim().to_owned());
            if text.is_empty() {
                return None;
            }
            let age = text.parse::<i32>().ok();
            if age.is_none() {
                let words = format!(
                    "Enter the age as a whole number from 0 to {HIGHEST_AGE}, or leave it empty"
                );
                faults.push(FormError::field(field, words));
            }
            age
        };
        let [youngest, oldest] = self.ages;
        let (age_from, age_to) = (age("age_from", youngest), age("age_to", oldest));
        let valid_from = match self.valid_from.with_untracked(DateParts::read) {
            Ok(day) => day,
            Err(fault) => {
                faults.push(FormError::field(
                    "valid_from",
                    fault.sentence("The first day"),
                ));
                None
            }
        };
        let some = |typed: RwSignal<String>| Some(typed.get_untracked());
        let aliases = self.aliases.with_untracked(|text| {
            text.lines()
                .filter(|line| !line.trim().is_empty())
                .map(str::to_owned)
                .collect()
        });
        let routes_in = self.routes_in.with_untracked(|ways| {
            ways.iter()
                .filter_map(|way| WayIn::from_code(way))
                .collect()
        });
        let draft = ServiceDraft {
            name: self.name.get_untracked(),
            aliases,
            kind: kind.unwrap_or(ServiceKind::Other),
            summary: self.summary.get_untracked(),
            about: some(self.about),
            provider: self.provider.with_untracked(|id| id.parse().ok()),
            commissioners: self.commissioners.get_value(),
            level_from,
            level_to,
            age_from,
            age_to,
            area: some(self.area),
            routes_in,
            access: some(self.access),
            phone: some(self.phone),
            email: some(self.email),
            url: some(self.url),
            valid_from,
            source: some(self.source),
        };
        match check(draft) {
            Ok(draft) if faults.is_empty() => Ok(draft),
            Ok(_) => Err(faults),
            Err(found) => Err(found.into_iter().map(at_field).chain(faults).collect()),
        }
    }
}

/// A fault of the rules at the field that shows it. The other names stand in one field.
fn at_field(mut fault: FieldError) -> FormError {
    if fault.pointer.starts_with("/aliases/") {
        "/aliases".clone_into(&mut fault.pointer);
    }
    fault.into()
}

fn with_first(first: &str, rest: impl IntoIterator<Item = Choice>) -> Signal<Vec<Choice>> {
    Signal::stored(
        std::iter::once(Choice::new("", first))
            .chain(rest)
            .collect(),
    )
}

/// The fields, in the order in which somebody who looks for help asks.
#[component]
pub fn Fields(typed: Typed, list: AgencyList) -> impl IntoView {
    let [level_from, level_to] = typed.levels;
    let [age_from, age_to] = typed.ages;
    let chosen = typed.provider.get_untracked();
    let today = dates::today();
    let providers = list
        .items
        .into_iter()
        .filter(|agency| {
            agency.valid_to.is_none_or(|last| last >= today) || agency.id.to_string() == chosen
        })
        .map(|agency| Choice::new(agency.id.to_string(), agency.name));
    let providers = with_first("Not known", providers);
    let levels = || {
        (1..=HIGHEST_LEVEL).map(|level| Choice::new(level.to_string(), format!("Level {level}")))
    };
    let ways = WayIn::ALL
        .iter()
        .map(|way| Choice::new(way.code(), way.label()))
        .collect::<Vec<_>>();
    view! {
        <TextField id="name" label="Name" value=typed.name />
        <TextArea id="aliases" label="Other names (optional)" hint="One on each line" value=typed.aliases rows=3 />
        <Select id="kind" label="Kind" value=typed.kind choices=with_first("Choose a kind", kinds()) />
        <TextArea
            id="summary"
            label="What it does"
            hint="In a sentence or two, for somebody who looks for help"
            value=typed.summary
            limit=PASSAGE_MAX
            rows=3
        />
        <Select id="provider" label="Provider" value=typed.provider choices=providers />
        <h2 class="govuk-heading-m">"For whom"</h2>
        <Select
            id="level_from"
            label="Lowest level of need"
            hint="Level 1 is for everybody, level 4 for the most complex needs"
            value=level_from
            choices=with_first("Not stated", levels())
        />
        <Select id="level_to" label="Highest level of need" value=level_to choices=with_first("Not stated", levels()) />
        <TextField
            id="age_from"
            label="Youngest age in years (optional)"
            hint="Leave empty if there is no lower limit"
            value=age_from
            width=FieldWidth::Ten
        />
        <TextField
            id="age_to"
            label="Oldest age in years (optional)"
            hint="Leave empty if there is no upper limit"
            value=age_to
            width=FieldWidth::Ten
        />
        <TextField
            id="area"
            label="Area (optional)"
            hint="Leave empty if it works in the whole partnership"
            value=typed.area
            width=FieldWidth::Twenty
        />
        <h2 class="govuk-heading-m">"How to get in"</h2>
        <Checkboxes id="routes_in" legend="Who can ask for it" values=typed.routes_in choices=ways />
        <TextArea
            id="access"
            label="How (optional)"
            hint="For example, what to have at hand, and when somebody answers"
            value=typed.access
            limit=PASSAGE_MAX
            rows=3
        />
        <TextField id="phone" label="Telephone (optional)" value=typed.phone width=FieldWidth::Twenty />
        <TextField id="email" label="Email (optional)" value=typed.email kind=TextKind::Email />
        <TextField id="url" label="Website (optional)" value=typed.url kind=TextKind::Reference />
        <h2 class="govuk-heading-m">"For the record"</h2>
        <DateInput id="valid_from" legend="First day (optional)" value=typed.valid_from />
        <TextArea id="about" label="What else is known (optional)" value=typed.about limit=PASSAGE_MAX rows=4 />
        <TextArea
            id="source"
            label="Where this was read (optional)"
            hint="For example, the paper and its paragraph, or who said so and when"
            value=typed.source
            limit=PASSAGE_MAX
            rows=2
        />
    }
}

/// What somebody else changed between two readings, and what it says now.
pub fn differences(before: &ServiceView, now: &ServiceView) -> Vec<(String, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let range = |from: Option<i32>, to: Option<i32>| {
        let end =
            |end: Option<i32>| end.map_or_else(|| "not stated".to_owned(), |end| end.to_string());
        format!("{} to {}", end(from), end(to))
    };
    let told = |service: &ServiceView| {
        let provider = service.provider.as_ref().map(|agency| agency.name.clone());
        let ways: Vec<&str> = service.routes_in.iter().map(|way| way.label()).collect();
        [
            ("Name", service.name.clone()),
            ("Other names", service.aliases.join(", ")),
            ("Kind", service.kind.label().to_owned()),
            ("What it does", service.summary.clone()),
            ("What else is known", text(&service.about)),
            ("Provider", text(&provider)),
            (
                "Levels of need",
                range(service.level_from, service.level_to),
            ),
            ("Ages", range(service.age_from, service.age_to)),
            ("Area", text(&service.area)),
            ("Who can ask for it", ways.join(", ")),
            ("How", text(&service.access)),
            ("Telephone", text(&service.phone)),
            ("Email", text(&service.email)),
            ("Website", text(&service.url)),
            ("First day", text(&service.valid_from.map(dates::day))),
            ("Last day", text(&service.valid_to.map(dates::day))),
            ("Where this was read", text(&service.source)),
        ]
    };
    told(before)
        .into_iter()
        .zip(told(now))
        .filter(|(before, now)| before != now)
        .map(|(_, (name, now))| (name.to_owned(), now))
        .collect()
}
