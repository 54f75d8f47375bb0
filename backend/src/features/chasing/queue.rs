//! Mails on their way: lent to the process that sends them, and marked when the mail server has
//! taken them.
//!
//! A process that ends between the two loses nothing: the loan runs out and the mail goes again,
//! under the same Message-ID, by which whoever has it already can tell.

use chrono::Duration;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use shared::{
    chasing::{RESEND_DAYS, refused_after, resend_after},
    ids::AgencyId,
};
use uuid::Uuid;

use crate::{
    clock,
    db::{Act, Database, Unit, Who},
    error::ApiError,
};

use super::send::Trouble;

use entities::message::{ActiveModel, Column, Entity, Model};

/// It is to be sent.
pub const WAITING: &str = "waiting";
/// A mail server has taken it.
pub const SENT: &str = "sent";
/// A later mail says what it was to say.
pub const REPLACED: &str = "replaced";
/// There was nothing left to say, or nobody to say it to.
pub const DROPPED: &str = "dropped";
/// It could not be sent for too long, or was refused.
pub const FAILED: &str = "failed";

/// The kind of mail that says everything of a day.
pub const DIGEST: &str = "digest";
/// The kind of mail that tells at once that a case was opened by breaking the glass.
pub const GLASS: &str = "glass";

/// For how long a mail is lent; longer than sending one can take.
const LEASE: Duration = Duration::minutes(5);

/// A mail that is lent.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The mail.
    pub row: Model,
    lease: Uuid,
}

/// Lends the mail that has been due for longest, if any is.
///
/// # Errors
/// When the database fails.
pub async fn take(db: &Database) -> Result<Option<Parcel>, ApiError> {
    let free = |now| {
        Condition::all()
            .add(Column::State.eq(WAITING))
            .add(Column::DueAt.lte(now))
            .add(
                Condition::any()
                    .add(Column::LeasedUntil.is_null())
                    .add(Column::LeasedUntil.lte(now)),
            )
    };
    let due = Entity::find()
        .filter(free(clock::now()))
        .one(&db.read)
        .await?;
    if due.is_none() {
        return Ok(None);
    }
    let lease = clock::random_id();
    db.unit(Who::console("mail"), move |unit| {
        Box::pin(async move {
            unit.changes_nothing();
            unit.alone("mail lend").await?;
            let Some(row) = Entity::find()
                .filter(free(unit.now))
                .order_by_asc(Column::DueAt)
                .order_by_asc(Column::Id)
                .one(unit.txn)
                .await?
            else {
                return Ok(None);
            };
            let mut lent: ActiveModel = row.into();
            lent.leased_until = Set(Some(unit.now + LEASE));
            lent.lease = Set(Some(lease));
            let row = lent.update(unit.txn).await?;
            Ok(Some(Parcel { row, lease }))
        })
    })
    .await
}

/// How the sending of a mail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A mail server has taken it.
    Sent,
    /// There was nothing left to say.
    Needless,
    /// It was not taken.
    Failed(Trouble),
}

/// Writes down how the sending of a mail ended. Where the loan has run out meanwhile, somebody
/// else has the mail, and nothing is written.
///
/// # Errors
/// When the database fails.
pub async fn record(db: &Database, parcel: Parcel, ending: Ending) -> Result<(), ApiError> {
    let [jitter] = clock::random()?;
    db.unit(Who::console("mail"), move |unit| {
        Box::pin(async move {
            unit.changes_nothing();
            let Some(row) = Entity::find_by_id(parcel.row.id)
                .filter(Column::Lease.eq(parcel.lease))
                .lock_exclusive()
                .one(unit.txn)
                .await?
            else {
                return Ok(());
            };
            write(unit, row, ending, jitter).await
        })
    })
    .await
}

async fn write(
    unit: &mut Unit<'_>,
    row: Model,
    ending: Ending,
    jitter: u8,
) -> Result<(), ApiError> {
    let attempts = row.attempts + 1;
    let too_old = unit.now - row.created_at > Duration::days(RESEND_DAYS);
    let again = match ending {
        Ending::Failed(_) if too_old => None,
        Ending::Failed(Trouble::Address) | Ending::Sent | Ending::Needless => None,
        Ending::Failed(Trouble::Refused(_)) => refused_after(attempts),
        Ending::Failed(Trouble::Unreachable | Trouble::NotNow(_)) => {
            Some(resend_after(attempts, jitter))
        }
    };
    let (state, act) = match (ending, again) {
        (Ending::Sent, _) => (SENT, Some("digest.send")),
        (Ending::Needless, _) => (DROPPED, None),
        (Ending::Failed(_), Some(_)) => (WAITING, None),
        (Ending::Failed(_), None) => (FAILED, Some("digest.fail")),
    };
    if let Some(act) = act {
        unit.record(Act {
            act,
            kind: "message",
            subject: row.id,
            plan: None,
            agency: Some(AgencyId(row.agency_id)),
        });
    }
    let mut next: ActiveModel = row.into();
    next.state = Set(state.to_owned());
    next.leased_until = Set(None);
    next.lease = Set(None);
    match ending {
        Ending::Sent => {
            next.attempts = Set(attempts);
            next.sent_at = Set(Some(unit.now));
            next.trouble = Set(None);
        }
        Ending::Needless => {}
        Ending::Failed(trouble) => {
            next.attempts = Set(attempts);
            if let Some(again) = again {
                next.due_at = Set(unit.now + again);
            }
            next.trouble = Set(Some(trouble.to_string()));
        }
    }
    next.update(unit.txn).await?;
    Ok(())
}
