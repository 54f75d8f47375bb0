//! The commands that print something and end.

use crate::{
    config::{SchemaFormat, StoreArgs},
    features::audit::verify,
    router,
};

use super::{CommandError, store};

/// Prints the OpenAPI document.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn openapi() -> Result<(), CommandError> {
    let document = router::specification()
        .to_pretty_json()
        .map_err(crate::error::ApiError::from)?;
    println!("{document}");
    Ok(())
}

/// Prints the JSON Schema of a format.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn schema(format: SchemaFormat) -> Result<(), CommandError> {
    let schema = match format {
        SchemaFormat::Plan => shared::plans::format::json_schema(),
    };
    println!(
        "{}",
        serde_json::to_string_pretty(&schema).map_err(crate::error::ApiError::from)?
    );
    Ok(())
}

/// Checks the audit log and says in words what it found.
///
/// # Errors
/// [`CommandError::Faults`] when something is wrong, so that the exit code says so too.
pub async fn audit(args: &StoreArgs) -> Result<(), CommandError> {
    let db = store::open(args).await?;
    let report = verify::verify(&db.read, &args.data_dir).await?;
    println!(
        "{} entries are sealed and as they were written.",
        report.sound
    );
    if report.waiting > 0 {
        println!(
            "{} more are not sealed yet: a running server seals them within a second or two.",
            report.waiting
        );
    }
    println!(
        "{} copies of the chain's head, kept outside of the database, agree with it.",
        report.copies
    );
    if report.faults.is_empty() {
        println!("Nothing was changed or removed.");
        return Ok(());
    }
    for fault in &report.faults {
        println!("FAULT: {fault}");
    }
    Err(CommandError::Faults)
}
