//! Things said to the person outside the flow of the page: outcomes, news, warnings, and asides to open.

use leptos::html::Div;
use leptos::prelude::*;

/// What a notification banner is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// News about something elsewhere.
    News,
    /// What the person just did has worked.
    Success,
}

/// One thing to say at the top of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// A sentence, sentence case.
    pub text: String,
}

/// Where the notice is in its life.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Nothing,
    /// Waiting for the page that the person is being taken to.
    Next(Notice),
    /// On the page that the person sees.
    Here(Notice),
}

/// The notice above the page's heading; it goes with the next move. Provided once, by the application.
#[derive(Clone, Copy)]
pub struct Notices(RwSignal<Shown>);

impl Notices {
    /// With nothing to say.
    pub fn new() -> Self {
        Self(RwSignal::new(Shown::Nothing))
    }

    /// Says it on the page that the person sees.
    pub fn here(self, notice: Notice) {
        self.0.set(Shown::Here(notice));
    }

    /// Says it on the page that the person is taken to next.
    pub fn next(self, notice: Notice) {
        self.0.set(Shown::Next(notice));
    }

    /// The person has moved to another page.
    pub fn moved(self) {
        self.0.update(|shown| {
            *shown = match std::mem::replace(shown, Shown::Nothing) {
                Shown::Next(notice) => Shown::Here(notice),
                Shown::Nothing | Shown::Here(_) => Shown::Nothing,
            };
        });
    }

    fn current(self) -> Option<Notice> {
        self.0.with(|shown| match shown {
            Shown::Here(notice) => Some(notice.clone()),
            Shown::Nothing | Shown::Next(_) => None,
        })
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}

/// Where the application's notice appears: above the heading of every page.
#[component]
pub fn NoticeSlot() -> impl IntoView {
    let notices = use_context::<Notices>();
    move || {
        notices.and_then(Notices::current).map(|notice| {
            view! {
                <NotificationBanner kind=notice.kind>
                    <p class="tl-notice__text">{notice.text}</p>
                </NotificationBanner>
            }
        })
    }
}

/// A banner above the heading. A success is said at once by screen readers and takes the focus.
#[component]
pub fn NotificationBanner(kind: NoticeKind, children: Children) -> impl IntoView {
    let banner = NodeRef::<Div>::new();
    let (class, role, title) = match kind {
        NoticeKind::News => ("tl-notice", "region", "Important"),
        NoticeKind::Success => ("tl-notice tl-notice--success", "alert", "Success"),
    };
    Effect::new(move |_| {
        if let (NoticeKind::Success, Some(element)) = (kind, banner.get()) {
            // A banner that has left the page cannot take the focus, and then has nothing to say.
            let _ = element.focus();
        }
    });
    view! {
        <div class=class role=role tabindex="-1" aria-labelledby="notice-title" node_ref=banner>
            <h2 class="tl-notice__title" id="notice-title">
                {title}
            </h2>
            <div class="tl-notice__body">{children()}</div>
        </div>
    }
}

/// Words set apart from the text around them.
#[component]
pub fn InsetText(children: Children) -> impl IntoView {
    view! { <div class="govuk-inset-text">{children()}</div> }
}

/// A consequence that a person must know before acting.
#[component]
pub fn WarningText(children: Children) -> impl IntoView {
    view! {
        <div class="govuk-warning-text">
            <span class="govuk-warning-text__icon" aria-hidden="true">
                "!"
            </span>
            <strong class="govuk-warning-text__text">
                <span class="govuk-visually-hidden">"Warning: "</span>
                {children()}
            </strong>
        </div>
    }
}

/// More for those who want it, closed until asked for.
#[component]
pub fn Details(#[prop(into)] summary: String, children: Children) -> impl IntoView {
    view! {
        <details class="govuk-details">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{summary}</span>
            </summary>
            <div class="govuk-details__text">{children()}</div>
        </details>
    }
}
