use leptos::prelude::*;
use shared::governance::api::{DecisionSummary, MeetingView, Paper};
use shared::ids::MeetingId;

use super::decisions::DecisionTable;
use crate::api::{load, open};
use crate::dates;
use crate::features::plans::moment::{self, AsAtBanner};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, ButtonGroup, ButtonKind, ButtonLink, Load, NavItem, PageHeading, SummaryList,
    SummaryRow, Tag, TagColour,
};

/// One meeting: its board and day, its papers, and what was decided.
#[component]
pub fn MeetingPage(plan: String, meeting: MeetingId) -> impl IntoView {
    let moment = moment::here();
    let asked = plan.clone();
    let resource = load(move |client| {
        let (plan, as_at) = (asked.clone(), moment.get().as_at);
        async move { client.meeting(&plan, meeting, as_at).await }
    });
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let title = Signal::derive(move || {
        known
            .get()
            .map_or_else(|| "Meeting".to_owned(), |meeting| meeting.title)
    });
    let caption = Signal::derive(move || known.get().map(|meeting| meeting.board.name));
    let as_at = Signal::derive(move || known.get().and_then(|meeting| meeting.as_at));
    let back = moment::href(
        &Route::Meetings { plan: plan.clone() }.href(),
        moment.get_untracked(),
    );
    view! {
        <Breadcrumbs items=vec![NavItem::new("Meetings", back)] />
        <PageHeading title caption />
        <AsAtBanner as_at />
        <Load
            resource
            children=move |view: MeetingView| {
                view! {
                    <Facts view=view.clone() />
                    <Acts plan=plan.clone() view=view.clone() />
                    <Papers papers=view.papers />
                    <Decided plan=plan.clone() decisions=view.decisions />
                }
            }
        />
    }
}

#[component]
fn Facts(view: MeetingView) -> impl IntoView {
    view! {
        <SummaryList>
            <SummaryRow name="Board">{view.board.name}</SummaryRow>
            <SummaryRow name="Date">
                {dates::day(view.date)}
                {(!view.held)
                    .then(|| {
                        view! {
                            " "
                            <Tag colour=TagColour::Grey word="To come" />
                        }
                    })}
            </SummaryRow>
        </SummaryList>
    }
}

#[component]
fn Acts(plan: String, view: MeetingView) -> impl IntoView {
    let decide = open(&view.allowed, "decide").then(|| {
        let href = Route::NewDecision {
            plan: plan.clone(),
            meeting: view.id,
        }
        .href();
        view! { <ButtonLink href>"Add a decision"</ButtonLink> }
    });
    let change = open(&view.allowed, "update").then(|| {
        let href = Route::MeetingEdit {
            plan,
            meeting: view.id,
        }
        .href();
        view! {
            <ButtonLink href kind=ButtonKind::Secondary>
                "Change"
            </ButtonLink>
        }
    });
    (decide.is_some() || change.is_some())
        .then(|| view! { <ButtonGroup>{decide} {change}</ButtonGroup> })
}

#[component]
fn Papers(papers: Vec<Paper>) -> impl IntoView {
    let list = if papers.is_empty() {
        view! { <p class="govuk-body tl-muted">"No papers are linked."</p> }.into_any()
    } else {
        let items = papers
            .into_iter()
            .map(|paper| {
                view! {
                    <li>
                        <a href=paper.url rel="external noopener noreferrer">
                            {paper.title}
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="papers">
            <h2 class="govuk-heading-m" id="papers">
                "Papers"
            </h2>
            {list}
        </section>
    }
}

#[component]
fn Decided(plan: String, decisions: Vec<DecisionSummary>) -> impl IntoView {
    let list = if decisions.is_empty() {
        view! { <p class="govuk-body tl-muted">"No decisions are recorded."</p> }.into_any()
    } else {
        view! { <DecisionTable plan caption="By reference" items=decisions /> }.into_any()
    };
    view! {
        <section aria-labelledby="decided">
            <h2 class="govuk-heading-m" id="decided">
                "Decisions"
            </h2>
            {list}
        </section>
    }
}
