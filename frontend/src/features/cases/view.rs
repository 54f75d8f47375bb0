use leptos::prelude::*;
use shared::cases::api::{CaseStanding, CaseView};
use shared::cases::{CaseEventKind, CaseState, CaseVerb};
use shared::ids::CaseId;

use super::holdings::Holdings;
use super::passport::Passport;
use super::together::{GlassBanner, ResponsibilityBar};
use super::trace::Trace;
use crate::api::load;
use crate::dates;
use crate::features::step_down::{BeginStepDown, StateTag as PlanTag};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, ButtonGroup, ButtonKind, ButtonLink, CopyField, Details, ErrorSummary, FormErrors,
    InsetText, Load, NavItem, PageHeading, StatusMark, SummaryList, SummaryRow, Tag, TagColour,
    Tone, WarningText,
};

/// A case, as those who take part read it. Neither the address nor the title of the page holds its reference.
#[component]
pub fn CasePage(case: CaseId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.case(case).await });
    let again = Callback::new(move |()| resource.refetch());
    view! {
        <Breadcrumbs items=vec![NavItem::new("Cases", Route::Cases.href())] />
        <ErrorSummary errors />
        <PageHeading title="Case" errors />
        <Load resource children=move |case: CaseView| view! { <Case case errors again /> } />
    }
}

#[component]
fn Case(case: CaseView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let id = case.id;
    let reference = Signal::stored(case.reference.to_string());
    view! {
        {case.glass_until.map(|until| view! { <GlassBanner case=id until errors again /> })}
        <CopyField id="reference" label="Case reference" value=reference />
        <Stands case=case.clone() />
        <ResponsibilityBar case=case.clone() />
        <Holdings holdings=case.responsibility.clone() />
        <NextDate case=case.clone() />
        <Acts case=case.clone() />
        <Plans case=case.clone() errors />
        <Passport case=case.clone() />
        <About case=case.clone() />
        <Trace timeline=case.timeline />
    }
}

/// How a case stands, as a tag.
#[component]
fn StateTag(state: CaseState) -> impl IntoView {
    let colour = match state {
        CaseState::Open => TagColour::Green,
        CaseState::Closed => TagColour::Blue,
        CaseState::MovedAway | CaseState::Merged | CaseState::Died | CaseState::Anonymised => {
            TagColour::Grey
        }
    };
    view! { <Tag colour word=state.label() /> }
}

#[component]
fn Stands(case: CaseView) -> impl IntoView {
    let other = case.merged_into.map(|other| {
        view! {
            <InsetText>
                "It is the same child as another case, which carries on: "
                <a href=Route::Case { case: other }.href()>"open that case"</a> "."
            </InsetText>
        }
    });
    view! {
        <p>
            <StateTag state=case.state />
            " "
            <span class="tl-muted">{format!("since {}", dates::day_of(case.state_since))}</span>
        </p>
        {case
            .concern
            .then(|| {
                view! {
                    <WarningText>"A safeguarding concern has been raised and has not been dealt with yet."</WarningText>
                }
            })}
        {case
            .legal_hold
            .then(|| view! { <p class="govuk-body">"A legal hold lies on this case: nothing of it is erased."</p> })}
        {other}
    }
}

/// What comes next, with its day.
#[component]
fn NextDate(case: CaseView) -> impl IntoView {
    let plan = case.plan?;
    let day = plan.next_review?;
    let (tone, word) = if plan.overdue {
        (
            Tone::Bad,
            format!("A review is overdue since {}", dates::day(day)),
        )
    } else {
        (Tone::Good, format!("Next review on {}", dates::day(day)))
    };
    Some(view! {
        <p class="govuk-body">
            <StatusMark tone word />
        </p>
    })
}

