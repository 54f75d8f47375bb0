use leptos::prelude::*;
use shared::audit::api::AuditEntryView;
use shared::audit::label_of;
use shared::page::Page;
use uuid::Uuid;

use crate::dates;
use crate::listing::Choices;
use crate::routes::Route;
use crate::ui::table::{Caption, Column};
use crate::ui::{Cell, EmptyState, Pagination, RowHeader, Table, Tag};

static WHAT: Column = Column::words("what", "What was done");
static TO: Column = Column::words("to", "To what");
static BY: Column = Column::words("by", "By whom");
static WHEN: Column = Column::words("when", "When");
static SEAL: Column = Column::figures("seal", "Seal");
static COLUMNS: [Column; 5] = [WHAT, TO, BY, WHEN, SEAL];

/// One page of the log.
#[component]
pub fn Entries(page: Page<AuditEntryView>, choices: Choices) -> impl IntoView {
    let Page { items, next, .. } = page;
    let later = untrack(|| choices.get("cursor"));
    if items.is_empty() {
        return view! {
            <EmptyState title="Nothing here">
                <p class="govuk-body">
                    "Nothing in the part of the log that you may read fits. " <a href=choices.cleared()>"Show everything"</a> "."
                </p>
            </EmptyState>
        }
        .into_any();
    }
    let rows = items
        .into_iter()
        .map(|entry| view! { <EntryRow entry choices /> })
        .collect_view();
    let older = next
        .as_deref()
        .and_then(cursor_of)
        .map(|cursor| untrack(|| choices.href(&[("cursor", cursor)])));
    // A cursor leads forward alone; the way back is the browser's own, or the latest page.
    let previous = Signal::stored(None::<String>);
    let latest = (!later.is_empty()).then(|| untrack(|| choices.href(&[("cursor", "")])));
    view! {
        {latest.map(|href| view! { <p class="govuk-body"><a href=href>"Back to the latest entries"</a></p> })}
        <Table caption="Entries of the audit log" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
        <Pagination previous next=older />
    }
    .into_any()
}

/// The cursor in the address of the next page. Cursors are of RFC 3986's unreserved characters.
fn cursor_of(address: &str) -> Option<&str> {
    let (_, query) = address.split_once('?')?;
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("cursor="))
}

#[component]
fn EntryRow(entry: AuditEntryView, choices: Choices) -> impl IntoView {
    let AuditEntryView {
        at,
        actor,
        agency,
        act,
        subject_kind,
        subject,
        subject_name,
        request_id,
        position,
        ..
    } = entry;
    let words = label_of(&act).map_or_else(|| act.clone(), str::to_owned);
    let name = subject_name.unwrap_or_else(|| subject_kind.clone());
    let only = untrack(|| choices.href(&[("subject", &subject.to_string()), ("cursor", "")]));
    let record = match page_of(&subject_kind, subject) {
        Some(route) => view! { <a href=route.href()>{name.clone()}</a> }.into_any(),
        None => name.clone().into_any(),
    };
    let seal = match position {
        Some(position) => view! { <span title=request_id>{position}</span> }.into_any(),
        None => view! { <Tag word="Not yet" /> }.into_any(),
    };
    view! {
        <tr role="row">
            <RowHeader of=&WHAT>{words}</RowHeader>
            <Cell of=&TO>
                <span class="tl-audit__record">
                    {record}
                    <a class="tl-audit__only" href=only data-noscroll="">
                        "Only this" <span class="govuk-visually-hidden">{format!(": {name}")}</span>
                    </a>
                </span>
            </Cell>
            <Cell of=&BY>
                {actor.unwrap_or_else(|| "The console".to_owned())}
                {agency.map(|agency| view! { <span class="tl-under">{format!("for {agency}")}</span> })}
            </Cell>
            <Cell of=&WHEN>
                <time datetime=at.to_rfc3339()>{dates::instant(at)}</time>
            </Cell>
            <Cell of=&SEAL>{seal}</Cell>
        </tr>
    }
}

/// The page of a record, for the kinds whose address is their id.
fn page_of(kind: &str, id: Uuid) -> Option<Route> {
    Some(match kind {
        "person" => Route::Person { person: id.into() },
        "agency" => Route::Agency { agency: id.into() },
        "update" => Route::Update { update: id.into() },
        "service" => Route::Service { service: id.into() },
        "webhook" => Route::Webhook { webhook: id.into() },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::cursor_of;

    #[test]
    fn the_cursor_is_taken_from_the_address_of_the_next_page() {
        assert_eq!(
            cursor_of("/api/v1/audit?limit=50&cursor=abc-_1&act=update"),
            Some("abc-_1")
        );
        assert_eq!(cursor_of("/api/v1/audit"), None);
    }
}
