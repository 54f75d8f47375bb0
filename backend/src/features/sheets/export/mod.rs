//! The sheets of a plan as files.

mod milestones;
mod register;
mod updates;

use chrono::NaiveDate;
use shared::{
    ids::{PersonId, PlanId},
    plans::api::PlanRef,
    updates::api::CycleRef,
};
use tabular::{Book, Cell, Column, Format};

use crate::{
    clock,
    ctx::Ctx,
    db::{Act, Unit},
    error::ApiError,
    features::{names, plans::find},
};

use super::file::File;

pub use milestones::template as milestone_template;
pub use register::{Wanted, register};
pub use updates::{template as update_template, updates};

/// A table before it becomes a file.
pub struct Table {
    /// The plan.
    pub plan: PlanRef,
    /// What it is, for people.
    pub title: &'static str,
    /// The word for it in the file's name.
    pub word: &'static str,
    /// The name of its sheet.
    pub sheet: &'static str,
    /// The cycle that it is about, where it is about one.
    pub cycle: Option<CycleRef>,
    /// The day that it shows, where an earlier one was asked for.
    pub as_at: Option<NaiveDate>,
    /// Who may see it.
    pub readers: &'static str,
    /// What can be done with it.
    pub purpose: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Writes the file, away from the threads that answer requests.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn write(self, ctx: &Ctx, format: Format) -> Result<File, ApiError> {
        let person: PersonId = ctx.actor().person;
        let by = names::people(ctx.read(), [person])
            .await?
            .remove(&person)
            .map_or_else(String::new, |person| person.name);
        let (made, today) = (ctx.now, ctx.today());
        let day = |day: NaiveDate| day.format("%-d %B %Y").to_string();
        let mut about = vec![("Plan", self.plan.title.clone())];
        if let Some(cycle) = &self.cycle {
            about.push(("Reporting cycle", cycle.name.clone()));
        }
        about.push((
            "As it stood on",
            self.as_at.map_or_else(
                || {
                    let moment = clock::london(made);
                    format!("{} at {}", day(today), moment.format("%H:%M"))
                },
                |earlier| format!("{}, at the end of the day", day(earlier)),
            ),
        ));
        about.push(("Rows", self.rows.len().to_string()));
        about.push(("Downloaded by", by));
        about.push(("Who may see it", self.readers.to_owned()));
        about.push(("What it is for", self.purpose.to_owned()));
        let name = [
            Some(self.plan.slug.as_str()),
            Some(self.word),
            self.cycle.as_ref().map(|cycle| cycle.name.as_str()),
            Some(self.as_at.unwrap_or(today).to_string().as_str()),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("-");
        let written = tokio::task::spawn_blocking(move || {
            Book {
                title: self.title,
                about: &about,
                sheet: self.sheet,
                columns: self.columns,
                rows: &self.rows,
                made,
            }
            .write(format)
        });
        let bytes = written
            .await
            .map_err(|_| ApiError::Lost("writing a sheet"))?
            .map_err(|error| {
                tracing::error!(%error, "a sheet could not be written");
                ApiError::Lost("writing a sheet")
            })?;
        Ok(File {
            name,
            format,
            bytes,
        })
    }
}

/// Writes down that the caller takes a sheet of a plan away.
///
/// # Errors
/// `not_found` when the plan is no longer within reach.
pub async fn record(unit: &mut Unit<'_>, plan: PlanId) -> Result<(), ApiError> {
    find::plan(unit.txn, unit.actor()?, unit.scope()?, &plan.to_string()).await?;
    let agency = match unit.actor()?.agencies().as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    unit.record(Act {
        act: "plan.export",
        kind: "plan",
        subject: plan.0,
        plan: Some(plan),
        agency,
    });
    Ok(())
}
