use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::CaseId;

use crate::api::{Sending, show};
use crate::routes::Route;
use crate::ui::{Button, ButtonKind, FormErrors};

/// Begins a step-down plan for a case and goes to its form. For the page of a case without a live plan.
#[component]
pub fn BeginStepDown(case: CaseId, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let go = use_navigate();
    let press = Callback::new(move |_| {
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| async move { client.begin_step_down(case).await },
            move |answer| match answer {
                Ok(begun) => go(
                    &Route::StepDownEdit { plan: begun.id }.href(),
                    NavigateOptions::default(),
                ),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=press>
            "Begin a step-down plan"
        </Button>
    }
}
