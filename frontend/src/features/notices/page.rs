use leptos::html::{A, P};
use leptos::prelude::*;
use shared::ids::NoticeId;
use shared::notices::api::{NoticePage, NoticeView, ReadUpTo, Unread};
use shared::notices::{About, Occasion, RETENTION_DAYS};
use web_sys::HtmlElement;

use super::Bell;
use crate::api::{Sending, load, show};
use crate::dates;
use crate::features::plans::counted;
use crate::listing::{Choices, cursor_of};
use crate::live::{Changes, Live, News, Unseen};
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{
    Announcer, Button, ButtonKind, EmptyState, ErrorSummary, FormErrors, Load, PageHeading,
    Pagination, Tag, TagColour, Timeline, TimelineItem,
};

const KEYS: [&str; 1] = ["cursor"];

/// What the notices of the page have in common.
#[derive(Clone, Copy)]
struct Desk {
    errors: FormErrors,
    bell: Bell,
    announcer: Option<Announcer>,
    /// Those that have been read since the page was loaded: one, or all up to one of them.
    read: RwSignal<Vec<NoticeId>>,
    /// How many were unread when the page was last told.
    known: StoredValue<u64>,
}

impl Desk {
    fn answered(self, ids: Vec<NoticeId>, answer: Unread) {
        self.read.update(|read| read.extend(ids));
        self.knows(answer.unread);
    }

    fn knows(self, unread: u64) {
        self.known.set_value(unread);
        self.bell.set(unread);
    }

    fn say(self, words: &'static str) {
        if let Some(announcer) = self.announcer {
            announcer.announce(words);
        }
    }
}

/// What somebody has been told, a page at a time.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let errors = FormErrors::new();
    let desk = Desk {
        errors,
        bell: Bell::here(),
        announcer: use_context(),
        read: RwSignal::new(Vec::new()),
        known: StoredValue::new(0),
    };
    let choices = Choices::of(Route::Notices.href(), &KEYS);
    let resource = load(move |client| {
        let cursor = Some(choices.get("cursor")).filter(|cursor| !cursor.is_empty());
        async move { client.notices(cursor.as_deref(), None).await }
    });
    let empty = Empty::when(
        |page: &NoticePage| page.items.is_empty(),
        || {
            view! {
                <EmptyState title="No notices">
                    <p class="govuk-body">
                        "When something is asked of you, or something becomes of your work, it stands here."
                    </p>
                </EmptyState>
            }
        },
    );
    // More may be unread than when the page was shown; fewer is one's own doing, here or elsewhere.
    let unseen = Unseen::new();
    Live::listen(move |news| {
        if let News::Notices(unread) = news {
            if unread > desk.known.get_value() {
                unseen.more();
            }
            desk.known.set_value(unread);
        }
    });
    view! {
        <ErrorSummary errors />
        <PageHeading title="Notices" errors />
        <p class="govuk-body tl-measure">
            {format!("What was asked of you and what became of your work. A notice is kept for {RETENTION_DAYS} days.")}
        </p>
        <Load
            resource=resource
            empty
            children=move |page: NoticePage| {
                desk.knows(page.unread);
                let next = page.next.as_deref().and_then(cursor_of);
                let next = Signal::derive(move || next.as_deref().map(|cursor| choices.href(&[("cursor", cursor)])));
                let latest = (!choices.get("cursor").is_empty()).then(|| {
                    view! {
                        <p class="govuk-body">
                            <a href=choices.cleared()>"Back to the latest"</a>
                        </p>
                    }
                });
                let previous = Signal::stored(None::<String>);
                let items = page.items.iter().cloned().map(|notice| view! { <Item notice desk /> }).collect_view();
                view! {
                    {latest}
                    <AllRead page desk />
                    <h2 class="govuk-visually-hidden">"What you were told"</h2>
                    <Timeline>{items}</Timeline>
                    <Pagination previous next />
                }
            }
        />
        <Changes unseen show=Callback::new(move |()| resource.refetch()) />
    }
}

