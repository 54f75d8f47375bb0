//! The list of erasures outside of the database, by which a restored copy is made to forget again;
//! and the write-ahead log of SQLite, which is emptied after each.

use std::{
    collections::HashSet,
    io::Write,
    path::{Path, PathBuf},
};

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryOrder, Statement};
use shared::ids::CaseId;
use tokio::{task::JoinHandle, time};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    db::{Database, Who},
    error::ApiError,
};

use super::anonymise::anonymise;

use entities::{case_file, erasure};

/// The file of erasures, one a line: the id that the case had, and when it was erased.
pub const ERASURES: &str = "erasures.log";
/// How often it is looked for new ones.
const EVERY: time::Duration = time::Duration::from_secs(5);

/// Keeps the list and empties the log behind each erasure, until `stop` is cancelled.
pub fn start(db: Database, directory: PathBuf, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut settled = None;
        loop {
            let stopping = stop.is_cancelled();
            match round(&db, &directory, settled).await {
                Ok(now) => settled = now.or(settled),
                Err(error) => {
                    tracing::warn!(%error, "the list of erasures was not kept; the next round tries again");
                }
            }
            if stopping {
                return;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = time::sleep(EVERY) => {}
            }
        }
    })
}

/// Looks once whether there are other erasures than the `settled` ones, lists them and empties the
/// log. It gives back how many are settled now; none where something reads from the log still.
///
/// # Errors
/// When the database fails or the list cannot be written.
pub async fn round(
    db: &Database,
    directory: &Path,
    settled: Option<u64>,
) -> Result<Option<u64>, ApiError> {
    let count = erasure::Entity::find().count(&db.read).await?;
    if Some(count) == settled {
        return Ok(settled);
    }
    if count > 0 {
        copy(db, directory).await?;
    }
    Ok(emptied(db).await?.then_some(count))
}

/// Adds to the list what it lacks.
async fn copy(db: &Database, directory: &Path) -> Result<(), ApiError> {
    let listed: HashSet<Uuid> = listed(directory)?.into_iter().collect();
    let rows = erasure::Entity::find()
        .order_by_asc(erasure::Column::At)
        .order_by_asc(erasure::Column::Id)
        .all(&db.read)
        .await?;
    let lines: String = rows
        .iter()
        .filter(|row| !listed.contains(&row.case_id))
        .map(|row| format!("{} {}\n", row.case_id, row.at.to_rfc3339()))
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let written = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(directory.join(ERASURES))
        .and_then(|mut file| {
            file.write_all(lines.as_bytes())?;
            file.sync_all()
        });
    written.map_err(|_| ApiError::Lost("the list of erasures, which could not be written"))
}

/// The ids of the list. A line that is not one is a list that somebody has changed.
fn listed(directory: &Path) -> Result<Vec<Uuid>, ApiError> {
    let text = match std::fs::read_to_string(directory.join(ERASURES)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(_) => return Err(ApiError::Lost("the list of erasures, which cannot be read")),
    };
    text.lines()
        .map(|line| {
            line.split_whitespace()
                .next()
                .and_then(|id| id.parse().ok())
                .ok_or(ApiError::Lost("a line of the list of erasures"))
        })
        .collect()
}

/// Carries the write-ahead log of SQLite over into the file and empties it, so that no page is left
/// in it as it was. PostgreSQL looks after its own.
///
/// # Errors
/// When the database fails.
pub async fn emptied(db: &Database) -> Result<bool, ApiError> {
    if db.backend() != DbBackend::Sqlite {
        return Ok(true);
    }
    let row = db
        .owner()
        .query_one_raw(Statement::from_string(
            DbBackend::Sqlite,
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ))
        .await?
        .ok_or(ApiError::Lost("what became of a checkpoint"))?;
    let busy: i32 = row.try_get_by_index(0)?;
    Ok(busy == 0)
}

/// What was found when the list was gone through again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// How many erasures the list holds.
    pub listed: usize,
    /// How many cases were there again, and are not any more.
    pub erased: usize,
}

/// How many cases of the list are in the database, as after a restore.
///
/// # Errors
/// As [`replay`].
pub async fn returned(db: &Database, directory: &Path) -> Result<Vec<Uuid>, ApiError> {
    let mut found = Vec::new();
    for case in listed(directory)? {
        if case_file::Entity::find_by_id(case)
            .one(&db.read)
            .await?
            .is_some()
        {
            found.push(case);
        }
    }
    Ok(found)
}

/// Erases again whatever a restored copy has brought back.
///
/// # Errors
/// When the database fails or the list cannot be read.
pub async fn replay(db: &Database, directory: &Path) -> Result<Replayed, ApiError> {
    let total = listed(directory)?.len();
    let back = returned(db, directory).await?;
    let erased = back.len();
    for case in back {
        db.unit(Who::console("retention replay"), move |unit| {
            Box::pin(async move { anonymise(unit, CaseId(case), Uuid::nil()).await })
        })
        .await?;
    }
    if erased > 0 {
        emptied(db).await?;
    }
    Ok(Replayed {
        listed: total,
        erased,
    })
}
