//! Where a review is recorded: what was found, what changes, and when one looks again; or why it was not held.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::ids::StepDownId;
use shared::step_down::api::StepDownView;
use shared::step_down::{ReviewFinding, StepDownEvent};
use shared::text::PASSAGE_MAX;

use super::send::{after, known, version_now};
use super::words::tone;
use crate::api::{Sending, load, show};
use crate::dates;
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Choice, DateInput, DateParts, EmptyState,
    ErrorSummary, Form, FormErrors, InsetText, Load, NavItem, PageHeading, Radios,
};

const HELD: &str = "held";
const NOT_HELD: &str = "not_held";

/// The page.
#[component]
pub fn StepDownReviewPage(plan: StepDownId, due: NaiveDate) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.step_down(plan).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Step-down plan", Route::StepDown { plan }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title=format!("Review due on {}", dates::day(due)) errors />
        <Load resource children=move |view: StepDownView| view! { <Review view due errors /> } />
    }
}

#[component]
fn Review(view: StepDownView, due: NaiveDate, errors: FormErrors) -> impl IntoView {
    let there = view
        .reviews
        .iter()
        .find(|review| review.due == due)
        .map(|review| review.answer.is_some());
    let back = Route::StepDown { plan: view.id }.href();
    let say = |title: &'static str, words: &'static str| {
        view! {
            <EmptyState title>
                <p>{words}</p>
                <p>
                    <a href=back>"Go to the plan"</a>
                </p>
            </EmptyState>
        }
        .into_any()
    };
    match there {
        Some(false) if view.state.reviewed() => view! { <ReviewForm view due errors /> }.into_any(),
        Some(true) => say(
            "This review has been recorded",
            "What was found does not change. It stands on the plan's page.",
        ),
        Some(false) | None => say(
            "No review is set for that day",
            "The days of the reviews stand on the plan's page.",
        ),
    }
}

/// The fields as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    held: RwSignal<String>,
    on: RwSignal<DateParts>,
    finding: RwSignal<String>,
    words: RwSignal<String>,
    next: RwSignal<DateParts>,
}

impl Typed {
    fn was_held(self) -> bool {
        self.held.with(|held| held == HELD)
    }

    fn finding(self) -> Option<ReviewFinding> {
        self.finding.with(|code| ReviewFinding::from_code(code))
    }

    /// The day from which the next review is counted, and the last day on which it is soon enough.
    fn next_by(self) -> Option<(NaiveDate, NaiveDate)> {
        if self.was_held() {
            let on = self.on.with(DateParts::read).ok().flatten()?;
            return Some((on, self.finding()?.next_by(on)));
        }
        let today = dates::today();
        Some((today, ReviewFinding::Wobbling.next_by(today)))
    }

    fn read(self, due: NaiveDate) -> Result<StepDownEvent, Vec<FormError>> {
        let mut faults = Vec::new();
        let next = self
            .next
            .with_untracked(DateParts::read)
            .unwrap_or_else(|fault| {
                faults.push(FormError::field(
                    "next",
                    fault.sentence("The day of the next review"),
                ));
                None
            });
        let words = self.words.get_untracked();
        if self.held.with_untracked(|held| held == NOT_HELD) {
            return if faults.is_empty() {
                Ok(StepDownEvent::MissReview { due, words, next })
            } else {
                Err(faults)
            };
        }
        if self.held.with_untracked(String::is_empty) {
            faults.insert(
                0,
                FormError::field("held", "Say whether the review was held"),
            );
            return Err(faults);
        }
        let on = match self.on.with_untracked(DateParts::read) {
            Ok(Some(on)) => Some(on),
            Ok(None) => {
                faults.push(FormError::field("on", "Enter the day on which it was held"));
                None
            }
            Err(fault) => {
                faults.push(FormError::field("on", fault.sentence("The day")));
                None
            }
        };
        let finding = untrack(|| self.finding());
        if finding.is_none() {
            faults.push(FormError::field("finding", "Choose what the review found"));
        }
        match (on, finding) {
            (Some(on), Some(finding)) if faults.is_empty() => Ok(StepDownEvent::Review {
                due,
                on,
                finding,
                words,
                next,
            }),
            _ => Err(faults),
        }
    }
}

