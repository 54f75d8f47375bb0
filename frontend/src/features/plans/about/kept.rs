use leptos::prelude::*;
use shared::plans::api::KeptCollection;

use crate::features::plans::words::spoken;
use crate::ui::{Cell, Column, EmptyState, RowHeader, Table};

const NAME: Column = Column::words("name", "Collection");
const RECORDS: Column = Column::figures("records", "Records");
const COLUMNS: &[Column] = &[NAME, RECORDS];

/// The parts of the imported file that have no page yet.
#[component]
pub fn Kept(kept: Vec<KeptCollection>) -> impl IntoView {
    if kept.is_empty() {
        return view! {
            <EmptyState title="Nothing else">
                <p>"Every part of the plan file has a page of its own."</p>
            </EmptyState>
        }
        .into_any();
    }
    let rows = kept
        .into_iter()
        .map(|KeptCollection { name, records }| {
            view! {
                <tr role="row">
                    <RowHeader of=&NAME>{spoken(&name)}</RowHeader>
                    <Cell of=&RECORDS>{records}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <p class="govuk-body">
            "These came with the plan file and are kept word for word. They have no page of their own yet."
        </p>
        <Table caption="Collections that are kept" columns=COLUMNS>
            {rows}
        </Table>
    }
    .into_any()
}
