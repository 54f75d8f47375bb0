//! Filling an empty database with the demonstration, and telling how to get in.

use std::time::Instant;

use crate::{
    db::Database,
    demo::{self, CAST, PASSWORD},
    features::auth::passwords::Passwords,
};

use super::CommandError;

/// Fills an empty database, when it is wanted. Says whether the database holds the demonstration.
///
/// # Errors
/// When the database fails.
pub async fn prepare(
    db: &Database,
    passwords: &Passwords,
    wanted: bool,
) -> Result<bool, CommandError> {
    if demo::holds(db).await? {
        return Ok(true);
    }
    if !wanted || !demo::is_empty(db).await? {
        return Ok(false);
    }
    let began = Instant::now();
    demo::load(db, passwords, |telling| println!("{telling} …")).await?;
    println!(
        "The demonstration is loaded ({:.1} s). All people and all reporting in it are invented.",
        began.elapsed().as_secs_f64()
    );
    Ok(true)
}

/// Prints the sign-ins.
pub fn print_sign_ins() {
    println!("\nThe accounts are for demonstration. Their password: {PASSWORD}");
    for member in CAST {
        println!(
            "  {:<28} {:<18} {}",
            member.email,
            member.role.label(),
            member.agency.unwrap_or_default()
        );
    }
}
