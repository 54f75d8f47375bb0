use leptos::prelude::*;
use shared::auth::TokenScope;

use crate::ui::{Checkboxes, Choice};

/// What a client's tokens may be used for, a box a scope; only those that the person may give, and those given already.
#[component]
pub fn ScopeFields(values: RwSignal<Vec<String>>, offered: Vec<TokenScope>) -> impl IntoView {
    let choices = offered
        .into_iter()
        .map(|scope| Choice::new(scope.code(), scope.code()).explained(scope.summary()))
        .collect();
    view! {
        <Checkboxes
            id="scopes"
            legend="What its tokens may be used for"
            hint="As little as the program needs. It can never do more than this, and never accepts an update."
            values
            choices
        />
    }
}

/// The scopes whose boxes are ticked, in the order in which they are shown.
pub fn chosen(values: RwSignal<Vec<String>>) -> Vec<TokenScope> {
    values.with_untracked(|values| {
        TokenScope::ALL
            .iter()
            .copied()
            .filter(|scope| values.iter().any(|code| code == scope.code()))
            .collect()
    })
}

/// The scopes of a client, a line each with what it means.
#[component]
pub fn ScopeLines(scopes: Vec<TokenScope>) -> impl IntoView {
    let lines = scopes
        .into_iter()
        .map(|scope| {
            view! {
                <li>
                    <code>{scope.code()}</code>
                    <span class="tl-under">{scope.summary()}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tl-lines">{lines}</ul> }
}