/// How many are unread, and the way to be done with all of them that the page shows and those before.
#[component]
fn AllRead(page: NoticePage, desk: Desk) -> impl IntoView {
    let sending = Sending::new();
    let words = NodeRef::<P>::new();
    let ids: Vec<NoticeId> = page.items.iter().map(|notice| notice.id).collect();
    let latest = ids.first().copied();
    let on_press = Callback::new(move |_| {
        let Some(notice) = latest else { return };
        let ids = ids.clone();
        desk.errors.clear();
        sending.send(
            move |client| async move { client.read_notices(&ReadUpTo { notice }).await },
            move |answer| match answer {
                Ok(unread) => {
                    desk.answered(ids, unread);
                    desk.say("All notices are marked as read");
                    // The button goes when it has been pressed.
                    focus(words.get_untracked().as_deref());
                }
                Err(fault) => show(desk.errors, &fault),
            },
        );
    });
    let unread = move || desk.bell.unread();
    view! {
        <div class="tl-notices__all">
            <p class="govuk-body" tabindex="-1" node_ref=words>
                {move || match unread() {
                    0 => "You have read all of them.".to_owned(),
                    count => format!("{} unread.", counted(usize::try_from(count).unwrap_or(usize::MAX), "notice")),
                }}
            </p>
            {move || {
                (unread() > 0)
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Secondary busy=sending.busy() on_press>
                                "Mark all as read"
                            </Button>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn Item(notice: NoticeView, desk: Desk) -> impl IntoView {
    let sending = Sending::new();
    let link = NodeRef::<A>::new();
    let id = notice.id;
    let was_read = notice.read;
    let read = Memo::new(move |_| was_read || desk.read.with(|read| read.contains(&id)));
    let mark = Callback::new(move |said: bool| {
        if read.get_untracked() {
            return;
        }
        desk.errors.clear();
        sending.send(
            move |client| async move { client.read_notice(id).await },
            move |answer| match answer {
                Ok(unread) => {
                    desk.answered(vec![id], unread);
                    if said {
                        desk.say("Marked as read");
                        focus(link.get_untracked().as_deref());
                    }
                }
                Err(fault) => show(desk.errors, &fault),
            },
        );
    });
    let about = [
        Some(notice.agency.name.clone()),
        notice.plan.as_ref().map(|plan| plan.title.clone()),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let (route, way) = leads_to(&notice);
    let hidden = format!(": {}", notice.words);
    view! {
        <TimelineItem
            title=notice.words
            by=about.join(", ")
            when=dates::instant(notice.at)
            instant=notice.at.to_rfc3339()
        >
            <div class="tl-notices__acts">
                {move || (!read.get()).then(|| view! { <Tag colour=TagColour::Teal word="Unread" /> })}
                <a href=route.href() node_ref=link on:click=move |_| mark.run(false)>
                    {way} <span class="govuk-visually-hidden">{hidden.clone()}</span>
                </a>
                {
                    let hidden = hidden.clone();
                    move || {
                        let hidden = hidden.clone();
                        (!read.get())
                            .then(|| {
                                view! {
                                    <Button
                                        kind=ButtonKind::Plain
                                        busy=sending.busy()
                                        on_press=Callback::new(move |_| mark.run(true))
                                    >
                                        "Mark as read" <span class="govuk-visually-hidden">{hidden}</span>
                                    </Button>
                                }
                            })
                    }
                }
            </div>
        </TimelineItem>
    }
}

fn focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        // An element of the page takes the focus; were it gone, the document would have it.
        let _ = element.focus();
    }
}

/// The page of the record that a notice is about, and the words of the way there.
fn leads_to(notice: &NoticeView) -> (Route, &'static str) {
    let plan = notice.plan.as_ref().map(|plan| plan.slug.clone());
    let action = notice.action.as_ref().map(|action| action.id.to_string());
    match (notice.occasion, notice.update, plan, action) {
        (Occasion::Returned | Occasion::Disputed | Occasion::HandedOver, Some(update), ..) => {
            (Route::UpdateEditor { update }, "Open the update")
        }
        (_, Some(update), ..) => (Route::Update { update }, "Open the update"),
        (Occasion::Exception, None, Some(plan), Some(action)) => {
            (Route::Action { plan, action }, "Open the action")
        }
        (Occasion::Deputy, ..) => (Route::Account, "Open your account"),
        (Occasion::CaseAsked | Occasion::CasePass | Occasion::PlanWaits, ..) => {
            (Route::CasesAsked, "Open what is asked of you")
        }
        (Occasion::ReviewSoon | Occasion::ReviewMissed, ..) => {
            (Route::CasesReviews, "Open the reviews")
        }
        (Occasion::GlassBroken, ..) => (Route::GlassReviews, "Open emergency access"),
        // A notice says nothing of the case, and so it leads to no case.
        (occasion, ..) if occasion.about() == About::Case => (Route::Cases, "Open your cases"),
        _ => (Route::MyWork, "Open your work"),
    }
}

#[cfg(test)]
mod tests {
    use shared::agencies::api::AgencyRef;
    use shared::ids::{AgencyId, UpdateId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_notice_leads_somewhere() {
        let update = UpdateId(Uuid::from_u128(3));
        for occasion in Occasion::ALL {
            let notice = NoticeView {
                id: NoticeId(Uuid::from_u128(1)),
                occasion: *occasion,
                at: chrono::DateTime::UNIX_EPOCH,
                read: false,
                words: String::new(),
                by: None,
                agency: AgencyRef {
                    id: AgencyId(Uuid::from_u128(2)),
                    name: String::new(),
                    abbreviation: None,
                },
                plan: None,
                action: None,
                update: (occasion.about() == About::Update).then_some(update),
                cycle: None,
                from: None,
                until: None,
            };
            let href = leads_to(&notice).0.href();
            assert_eq!(
                href.starts_with("/updates/"),
                notice.update.is_some(),
                "{occasion:?} leads to {href}"
            );
            assert_eq!(
                href.starts_with("/cases"),
                occasion.about() == About::Case,
                "{occasion:?} leads to {href}"
            );
        }
    }
}
