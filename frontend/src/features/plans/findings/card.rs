use leptos::prelude::*;
use shared::plans::api::{ActionRef, FindingState, FindingView};

use super::decide::{DecisionForm, Decisions};
use crate::dates;
use crate::features::plans::link::ActionLink;
use crate::features::plans::words::{counted, finding_colour};
use crate::ui::{Details, Tag};

/// One finding: what is printed, what is proposed and why, and what was decided.
#[component]
pub fn Card(plan: String, finding: FindingView, decisions: Decisions) -> impl IntoView {
    let id = format!("finding-{}", finding.id);
    let title = match finding.action.clone() {
        Some(action) => view! { <ActionLink plan=plan.clone() action /> }.into_any(),
        None => finding.subject.clone().into_any(),
    };
    // The subject of a link or an agency says more than the action that it stands in.
    let subject = finding
        .action
        .as_ref()
        .filter(|action| !finding.subject.contains(&action.title))
        .map(|_| finding.subject.clone());
    let facts = [
        ("Printed", Some(finding.printed.clone())),
        ("Proposed", finding.proposal.clone()),
        ("Why", Some(finding.reason.clone())),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(name, words)| Some((name, words.filter(|words| !words.is_empty())?)))
        .map(|(name, words)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{words}</dd>
                </div>
            }
        })
        .collect_view();
    let (actions, decided) = (finding.actions.clone(), finding.clone());
    view! {
        <article class="tl-finding" id=id>
            <div class="tl-finding__head">
                <h3 class="tl-finding__title">{title}</h3>
                <Tag colour=finding_colour(finding.state) word=finding.state.label() />
            </div>
            {subject.map(|subject| view! { <p class="tl-entry__note">{subject}</p> })}
            <dl class="tl-said">{facts}</dl>
            <Concerned plan actions />
            <Decided finding=decided />
            <DecisionForm finding decisions />
        </article>
    }
}

/// The actions of a grouped finding, opened when asked for.
#[component]
fn Concerned(plan: String, actions: Vec<ActionRef>) -> impl IntoView {
    (actions.len() > 1).then(|| {
        let summary = counted(actions.len(), "action");
        let items = actions
            .into_iter()
            .map(|action| {
                let plan = plan.clone();
                view! {
                    <li>
                        <ActionLink plan action />
                    </li>
                }
            })
            .collect_view();
        view! {
            <Details summary>
                <ul class="govuk-list">{items}</ul>
            </Details>
        }
    })
}

/// Who decided, when and in which words.
#[component]
fn Decided(finding: FindingView) -> impl IntoView {
    let FindingView {
        state,
        decided_by,
        decided_at,
        decision_note,
        ..
    } = finding;
    if state == FindingState::Open {
        return ().into_any();
    }
    let when = decided_at.map(dates::instant).unwrap_or_default();
    let words = match decided_by {
        Some(person) => format!("{} by {person}, {when}", state.label()),
        None if when.is_empty() => state.label().to_owned(),
        None => format!("{}, {when}", state.label()),
    };
    view! {
        <p class="tl-entry__note">{words}</p>
        {decision_note.map(|note| view! { <blockquote class="tl-quote tl-prose">{note}</blockquote> })}
    }
    .into_any()
}
