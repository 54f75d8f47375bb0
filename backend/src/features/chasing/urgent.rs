//! Mail that goes at once and is not a digest. It is queued by the unit of work that causes it, so
//! that a mail server that is away neither stops what happens nor loses the word of it.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::ids::{AgencyId, PersonId};

use crate::{clock, db::Unit, error::ApiError, features::auth::PERSON};

use super::{
    letter::{Letter, of_glass},
    queue::{GLASS, WAITING},
};

use entities::{message, person};

/// After this time such a mail is not sent any more: what it tells of has been looked at, or was
/// told where people sign in.
const STALE: Duration = Duration::days(7);

/// Queues word to `people` that the glass of a case was broken: each once, whatever they chose to
/// get. `agency` is the one in whose name they are told.
pub fn glass_broken(unit: &Unit<'_>, told: impl IntoIterator<Item = (AgencyId, PersonId)>) {
    let mut told: Vec<(AgencyId, PersonId)> = told
        .into_iter()
        .filter(|(_, person)| Some(*person) != unit.person())
        .collect();
    told.sort_unstable_by_key(|(_, person)| *person);
    told.dedup_by_key(|(_, person)| *person);
    for (agency, person) in told {
        unit.add(
            "message",
            vec![
                ("id", clock::ordered_id().into()),
                ("agency_id", agency.0.into()),
                ("person_id", person.0.into()),
                ("day", unit.today().into()),
                ("state", WAITING.into()),
                ("attempts", 0_i32.into()),
                ("created_at", unit.now.into()),
                ("due_at", unit.now.into()),
                ("kind", GLASS.into()),
            ],
        );
    }
}

/// The mail as it is now; none where its person has left, or it is too late.
///
/// # Errors
/// When the database fails.
pub(super) async fn letter(
    connection: &impl ConnectionTrait,
    row: &message::Model,
    now: DateTime<Utc>,
    origin: &str,
    partnership: &str,
) -> Result<Option<Letter>, ApiError> {
    if now - row.created_at > STALE {
        return Ok(None);
    }
    let account = person::Entity::find_by_id(row.person_id)
        .one(connection)
        .await?;
    Ok(account
        .filter(|account| !account.disabled && account.kind == PERSON)
        .map(|account| of_glass(partnership, &account.email, origin)))
}
