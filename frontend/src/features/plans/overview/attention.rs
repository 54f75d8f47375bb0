use leptos::prelude::*;
use shared::updates::api::Attention;

use super::Behind;
use crate::features::rating::RatingMark;
use crate::routes::Route;

/// What is off track and at risk, in the words of those who report it.
#[component]
pub fn AttentionList(items: Vec<Attention>, behind: Behind) -> impl IntoView {
    let items = if items.is_empty() {
        view! { <p class="govuk-body">"No report of this cycle says that an action is off track or at risk."</p> }.into_any()
    } else {
        let items = items
            .into_iter()
            .map(|item| view! { <AttentionItem href=behind.action(&item.action) item /> })
            .collect_view();
        view! { <ul class="tl-attention">{items}</ul> }.into_any()
    };
    view! {
        <section class="tl-overview__part" aria-labelledby="attention">
            <h2 class="govuk-heading-m" id="attention">
                "Needs attention"
            </h2>
            {items}
        </section>
    }
}

#[component]
fn AttentionItem(item: Attention, href: String) -> impl IntoView {
    let Attention {
        action,
        brag,
        agency,
        next,
        help,
        update,
    } = item;
    let report = Route::Update { update }.href();
    let words = format!("{} report", agency.short());
    view! {
        <li class="tl-attention__item">
            <div class="tl-attention__mark">
                <RatingMark rating=Some(brag) />
            </div>
            <div class="tl-attention__words">
                <h3 class="tl-attention__title">
                    <a href=href>{format!("{} {}", action.reference, action.title)}</a>
                </h3>
                <p class="tl-attention__by">
                    {agency.name.clone()} ". " <a href=report>
                        "Read the "
                        <span class="govuk-visually-hidden">{words}</span>
                        <span aria-hidden="true">"report"</span>
                    </a>
                </p>
                <dl class="tl-attention__facts">
                    {(!next.is_empty())
                        .then(|| {
                            view! {
                                <div>
                                    <dt>"Next"</dt>
                                    <dd class="tl-prose">{next}</dd>
                                </div>
                            }
                        })}
                    {help
                        .filter(|help| !help.is_empty())
                        .map(|help| {
                            view! {
                                <div>
                                    <dt>"Help needed"</dt>
                                    <dd class="tl-prose">{help}</dd>
                                </div>
                            }
                        })}
                </dl>
            </div>
        </li>
    }
}
