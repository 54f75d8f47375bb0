//! Where a sheet is brought in: chosen, checked, and only then written.

use client::{Client, Fault, SheetFile};
use leptos::prelude::*;
use shared::plans::api::PlanView;
use shared::sheets::api::{FILE_MAX, ImportReport, SheetFormat, SheetTable};

use super::report::{Report, ReportView};
use super::templates::Templates;
use super::{may_import, may_import_milestones, may_import_updates};
use crate::api::{self, Sending, show};
use crate::features::plans::words::counted;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Choice, ChosenFile, EmptyState, ErrorSummary,
    FileField, Form, FormErrors, LabelSize, Load, NavItem, Notice, NoticeKind, Notices,
    PageHeading, Radios,
};

/// A sheet that was checked, and what would come of it.
#[derive(Clone, Debug, PartialEq)]
struct Checked {
    table: SheetTable,
    file: SheetFile,
    name: String,
    report: ImportReport,
}

/// The page.
#[component]
pub fn ImportPage(plan: String) -> impl IntoView {
    let errors = FormErrors::new();
    let around = api::load({
        let plan = plan.clone();
        move |client| {
            let plan = plan.clone();
            async move { client.plan(&plan).await }
        }
    });
    let caption = Signal::derive(move || {
        around.with(|answer| match answer {
            Some(Ok(view)) => Some(view.plan.title.clone()),
            _ => None,
        })
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Actions", Route::Register { plan }.href())] />
        <ErrorSummary errors />
        <PageHeading title="Import from a spreadsheet" caption errors />
        <Load
            resource=around
            children=move |view: PlanView| {
                let session = Session::here();
                if untrack(|| may_import(session, view.plan.id)) {
                    view! { <Import view errors /> }.into_any()
                } else {
                    view! { <NothingToImport /> }.into_any()
                }
            }
        />
    }
}

#[component]
fn NothingToImport() -> impl IntoView {
    view! {
        <EmptyState title="There is nothing for you to import">
            <p>"Agencies import the updates and milestones of the actions that they lead, and your role does not include that."</p>
        </EmptyState>
    }
}

#[component]
fn Import(view: PlanView, errors: FormErrors) -> impl IntoView {
    let session = Session::here();
    let plan = view.plan;
    let mut tables = Vec::new();
    if untrack(|| may_import_updates(session, plan.id)) {
        tables.push(SheetTable::Updates);
    }
    if untrack(|| may_import_milestones(session, plan.id)) {
        tables.push(SheetTable::Milestones);
    }
    let table = RwSignal::new(
        tables
            .first()
            .copied()
            .unwrap_or_default()
            .code()
            .to_owned(),
    );
    let file = RwSignal::new(None::<ChosenFile>);
    let checked = RwSignal::new(None::<Checked>);
    // What was said of one sheet is not true of another.
    Effect::new(move |earlier: Option<()>| {
        table.track();
        file.track();
        if earlier.is_some() {
            checked.set(None);
            errors.clear();
        }
    });
    let sending = Sending::new();
    let slug = StoredValue::new(plan.slug.clone());
    let check = Callback::new(move |()| match picked(table, file) {
        Err(fault) => errors.set(vec![fault]),
        Ok((table, name, file)) => {
            errors.clear();
            let sent = file.clone();
            sending.send(
                move |client| post(client, slug.get_value(), table, sent.clone(), true),
                move |answer| match answer {
                    Ok(report) => checked.set(Some(Checked {
                        table,
                        file,
                        name,
                        report,
                    })),
                    Err(fault) => show(errors, &fault),
                },
            );
        }
    });
    let choices = tables
        .iter()
        .map(|table| {
            let (label, hint) = words(*table);
            Choice::new(table.code(), label).explained(hint)
        })
        .collect::<Vec<_>>();
    let several = choices.len() > 1;
    view! {
        <Templates slug=plan.slug tables />
        <Form errors on_submit=check>
            {several
                .then(|| {
                    view! { <Radios id="table" legend="What does the sheet hold?" size=LabelSize::Question value=table choices /> }
                })}
            <FileField
                id="file"
                label="The filled-in sheet"
                hint="An Excel workbook (.xlsx) or a CSV file, of at most 4 MB"
                size=LabelSize::Question
                accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                limit=FILE_MAX
                value=file
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Check the sheet"
                </Button>
                <span class="tl-muted">"Nothing is written yet."</span>
            </ButtonGroup>
        </Form>
        {move || {
            checked
                .get()
                .map(|found| {
                    let writes = found.report.writes();
                    let report = Report::from(found.report.clone());
                    let name = found.name.clone();
                    view! {
                        <ReportView report name />
                        {writes.then(|| view! { <Confirm found checked errors slug /> })}
                    }
                })
        }}
    }
}

#[component]
fn Confirm(
    found: Checked,
    checked: RwSignal<Option<Checked>>,
    errors: FormErrors,
    slug: StoredValue<String>,
) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let rows = found.report.rows.len() - usize::try_from(found.report.leave).unwrap_or(0);
    let label = format!("Import {}", counted(rows, "row"));
    let write = Callback::new(move |_| {
        let (table, file) = (found.table, found.file.clone());
        errors.clear();
        sending.send(
            move |client| post(client, slug.get_value(), table, file.clone(), false),
            move |answer| match answer {
                Ok(report) => {
                    checked.set(None);
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::Success,
                            text: done(&report),
                        });
                    }
                }
                Err(fault) => {
                    show_refusal(&fault, checked, errors);
                }
            },
        );
    });
    view! {
        <ButtonGroup>
            <Button busy=sending.busy() on_press=write>
                {label}
            </Button>
        </ButtonGroup>
    }
}

