//! What the checks find in the form while it is typed.

use leptos::prelude::*;
use shared::pathways::api::PathwayFinding;

use super::typed::Typed;
use crate::features::pathways::findings::tag;
use crate::features::plans::counted;
use crate::ui::rows::go_to;
use crate::ui::{Button, ButtonKind, Tag};

/// The findings, each with the way to its field. They follow what is typed without being said aloud.
#[component]
pub fn Panel(typed: Typed) -> impl IntoView {
    let found = Memo::new(move |_| typed.findings());
    let items = move || {
        found
            .get()
            .into_iter()
            .map(|finding| {
                let PathwayFinding {
                    severity,
                    pointer,
                    sentence,
                    ..
                } = finding;
                let (word, colour) = tag(severity);
                let field = pointer.trim_start_matches('/').replace('/', "-");
                let go = Callback::new(move |_| go_to(field.clone()));
                view! {
                    <li class="tl-pathway__finding">
                        <Tag colour word />
                        " "
                        {sentence.clone()}
                        ". "
                        <Button kind=ButtonKind::Plain on_press=go>
                            "Go there" <span class="govuk-visually-hidden">{format!(": {sentence}")}</span>
                        </Button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="tl-pathway__panel" aria-labelledby="checks">
            <h2 class="govuk-heading-m" id="checks">
                "What to mend"
            </h2>
            {move || match found.with(Vec::len) {
                0 => view! { <p class="govuk-body">"Nothing: the pathway is complete."</p> }.into_any(),
                count => {
                    view! {
                        <p class="govuk-body">
                            {counted(count, "finding")}
                            " in what is typed. Gaps can be saved and filled later. Contradictions cannot."
                        </p>
                    }
                        .into_any()
                }
            }}
            <ul class="tl-pathway__findings">{items}</ul>
        </section>
    }
}