#[component]
fn ReviewForm(view: StepDownView, due: NaiveDate, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let (plan, version) = (view.id, StoredValue::new(view.version));
    let done = after(plan);
    let known = known(&view);
    let today = dates::today();
    let missed = due < today;
    let typed = Typed {
        held: RwSignal::new(if missed { "" } else { HELD }.to_owned()),
        on: RwSignal::new(DateParts::of(today)),
        finding: RwSignal::new(String::new()),
        words: RwSignal::new(String::new()),
        next: RwSignal::new(DateParts::default()),
    };
    let submit = Callback::new(move |()| {
        let event = typed.read(due).and_then(|event| {
            event
                .checked(&known, dates::today())
                .map_err(|faults| faults.into_iter().map(FormError::from).collect())
        });
        let event = match event {
            Ok(event) => event,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let sent = version.get_value();
        let held = matches!(event, StepDownEvent::Review { .. });
        sending.send(
            move |client| {
                let event = event.clone();
                async move { client.step_down_event(plan, sent, &event).await }
            },
            move |answer| match answer {
                Ok(_) => done.run(if held {
                    "The review has been recorded.".to_owned()
                } else {
                    "It has been recorded why the review was not held.".to_owned()
                }),
                Err(fault) => {
                    if let Some(now) = version_now(&fault) {
                        version.set_value(now);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    let findings = ReviewFinding::ALL
        .iter()
        .map(|finding| {
            Choice::new(finding.code(), finding.label())
                .explained(format!(
                    "{} Look again within {} weeks",
                    meaning(*finding),
                    finding.weeks_until_next()
                ))
                .marked(tone(*finding))
        })
        .collect::<Vec<_>>();
    let set: Vec<NaiveDate> = view
        .reviews
        .iter()
        .filter(|review| review.answer.is_none() && review.due != due)
        .map(|review| review.due)
        .collect();
    let how = missed.then(|| {
        let choices = vec![
            Choice::new(HELD, "It was held"),
            Choice::new(NOT_HELD, "It was not held, and will not be"),
        ];
        view! {
            <Radios id="held" legend="What became of it?" value=typed.held choices />
        }
    });
    // The words are asked for in other words as the answers change; what was typed stays.
    let label = Memo::new(move |_| {
        if typed.held.with(|held| held == NOT_HELD) {
            "Why it was not held"
        } else if typed.finding().is_some_and(ReviewFinding::asks_for_change) {
            "What changes"
        } else {
            "What changes (optional)"
        }
    });
    view! {
        {missed
            .then(|| {
                view! {
                    <InsetText>
                        "The day of this review has passed, and it shows as overdue to everybody who takes part until it is recorded or somebody says why it was not held."
                    </InsetText>
                }
            })}
        <Form errors on_submit=submit>
            {how}
            {move || {
                typed
                    .was_held()
                    .then(|| {
                        view! {
                            <DateInput id="on" legend="Day on which it was held" value=typed.on />
                            <Radios
                                id="finding"
                                legend="How does it go?"
                                value=typed.finding
                                choices=findings.clone()
                            />
                        }
                    })
            }}
            {move || {
                let label = label.get();
                view! { <ToldArea id="words" label value=typed.words known limit=PASSAGE_MAX rows=4 /> }
            }}
            <NextBy typed set=StoredValue::new(set) />
            <DateInput
                id="next"
                legend="Day of the next review (optional)"
                hint="Leave empty where one is set soon enough"
                value=typed.next
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Record the review"
                </Button>
                <a href=Route::StepDown { plan }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

const fn meaning(finding: ReviewFinding) -> &'static str {
    match finding {
        ReviewFinding::Holding => "What was reached holds.",
        ReviewFinding::Wobbling => "There are early signs.",
        ReviewFinding::Struggling => "It does not hold.",
    }
}

/// By when one looks again, and whether a day is set that is soon enough.
#[component]
fn NextBy(typed: Typed, set: StoredValue<Vec<NaiveDate>>) -> impl IntoView {
    let told = Memo::new(move |_| {
        let (on, by) = typed.next_by()?;
        let planned = set.with_value(|set| set.iter().copied().filter(|day| *day > on).min());
        Some(sentence(by, planned))
    });
    view! {
        <div role="status">
            {move || told.get().map(|words| view! { <p class="govuk-body tl-measure">{words}</p> })}
        </div>
    }
}

/// The sentence that tells it.
fn sentence(by: NaiveDate, planned: Option<NaiveDate>) -> String {
    let by_words = dates::day(by);
    match planned {
        Some(planned) if planned <= by => format!(
            "The next review has to be held by {by_words}. One is set for {}, which is soon enough.",
            dates::day(planned)
        ),
        Some(planned) => format!(
            "The next review has to be held by {by_words}. One is set for {}, which is too late: enter an earlier day.",
            dates::day(planned)
        ),
        None => {
            format!("The next review has to be held by {by_words}. None is set: enter its day.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn whether_a_day_is_soon_enough_is_said() {
        let day = |text: &str| text.parse().unwrap();
        let by = day("2027-01-03");
        assert!(sentence(by, Some(day("2027-01-03"))).ends_with("which is soon enough."));
        assert!(sentence(by, Some(day("2027-01-04"))).ends_with("enter an earlier day."));
        assert!(sentence(by, None).ends_with("None is set: enter its day."));
    }
}
