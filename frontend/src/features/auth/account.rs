use client::Fault;
use leptos::prelude::*;
use shared::auth::api::{DeviceList, DeviceView, SessionView};

use super::roles::RoleLines;
use crate::api::{Sending, load};
use crate::dates;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::table::Column;
use crate::ui::{
    Announcer, Button, ButtonKind, Cell, EmptyState, Failure, Load, Notice, NoticeKind, Notices,
    PageHeading, RowHeader, SummaryList, SummaryRow, Table, Tag, TagColour,
};

/// Who the person is here, and where they are signed in.
#[component]
pub fn AccountPage() -> impl IntoView {
    let session = Session::here();
    view! {
        <PageHeading title="Your account" />
        {move || session.view().map(|view| view! { <Facts view /> })}
        <Devices />
    }
}

#[component]
fn Facts(view: SessionView) -> impl IntoView {
    let SessionView {
        person,
        email,
        grants,
        ends_at,
        ..
    } = view;
    let roles = if grants.is_empty() {
        view! { <EmptyState title="No role yet">"Ask your agency's lead or the plan's coordinator for one."</EmptyState> }
            .into_any()
    } else {
        view! { <RoleLines grants /> }.into_any()
    };
    view! {
        <SummaryList>
            <SummaryRow name="Name">{person.name}</SummaryRow>
            <SummaryRow name="Email address">{email}</SummaryRow>
            <SummaryRow name="Roles">{roles}</SummaryRow>
            <SummaryRow name="Password" change=Route::AccountPassword.href()>
                "Known to you alone"
            </SummaryRow>
            <SummaryRow name="Mail" change=Route::AccountMail.href()>
                "One digest a day at most"
            </SummaryRow>
            <SummaryRow name="Calendar" change=Route::AccountCalendar.href()>
                "Due dates, by a link of your own"
            </SummaryRow>
            <SummaryRow name="Signed in until">{dates::instant(ends_at)}</SummaryRow>
        </SummaryList>
    }
}

static DEVICE: Column = Column::words("device", "Device");
static SINCE: Column = Column::words("since", "Signed in");
static SEEN: Column = Column::words("seen", "Last used");
static ACT: Column = Column::words("act", "What you can do");
static COLUMNS: [Column; 4] = [DEVICE, SINCE, SEEN, ACT];

#[component]
fn Devices() -> impl IntoView {
    let devices = load(|client| async move { client.devices().await });
    view! {
        <Load
            resource=devices
            children=move |list: DeviceList| {
                let rows = list.items.into_iter().map(|device| view! { <DeviceRow device devices /> }).collect_view();
                view! {
                    <Table caption="Where you are signed in" columns=&COLUMNS>
                        {rows}
                    </Table>
                }
            }
        />
    }
}

#[component]
fn DeviceRow(
    device: DeviceView,
    devices: LocalResource<Result<DeviceList, Fault>>,
) -> impl IntoView {
    let DeviceView {
        id,
        label,
        signed_in_at,
        last_seen_at,
        current,
    } = device;
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let announcer = use_context::<Announcer>();
    let there = label.clone();
    let end = Callback::new(move |_| {
        let there = there.clone();
        sending.send(
            move |client| async move { client.end_device(id).await },
            move |answer| match (answer, notices, announcer) {
                (Ok(()), _, announcer) => {
                    if let Some(announcer) = announcer {
                        announcer.announce(format!("Signed out on {there}"));
                    }
                    devices.refetch();
                }
                (Err(fault), Some(notices), _) => notices.here(Notice {
                    kind: NoticeKind::News,
                    text: Failure::from(fault).detail,
                }),
                (Err(fault), None, _) => leptos::logging::error!("{fault}"),
            },
        );
    });
    let act = if current {
        view! { <Tag colour=TagColour::Teal word="This device" /> }.into_any()
    } else {
        let hidden = format!(": {label}");
        view! {
            <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=end>
                "Sign out there" <span class="govuk-visually-hidden">{hidden}</span>
            </Button>
        }
        .into_any()
    };
    view! {
        <tr role="row">
            <RowHeader of=&DEVICE>{label}</RowHeader>
            <Cell of=&SINCE>{dates::instant(signed_in_at)}</Cell>
            <Cell of=&SEEN>{dates::instant(last_seen_at)}</Cell>
            <Cell of=&ACT>{act}</Cell>
        </tr>
    }
}
