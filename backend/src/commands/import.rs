//! `throughline import plan`.

use std::path::Path;

use shared::plans::{
    checks::{Finding, FindingCode},
    format::FormatError,
};

use crate::{
    config::StoreArgs,
    db::Who,
    error::ApiError,
    features::{names, plans::import},
};

use super::{CommandError, store};

/// Brings in the plan of a file and prints the findings; a dry run only does the latter and needs
/// no database. With `json`, nothing but the findings goes to the standard output.
///
/// # Errors
/// [`CommandError::PlanFile`] once the faults of the file are printed; and when the file cannot be
/// read, the plan is there already or the database fails.
pub async fn plan(
    path: &Path,
    dry_run: bool,
    json: bool,
    args: &StoreArgs,
) -> Result<(), CommandError> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| CommandError::File {
        path: shown.clone(),
        error,
    })?;
    let (file, mut findings) = import::read(&text).map_err(|faults| {
        for fault in &faults {
            eprintln!("{}", line(&shown, fault));
        }
        CommandError::PlanFile {
            path: shown,
            faults: faults.len(),
        }
    })?;
    let mut outcome = "Nothing was stored.".to_owned();
    if !dry_run {
        let db = store::open_current(args).await?;
        let (plan, found) = db
            .unit(Who::console("import plan"), move |unit| {
                Box::pin(async move {
                    let (plan, found) = import::import(unit, &file, None).await?;
                    let named = names::plans(unit.txn, [plan]).await?.remove(&plan);
                    Ok((named.ok_or(ApiError::Lost("the plan"))?, found))
                })
            })
            .await
            .map_err(|error| match error.detail() {
                Some(detail) => CommandError::Usage(detail.to_owned()),
                None => CommandError::Work(error),
            })?;
        outcome = format!("“{}” is stored as {}.", plan.title, plan.slug);
        findings = found;
    }
    if json {
        for finding in &findings {
            let line = serde_json::to_string(&finding.dry_run_line()).map_err(ApiError::from)?;
            println!("{line}");
        }
        eprintln!("{outcome}");
    } else {
        print!("{}", list(&findings));
        println!("{}. {outcome}", counted(findings.len()));
    }
    Ok(())
}

/// A fault as compilers print theirs, so that editors can follow it.
fn line(path: &str, fault: &FormatError) -> String {
    let FormatError {
        line,
        column,
        path: pointer,
        fault,
    } = fault;
    if pointer.is_empty() {
        format!("{path}:{line}:{column}: {fault}")
    } else {
        format!("{path}:{line}:{column}: {pointer}: {fault}")
    }
}

fn counted(findings: usize) -> String {
    match findings {
        0 => "No findings".to_owned(),
        1 => "1 finding".to_owned(),
        several => format!("{several} findings"),
    }
}

/// The findings by code, for people.
fn list(findings: &[Finding]) -> String {
    let mut text = String::new();
    for code in FindingCode::ALL {
        let of_code: Vec<&Finding> = findings.iter().filter(|f| f.code == code).collect();
        if of_code.is_empty() {
            continue;
        }
        text.push_str(&format!(
            "{} ({}, {})\n",
            code.title(),
            code.word(),
            of_code.len()
        ));
        for finding in of_code {
            text.push_str(&format!("  {}: {}\n", finding.item, finding.printed));
            if let Some(proposed) = &finding.proposed {
                text.push_str(&format!("    Proposed: {proposed}\n"));
            }
            text.push_str(&format!("    {}\n", finding.reason));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_printed_as_compilers_print_theirs() {
        let printed = |text: &str| -> Vec<String> {
            let faults = import::read(text).unwrap_err();
            faults
                .iter()
                .map(|fault| line("plan.json", fault))
                .collect()
        };
        let text = "{\n \"plan\": {\"id\": \"p\", \"title\": 7},\n \"colour\": 1\n}";
        let faults = printed(text);
        assert!(
            faults.iter().any(|fault| fault
                == "plan.json:2:31: /plan/title: This must be a text, but it is a number."),
            "{faults:?}"
        );
        assert!(
            faults
                .iter()
                .any(|fault| fault.starts_with("plan.json:3:2: ")),
            "{faults:?}"
        );
        let broken = printed("{\n");
        assert_eq!(broken.len(), 1);
        assert!(broken[0].starts_with("plan.json:2:1: "), "{broken:?}");
    }

    #[test]
    fn findings_are_grouped_under_their_titles() {
        let text = r#"{
            "plan": { "id": "p", "title": "Plan" },
            "actions": [ { "id": "x", "order": 1, "printed_ref": "1.1", "title": "Do" } ]
        }"#;
        let (_, found) = import::read(text).unwrap();
        let printed = list(&found);
        assert!(printed.starts_with("Action without an outcome (missing-outcome, 1)\n  x: "));
        assert!(
            printed.contains("\nActions without a date (no-date, 1)\n  p: 1.1\n    1 of 1 actions")
        );
        assert_eq!(counted(found.len()), "4 findings");
    }
}