/// What the reader can do.
#[component]
fn Acts(case: CaseView) -> impl IntoView {
    let id = case.id;
    let may = |verb: CaseVerb| case.allowed.contains(&verb);
    let live = case.state == CaseState::Open;
    let read_log = may(CaseVerb::ReadLog) || may(CaseVerb::ReadLogOwn);
    let exports = may(CaseVerb::Export);
    let (invites, changes) = (
        live && may(CaseVerb::Participants),
        live && may(CaseVerb::Update),
    );
    let secondary = |href: String, words: &'static str| {
        view! {
            <ButtonLink href kind=ButtonKind::Secondary>
                {words}
            </ButtonLink>
        }
    };
    let events = case
        .events
        .iter()
        .filter(|kind| **kind != CaseEventKind::Anonymise)
        .map(|kind| {
            let href = Route::CaseHappen {
                case: id,
                kind: *kind,
            }
            .href();
            view! { <li><a href=href>{kind.label()}</a></li> }
        })
        .collect::<Vec<_>>();
    let happens = !events.is_empty() && case.standing != CaseStanding::Glass;
    view! {
        <ButtonGroup>
            {invites
                .then(|| secondary(Route::CaseInvite { case: id }.href(), "Ask an agency to take part"))}
            {changes
                .then(|| secondary(Route::CaseEdit { case: id }.href(), "Change the details"))}
            {read_log
                .then(|| view! { <a href=Route::CaseLog { case: id }.href()>"Who has read this case"</a> })}
            {exports
                .then(|| view! { <a href=Route::CaseHeld { case: id }.href()>"All that is held"</a> })}
        </ButtonGroup>
        {happens
            .then(|| {
                view! {
                    <Details summary="Something has happened">
                        <ul class="govuk-list">{events}</ul>
                    </Details>
                }
            })}
    }
}

#[component]
fn Plans(case: CaseView, errors: FormErrors) -> impl IntoView {
    let begin = case.plan.is_none()
        && case.state == CaseState::Open
        && case.allowed.contains(&CaseVerb::Plan);
    let id = case.id;
    let live = case.plan.map(|plan| {
        let stepped = plan
            .stepped_down_on
            .map(|day| format!("Support is reduced since {}.", dates::day(day)));
        view! {
            <p class="govuk-body">
                <a href=Route::StepDown { plan: plan.id }.href()>"The step-down plan"</a> " " <PlanTag state=plan.state />
            </p>
            {stepped.map(|words| view! { <p class="govuk-body">{words}</p> })}
        }
    });
    let none = live.is_none().then(|| {
        view! { <p class="govuk-body">"No step-down plan is under way."</p> }
    });
    let earlier = case
        .earlier_plans
        .into_iter()
        .map(|plan| {
            view! {
                <li>
                    <a href=Route::StepDown {
                        plan: plan.id,
                    }
                        .href()>{format!("The plan begun on {}", dates::day_of(plan.begun_at))}</a>
                    " "
                    <PlanTag state=plan.state />
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <h2 class="govuk-heading-m">"Step-down plan"</h2>
        {live}
        {none}
        {begin.then(|| view! { <ButtonGroup><BeginStepDown case=id errors /></ButtonGroup> })}
        {(!earlier.is_empty())
            .then(|| {
                view! {
                    <Details summary="Earlier plans">
                        <ul class="govuk-list">{earlier}</ul>
                    </Details>
                }
            })}
    }
}

#[component]
fn About(case: CaseView) -> impl IntoView {
    let ages = case.born.ages(dates::today()).map(|(least, most)| {
        if least == most {
            format!(" (aged {most})")
        } else {
            format!(" (aged {least} or {most})")
        }
    });
    let cohorts: Vec<&str> = case.cohorts.iter().map(|one| one.label()).collect();
    let district = case
        .district
        .map_or("Not known", |district| district.label());
    view! {
        <h2 class="govuk-heading-m">"About the young person"</h2>
        <SummaryList>
            <SummaryRow name="Born">{case.born.in_words()} {ages}</SummaryRow>
            <SummaryRow name="Level of need">{case.level.in_words()}</SummaryRow>
            <SummaryRow name="District">{district}</SummaryRow>
            {(!cohorts.is_empty())
                .then(|| view! { <SummaryRow name="What services have to know">{cohorts.join(", ")}</SummaryRow> })}
            {case
                .own_reference
                .map(|own| view! { <SummaryRow name="Your own reference">{own}</SummaryRow> })}
            <SummaryRow name="Case opened">{dates::day_of(case.opened_at)}</SummaryRow>
        </SummaryList>
    }
}
