use leptos::prelude::*;

use super::document::{Access, Answer, Need, Operation, Parameter, Shape};
use super::words::{Prose, ShapeWords};
use crate::listing::matches;
use crate::ui::EmptyState;
use crate::ui::table::{Caption, Column};
use crate::ui::{Cell, RowHeader, Table};

/// The operations by tag, those that fit `words`.
#[component]
pub fn Operations(groups: Vec<(String, Vec<Operation>)>, words: RwSignal<String>) -> impl IntoView {
    let groups = StoredValue::new(groups);
    let found = Memo::new(move |_| {
        words.with(|words| {
            groups.with_value(|groups| {
                groups
                    .iter()
                    .map(|(tag, operations)| {
                        let fitting = |operation: &&Operation| {
                            matches(
                                words,
                                &[&operation.method, &operation.path, &operation.summary, tag],
                            )
                        };
                        (
                            tag.clone(),
                            operations
                                .iter()
                                .filter(fitting)
                                .cloned()
                                .collect::<Vec<_>>(),
                        )
                    })
                    .filter(|(_, operations)| !operations.is_empty())
                    .collect::<Vec<_>>()
            })
        })
    });
    move || {
        let found = found.get();
        if found.is_empty() {
            return view! {
                <EmptyState title="No operation fits">
                    <p class="govuk-body">"Try a part of the address, such as " <code>"people"</code> ", or fewer words."</p>
                </EmptyState>
            }
            .into_any();
        }
        found
            .into_iter()
            .map(|(tag, operations)| {
                let items = operations
                    .into_iter()
                    .map(|operation| view! { <OperationItem operation /> })
                    .collect_view();
                view! {
                    <section class="tl-api__group">
                        <h3 class="govuk-heading-m">{tag}</h3>
                        {items}
                    </section>
                }
            })
            .collect_view()
            .into_any()
    }
}

#[component]
fn OperationItem(operation: Operation) -> impl IntoView {
    let Operation {
        method,
        path,
        summary,
        access,
        parameters,
        body,
        answers,
    } = operation;
    let access = match access {
        Access::SignedIn => "For somebody who has signed in.",
        Access::Anybody => "Needs no sign-in.",
    };
    view! {
        <details class="tl-api__operation">
            <summary class="tl-api__summary">
                <code class="tl-api__method">{method}</code>
                <code class="tl-api__path">{path}</code>
                <span class="tl-api__words">{summary}</span>
            </summary>
            <div class="tl-api__body">
                <p class="tl-muted">{access}</p>
                {(!parameters.is_empty()).then(|| view! { <Parameters parameters /> })}
                {body.map(|shape| view! { <Body shape /> })}
                <Answers answers />
            </div>
        </details>
    }
}

static PARAMETER: Column = Column::words("parameter", "Parameter");
static PLACE: Column = Column::words("place", "In");
static HOLDS: Column = Column::words("holds", "Holds");
static MEANS: Column = Column::words("means", "Meaning");
static PARAMETERS: [Column; 4] = [PARAMETER, PLACE, HOLDS, MEANS];

#[component]
fn Parameters(parameters: Vec<Parameter>) -> impl IntoView {
    let rows = parameters
        .into_iter()
        .map(
            |Parameter {
                 name,
                 place,
                 need,
                 shape,
                 description,
             }| {
                view! {
                    <tr role="row">
                        <RowHeader of=&PARAMETER>
                            <code>{name}</code>
                            {(need == Need::Optional).then(|| view! { <span class="tl-muted">" (optional)"</span> })}
                        </RowHeader>
                        <Cell of=&PLACE>{place}</Cell>
                        <Cell of=&HOLDS>
                            <ShapeWords shape />
                        </Cell>
                        <Cell of=&MEANS>
                            <Prose text=description />
                        </Cell>
                    </tr>
                }
            },
        )
        .collect_view();
    view! {
        <Table caption="Parameters" caption_style=Caption::Hidden columns=&PARAMETERS>
            {rows}
        </Table>
    }
}

#[component]
fn Body(shape: Shape) -> impl IntoView {
    view! {
        <p>
            "Takes " <ShapeWords shape />
        </p>
    }
}

#[component]
fn Answers(answers: Vec<Answer>) -> impl IntoView {
    let lines = answers
        .into_iter()
        .map(|Answer { status, shape }| {
            let holds = match shape {
                Some(shape) => view! { <ShapeWords shape /> }.into_any(),
                None => "nothing more".into_any(),
            };
            view! { <li><code>{status}</code> ": " {holds}</li> }
        })
        .collect_view();
    view! {
        <p>"Answers"</p>
        <ul class="tl-lines">{lines}</ul>
    }
}
