//! The fields of the form that say from where, to where and when, what is to be reached, and what helps.

use leptos::prelude::*;
use shared::cases::NeedLevel;
use shared::step_down::{ENTRY_MAX, first_review_window};

use super::surroundings::Surroundings;
use super::typed::{CarrierRow, DAYS, GoalRow, SAME_WORKING_DAY, Typed, VoiceTyped, WORKING_DAYS};
use crate::dates;
use crate::features::cases::told::ToldArea;
use crate::ui::field::FormErrors;
use crate::ui::{
    AddRow, Choice, DateInput, DateParts, FieldWidth, RowButtons, Rows, Select, TextField,
};

type Around = StoredValue<Surroundings>;

fn first(words: &str, choices: impl IntoIterator<Item = Choice>) -> Signal<Vec<Choice>> {
    Signal::stored(
        std::iter::once(Choice::new("", words))
            .chain(choices)
            .collect(),
    )
}

fn levels() -> Signal<Vec<Choice>> {
    let levels = (1..).map_while(|number| NeedLevel::try_from(number).ok());
    first(
        "Choose a level",
        levels.map(|level| Choice::new(level.number().to_string(), level.in_words())),
    )
}

/// What is wrong with a part of the form that is no single field.
#[component]
fn Fault(of: &'static str) -> impl IntoView {
    let fault = use_context::<FormErrors>().map(|errors| errors.of(of.to_owned()));
    move || {
        fault.and_then(|fault| fault.get()).map(|words| {
            view! {
                <p class="govuk-error-message">
                    <span class="govuk-visually-hidden">"Error: "</span>
                    {words}
                </p>
            }
        })
    }
}

/// A part of the form, with its name.
#[component]
fn Part(
    id: &'static str,
    title: &'static str,
    #[prop(optional)] lead: &'static str,
    children: Children,
) -> impl IntoView {
    let heading = format!("part-{id}");
    let labelled = heading.clone();
    view! {
        <section class="tl-rows" id=id aria-labelledby=labelled>
            <h2 class="govuk-heading-m" id=heading>
                {title}
            </h2>
            {(!lead.is_empty()).then(|| view! { <p class="govuk-body tl-measure">{lead}</p> })}
            <Fault of=id />
            {children()}
        </section>
    }
}

/// Words that are looked through for what tells who somebody is.
#[component]
fn Words(
    id: String,
    label: String,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
    value: RwSignal<String>,
    around: Around,
) -> impl IntoView {
    let known = around.with_value(|around| around.known);
    match hint {
        Some(hint) => {
            view! { <ToldArea id label hint value known limit=ENTRY_MAX rows=2 quiet=true /> }
                .into_any()
        }
        None => {
            view! { <ToldArea id label value known limit=ENTRY_MAX rows=2 quiet=true /> }.into_any()
        }
    }
}

/// From where to where, and when.
#[component]
pub fn Way(typed: Typed, around: Around) -> impl IntoView {
    let services = |chosen: RwSignal<String>| {
        let chosen = chosen.get_untracked();
        first(
            "Choose a service",
            around.with_value(|around| around.service_choices(&chosen)),
        )
    };
    let (from, to) = (services(typed.from_service), services(typed.to_service));
    view! {
        <Part id="way" title="From where to where">
            <div class="tl-row__fields">
                <Select
                    id="from_service"
                    label="Service that reduces its support"
                    value=typed.from_service
                    choices=from
                />
                <Select id="from_level" label="Its level of need" value=typed.from_level choices=levels() />
            </div>
            <div class="tl-row__fields">
                <Select
                    id="to_service"
                    label="Service that receives the young person"
                    value=typed.to_service
                    choices=to
                />
                <Select id="to_level" label="Its level of need, below the other" value=typed.to_level choices=levels() />
            </div>
            <DateInput
                id="steps_down_on"
                legend="Day from which support is reduced"
                hint="For example, 1 3 2027"
                value=typed.steps_down_on
            />
        </Part>
    }
}

