//! A sheet comes back: every row goes through the services that the pages use, all of them in one
//! unit of work. Whatever stands in the way of a row is told in its place, and then none of them
//! is written.

mod around;
mod milestones;
mod updates;

use shared::{
    ids::{CycleId, PlanId},
    policy::{Actor, Resource, Verb},
    problem::{ErrorCode, FieldCode, FieldError},
    sheets::api::{ImportReport, ImportedRow, RowCode, RowFate, RowFault, SheetTable},
};
use tabular::{Column, Row, Sheet};

use crate::{
    db::Unit,
    error::{ApiError, permit},
    features::{
        plans::find::{self, SeenPlan},
        updates::judge,
    },
};

use super::columns::{MILESTONES, UPDATES, heading};
use around::Around;

/// Most records that one import makes or changes: while it runs on SQLite, every other write waits.
const CHANGES: u32 = 200;

/// What to bring in, and how.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Into which plan.
    pub plan: PlanId,
    /// What the sheet is about.
    pub table: SheetTable,
    /// The cycle of rows that name none.
    pub cycle: Option<CycleId>,
    /// Whether it is only a rehearsal.
    pub dry_run: bool,
}

/// The columns of a table.
pub const fn columns(table: SheetTable) -> &'static [Column] {
    match table {
        SheetTable::Updates => UPDATES,
        SheetTable::Milestones => MILESTONES,
    }
}

/// Whether `actor` can have anything to bring in. Which rows are theirs the services say.
///
/// # Errors
/// `forbidden`.
pub fn may(actor: &Actor, plan: &SeenPlan, table: SheetTable) -> Result<(), ApiError> {
    let own = actor.agencies();
    match table {
        SheetTable::Updates => {
            judge::role(actor, Verb::Create, plan.id(), &own).map_err(ApiError::forbidden)
        }
        SheetTable::Milestones => permit(plan.decide(actor, Verb::Update, Resource::Action, &own)),
    }
}

/// What came of a row that fits.
struct Done {
    what: RowFate,
    subject: String,
    submitted: bool,
}

/// What stands in the way of a row.
enum Wrong {
    /// Something in the sheet.
    Cell {
        field: &'static str,
        code: RowCode,
        detail: String,
    },
    /// What a service says.
    Refused(ApiError),
}

impl Wrong {
    fn cell(field: &'static str, code: FieldCode, detail: impl Into<String>) -> Self {
        Self::Cell {
            field,
            code: RowCode::Field(code),
            detail: detail.into(),
        }
    }
}

impl From<ApiError> for Wrong {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl From<sea_orm::DbErr> for Wrong {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Refused(error.into())
    }
}

/// Brings in the rows of a sheet, in its order.
///
/// # Errors
/// `forbidden`; `invalid` with the report where rows do not fit, unless it is a rehearsal, which
/// gives the report.
pub async fn run(
    unit: &mut Unit<'_>,
    sheet: &Sheet,
    wanted: Wanted,
) -> Result<ImportReport, ApiError> {
    let plan = wanted.plan.to_string();
    let plan = find::plan(unit.txn, unit.actor()?, unit.scope()?, &plan).await?;
    may(unit.actor()?, &plan, wanted.table)?;
    // Two imports at once would wait for each other's rows in another order.
    unit.alone(&format!("sheets {}", wanted.plan)).await?;
    let mut report = ImportReport::new(wanted.table, wanted.dry_run);
    report.notes = sheet.notes.iter().map(|note| note.detail.clone()).collect();
    report.errors = sheet.faults.iter().map(fault).collect();
    if sheet.headings_fit {
        let mut around = Around::load(unit, plan, wanted.cycle).await?;
        for row in &sheet.rows {
            if report.create + report.change >= CHANGES {
                report.errors.push(too_many(row.number));
                break;
            }
            let broken = sheet.faults.iter().any(|fault| fault.row == row.number);
            if !broken {
                bring_in(unit, &mut around, row, wanted.table, &mut report).await?;
            }
        }
    }
    report.errors.sort_by_key(|fault| fault.row);
    if !report.errors.is_empty() && !wanted.dry_run {
        return Err(refused(&report)?);
    }
    if !report.writes() {
        unit.changes_nothing();
    }
    Ok(report)
}

async fn bring_in(
    unit: &mut Unit<'_>,
    around: &mut Around,
    row: &Row,
    table: SheetTable,
    report: &mut ImportReport,
) -> Result<(), ApiError> {
    let done = match table {
        SheetTable::Updates => updates::row(unit, around, row).await,
        SheetTable::Milestones => milestones::row(unit, around, row).await,
    };
    match done {
        Ok(done) => report.add(ImportedRow {
            row: row.number,
            subject: done.subject,
            what: done.what,
            submitted: done.submitted,
        }),
        Err(wrong) => report
            .errors
            .extend(told(row.number, wrong, columns(table))?),
    }
    Ok(())
}

fn too_many(row: u32) -> RowFault {
    RowFault {
        row,
        column: None,
        code: RowCode::Field(FieldCode::TooLong),
        detail: format!(
            "The rows above change {CHANGES} records, which is as many as one import takes. Split the sheet into several files"
        ),
    }
}

fn fault(fault: &tabular::Fault) -> RowFault {
    RowFault {
        row: fault.row,
        column: fault.column.clone(),
        code: RowCode::Field(fault.code),
        detail: fault.detail.clone(),
    }
}

/// What is wrong with a row, in its place. What is no fault of the sender ends the import.
fn told(row: u32, wrong: Wrong, columns: &[Column]) -> Result<Vec<RowFault>, ApiError> {
    let error = match wrong {
        Wrong::Cell {
            field,
            code,
            detail,
        } => {
            return Ok(vec![RowFault {
                row,
                column: heading(columns, field),
                code,
                detail,
            }]);
        }
        Wrong::Refused(error) => error,
    };
    let Some(detail) = error.detail() else {
        return Err(error);
    };
    if !error.field_errors().is_empty() {
        return Ok(error
            .field_errors()
            .iter()
            .map(|field| RowFault {
                row,
                column: heading(columns, field_of(&field.pointer)),
                code: RowCode::Field(field.code),
                detail: field.detail.clone(),
            })
            .collect());
    }
    let code = error
        .refusal()
        .map_or(RowCode::Problem(error.code()), |refusal| {
            RowCode::Refusal(refusal.code)
        });
    let column = (error.code() == ErrorCode::Stale)
        .then(|| heading(columns, "version"))
        .flatten();
    Ok(vec![RowFault {
        row,
        column,
        code,
        detail: detail.to_owned(),
    }])
}

/// The field that a pointer into a record leads to: `/done` is `done`, `/milestones/0/to` is `to`.
fn field_of(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

/// The report on a sheet of which nothing was written, as a problem.
fn refused(report: &ImportReport) -> Result<ApiError, ApiError> {
    let columns = columns(report.table);
    let errors = report
        .errors
        .iter()
        .map(|fault| {
            let field = fault
                .column
                .as_deref()
                .and_then(|heading| columns.iter().find(|column| column.heading == heading));
            let pointer = match field {
                Some(column) => format!("/rows/{}/{}", fault.row, column.field),
                None => format!("/rows/{}", fault.row),
            };
            let code = match fault.code {
                RowCode::Field(code) => code,
                RowCode::Refusal(_) | RowCode::Problem(_) => FieldCode::NotAllowed,
            };
            FieldError::new(pointer, code, fault.detail.clone())
        })
        .collect();
    Ok(ApiError::invalid(errors).with_current(serde_json::to_value(report)?))
}
