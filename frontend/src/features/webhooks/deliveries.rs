use chrono::Duration;
use client::Fault;
use leptos::prelude::*;
use shared::auth::api::Permit;
use shared::ids::WebhookId;
use shared::page::Page;
use shared::webhooks::api::{AttemptView, DeliveryView, Replay};
use shared::webhooks::{DeliveryState, LOG_DAYS};

use super::view::{say, tell};
use crate::api::{Sending, load, open};
use crate::dates;
use crate::listing::Choices;
use crate::routes::Route;
use crate::ui::table::Caption;
use crate::ui::{
    Button, ButtonKind, Cell, Choice, Column, Details, EmptyState, Load, Notices, Pagination,
    RowHeader, Select, StatusMark, Table, Tone,
};

static WHAT: Column = Column::words("what", "Event");
static WHEN: Column = Column::words("when", "Since");
static STATE: Column = Column::words("state", "State");
static ATTEMPTS: Column = Column::words("attempts", "Attempts");
static AGAIN: Column = Column::words("again", "Again");
static COLUMNS: [Column; 5] = [WHAT, WHEN, STATE, ATTEMPTS, AGAIN];

const KEYS: [&str; 2] = ["state", "cursor"];

/// A page of the log.
type LogPage = Page<DeliveryView>;

/// What the log loads.
type Log = LocalResource<Result<LogPage, Fault>>;

/// The log of a webhook's deliveries, latest first.
#[component]
pub fn Deliveries(
    webhook: WebhookId,
    #[prop(into)] allowed: Signal<Vec<Permit>>,
    /// Counts what was put on its way from this page.
    sent: RwSignal<u32>,
) -> impl IntoView {
    let choices = Choices::of(Route::Webhook { webhook }.href(), &KEYS);
    let log = load(move |client| {
        sent.track();
        let state = DeliveryState::from_code(&choices.get("state"));
        let cursor = Some(choices.get("cursor")).filter(|cursor| !cursor.is_empty());
        async move { client.deliveries(webhook, state, cursor.as_deref()).await }
    });
    let (state, on_state) = choices.select("state");
    let states: Vec<Choice> = std::iter::once(Choice::new("", "Any state"))
        .chain(
            DeliveryState::ALL
                .iter()
                .map(|state| Choice::new(state.code(), state.label())),
        )
        .collect();
    let may = Signal::derive(move || allowed.with(|allowed| open(allowed, "replay")));
    view! {
        <h2 class="govuk-heading-m">"Deliveries"</h2>
        <p class="govuk-body">
            {format!("The latest first; they are kept for {LOG_DAYS} days. A delivery that fails is tried again by itself for more than three days.")}
        </p>
        <Select id="state" label="State" value=state choices=Signal::stored(states) on_change=on_state />
        {move || may.get().then(|| view! { <Since webhook sent /> })}
        <p class="govuk-body">
            <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| log.refetch())>
                "Look again"
            </Button>
        </p>
        <Load
            resource=log
            children=move |page: LogPage| view! { <Entries webhook page may choices log /> }
        />
    }
}

#[component]
fn Entries(
    webhook: WebhookId,
    page: LogPage,
    may: Signal<bool>,
    choices: Choices,
    log: Log,
) -> impl IntoView {
    let Page { items, next, .. } = page;
    if items.is_empty() {
        return view! {
            <EmptyState title="Nothing here">
                <p class="govuk-body">"Nothing that fits was sent to this webhook."</p>
            </EmptyState>
        }
        .into_any();
    }
    let rows = items
        .into_iter()
        .map(|delivery| view! { <DeliveryRow webhook delivery may log /> })
        .collect_view();
    let cursor = next.as_deref().and_then(|next| {
        let (_, query) = next.split_once('?')?;
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix("cursor="))
    });
    let older = cursor.map(|cursor| untrack(|| choices.href(&[("cursor", cursor)])));
    let latest = (!untrack(|| choices.get("cursor")).is_empty())
        .then(|| untrack(|| choices.href(&[("cursor", "")])));
    view! {
        {latest.map(|href| view! { <p class="govuk-body"><a href=href>"Back to the latest deliveries"</a></p> })}
        <Table caption="Deliveries to the webhook" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
        <Pagination previous=Signal::stored(None::<String>) next=older />
    }
    .into_any()
}

