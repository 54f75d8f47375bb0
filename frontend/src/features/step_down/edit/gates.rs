//! What the plan lacks before it can be proposed, while it is typed: the very list that the server asks.

use leptos::prelude::*;
use shared::step_down::{Around, Gap, gaps};

use super::surroundings::Surroundings;
use super::typed::Typed;
use crate::dates;
use crate::features::plans::counted;
use crate::ui::rows::go_to;
use crate::ui::{Button, ButtonKind, StatusMark, Tone};

/// The field that a gap leads to.
pub fn field(gap: Gap) -> String {
    gap.pointer().trim_start_matches('/').replace('/', "-")
}

/// The gaps, each with the way to its field. They follow what is typed without being said aloud.
#[component]
pub fn Gates(typed: Typed, around: StoredValue<Surroundings>) -> impl IntoView {
    let found = Memo::new(move |_| {
        let plan = typed.so_far();
        around.with_value(|around| {
            gaps(
                &plan,
                &Around {
                    services: &around.services,
                    agencies: &around.agencies,
                    today: dates::today(),
                },
            )
        })
    });
    let items = move || {
        found
            .get()
            .into_iter()
            .map(|gap| {
                let go = Callback::new(move |_| go_to(field(gap)));
                view! {
                    <li class="tl-gates__item">
                        {gap.label()}
                        ". "
                        <Button kind=ButtonKind::Plain on_press=go>
                            "Go there" <span class="govuk-visually-hidden">{format!(": {}", gap.label())}</span>
                        </Button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="tl-gates" aria-labelledby="gates">
            <h2 class="govuk-heading-s" id="gates">
                "Before it can be proposed"
            </h2>
            {move || match found.with(Vec::len) {
                0 => {
                    view! {
                        <p class="govuk-body">
                            <StatusMark tone=Tone::Good word="Nothing is missing" />
                        </p>
                    }
                        .into_any()
                }
                count => {
                    view! {
                        <p class="govuk-body">
                            {counted(count, "thing")} " to settle. You can save the plan and settle them later."
                        </p>
                    }
                        .into_any()
                }
            }}
            <ul class="tl-gates__list">{items}</ul>
        </section>
    }
}