/// What is to be reached.
#[component]
pub fn Goals(typed: Typed, around: Around) -> impl IntoView {
    let rows = move || {
        typed
            .goals
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| view! { <GoalFields typed around at row /> })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        typed
            .goals
            .add(|| GoalRow::of(None), |at| format!("goals-{at}-goal"));
    });
    view! {
        <Part id="goals" title="Goals" lead="What is to be reached, in the young person's words where that can be.">
            {rows}
            <AddRow id="add-goal" words="Add a goal" add />
        </Part>
    }
}

#[component]
fn GoalFields(typed: Typed, around: Around, at: usize, row: GoalRow) -> impl IntoView {
    let number = at + 1;
    let remove = Callback::new(move |()| typed.goals.remove(at, "add-goal".to_owned()));
    view! {
        <fieldset class="govuk-fieldset tl-row">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{format!("Goal {number}")}</legend>
            <Words id=format!("goals-{at}-goal") label="What is to be reached".to_owned() value=row.goal around />
            <Words
                id=format!("goals-{at}-known_by")
                label="How we will know".to_owned()
                value=row.known_by
                around
            />
            <RowButtons what=format!("goal {number}") up=None remove />
        </fieldset>
    }
}

/// A list of short texts.
#[component]
pub fn Entries(
    id: &'static str,
    title: &'static str,
    lead: &'static str,
    /// What one of them is called, as in "strength".
    one: &'static str,
    rows: Rows<RwSignal<String>>,
    around: Around,
) -> impl IntoView {
    let capital = {
        let mut letters = one.chars();
        letters
            .next()
            .map(|letter| letter.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    let add_id = format!("add-{id}");
    let back = StoredValue::new(add_id.clone());
    let capital = StoredValue::new(capital);
    let views = move || {
        rows.get()
            .into_iter()
            .enumerate()
            .map(|(at, value)| {
                let number = at + 1;
                let remove = Callback::new(move |()| rows.remove(at, back.get_value()));
                let label = capital.with_value(|word| format!("{word} {number}"));
                view! {
                    <div class="tl-row">
                        <Words id=format!("{id}-{at}") label value around />
                        <RowButtons what=format!("{one} {number}") up=None remove />
                    </div>
                }
            })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        rows.add(|| RwSignal::new(String::new()), |at| format!("{id}-{at}"));
    });
    let article = if one.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    view! {
        <Part id title lead>
            {views}
            <AddRow id=add_id words=format!("Add {article} {one}") add />
        </Part>
    }
}

/// Who carries on what.
#[component]
pub fn Carriers(typed: Typed, around: Around) -> impl IntoView {
    let rows = move || {
        typed
            .carried_on
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| view! { <CarrierFields typed around at row /> })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        typed.carried_on.add(
            || CarrierRow::of(None),
            |at| format!("carried_on-{at}-agency"),
        );
    });
    view! {
        <Part
            id="carried_on"
            title="Who carries on what"
            lead="The agencies are those that take part in the case. Invite another one on the case's page first."
        >
            {rows}
            <AddRow id="add-carrier" words="Add something that carries on" add />
        </Part>
    }
}

#[component]
fn CarrierFields(typed: Typed, around: Around, at: usize, row: CarrierRow) -> impl IntoView {
    let number = at + 1;
    let chosen = row.agency.get_untracked();
    let agencies = first(
        "Choose an agency",
        around.with_value(|around| around.agency_choices(&chosen)),
    );
    let remove = Callback::new(move |()| typed.carried_on.remove(at, "add-carrier".to_owned()));
    view! {
        <fieldset class="govuk-fieldset tl-row">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{format!("Carried on {number}")}</legend>
            <Select id=format!("carried_on-{at}-agency") label="Agency" value=row.agency choices=agencies />
            <Words id=format!("carried_on-{at}-what") label="What it carries on".to_owned() value=row.what around />
            <RowButtons what=format!("carried on {number}") up=None remove />
        </fieldset>
    }
}

