//! Where something happens to a plan that is told in words or has a day: the question, what follows from it, and the form.

use leptos::prelude::*;
use shared::ids::StepDownId;
use shared::step_down::api::StepDownView;
use shared::step_down::{Duty, StepDownEvent, first_review_window};
use shared::text::PASSAGE_MAX;

use super::send::{after, known, version_now};
use super::words::listed;
use crate::api::{Sending, load, show};
use crate::dates;
use crate::features::cases::told::ToldArea;
use crate::features::site::NotFoundPage;
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonRole, DateInput, DateParts, ErrorSummary,
    Form, FormErrors, InsetText, Load, NavItem, PageHeading, WarningText,
};

/// What can happen by this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A new version is begun.
    Revise,
    /// The new version is given up.
    Drop,
    /// A participant asks for a change.
    AskForChange,
    /// Support begins to be reduced.
    StepDown,
    /// The plan has done its work.
    Close,
    /// The young person comes back in.
    ReEnter,
    /// Life goes another way.
    Stop,
}

/// How a happening is asked for.
struct Asked {
    title: &'static str,
    lead: &'static str,
    label: &'static str,
    button: &'static str,
    done: &'static str,
}

impl Happening {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::ReEnter,
        Self::StepDown,
        Self::AskForChange,
        Self::Revise,
        Self::Drop,
        Self::Close,
        Self::Stop,
    ];

    /// The one with this word.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Its word, which is that of the event.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Revise => "revise",
            Self::Drop => "drop",
            Self::AskForChange => "ask_for_change",
            Self::StepDown => "step_down",
            Self::Close => "close",
            Self::ReEnter => "re_enter",
            Self::Stop => "stop",
        }
    }

    /// The words on its button on the plan's page.
    pub const fn offered(self) -> &'static str {
        match self {
            Self::Revise => "Begin a new version",
            Self::Drop => "Give up the new version",
            Self::AskForChange => "Ask for a change",
            Self::StepDown => "Record the step-down",
            Self::Close => "Close the plan",
            Self::ReEnter => "Bring back in",
            Self::Stop => "Stop the plan",
        }
    }

    /// Whether it ends something that cannot be taken up again.
    pub const fn ends(self) -> bool {
        matches!(self, Self::Stop | Self::Drop)
    }

    const fn asked(self) -> Asked {
        match self {
            Self::Revise => Asked {
                title: "Begin a new version",
                lead: "The version in force stays in force until every agency that takes part has accepted the new one.",
                label: "What has changed since",
                button: "Begin the new version",
                done: "A new version has been begun.",
            },
            Self::Drop => Asked {
                title: "Give up the new version",
                lead: "The version in force stays as it is. What was written in the new one is kept to read.",
                label: "Why the new version is given up",
                button: "Give it up",
                done: "The new version has been given up.",
            },
            Self::AskForChange => Asked {
                title: "Ask for a change",
                lead: "The plan goes back to being written, and everybody is asked again when it is proposed anew.",
                label: "Which change you ask for",
                button: "Ask for the change",
                done: "The plan is being written again, with your words beside it.",
            },
            Self::StepDown => Asked {
                title: "Record the step-down",
                lead: "From this day support is reduced, the reviews are set, and the way back in is open.",
                label: "",
                button: "Record it",
                done: "Support is being reduced. The reviews are set.",
            },
            Self::Close => Asked {
                title: "Close the plan",
                lead: "What was reached has held. Say what carries on, so that nothing ends in silence.",
                label: "What carries on",
                button: "Close the plan",
                done: "The plan has been closed.",
            },
            Self::ReEnter => Asked {
                title: "Bring back in",
                lead: "One step is enough: no referral and no new assessment. The agencies are told at once, and the promised time begins today.",
                label: "By which sign, or what they asked for",
                button: "Bring back in",
                done: "The way back is open. The promised time has begun.",
            },
            Self::Stop => Asked {
                title: "Stop the plan",
                lead: "For when life has gone another way. A plan that has been stopped stays to read and cannot be taken up again: begin a new one.",
                label: "Why the plan stops",
                button: "Stop the plan",
                done: "The plan has been stopped.",
            },
        }
    }

    fn event(self, words: String) -> Option<StepDownEvent> {
        Some(match self {
            Self::Revise => StepDownEvent::Revise { words },
            Self::Drop => StepDownEvent::Drop { words },
            Self::AskForChange => StepDownEvent::AskForChange { words },
            Self::Close => StepDownEvent::Close { words },
            Self::ReEnter => StepDownEvent::ReEnter { words },
            Self::Stop => StepDownEvent::Stop { words },
            Self::StepDown => return None,
        })
    }
}

/// The page.
#[component]
pub fn StepDownEventPage(plan: StepDownId, kind: String) -> impl IntoView {
    let Some(kind) = Happening::of_code(&kind) else {
        return view! { <NotFoundPage /> }.into_any();
    };
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.step_down(plan).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Step-down plan", Route::StepDown { plan }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title=kind.asked().title errors />
        <Load resource children=move |view: StepDownView| view! { <EventForm view kind errors /> } />
    }
    .into_any()
}

