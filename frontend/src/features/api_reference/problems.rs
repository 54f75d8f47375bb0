use leptos::prelude::*;
use shared::problem::ErrorCode;

use crate::ui::table::{Caption, Column};
use crate::ui::{Cell, RowHeader, Table};

static CODE: Column = Column::words("code", "Code");
static STATUS: Column = Column::figures("status", "Status");
static MEANS: Column = Column::words("means", "What it means");
static COLUMNS: [Column; 3] = [CODE, STATUS, MEANS];

/// Everything that can go wrong. The address of a problem leads to its row.
#[component]
pub fn Problems() -> impl IntoView {
    let rows = ErrorCode::ALL
        .iter()
        .map(|code| {
            view! {
                <tr role="row" id=format!("problem-{}", code.code()) tabindex="-1">
                    <RowHeader of=&CODE>
                        <code>{code.code()}</code>
                    </RowHeader>
                    <Cell of=&STATUS>{code.status()}</Cell>
                    <Cell of=&MEANS>{code.title()}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="tl-api__group">
            <h2 class="govuk-heading-l">"Problems"</h2>
            <p class="govuk-body">
                "Whatever is not a success is answered as " <code>"application/problem+json"</code>
                " (RFC 9457). Codes never change their meaning; the sentence in " <code>"detail"</code>
                " is for people, and faults of fields come with the place of each."
            </p>
            <Table caption="Problem codes" caption_style=Caption::Hidden columns=&COLUMNS>
                {rows}
            </Table>
        </section>
    }
}