/// The way back in.
#[component]
pub fn Back(typed: Typed, around: Around) -> impl IntoView {
    let clocks = first(
        "Choose a time",
        [
            Choice::new(SAME_WORKING_DAY, "The same working day"),
            Choice::new(
                WORKING_DAYS,
                "A number of working days, without bank holidays in England",
            ),
            Choice::new(DAYS, "A number of days, weekends among them"),
        ],
    );
    let chosen = typed.crisis_contact.get_untracked();
    let services = first(
        "Choose a service",
        around.with_value(|around| around.service_choices(&chosen)),
    );
    view! {
        <Part
            id="way_back"
            title="The way back in"
            lead="From the day on which support is reduced, one step leads back in. The promised time is counted from then."
        >
            <Words
                id="way_back-how".to_owned()
                label="Whom to ask, and how".to_owned()
                hint=Some("For example, the link worker at school, who calls the team")
                value=typed.way_how
                around
            />
            <div class="tl-row__fields">
                <Select id="way_back-promised" label="An answer comes within" value=typed.promised choices=clocks />
                {move || {
                    typed
                        .counts()
                        .then(|| {
                            view! {
                                <TextField
                                    id="way_back-promised-count"
                                    label="How many days"
                                    value=typed.promised_count
                                    width=FieldWidth::Ten
                                />
                            }
                        })
                }}
            </div>
            <Select
                id="way_back-crisis_contact"
                label="Crisis contact"
                hint="A service of the directory, so that its telephone number is right"
                value=typed.crisis_contact
                choices=services
            />
        </Part>
    }
}

/// The days on which one looks at how it goes.
#[component]
pub fn Reviews(typed: Typed) -> impl IntoView {
    let window = move || {
        let (earliest, latest) =
            first_review_window(typed.steps_down_on.with(DateParts::read).ok().flatten()?)?;
        Some(format!(
            "Put the first one on a day from {} to {}",
            dates::day(earliest),
            dates::day(latest)
        ))
    };
    let rows = move || {
        typed
            .reviews
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, value)| {
                let number = at + 1;
                let remove =
                    Callback::new(move |()| typed.reviews.remove(at, "add-review".to_owned()));
                view! {
                    <div class="tl-row">
                        <DateInput id=format!("reviews-{at}") legend=format!("Review {number}") value />
                        <RowButtons what=format!("review {number}") up=None remove />
                    </div>
                }
            })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        typed.reviews.add(
            || RwSignal::new(DateParts::default()),
            |at| format!("reviews-{at}-day"),
        );
    });
    view! {
        <Part
            id="reviews"
            title="Reviews"
            lead="Two or more. The first is held while there is still time to change course."
        >
            {move || window().map(|words| view! { <p class="govuk-body tl-measure">{words}</p> })}
            {rows}
            <AddRow id="add-review" words="Add a review" add />
        </Part>
    }
}

/// What the young person and the family say.
#[component]
pub fn Voices(typed: Typed, around: Around) -> impl IntoView {
    view! {
        <Part id="own_view" title="The young person's view" lead="As nearly as possible in their words. Leave one of the two empty.">
            <VoiceFields
                id="own_view"
                said="What the young person says to the plan"
                voice=typed.own_view
                around
            />
        </Part>
        <Part id="family_part" title="The family's part" lead="What they do, and what they say to the plan. Leave one of the two empty.">
            <VoiceFields id="family_part" said="What the family does and says" voice=typed.family_part around />
        </Part>
    }
}

#[component]
fn VoiceFields(
    id: &'static str,
    said: &'static str,
    voice: VoiceTyped,
    around: Around,
) -> impl IntoView {
    view! {
        <Words id=format!("{id}-said") label=said.to_owned() value=voice.said around />
        <Words
            id=format!("{id}-not_because")
            label="Or why there is nothing".to_owned()
            value=voice.not_because
            around
        />
    }
}