/// What changed between the check and the import: the new report takes the place of the old one.
fn show_refusal(fault: &Fault, checked: RwSignal<Option<Checked>>, errors: FormErrors) {
    let report = match fault {
        Fault::Problem(problem) => problem
            .current
            .clone()
            .and_then(|current| serde_json::from_value::<ImportReport>(current).ok()),
        _ => None,
    };
    match report {
        Some(report) => {
            checked.update(|checked| {
                if let Some(checked) = checked {
                    checked.report = report;
                }
            });
            errors.set(vec![FormError::form(
                "Something has changed since the sheet was checked, so nothing was imported. See below what does not fit any more",
            )]);
        }
        None => show(errors, fault),
    }
}

async fn post(
    client: Client,
    plan: String,
    table: SheetTable,
    file: SheetFile,
    dry_run: bool,
) -> Result<ImportReport, Fault> {
    client.import_sheet(&plan, table, &file, dry_run).await
}

/// What the form says, or what it lacks.
fn picked(
    table: RwSignal<String>,
    file: RwSignal<Option<ChosenFile>>,
) -> Result<(SheetTable, String, SheetFile), FormError> {
    let table = match table.get_untracked().as_str() {
        "milestones" => SheetTable::Milestones,
        _ => SheetTable::Updates,
    };
    let Some(chosen) = file.get_untracked() else {
        return Err(FormError::field("file", "Choose a file"));
    };
    if chosen.size > FILE_MAX {
        return Err(FormError::field(
            "file",
            "The file is larger than 4 MB. Split it into several files",
        ));
    }
    let Some(bytes) = chosen.bytes else {
        return Err(FormError::field(
            "file",
            "The file cannot be read. It may have been moved since you chose it: choose it again",
        ));
    };
    let Some(format) = SheetFormat::of_name(&chosen.name) else {
        return Err(FormError::field(
            "file",
            "Choose an Excel workbook (.xlsx) or a CSV file. Save other files as one of these first",
        ));
    };
    Ok((table, chosen.name, SheetFile { format, bytes }))
}

const fn words(table: SheetTable) -> (&'static str, &'static str) {
    match table {
        SheetTable::Updates => ("Updates", "Progress on actions, a row each"),
        SheetTable::Milestones => ("Milestones", "New ones, and those that are done or move"),
    }
}

/// What was done, in a sentence.
fn done(report: &ImportReport) -> String {
    let noun = match report.table {
        SheetTable::Updates => "update",
        SheetTable::Milestones => "milestone",
    };
    let count = |number: u32| counted(usize::try_from(number).unwrap_or(usize::MAX), noun);
    let mut parts = Vec::new();
    if report.create > 0 {
        parts.push(format!("{} added", count(report.create)));
    }
    if report.change > 0 {
        let how = match report.table {
            SheetTable::Updates => "changed",
            SheetTable::Milestones => "put into your agency's draft updates",
        };
        parts.push(format!("{} {how}", count(report.change)));
    }
    if report.submit > 0 {
        parts.push(format!("{} sent for review", report.submit));
    }
    format!("The sheet has been imported: {}.", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_said_in_a_sentence() {
        let report = ImportReport {
            create: 2,
            change: 1,
            submit: 1,
            ..ImportReport::new(SheetTable::Updates, false)
        };
        assert_eq!(
            done(&report),
            "The sheet has been imported: 2 updates added, 1 update changed, 1 sent for review."
        );
    }
}
