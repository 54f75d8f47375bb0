//! What a sheet would do, and what does not fit.

use leptos::html::H2;
use leptos::prelude::*;
use shared::services::api::DirectoryReport;
use shared::sheets::api::{ImportReport, ImportedRow, RowFate, RowFault};

use crate::features::plans::words::counted;
use crate::ui::{Cell, Column, Details, InsetText, RowHeader, Table, Tag, TagColour};

const ROW: Column = Column::words("row", "Row");
const COLUMN: Column = Column::words("column", "Column");
const WRONG: Column = Column::words("wrong", "What has to change");
const FAULTS: &[Column] = &[ROW, COLUMN, WRONG];

const ABOUT: Column = Column::words("about", "About");
const FATE: Column = Column::words("fate", "What happens");
const ROWS: &[Column] = &[ROW, ABOUT, FATE];

/// What a file would do, whatever it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    create: u32,
    change: u32,
    leave: u32,
    submit: u32,
    writes: bool,
    rows: Vec<ImportedRow>,
    errors: Vec<RowFault>,
    notes: Vec<String>,
}

impl From<ImportReport> for Report {
    fn from(report: ImportReport) -> Self {
        Self {
            writes: report.writes(),
            create: report.create,
            change: report.change,
            leave: report.leave,
            submit: report.submit,
            rows: report.rows,
            errors: report.errors,
            notes: report.notes,
        }
    }
}

impl From<DirectoryReport> for Report {
    fn from(report: DirectoryReport) -> Self {
        Self {
            writes: report.writes(),
            create: report.create,
            change: report.change,
            leave: report.leave,
            submit: 0,
            rows: report.rows,
            errors: report.errors,
            notes: report.notes,
        }
    }
}

/// The report on a file. Its heading takes the focus, so that it is read out where the form was.
#[component]
pub fn ReportView(report: Report, name: String) -> impl IntoView {
    let heading = NodeRef::<H2>::new();
    Effect::new(move |_| {
        if let Some(element) = heading.get() {
            // It fails only on an element that has left the page, and then there is nothing to say.
            let _ = element.focus();
        }
    });
    let title = title(&report);
    let summary = summary(&report);
    let notes = (!report.notes.is_empty()).then(|| {
        let items = report
            .notes
            .iter()
            .map(|note| view! { <li>{note.clone()}</li> })
            .collect_view();
        view! {
            <InsetText>
                <ul class="govuk-list">{items}</ul>
            </InsetText>
        }
    });
    let faults =
        (!report.errors.is_empty()).then(|| view! { <Faults faults=report.errors.clone() /> });
    let (left, told): (Vec<_>, Vec<_>) = report
        .rows
        .into_iter()
        .partition(|row| row.what == RowFate::Leave);
    let told = (!told.is_empty())
        .then(|| view! { <Rows caption="Rows that change something" rows=told /> });
    let left = (!left.is_empty()).then(|| {
        let summary = format!("{} that change nothing", counted(left.len(), "row"));
        view! {
            <Details summary>
                <Rows caption="Rows that change nothing" rows=left />
            </Details>
        }
    });
    view! {
        <section class="tl-report" aria-labelledby="report">
            <h2 class="govuk-heading-m" id="report" tabindex="-1" node_ref=heading>
                {title}
            </h2>
            <p class="govuk-body">{name} ": " {summary}</p>
            {notes}
            {faults}
            {told}
            {left}
        </section>
    }
}

fn title(report: &Report) -> String {
    match report.errors.len() {
        0 if report.writes => "The file can be imported".to_owned(),
        0 => "There is nothing to import".to_owned(),
        1 => "1 thing has to change first".to_owned(),
        faults => format!("{faults} things have to change first"),
    }
}

fn summary(report: &Report) -> String {
    if !report.errors.is_empty() {
        return "nothing is written while any row does not fit. Mend the file and choose it again."
            .to_owned();
    }
    let mut parts: Vec<String> = [
        (report.create, "new"),
        (report.change, "changed"),
        (report.leave, "as it was"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, word)| format!("{number} {word}"))
    .collect();
    if report.submit > 0 {
        parts.push(format!("{} to be sent for review", report.submit));
    }
    format!("{}.", parts.join(", "))
}

#[component]
fn Faults(faults: Vec<RowFault>) -> impl IntoView {
    let rows = faults
        .into_iter()
        .map(|fault| {
            view! {
                <tr role="row">
                    <RowHeader of=&ROW>{fault.row}</RowHeader>
                    <Cell of=&COLUMN>{fault.column.unwrap_or_else(|| "The whole row".to_owned())}</Cell>
                    <Cell of=&WRONG>{fault.detail}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption="What does not fit" columns=FAULTS>
            {rows}
        </Table>
    }
}

#[component]
fn Rows(caption: &'static str, rows: Vec<ImportedRow>) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let colour = match row.what {
                RowFate::Create => TagColour::Teal,
                RowFate::Change => TagColour::Amber,
                RowFate::Leave => TagColour::Grey,
            };
            let sent = row.submitted.then_some(" and sent for review");
            view! {
                <tr role="row">
                    <RowHeader of=&ROW>{row.row}</RowHeader>
                    <Cell of=&ABOUT>{row.subject}</Cell>
                    <Cell of=&FATE>
                        <div>
                            <Tag colour word=row.what.label() />
                            {sent}
                        </div>
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption columns=ROWS>
            {rows}
        </Table>
    }
}
