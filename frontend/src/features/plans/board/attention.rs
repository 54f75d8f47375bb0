use leptos::prelude::*;
use shared::plans::board::Reason;
use shared::plans::board::api::{AttentionLine, ReasonCount};
use shared::updates::brag_label;

use super::behind::Behind;
use crate::dates;
use crate::features::plans::words::changed_by;
use crate::features::rating::RatingMark;
use crate::routes::Route;
use crate::ui::{Tag, TagColour};

/// What needs attention: how many actions for which reason, then each with the words of those who report it.
#[component]
pub fn AttentionList(
    reasons: Vec<ReasonCount>,
    items: Vec<AttentionLine>,
    behind: Behind,
) -> impl IntoView {
    let counts = reasons
        .into_iter()
        .map(|row| {
            let href = behind.shown(row.reason.show(), None, None);
            let label = row.reason.label().to_lowercase();
            let change = row.before.map(|before| {
                let words = format!("({})", changed_by(before, row.count));
                view! { <span class="tl-muted">{words}</span> }
            });
            view! {
                <li>
                    <a href=href title=row.reason.meaning()>
                        {row.count}
                        " "
                        {label}
                    </a>
                    " "
                    {change}
                </li>
            }
        })
        .collect_view();
    let items = (!items.is_empty()).then(|| {
        let items = items
            .into_iter()
            .map(|item| view! { <AttentionItem href=behind.action(&item.action) item /> })
            .collect_view();
        view! { <ul class="tl-attention">{items}</ul> }
    });
    view! {
        <section class="tl-overview__part" aria-labelledby="attention">
            <h2 class="govuk-heading-m" id="attention">
                "Needs attention"
            </h2>
            <ul class="tl-board__reasons">{counts}</ul>
            {items}
        </section>
    }
}

const fn colour(reason: Reason) -> TagColour {
    match reason {
        Reason::Red => TagColour::Red,
        Reason::Falling | Reason::Overdue | Reason::Disputed => TagColour::Amber,
        Reason::Silent => TagColour::Grey,
    }
}

#[component]
fn AttentionItem(item: AttentionLine, href: String) -> impl IntoView {
    let AttentionLine {
        action,
        reasons,
        brag,
        before,
        overdue_since,
        leads,
        update,
        next,
        help,
    } = item;
    let has_facts = reasons.contains(&Reason::Falling)
        || overdue_since.is_some()
        || next.is_some()
        || help.is_some();
    let falling = reasons.contains(&Reason::Falling).then(|| {
        let words = format!(
            "{} in the cycle before, {} now",
            brag_label(before),
            brag_label(brag).to_lowercase()
        );
        fact("Rating", words)
    });
    let overdue = overdue_since.map(|day| fact("Overdue since", dates::day(day)));
    let tags = reasons
        .into_iter()
        .map(|reason| view! { <Tag colour=colour(reason) word=reason.label() /> })
        .collect_view();
    let leads = leads
        .iter()
        .map(|agency| agency.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let leads = if leads.is_empty() {
        "Nobody answers for it".to_owned()
    } else {
        leads
    };
    let report = update.map(|update| {
        let href = Route::Update { update }.href();
        let of = format!("report on {}", action.reference);
        view! {
            ". "
            <a href=href>
                "Read the " <span class="govuk-visually-hidden">{of}</span> <span aria-hidden="true">"report"</span>
            </a>
        }
    });
    let facts = has_facts.then(|| {
        view! {
            <dl class="tl-attention__facts">
                {falling} {overdue} {next.map(|next| fact("Next", next))}
                {help.map(|help| fact("Help needed", help))}
            </dl>
        }
    });
    view! {
        <li class="tl-attention__item">
            <div class="tl-attention__mark">
                <RatingMark rating=brag />
            </div>
            <div class="tl-attention__words">
                <h3 class="tl-attention__title">
                    <a href=href>{format!("{} {}", action.reference, action.title)}</a>
                </h3>
                <p class="tl-board__tags">{tags}</p>
                <p class="tl-attention__by">{leads} {report}</p>
                {facts}
            </div>
        </li>
    }
}

fn fact(name: &'static str, words: String) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd class="tl-prose">{words}</dd>
        </div>
    }
}
