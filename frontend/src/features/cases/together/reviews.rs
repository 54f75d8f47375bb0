use leptos::prelude::*;
use shared::cases::api::{GlassList, GlassReviewForm, GlassReviewed, GlassView};
use shared::cases::{GlassFinding, Known};
use shared::ids::GlassId;
use shared::policy::Role;
use shared::text::PASSAGE_MAX;

use super::said::{Reading, here};
use crate::api::{Sending, load, open, refusal, show};
use crate::dates;
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonRole, Choice, EmptyState, ErrorSummary,
    Form, FormErrors, Load, NavItem, PageHeading, Radios, SummaryList, SummaryRow, Tag, TagColour,
};

/// Broken glass: what waits for a review, and what was found.
#[component]
pub fn GlassReviewsPage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.broken_glass().await });
    let again = Callback::new(move |()| resource.refetch());
    let audits = Session::here()
        .actor()
        .is_some_and(|actor| actor.holds(Role::Auditor));
    view! {
        <Breadcrumbs items=vec![NavItem::new("Cases", Route::Cases.href())] />
        <ErrorSummary errors />
        <PageHeading title="Emergency access" errors />
        <p class="govuk-body tl-measure">
            "Who broke the glass of a case in an emergency, and why. Somebody other than who opened it reviews it within 3 working days."
        </p>
        {audits
            .then(|| {
                view! {
                    <ButtonGroup>
                        <a href=Route::CasesLog.href()>"Who has read cases"</a>
                        <a href=Route::Retention.href()>"How long cases are kept"</a>
                    </ButtonGroup>
                }
            })}
        <Load resource children=move |list: GlassList| view! { <Reviews list errors again /> } />
    }
}

#[component]
fn Reviews(list: GlassList, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    if list.items.is_empty() {
        return view! {
            <EmptyState title="There was no emergency access">
                <p class="govuk-body">"Nobody has opened a case in an emergency that you would look into."</p>
            </EmptyState>
        }
        .into_any();
    }
    // One form at a time, so that its fields have the page to themselves.
    let reviewing = RwSignal::new(None::<GlassId>);
    let items = list
        .items
        .into_iter()
        .map(|glass| view! { <Glass glass reviewing errors again /> })
        .collect_view();
    view! { <div class="tl-cards">{items}</div> }.into_any()
}

#[component]
fn StandingTag(reviewed: bool, overdue: bool) -> impl IntoView {
    match (reviewed, overdue) {
        (true, _) => view! { <Tag colour=TagColour::Blue word="Reviewed" /> },
        (false, true) => view! { <Tag colour=TagColour::Red word="Review overdue" /> },
        (false, false) => view! { <Tag colour=TagColour::Amber word="To review" /> },
    }
}

#[component]
fn Glass(
    glass: GlassView,
    reviewing: RwSignal<Option<GlassId>>,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let id = glass.id;
    let may = open(&glass.allowed, "review");
    let why_not = refusal(&glass.allowed, "review");
    let title = format!("{}, {}", glass.by.name, dates::instant(glass.opened_at));
    let case = glass.reference.map(|reference| {
        view! {
            <SummaryRow name="Case">
                <a href=Route::Case { case: glass.case }.href()>{reference.to_string()}</a>
            </SummaryRow>
        }
    });
    let heading = title.clone();
    let shown = Memo::new(move |_| reviewing.get() == Some(id));
    view! {
        <section class="tl-card" aria-label=title>
            <h2 class="govuk-heading-m">{heading}</h2>
            <p>
                <StandingTag reviewed=glass.reviewed.is_some() overdue=glass.overdue />
            </p>
            <SummaryList>
                {case}
                <SummaryRow name="For">{glass.agency.name}</SummaryRow>
                <SummaryRow name="Until">{dates::instant(glass.ends_at)}</SummaryRow>
                <SummaryRow name="Reason">{glass.reason.label()}</SummaryRow>
                <SummaryRow name="In words">
                    <span class="tl-prose">{glass.words}</span>
                </SummaryRow>
                <SummaryRow name="Review by">{dates::day(glass.review_due)}</SummaryRow>
            </SummaryList>
            {glass.reviewed.map(|reviewed| view! { <Found reviewed /> })}
            {why_not.map(|words| view! { <p class="tl-muted">{words}</p> })}
            {move || {
                if !may {
                    ().into_any()
                } else if shown.get() {
                    view! { <ReviewForm glass=id reviewing errors again /> }.into_any()
                } else {
                    let press = Callback::new(move |_| {
                        errors.clear();
                        reviewing.set(Some(id));
                    });
                    view! {
                        <Button kind=ButtonKind::Secondary on_press=press>
                            "Record a review"
                        </Button>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Found(reviewed: GlassReviewed) -> impl IntoView {
    view! {
        <SummaryList>
            <SummaryRow name="Found">{reviewed.finding.label()}</SummaryRow>
            <SummaryRow name="By">{format!("{}, {}", reviewed.by.name, dates::instant(reviewed.at))}</SummaryRow>
            <SummaryRow name="What follows">
                <span class="tl-prose">{reviewed.words}</span>
            </SummaryRow>
        </SummaryList>
    }
}

#[component]
fn ReviewForm(
    glass: GlassId,
    reviewing: RwSignal<Option<GlassId>>,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let finding = RwSignal::new(String::new());
    let words = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let found = reading.one(
            "finding",
            finding,
            GlassFinding::from_code,
            "Choose what you found",
        );
        let words = reading.text(
            "words",
            words,
            Known::default(),
            Some("Say what you found, and what follows from it"),
        );
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        let Some(finding) = found else { return };
        errors.clear();
        let form = GlassReviewForm { finding, words };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.review_glass(glass, &form).await }
            },
            move |answer| match answer {
                Ok(_) => here.run("The review has been recorded."),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let findings = GlassFinding::ALL
        .iter()
        .map(|finding| Choice::new(finding.code(), finding.label()))
        .collect::<Vec<_>>();
    let close = Callback::new(move |_| {
        errors.clear();
        reviewing.set(None);
    });
    view! {
        <Form errors on_submit=submit>
            <Radios id="finding" legend="What did you find?" value=finding choices=findings />
            <ToldArea
                id="words"
                label="Why, and what follows from it"
                value=words
                known=Known::default()
                limit=PASSAGE_MAX
                rows=3
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save the review"
                </Button>
                <Button kind=ButtonKind::Plain on_press=close>
                    "Cancel"
                </Button>
            </ButtonGroup>
        </Form>
    }
}
