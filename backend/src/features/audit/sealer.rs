//! One leader seals committed entries every second, in order, into the hash chain, and gives the
//! events their positions at the same time. Writers never queue for the chain.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    Statement,
    sea_query::{Expr, ExprTrait},
};
use sha2::{Digest, Sha256};
use shared::audit::{GENESIS, SealedEntry, canonical};
use tokio::{task::JoinHandle, time::Duration};
use tokio_util::sync::CancellationToken;

use crate::{
    clock,
    db::{Database, Unit, Who},
    error::ApiError,
};

/// Entries that are sealed in one unit of work.
const BATCH: u64 = 500;
/// How often the leader looks for entries.
const EVERY: Duration = Duration::from_secs(1);
/// How often it tries again, once it is told to stop, when the database fails.
const LAST_TRIES: u32 = 3;
/// How often the head is copied outside of the database, in rounds.
const COPY_ROUNDS: u32 = 60;

/// How far behind the last sealed entry it looks: longer than any unit of work takes.
const BEHIND: chrono::Duration = chrono::Duration::seconds(60);

/// How often it looks through the whole log, in rounds.
const EVERYWHERE_ROUNDS: u32 = 3600;

/// The last entry of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its place.
    pub position: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// Seals until `stop` is cancelled, and once more then.
pub fn start(db: Database, directory: PathBuf, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut copied = None;
        let mut round = 0u32;
        let mut failed = false;
        let mut last_tries = 0u32;
        loop {
            let stopping = tokio::select! {
                () = stop.cancelled() => true,
                () = tokio::time::sleep(EVERY) => false,
            };
            // What nobody expects is looked for as well, but not every second.
            let look = if stopping || failed || round.is_multiple_of(EVERYWHERE_ROUNDS) {
                Look::Everywhere
            } else {
                Look::Lately
            };
            let sealed = seal(&db, look).await;
            failed = sealed.is_err();
            match sealed {
                Ok(head) => {
                    if (stopping || round.is_multiple_of(COPY_ROUNDS)) && head != copied {
                        match head.as_ref().map(|head| copy(&directory, head)) {
                            Some(Err(error)) => {
                                tracing::warn!(%error, "the head of the audit log was not copied")
                            }
                            _ => copied = head,
                        }
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "the audit log was not sealed; the next round tries again")
                }
            }
            if stopping {
                if failed && last_tries < LAST_TRIES {
                    // A database that has just come back answers on new connections.
                    last_tries += 1;
                    tokio::time::sleep(EVERY).await;
                    continue;
                }
                return;
            }
            round = round.wrapping_add(1);
        }
    })
}

/// Seals every committed entry and gives back the head of the chain.
///
/// # Errors
/// When the database fails.
pub async fn seal_all(db: &Database) -> Result<Option<Head>, ApiError> {
    seal(db, Look::Everywhere).await
}

/// Where to look for entries that are not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// From a little before the last entry that is sealed on, or from the oldest event without a
    /// position, whichever is earlier: units are short, so that whatever is committed later began
    /// hardly earlier, and those that take longer leave an event, which is written with their
    /// entry and placed when it is sealed.
    Lately,
    /// In the whole log, which takes the longer the older it is.
    Everywhere,
}

async fn seal(db: &Database, look: Look) -> Result<Option<Head>, ApiError> {
    loop {
        let from = match look {
            Look::Everywhere => None,
            Look::Lately => match latest_sealed(&db.read).await? {
                None => None,
                Some(latest) => {
                    let behind = latest - BEHIND;
                    let waiting = oldest_waiting(&db.read).await?;
                    Some(waiting.map_or(behind, |oldest| std::cmp::min(oldest, behind)))
                }
            },
        };
        let Some(first) = unsealed(from).one(&db.read).await? else {
            return head(&db.read).await;
        };
        db.unit(Who::console("seal"), move |unit| {
            Box::pin(seal_some(unit, first.at))
        })
        .await?;
    }
}

