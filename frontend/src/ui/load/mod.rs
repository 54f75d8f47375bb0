//! The only way to show something that loads: waiting, failed with what happened and a retry, empty, ready.

use leptos::prelude::*;

use crate::ui::button::{Button, ButtonKind};

/// What a person is told when something could not be loaded or saved. Build it from the error of a request with `From`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened, as a heading: "You are offline".
    pub title: String,
    /// What that means and what to do, as a sentence.
    pub detail: String,
    /// The id under which the server's log knows the request.
    pub request_id: Option<String>,
    /// Whether asking again may help.
    pub remedy: Remedy,
}

/// Whether asking again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// It may: offer it.
    TryAgain,
    /// It will not.
    None,
}

/// Shows `resource`: `children` once it is there. While it is fetched again the last answer stays in sight, so that
/// nothing moves under the reader. The skeleton appears after 200 ms; a quicker answer never flickers.
#[component]
pub fn Load<T, E, V>(
    resource: LocalResource<Result<T, E>>,
    /// Tells an answer with nothing in it, and what to show for it.
    #[prop(optional)]
    empty: Option<Empty<T>>,
    children: impl Fn(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Clone + 'static,
    E: Clone + 'static,
    Failure: From<E>,
    V: IntoView + 'static,
{
    move || match resource.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Err(error)) => {
            let retry = Callback::new(move |()| resource.refetch());
            view! { <FailurePanel failure=error.into() retry /> }.into_any()
        }
        Some(Ok(value)) => match &empty {
            Some(empty) if (empty.is_empty)(&value) => (empty.view)(),
            _ => children(value).into_any(),
        },
    }
}

/// How `Load` tells an answer with nothing in it, and what it shows then.
pub struct Empty<T> {
    is_empty: fn(&T) -> bool,
    view: Box<dyn Fn() -> AnyView + Send>,
}

impl<T> Empty<T> {
    /// `view` is shown instead of the page's own when `is_empty` holds.
    pub fn when<V: IntoView + 'static>(
        is_empty: fn(&T) -> bool,
        view: impl Fn() -> V + Send + 'static,
    ) -> Self {
        Self {
            is_empty,
            view: Box::new(move || view().into_any()),
        }
    }
}

/// The shape of a page that is on its way.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="tl-skeleton" aria-busy="true">
            <p class="govuk-visually-hidden">"Loading"</p>
            <span class="tl-skeleton__line tl-skeleton__line--short"></span>
            <span class="tl-skeleton__line"></span>
            <span class="tl-skeleton__line"></span>
            <span class="tl-skeleton__line tl-skeleton__line--medium"></span>
        </div>
    }
}

/// What could not be shown, why, and what can be done about it.
#[component]
pub fn FailurePanel(failure: Failure, retry: Callback<()>) -> impl IntoView {
    let Failure {
        title,
        detail,
        request_id,
        remedy,
    } = failure;
    view! {
        <section class="tl-failure" role="alert">
            <h2 class="govuk-heading-m">{title}</h2>
            <p class="govuk-body">{detail}</p>
            {request_id
                .map(|id| view! { <p class="tl-failure__reference">"Request reference: " <code>{id}</code></p> })}
            {(remedy == Remedy::TryAgain)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| retry.run(()))>
                            "Try again"
                        </Button>
                    }
                })}
        </section>
    }
}

/// A page or list with nothing in it: why, and what to do.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    /// Why there is nothing, and what would change that; a link or button where there is something to do.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="tl-empty">
            <h2 class="tl-empty__title">{title}</h2>
            <div class="tl-empty__body">{children()}</div>
        </div>
    }
}
