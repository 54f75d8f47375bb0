use leptos::prelude::*;
use shared::feeds::api::CalendarView;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::api::{Sending, load, show};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Announcer, Breadcrumbs, Button, ButtonGroup, ButtonKind, CopyField, ErrorSummary, FormErrors,
    InsetText, Load, NavItem, Notice, NoticeKind, Notices, PageHeading,
};

/// The id of the field with the link.
const LINK: &str = "calendar";

/// Where a calendar gets what is due.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.calendar().await });
    let again = Callback::new(move |()| resource.refetch());
    view! {
        <Breadcrumbs items=vec![NavItem::new("Your account", Route::Account.href())] />
        <ErrorSummary errors />
        <PageHeading title="Due dates in your calendar" errors />
        <p class="govuk-body tl-measure">
            "A link puts what is due into your calendar and keeps it current: when reporting opens and updates are due, what your agency still owes, and its milestones. Add it to your calendar as a calendar from the internet."
        </p>
        <p class="govuk-body tl-measure">
            "The link opens dates and titles, and nothing else. No progress update can be read by it."
        </p>
        <Load resource children=move |calendar: CalendarView| view! { <Links calendar errors again /> } />
    }
}

#[component]
fn Links(calendar: CalendarView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let announcer = use_context::<Announcer>();
    let made = RwSignal::new(None::<String>);
    let make = Callback::new(move |_| {
        errors.clear();
        sending.send(
            |client| async move { client.make_calendar().await },
            move |answer| match answer {
                Ok(link) => {
                    made.set(Some(link.address));
                    if let Some(announcer) = announcer {
                        announcer.announce("The link has been made. Copy it now.");
                    }
                    request_animation_frame(to_link);
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let end = Callback::new(move |_| {
        errors.clear();
        sending.send(
            |client| async move { client.end_calendar().await },
            move |answer| match answer {
                Ok(()) => {
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::Success,
                            text:
                                "The link has been ended. Calendars that use it get nothing more."
                                    .to_owned(),
                        });
                    }
                    again.run(());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let standing = calendar.since.map_or_else(
        || "You have no link yet.".to_owned(),
        |since| {
            format!(
                "You made a link on {}. A new one ends it.",
                dates::instant(since)
            )
        },
    );
    let has_one = calendar.since.is_some();
    let words = if has_one {
        "Make a new link"
    } else {
        "Make a link"
    };
    view! {
        {move || {
            made.get()
                .map(|address| {
                    view! {
                        <InsetText>
                            "Copy the link now: it is not shown again. Whoever has it can read these dates, so keep it to yourself."
                        </InsetText>
                        <CopyField id=LINK label="Link for your calendar" value=Signal::stored(address) />
                    }
                })
        }}
        {move || made.get().is_none().then(|| view! { <p class="govuk-body">{standing.clone()}</p> })}
        <ButtonGroup>
            {move || {
                made.get()
                    .is_none()
                    .then(|| {
                        view! {
                            <Button busy=sending.busy() on_press=make>
                                {words}
                            </Button>
                        }
                    })
            }}
            {move || {
                (has_one || made.get().is_some())
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=end>
                                "End the link"
                            </Button>
                        }
                    })
            }}
        </ButtonGroup>
    }
}

/// The button that made the link is gone when it has been made; its focus goes to the link.
fn to_link() {
    let field = document()
        .get_element_by_id(LINK)
        .and_then(|field| field.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field {
        // A field of the page takes the focus; were it gone, the document would have it.
        let _ = field.focus();
    }
}
