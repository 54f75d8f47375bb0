use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::AgencySummary;
use shared::governance::api::{MeetingView, Paper};
use shared::ids::MeetingId;

use super::meeting_form::{MeetingFields, MeetingFieldset, change};
use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading,
};

/// Where a meeting is added.
#[component]
pub fn NewMeetingPage(plan: String) -> impl IntoView {
    let errors = FormErrors::new();
    let agencies = load(|client| async move { client.agencies().await });
    let back = Route::Meetings { plan: plan.clone() }.href();
    view! {
        <Breadcrumbs items=vec![NavItem::new("Meetings", back)] />
        <ErrorSummary errors />
        <PageHeading title="Add a meeting" errors />
        <Load resource=agencies let:list>
            <MeetingForm plan=plan.clone() agencies=list.items errors />
        </Load>
    }
}

/// Where a meeting is changed.
#[component]
pub fn MeetingEditPage(plan: String, meeting: MeetingId) -> impl IntoView {
    let errors = FormErrors::new();
    let asked = plan.clone();
    let resource = load(move |client| {
        let plan = asked.clone();
        async move {
            let agencies = client.agencies().await?;
            Ok((client.meeting(&plan, meeting, None).await?, agencies.items))
        }
    });
    let back = Route::Meeting {
        plan: plan.clone(),
        meeting,
    }
    .href();
    let items = vec![
        NavItem::new("Meetings", Route::Meetings { plan: plan.clone() }.href()),
        NavItem::new("Meeting", back),
    ];
    view! {
        <Breadcrumbs items />
        <ErrorSummary errors />
        <PageHeading title="Change a meeting" errors />
        <Load
            resource
            children=move |(meeting, agencies): (MeetingView, Vec<AgencySummary>)| {
                view! { <MeetingForm plan=plan.clone() agencies meeting errors /> }
            }
        />
    }
}

#[component]
fn MeetingForm(
    plan: String,
    agencies: Vec<AgencySummary>,
    #[prop(optional)] meeting: Option<MeetingView>,
    errors: FormErrors,
) -> impl IntoView {
    let fields = meeting
        .as_ref()
        .map_or_else(MeetingFields::new, MeetingFields::of);
    let (back, button) = match &meeting {
        Some(meeting) => (
            Route::Meeting {
                plan: plan.clone(),
                meeting: meeting.id,
            }
            .href(),
            "Save",
        ),
        None => (
            Route::Meetings { plan: plan.clone() }.href(),
            "Add the meeting",
        ),
    };
    let base = StoredValue::new(meeting);
    let meanwhile = RwSignal::new(Vec::new());
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let submit = Callback::new(move |()| {
        let form = match fields.read() {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let (asked, before, go, plan) = (plan.clone(), base.get_value(), go.clone(), plan.clone());
        let said = if before.is_some() {
            "The meeting has been changed."
        } else {
            "The meeting has been added."
        };
        sending.send(
            move |client| {
                let (plan, form, before) = (asked.clone(), form.clone(), before.clone());
                async move {
                    match before {
                        None => client.create_meeting(&plan, &form).await,
                        Some(before) => {
                            let form = change(&before, form);
                            client
                                .patch_meeting(&plan, before.id, before.version, &form)
                                .await
                        }
                    }
                }
            },
            move |answer| match answer {
                Ok(meeting) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: said.to_owned(),
                        });
                    }
                    let meeting = meeting.id;
                    go(
                        &Route::Meeting { plan, meeting }.href(),
                        NavigateOptions::default(),
                    );
                }
                Err(fault) => {
                    if let Some(now) = stale::<MeetingView>(&fault) {
                        if let Some(was) = base.get_value() {
                            meanwhile.set(differences(&was, &now));
                        }
                        base.set_value(Some(now));
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <ChangedMeanwhile fields=meanwhile />
        <Form errors on_submit=submit>
            <MeetingFieldset fields agencies />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    {button}
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// What somebody else changed: the name of each field and what it says now.
fn differences(was: &MeetingView, now: &MeetingView) -> Vec<(String, String)> {
    let titles = |papers: &[Paper]| {
        let titles: Vec<&str> = papers.iter().map(|paper| paper.title.as_str()).collect();
        titles.join("; ")
    };
    [
        ("Board", was.board.name.clone(), now.board.name.clone()),
        (
            "Day of the meeting",
            dates::day(was.date),
            dates::day(now.date),
        ),
        ("What it is called", was.title.clone(), now.title.clone()),
        ("Papers", titles(&was.papers), titles(&now.papers)),
    ]
    .into_iter()
    .filter(|(_, was, now)| was != now)
    .map(|(name, _, now)| (name.to_owned(), now))
    .collect()
}
