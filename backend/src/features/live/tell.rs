//! Which events pages are told. What somebody may know of is asked of the same rule as for the
//! change feed, at the moment at which it is told, once for all who hold the same roles.

use std::collections::HashSet;

use axum::body::Bytes;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    events::live,
    ids::PersonId,
    notices::api::Unread,
    policy::{Actor, Grant, PlanReach, Scope},
};
use uuid::Uuid;

use crate::{
    clock,
    db::Database,
    error::ApiError,
    features::{
        auth::session::Session,
        events::{feed, reach},
        notices,
    },
};

use super::letter::message;

use entities::outbox::{Column, Entity, Model};

/// Events that are told one by one. Who has missed more reads again what they need.
const MOST: usize = 200;
/// Records of which is asked who was told of them. Beyond that everybody's notices are counted.
const MOST_SUBJECTS: u64 = 200;

/// The last place in the feed.
///
/// # Errors
/// When the database fails.
pub async fn head(db: &Database) -> Result<i64, ApiError> {
    let last: Option<Option<i64>> = Entity::find()
        .select_only()
        .column(Column::Position)
        .filter(Column::Position.is_not_null())
        .order_by_desc(Column::Position)
        .into_tuple()
        .one(&db.read)
        .await?;
    Ok(last.flatten().unwrap_or(0))
}

/// The last event that `session` may know of, as a cursor; that of an empty feed where there is
/// none.
///
/// # Errors
/// When the database fails.
pub async fn latest(db: &Database, session: &Session, head: i64) -> Result<Uuid, ApiError> {
    Ok(Entity::find()
        .filter(Column::Position.lte(head))
        .filter(reach::of(&session.actor, &session.scope))
        .order_by_desc(Column::Position)
        .one(&db.read)
        .await?
        .map_or(Uuid::nil(), |event| event.id))
}

/// Whose notices events between two places in the feed may have changed: those who were told of
/// their records, and those who have read what they were told. None where that could be anybody.
///
/// # Errors
/// When the database fails.
pub async fn noticed(
    db: &Database,
    from: i64,
    head: i64,
) -> Result<Option<HashSet<PersonId>>, ApiError> {
    use entities::notice;
    let subjects: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::SubjectId)
        .distinct()
        .filter(Column::Position.gt(from))
        .filter(Column::Position.lte(head))
        .limit(MOST_SUBJECTS + 1)
        .into_tuple()
        .all(&db.read)
        .await?;
    if u64::try_from(subjects.len()).is_ok_and(|count| count > MOST_SUBJECTS) {
        return Ok(None);
    }
    let told: Vec<Uuid> = notice::Entity::find()
        .select_only()
        .column(notice::Column::PersonId)
        .distinct()
        .filter(notice::Column::SubjectId.is_in(subjects.iter().copied()))
        .into_tuple()
        .all(&db.read)
        .await?;
    // Who reads is the subject of their own act.
    Ok(Some(
        subjects.into_iter().chain(told).map(PersonId).collect(),
    ))
}

/// How many notices of a session's person are unread, as a letter.
///
/// # Errors
/// When the database fails.
pub async fn unread(db: &Database, session: &Session) -> Result<Bytes, ApiError> {
    let unread = notices::unread(&db.read, &session.actor, &session.scope, clock::now()).await?;
    let data = serde_json::to_string(&Unread { unread })?;
    Ok(Bytes::from(message(live::NOTICES, None, &data)))
}

/// Pages that are told the same: their people hold the same roles, and they stand at the same
/// place.
#[derive(Debug)]
pub struct Group {
    grants: Vec<Grant>,
    plans: PlanReach,
    position: i64,
    /// The pages, each with whose it is.
    pub pages: Vec<(u64, PersonId)>,
}

impl Group {
    /// Whether pages of `session` that stand at `position` belong to it.
    pub fn fits(&self, session: &Session, position: i64) -> bool {
        self.position == position
            && self.grants == session.actor.grants
            && self.plans == *session.scope.plans()
    }

    /// The group of such a page.
    pub fn of(session: &Session, position: i64) -> Self {
        Self {
            grants: session.actor.grants.clone(),
            plans: session.scope.plans().clone(),
            position,
            pages: Vec::new(),
        }
    }

    /// What has happened up to `head` within the group's reach.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn news(&self, db: &Database, head: i64) -> Result<News, ApiError> {
        // Nobody in particular: were a rule to hold for one person alone, it would hold for none.
        let actor = Actor {
            person: PersonId(Uuid::nil()),
            grants: self.grants.clone(),
            scopes: None,
        };
        let plans = match &self.plans {
            PlanReach::All => Vec::new(),
            PlanReach::Some(plans) => plans.clone(),
        };
        let scope = Scope::of(&actor, &plans);
        let rows = Entity::find()
            .filter(Column::Position.gt(self.position))
            .filter(Column::Position.lte(head))
            .filter(reach::of(&actor, &scope))
            .order_by_asc(Column::Position)
            .limit(u64::try_from(MOST).unwrap_or(u64::MAX) + 1)
            .all(&db.read)
            .await?;
        News::of(rows)
    }
}

/// What a group is told.
#[derive(Debug)]
pub enum News {
    /// Nothing.
    None,
    /// These events.
    Events(Vec<Told>),
    /// That too much has happened, up to the place that the cursor names.
    TooMuch,
}

/// One event, as it is told to others and to whoever did it.
#[derive(Debug)]
pub struct Told {
    by: Option<PersonId>,
    others: String,
    own: String,
}

impl News {
    fn of(rows: Vec<Model>) -> Result<Self, ApiError> {
        if rows.is_empty() {
            return Ok(Self::None);
        }
        if rows.len() > MOST {
            return Ok(Self::TooMuch);
        }
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(event) = feed::view(&row) else {
                continue;
            };
            let data = serde_json::to_string(&event)?;
            let cursor = feed::cursor(row.id);
            told.push(Told {
                by: row.actor_id.map(PersonId),
                others: message(live::CHANGE, Some(&cursor), &data),
                own: message(live::OWN, Some(&cursor), &data),
            });
        }
        Ok(Self::Events(told))
    }

    /// The letter to a page of `person`.
    pub fn letter(&self, person: PersonId) -> Option<Bytes> {
        match self {
            Self::None => None,
            Self::TooMuch => Some(Bytes::from(message(live::RESET, None, "{}"))),
            Self::Events(told) => {
                let texts: Vec<&str> = told
                    .iter()
                    .map(|event| {
                        if event.by == Some(person) {
                            event.own.as_str()
                        } else {
                            event.others.as_str()
                        }
                    })
                    .collect();
                Some(Bytes::from(texts.concat()))
            }
        }
    }

    /// Whether `person` did any of it.
    pub fn is_by(&self, person: PersonId) -> bool {
        match self {
            Self::Events(told) => told.iter().any(|event| event.by == Some(person)),
            Self::None | Self::TooMuch => false,
        }
    }
}
