use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::ui::button::{Button, ButtonKind, ButtonRole};

/// Words to look for. The list answers while the person types, through `value`; the button and the Enter key say that the
/// person is done.
#[component]
pub fn SearchBox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    on_search: Callback<String>,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_search.run(value.get_untracked());
    };
    view! {
        <form class="tl-search" role="search" novalidate on:submit=submit>
            <label class="govuk-label" for=id.clone()>
                {label}
            </label>
            <div class="tl-search__row">
                <input
                    class="govuk-input tl-search__input"
                    id=id.clone()
                    name=id
                    type="search"
                    autocomplete="off"
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <Button kind=ButtonKind::Secondary role=ButtonRole::Submit>
                    "Search"
                </Button>
            </div>
        </form>
    }
}
