//! `/plans/{plan}/exports` and `/plans/{plan}/imports`.

mod export;
mod files;
mod milestones;
mod updates;

use serde_json::{Value, json};
use shared::{
    sheets::api::{ImportReport, SheetFormat},
    updates::questions::{CHANGED, DELIVERY, DONE, HELP, NEXT, RATING},
};

use crate::support::{Answer, Caller, World};

pub const CSV: &str = SheetFormat::Csv.media_type();
pub const XLSX: &str = SheetFormat::Xlsx.media_type();

/// The headings of a sheet of updates, as a person would write it.
pub fn headings() -> String {
    format!("Action reference,{DELIVERY},{RATING},{DONE},{CHANGED},{NEXT},\"{HELP}\"")
}

/// Imports a sheet of updates, or milestones, into the plan.
pub async fn bring_in(
    caller: &Caller,
    world: &World,
    table: &str,
    dry_run: bool,
    csv: &str,
) -> Answer {
    let path = format!(
        "/plans/{}/imports/{table}?dry_run={dry_run}",
        world.seed.plan
    );
    caller.upload(&path, CSV, csv.as_bytes().to_vec()).await
}

/// The report on a sheet that was only checked.
pub async fn checked(caller: &Caller, world: &World, table: &str, csv: &str) -> ImportReport {
    let answer = bring_in(caller, world, table, true, csv).await;
    serde_json::from_value(answer.expect(200)).unwrap()
}

/// What is wrong with a sheet: row, column and code.
pub fn faults(report: &ImportReport) -> Vec<(u32, Option<&str>, Value)> {
    report
        .errors
        .iter()
        .map(|fault| {
            let code = serde_json::to_value(fault.code).unwrap();
            (fault.row, fault.column.as_deref(), code)
        })
        .collect()
}

/// The counts of a report: new, changed, left, submitted.
pub const fn counts(report: &ImportReport) -> (u32, u32, u32, u32) {
    (report.create, report.change, report.leave, report.submit)
}

/// A saved draft on an action.
pub async fn draft(caller: &Caller, world: &World, action: &str, done: &str) -> Value {
    let seed = &world.seed;
    let begun = caller
        .post(
            "/updates",
            &json!({"action": action, "cycle": seed.cycle, "agency": seed.council}),
        )
        .await
        .expect(201);
    let path = format!("/updates/{}", begun["id"].as_str().unwrap());
    let words =
        json!({"delivery_status": "in_progress", "brag": "green", "done": done, "next": "More."});
    caller.put(&path, 1, &words).await.expect(200)
}
