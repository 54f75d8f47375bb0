//! Where a file of services is brought in: chosen, checked, and only then written.

use client::services::{ServicesFile, services_file};
use client::{Client, Fault};
use leptos::prelude::*;
use shared::policy::{Resource, Target, Verb};
use shared::services::api::DirectoryReport;
use shared::sheets::api::{FILE_MAX, SheetFormat};

use crate::api::{Sending, show};
use crate::features::plans::words::counted;
use crate::features::sheets::{FileLink, Report, ReportView};
use crate::routes::Route;
use crate::session::Session;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ChosenFile, Details, EmptyState, ErrorSummary,
    FileField, Form, FormErrors, LabelSize, NavItem, Notice, NoticeKind, Notices, PageHeading,
};

/// A file that was checked, and what would come of it.
#[derive(Clone, Debug, PartialEq)]
struct Checked {
    file: ServicesFile,
    name: String,
    report: DirectoryReport,
}

/// The page.
#[component]
pub fn ImportServicesPage() -> impl IntoView {
    let errors = FormErrors::new();
    let may = Session::here().can(Verb::Create, Resource::Service, &Target::default());
    view! {
        <Breadcrumbs items=vec![NavItem::new("Services", Route::Services.href())] />
        <ErrorSummary errors />
        <PageHeading title="Import services" errors />
        {if may {
            view! { <Import errors /> }.into_any()
        } else {
            view! {
                <EmptyState title="There is nothing for you to import">
                    <p>"A coordinator keeps the directory, and your role does not include that."</p>
                </EmptyState>
            }
                .into_any()
        }}
    }
}

#[component]
fn Help() -> impl IntoView {
    view! {
        <p class="govuk-body tl-measure">
            "Bring in a sheet with one service a row, or a file in the form of Open Referral from another directory. Services that the directory knows by their id or name are changed, the others are added, and either all rows are written or none."
        </p>
        <ul class="tl-downloads__links">
            <li>
                <FileLink href=services_file(SheetFormat::Xlsx) words="The directory as a sheet, Excel" />
            </li>
            <li>
                <FileLink href=services_file(SheetFormat::Csv) words="The directory as a sheet, CSV" />
            </li>
        </ul>
        <Details summary="How the file is read">
            <ul class="govuk-list govuk-list--bullet">
                <li>"Keep the headings of the sheet. Only the column Name has to be there."</li>
                <li>"An empty cell leaves what the directory says as it is."</li>
                <li>"Write several names in one cell with a semicolon between them."</li>
                <li>"Agencies go by the names that the agencies page has."</li>
                <li>"A service that has closed is opened again on its own page first."</li>
                <li>"Services that an Open Referral file calls inactive or defunct are left out."</li>
                <li>"Formulas are read as the values that they show."</li>
            </ul>
        </Details>
    }
}

#[component]
fn Import(errors: FormErrors) -> impl IntoView {
    let file = RwSignal::new(None::<ChosenFile>);
    let checked = RwSignal::new(None::<Checked>);
    // What was said of one file is not true of another.
    Effect::new(move |earlier: Option<()>| {
        file.track();
        if earlier.is_some() {
            checked.set(None);
            errors.clear();
        }
    });
    let sending = Sending::new();
    let check = Callback::new(move |()| match picked(file) {
        Err(fault) => errors.set(vec![fault]),
        Ok((name, file)) => {
            errors.clear();
            let sent = file.clone();
            sending.send(
                move |client| post(client, sent.clone(), true),
                move |answer| match answer {
                    Ok(report) => checked.set(Some(Checked { file, name, report })),
                    Err(fault) => show(errors, &fault),
                },
            );
        }
    });
    view! {
        <Help />
        <Form errors on_submit=check>
            <FileField
                id="file"
                label="The file"
                hint="An Excel workbook (.xlsx), a CSV file or Open Referral (.json), of at most 4 MB"
                size=LabelSize::Question
                accept=".xlsx,.csv,.json,text/csv,application/json,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                limit=FILE_MAX
                value=file
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Check the file"
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
                        {writes.then(|| view! { <Confirm found checked errors /> })}
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
) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let number = found.report.create + found.report.change;
    let label = format!("Import {}", services(number));
    let write = Callback::new(move |_| {
        let file = found.file.clone();
        errors.clear();
        sending.send(
            move |client| post(client, file.clone(), false),
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
                Err(fault) => show_refusal(&fault, checked, errors),
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
            .and_then(|current| serde_json::from_value::<DirectoryReport>(current).ok()),
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
                "Something has changed since the file was checked, so nothing was imported. See below what does not fit any more",
            )]);
        }
        None => show(errors, fault),
    }
}

async fn post(client: Client, file: ServicesFile, dry_run: bool) -> Result<DirectoryReport, Fault> {
    client.import_services(&file, dry_run).await
}

/// What the form says, or what it lacks.
fn picked(file: RwSignal<Option<ChosenFile>>) -> Result<(String, ServicesFile), FormError> {
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
    let Some(kind) = media_type(&chosen.name) else {
        return Err(FormError::field(
            "file",
            "Choose an Excel workbook (.xlsx), a CSV file or an Open Referral file (.json)",
        ));
    };
    Ok((chosen.name, ServicesFile { kind, bytes }))
}

/// The media type that the end of a file's name says.
fn media_type(name: &str) -> Option<&'static str> {
    let json = name
        .rsplit_once('.')
        .is_some_and(|(_, end)| end.eq_ignore_ascii_case("json"));
    if json {
        return Some("application/json");
    }
    SheetFormat::of_name(name).map(SheetFormat::media_type)
}

fn services(number: u32) -> String {
    counted(usize::try_from(number).unwrap_or(usize::MAX), "service")
}

/// What was done, in a sentence.
fn done(report: &DirectoryReport) -> String {
    let parts: Vec<String> = [(report.create, "added"), (report.change, "changed")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", services(number)))
        .collect();
    format!("The file has been imported: {}.", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_said_in_a_sentence() {
        let report = DirectoryReport {
            create: 1,
            change: 12,
            ..DirectoryReport::new(false)
        };
        assert_eq!(
            done(&report),
            "The file has been imported: 1 service added, 12 services changed."
        );
    }

    #[test]
    fn files_go_by_the_end_of_their_names() {
        assert_eq!(media_type("a.JSON"), Some("application/json"));
        assert_eq!(media_type("a.csv"), Some("text/csv"));
        assert_eq!(media_type("json"), None);
    }
}