/// When the last entry that is sealed was made.
async fn latest_sealed(
    connection: &impl ConnectionTrait,
) -> Result<Option<DateTime<Utc>>, ApiError> {
    let latest = connection
        .query_one_raw(Statement::from_string(
            connection.get_database_backend(),
            "SELECT e.at FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id \
             ORDER BY s.position DESC LIMIT 1",
        ))
        .await?;
    Ok(latest.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// When the oldest event happened that has no position yet.
async fn oldest_waiting(
    connection: &impl ConnectionTrait,
) -> Result<Option<DateTime<Utc>>, ApiError> {
    use entities::outbox::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .column(Column::At)
        .filter(Column::Position.is_null())
        .order_by_asc(Column::At)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The head of the chain.
///
/// # Errors
/// When the database fails.
pub async fn head(connection: &impl ConnectionTrait) -> Result<Option<Head>, ApiError> {
    use entities::audit_seal::{Column, Entity};
    let last = Entity::find()
        .order_by_desc(Column::Position)
        .one(connection)
        .await?;
    Ok(last.and_then(|seal| {
        Some(Head {
            position: seal.position,
            hash: seal.hash.try_into().ok()?,
        })
    }))
}

/// The entries since `from` that are not sealed, in order. Each is looked up by itself among the
/// seals, so that those behind `from` cost nothing.
fn unsealed(from: Option<DateTime<Utc>>) -> Select<entities::audit_entry::Entity> {
    use entities::{audit_entry, audit_seal};
    let seal = sea_orm::sea_query::Query::select()
        .expr(Expr::value(1))
        .from(audit_seal::Entity)
        .and_where(
            Expr::col((audit_seal::Entity, audit_seal::Column::EntryId))
                .equals((audit_entry::Entity, audit_entry::Column::Id)),
        )
        .to_owned();
    let entries = audit_entry::Entity::find()
        .filter(Expr::exists(seal).not())
        .order_by_asc(audit_entry::Column::At)
        .order_by_asc(audit_entry::Column::Id);
    match from {
        Some(from) => entries.filter(audit_entry::Column::At.gte(from)),
        None => entries,
    }
}

async fn seal_some(unit: &mut Unit<'_>, from: DateTime<Utc>) -> Result<(), ApiError> {
    unit.changes_nothing();
    unit.alone("audit chain").await?;
    let mut head = head(unit.txn).await?.unwrap_or(Head {
        position: 0,
        hash: GENESIS,
    });
    let entries = unsealed(Some(from)).limit(BATCH).all(unit.txn).await?;
    let mut seals = Vec::with_capacity(entries.len());
    for entry in &entries {
        head = Head {
            position: head.position + 1,
            hash: hash(&head.hash, entry, head.position + 1),
        };
        seals.push(entities::audit_seal::ActiveModel {
            position: Set(head.position),
            entry_id: Set(entry.id),
            hash: Set(head.hash.to_vec()),
        });
    }
    if !seals.is_empty() {
        entities::audit_seal::Entity::insert_many(seals)
            .exec(unit.txn)
            .await?;
    }
    place_events(unit).await
}

/// Gives committed events their positions, so that whoever follows them never skips one that was
/// begun early and committed late. All of them in one statement, which the ORM cannot say.
async fn place_events(unit: &Unit<'_>) -> Result<(), ApiError> {
    let backend = unit.txn.get_database_backend();
    unit.txn
        .execute_raw(Statement::from_string(
            backend,
            format!(
                "WITH placed AS (
                     SELECT id, row_number() OVER (ORDER BY at, id)
                         + (SELECT coalesce(max(position), 0) FROM outbox) AS place
                     FROM (SELECT id, at FROM outbox WHERE position IS NULL
                           ORDER BY at, id LIMIT {BATCH}) AS waiting)
                 UPDATE outbox SET position = placed.place FROM placed WHERE outbox.id = placed.id"
            ),
        ))
        .await?;
    Ok(())
}

/// The hash of `entry` at `position`, chained to `previous`.
pub fn hash(previous: &[u8; 32], entry: &entities::audit_entry::Model, position: i64) -> [u8; 32] {
    let bytes = canonical(
        previous,
        &SealedEntry {
            position,
            id: entry.id,
            at: entry.at,
            actor: entry.actor_id,
            agency: entry.agency_id,
            act: &entry.act,
            subject_kind: &entry.subject_kind,
            subject: entry.subject_id,
            plan: entry.plan_id,
            request: &entry.request_id,
        },
    );
    Sha256::digest(bytes).into()
}

/// The file to which heads are copied, one a line: position, hash, time, signature.
pub const HEADS: &str = "audit-heads.log";
const KEY: &str = "audit.key";

fn copy(directory: &Path, head: &Head) -> std::io::Result<()> {
    use std::io::Write;
    let key = signing_key(directory)?;
    let text = format!(
        "{} {} {}",
        head.position,
        hex(&head.hash),
        clock::now().to_rfc3339()
    );
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(directory.join(HEADS))?;
    writeln!(file, "{text} {}", sign(&key, &text))
}

/// The signature of a copied head's line.
pub fn sign(key: &[u8], text: &str) -> String {
    // An HMAC takes a key of any length, so this cannot fail; an empty signature fits nothing.
    Hmac::<Sha256>::new_from_slice(key).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(text.as_bytes());
            hex(&mac.finalize().into_bytes())
        },
    )
}

/// The key with which heads are signed, made on first use and readable by its owner alone.
///
/// # Errors
/// When the file cannot be read or written.
pub fn signing_key(directory: &Path) -> std::io::Result<Vec<u8>> {
    let path = directory.join(KEY);
    if let Ok(key) = std::fs::read(&path) {
        return Ok(key);
    }
    let key = clock::secret().map_err(std::io::Error::other)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    std::io::Write::write_all(&mut options.open(path)?, &key)?;
    Ok(key.to_vec())
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How many entries wait to be sealed.
///
/// # Errors
/// When the database fails.
pub async fn waiting(connection: &impl ConnectionTrait) -> Result<i64, ApiError> {
    let row = connection
        .query_one_raw(Statement::from_string(
            connection.get_database_backend(),
            "SELECT (SELECT count(*) FROM audit_entry) - (SELECT count(*) FROM audit_seal)",
        ))
        .await?;
    Ok(match row {
        Some(row) => row.try_get_by_index(0)?,
        None => 0,
    })
}
