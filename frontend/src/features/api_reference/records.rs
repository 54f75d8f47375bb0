use leptos::prelude::*;

use super::document::{Content, Field, Need, Record};
use super::words::{Prose, ShapeWords, record_id};
use crate::ui::table::{Caption, Column};
use crate::ui::{Cell, RowHeader, Table};

/// Every record that is sent or answered.
#[component]
pub fn Records(records: Vec<Record>) -> impl IntoView {
    let items = records
        .into_iter()
        .map(|record| view! { <RecordItem record /> })
        .collect_view();
    view! {
        <section class="tl-api__group">
            <h2 class="govuk-heading-l">"Records"</h2>
            {items}
        </section>
    }
}

#[component]
fn RecordItem(record: Record) -> impl IntoView {
    let Record {
        name,
        description,
        content,
    } = record;
    let id = record_id(&name);
    let content = match content {
        Content::Plain(shape) => view! {
            <p>
                <ShapeWords shape />
            </p>
        }
        .into_any(),
        Content::Forms(forms) => view! { <Forms forms /> }.into_any(),
    };
    view! {
        <details class="tl-api__operation" id=id>
            <summary class="tl-api__summary">
                <code class="tl-api__path">{name}</code>
                <span class="tl-api__words">
                    <Prose text=description />
                </span>
            </summary>
            <div class="tl-api__body">{content}</div>
        </details>
    }
}

static FIELD: Column = Column::words("field", "Field");
static HOLDS: Column = Column::words("holds", "Holds");
static MEANS: Column = Column::words("means", "Meaning");
static FIELDS: [Column; 3] = [FIELD, HOLDS, MEANS];

#[component]
fn Forms(forms: Vec<Vec<Field>>) -> impl IntoView {
    let several = forms.len() > 1;
    let tables = forms
        .into_iter()
        .map(|fields| {
            let rows = fields
                .into_iter()
                .map(|field| view! { <FieldRow field /> })
                .collect_view();
            view! {
                <Table caption="Fields" caption_style=Caption::Hidden columns=&FIELDS>
                    {rows}
                </Table>
            }
        })
        .collect_view();
    view! {
        {several.then(|| view! { <p>"One of these forms:"</p> })}
        {tables}
    }
}

#[component]
fn FieldRow(field: Field) -> impl IntoView {
    let Field {
        name,
        shape,
        need,
        description,
    } = field;
    view! {
        <tr role="row">
            <RowHeader of=&FIELD>
                <code>{name}</code>
                {(need == Need::Optional).then(|| view! { <span class="tl-muted">" (optional)"</span> })}
            </RowHeader>
            <Cell of=&HOLDS>
                <ShapeWords shape />
            </Cell>
            <Cell of=&MEANS>
                <Prose text=description />
            </Cell>
        </tr>
    }
}
