//! Spreadsheets of a plan. Downloads are links, which the browser follows by itself.

use shared::{
    ids::{AgencyId, LevelId, OutcomeId},
    plans::ActionState,
    sheets::api::{ImportReport, SheetFormat, SheetTable},
    updates::Brag,
};

use crate::{
    Call, Client,
    Method::{Get, Post},
    Moment, Result,
};

/// Which actions of a register to download.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// Of which level of need.
    pub level: Option<LevelId>,
    /// Serving which outcome.
    pub outcome: Option<OutcomeId>,
    /// For which this agency answers.
    pub agency: Option<AgencyId>,
    /// In which state.
    pub state: Option<ActionState>,
    /// With which rating.
    pub rating: Option<Brag>,
}

/// A file that somebody chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetFile {
    /// Its format.
    pub format: SheetFormat,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Client {
    /// Brings in a sheet; with `dry_run` only says what would come of it.
    pub async fn import_sheet(
        &self,
        plan: &str,
        table: SheetTable,
        file: &SheetFile,
        dry_run: bool,
    ) -> Result<ImportReport> {
        self.send(
            Call::new(Post, format!("/plans/{plan}/imports/{}", table.code()))
                .query("dry_run", dry_run.then_some(true))
                .file(file.format.media_type(), file.bytes.clone()),
        )
        .await
    }
}

/// The address of the register as a file.
pub fn register_file(
    plan: &str,
    format: SheetFormat,
    moment: Moment,
    filter: RegisterFilter,
) -> String {
    Call::new(Get, format!("/plans/{plan}/exports/register"))
        .query("format", Some(format.code()))
        .query("cycle", moment.cycle)
        .query("as_at", moment.as_at)
        .query("level", filter.level)
        .query("outcome", filter.outcome)
        .query("lead", filter.agency)
        .query("state", filter.state.map(ActionState::code))
        .query("rating", filter.rating.map(Brag::code))
        .address()
}

/// The address of the updates of the current cycle as a file.
pub fn updates_file(plan: &str, format: SheetFormat) -> String {
    Call::new(Get, format!("/plans/{plan}/exports/updates"))
        .query("format", Some(format.code()))
        .address()
}

/// The address of a sheet to fill in.
pub fn template_file(plan: &str, table: SheetTable, format: SheetFormat) -> String {
    Call::new(Get, format!("/plans/{plan}/exports/template"))
        .query("table", Some(table.code()))
        .query("format", Some(format.code()))
        .address()
}