#[component]
fn DeliveryRow(
    webhook: WebhookId,
    delivery: DeliveryView,
    may: Signal<bool>,
    log: Log,
) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let DeliveryView {
        id,
        r#type: kind,
        at,
        state,
        due_at,
        attempts,
        ..
    } = delivery;
    let tone = match state {
        DeliveryState::Waiting if attempts.is_empty() => Tone::Unknown,
        DeliveryState::Waiting => Tone::Watch,
        DeliveryState::Delivered => Tone::Good,
        DeliveryState::Failed => Tone::Bad,
        DeliveryState::Withheld => Tone::Unknown,
    };
    let next = due_at
        .filter(|_| !attempts.is_empty())
        .map(|due| view! { <span class="tl-under">"Next attempt " {dates::instant(due)}</span> });
    let what = format!("{kind} of {}", dates::instant(at));
    let again = Callback::new(move |_| {
        sending.send(
            move |client| async move { client.replay_delivery(webhook, id).await },
            move |answer| {
                match answer {
                    Ok(_) => say(notices, "The delivery is on its way again."),
                    Err(fault) => tell(notices, fault),
                }
                log.refetch();
            },
        );
    });
    view! {
        <tr role="row">
            <RowHeader of=&WHAT>
                <code>{kind}</code>
            </RowHeader>
            <Cell of=&WHEN>
                <time datetime=at.to_rfc3339()>{dates::instant(at)}</time>
            </Cell>
            <Cell of=&STATE>
                <StatusMark tone word=state.label() />
                {next}
            </Cell>
            <Cell of=&ATTEMPTS>
                <Attempts attempts />
            </Cell>
            <Cell of=&AGAIN>
                {move || {
                    let what = what.clone();
                    may.get()
                        .then(|| {
                            view! {
                                <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=again>
                                    "Send again"
                                    <span class="govuk-visually-hidden">{format!(": {what}")}</span>
                                </Button>
                            }
                        })
                }}
            </Cell>
        </tr>
    }
}

#[component]
fn Attempts(attempts: Vec<AttemptView>) -> impl IntoView {
    let Some(last) = attempts.last() else {
        return view! { <span class="tl-muted">"None yet"</span> }.into_any();
    };
    let told = match (attempts.len(), last.status) {
        (1, Some(status)) => format!("1, answered {status}"),
        (1, None) => "1, no answer".to_owned(),
        (count, Some(status)) => format!("{count}, the last answered {status}"),
        (count, None) => format!("{count}, the last had no answer"),
    };
    let lines = attempts
        .into_iter()
        .map(|attempt| {
            let answer = (!attempt.excerpt.is_empty())
                .then(|| view! { <q class="tl-webhook__answer">{attempt.excerpt}</q> });
            view! {
                <li>
                    {dates::instant(attempt.at)} ": " {attempt.outcome.label()}
                    {format!(", after {} ms. ", attempt.milliseconds)} {answer}
                </li>
            }
        })
        .collect_view();
    view! {
        <Details summary=told>
            <ol class="govuk-list govuk-list--number">{lines}</ol>
        </Details>
    }
    .into_any()
}

/// Sends everything since a time again.
#[component]
fn Since(webhook: WebhookId, sent: RwSignal<u32>) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let hours = RwSignal::new("24".to_owned());
    let choices = vec![
        Choice::new("1", "The last hour"),
        Choice::new("24", "The last day"),
        Choice::new("168", "The last week"),
        Choice::new("719", "The last 30 days"),
    ];
    let send = Callback::new(move |_| {
        let back = hours.with_untracked(|hours| hours.parse().unwrap_or(24));
        let form = Replay {
            since: dates::now() - Duration::hours(back),
        };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.replay_webhook(webhook, &form).await }
            },
            move |answer| match answer {
                Ok(again) => {
                    sent.update(|sent| *sent += 1);
                    let words = match again.deliveries {
                        0 => "Nothing happened in that time that it is told of.".to_owned(),
                        1 => "1 delivery is on its way again.".to_owned(),
                        count => format!("{count} deliveries are on their way again."),
                    };
                    say(notices, words);
                }
                Err(fault) => tell(notices, fault),
            },
        );
    });
    view! {
        <Details summary="Send again what it missed">
            <p class="govuk-body">
                "Everything that happened in this time and that it is told of is sent, also what it has had already. Each delivery keeps its id, by which the receiver knows it."
            </p>
            <Select id="since" label="What happened in" value=hours choices=Signal::stored(choices) />
            <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=send>
                "Send again"
            </Button>
        </Details>
    }
}
