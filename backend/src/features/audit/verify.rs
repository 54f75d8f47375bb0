//! Checks the audit log from its first entry to its last.

use std::path::Path;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::audit::GENESIS;

use crate::error::ApiError;

use super::sealer;

/// Entries that are read at a time.
const BATCH: u64 = 2_000;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many sealed entries are as they were.
    pub sound: i64,
    /// How many entries are not sealed yet.
    pub waiting: i64,
    /// What is wrong, in words.
    pub faults: Vec<String>,
    /// How many copies of the head outside of the database fit the chain.
    pub copies: usize,
}

/// Checks the chain, and the copies of its head in `directory`.
///
/// # Errors
/// When the database fails.
pub async fn verify(
    connection: &impl ConnectionTrait,
    directory: &Path,
) -> Result<Report, ApiError> {
    use entities::{audit_entry, audit_seal};
    let mut report = Report {
        waiting: sealer::waiting(connection).await?,
        ..Report::default()
    };
    let copies = read_copies(directory, &mut report.faults);
    let mut previous = GENESIS;
    let mut position = 0i64;
    'chain: loop {
        let seals = audit_seal::Entity::find()
            .filter(audit_seal::Column::Position.gt(position))
            .order_by_asc(audit_seal::Column::Position)
            .limit(BATCH)
            .all(connection)
            .await?;
        if seals.is_empty() {
            break;
        }
        let entries = audit_entry::Entity::find()
            .filter(audit_entry::Column::Id.is_in(seals.iter().map(|seal| seal.entry_id)))
            .all(connection)
            .await?;
        for seal in seals {
            position += 1;
            if seal.position != position {
                report.faults.push(format!(
                    "Entry {position} is missing: it was removed after it had been sealed."
                ));
                break 'chain;
            }
            let Some(entry) = entries.iter().find(|entry| entry.id == seal.entry_id) else {
                report.faults.push(format!("The words of entry {position} are missing: it was removed after it had been sealed."));
                break 'chain;
            };
            let expected = sealer::hash(&previous, entry, position);
            if seal.hash != expected {
                report.faults.push(format!(
                    "Entry {position} (number {}) was changed after it had been sealed.",
                    entry.id
                ));
                break 'chain;
            }
            if let Some((_, hash)) = copies.iter().find(|(at, _)| *at == position) {
                if *hash == sealer::hex(&expected) {
                    report.copies += 1;
                } else {
                    report.faults.push(format!("The chain up to entry {position} is not the one that was copied outside of the database."));
                    break 'chain;
                }
            }
            previous = expected;
            report.sound = position;
        }
    }
    if report.faults.is_empty()
        && let Some((last, _)) = copies.iter().max_by_key(|(at, _)| *at)
        && *last > position
    {
        report.faults.push(format!("The chain ends at entry {position}, but entry {last} was copied outside of the database: the end of the log is missing."));
    }
    Ok(report)
}

fn read_copies(directory: &Path, faults: &mut Vec<String>) -> Vec<(i64, String)> {
    let Ok(text) = std::fs::read_to_string(directory.join(sealer::HEADS)) else {
        return Vec::new();
    };
    let key = sealer::signing_key(directory).unwrap_or_default();
    let mut copies = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let read = line.rsplit_once(' ').and_then(|(signed, signature)| {
            let mut words = signed.split(' ');
            let position = words.next()?.parse().ok()?;
            let hash = words.next()?.to_owned();
            (sealer::sign(&key, signed) == signature).then_some((position, hash))
        });
        match read {
            Some(copy) => copies.push(copy),
            None => faults.push(format!(
                "Line {} of {} does not carry our signature.",
                at + 1,
                sealer::HEADS
            )),
        }
    }
    copies
}