/// What was typed, as the rules allow it.
fn read(
    kind: Happening,
    words: String,
    on: &DateParts,
    view: &StepDownView,
) -> Result<StepDownEvent, Vec<FormError>> {
    let event = match kind.event(words) {
        Some(event) => event,
        None => StepDownEvent::StepDown {
            on: match on.read() {
                Ok(Some(on)) => on,
                Ok(None) => {
                    return Err(vec![FormError::field(
                        "on",
                        "Enter the day from which support is reduced",
                    )]);
                }
                Err(fault) => {
                    return Err(vec![FormError::field("on", fault.sentence("The day"))]);
                }
            },
        },
    };
    event
        .checked(&known(view), dates::today())
        .map_err(|faults| faults.into_iter().map(FormError::from).collect())
}

#[component]
fn EventForm(view: StepDownView, kind: Happening, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let plan = view.id;
    let asked = kind.asked();
    let done = after(plan);
    let words = RwSignal::new(String::new());
    let on = RwSignal::new(match kind {
        Happening::StepDown => DateParts::of(dates::today()),
        _ => DateParts::default(),
    });
    let known = known(&view);
    let days = view.clone();
    let read_view = StoredValue::new(view.clone());
    let version = StoredValue::new(view.version);
    let submit = Callback::new(move |()| {
        let read = read_view
            .with_value(|view| read(kind, words.get_untracked(), &on.get_untracked(), view));
        let event = match read {
            Ok(event) => event,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let sent = version.get_value();
        sending.send(
            move |client| {
                let event = event.clone();
                async move { client.step_down_event(plan, sent, &event).await }
            },
            move |answer| match answer {
                Ok(_) => done.run(asked.done.to_owned()),
                Err(fault) => {
                    if let Some(now) = version_now(&fault) {
                        version.set_value(now);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    let field = if kind == Happening::StepDown {
        view! {
            <DateInput id="on" legend="Day from which support is reduced" hint="Today or earlier" value=on />
            {move || view! { <Follows view=days.clone() on=on.get() /> }}
        }
        .into_any()
    } else {
        view! { <ToldArea id="words" label=asked.label value=words known limit=PASSAGE_MAX rows=4 /> }
            .into_any()
    };
    let lead = match kind {
        Happening::Stop => view! { <WarningText>{asked.lead}</WarningText> }.into_any(),
        _ => view! { <p class="govuk-body tl-measure">{asked.lead}</p> }.into_any(),
    };
    let button = if kind.ends() {
        ButtonKind::Warning
    } else {
        ButtonKind::Primary
    };
    view! {
        {lead}
        <Promise view kind />
        <Form errors on_submit=submit>
            {field}
            <ButtonGroup>
                <Button kind=button role=ButtonRole::Submit busy=sending.busy()>
                    {asked.button}
                </Button>
                <a href=Route::StepDown { plan }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// What the plan promised for the way back.
#[component]
fn Promise(view: StepDownView, kind: Happening) -> impl IntoView {
    let way = (kind == Happening::ReEnter)
        .then(|| super::in_force(&view)?.way_back.clone())
        .flatten();
    way.map(|way| {
        let by = shared::pathways::due(way.promised, dates::today());
        view! {
            <InsetText>
                {format!("The plan promises an answer {}: by {}. ", way.promised.label(), dates::day(by))}
                <span class="tl-prose">{way.how}</span>
            </InsetText>
        }
    })
}

/// What is owed from the day on, and whether the reviews fit it.
#[component]
fn Follows(view: StepDownView, on: DateParts) -> impl IntoView {
    let Ok(Some(on)) = on.read() else {
        return ().into_any();
    };
    let duties: Vec<String> = Duty::ALL
        .iter()
        .map(|duty| {
            let what = duty.label();
            let mut letters = what.chars();
            let small = letters
                .next()
                .map(|letter| letter.to_lowercase().chain(letters).collect::<String>())
                .unwrap_or_default();
            format!("{small} by {}", dates::day(duty.due(on)))
        })
        .collect();
    let first = super::in_force(&view).and_then(|plan| plan.reviews.first().copied());
    let fits = first
        .zip(first_review_window(on))
        .is_some_and(|(first, (from, until))| from <= first && first <= until);
    let elsewhere = first.filter(|_| !fits).map(|first| {
        format!(
            " The first review is planned for {}, which is not 6 to 12 weeks after that day. Begin a new version with other review dates first.",
            dates::day(first)
        )
    });
    view! {
        <InsetText>{format!("Then is owed: {}.", listed(&duties))} {elsewhere}</InsetText>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_happening_is_an_event_of_the_rules() {
        for one in Happening::ALL {
            assert_eq!(Happening::of_code(one.code()), Some(one));
            let event = one
                .event("Words".to_owned())
                .unwrap_or_else(|| StepDownEvent::StepDown {
                    on: chrono::NaiveDate::MIN,
                });
            assert_eq!(event.code(), one.code());
            assert!(!one.asked().title.is_empty() && !one.offered().is_empty());
        }
        assert_eq!(Happening::of_code("save"), None);
    }
}
