//! What is in the database afterwards.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, EntityTrait, QueryOrder};
use uuid::Uuid;

/// Everything in a database that a change leaves behind.
#[derive(Clone, Debug, Default)]
pub struct Traces {
    /// The present version of every record, and its words.
    pub records: BTreeMap<Uuid, (i64, String)>,
    /// Every state that a record had, in order.
    pub states: BTreeMap<Uuid, Vec<State>>,
    pub entries: Vec<Entry>,
    pub events: Vec<Event>,
    pub kept: BTreeMap<(Uuid, String), Kept>,
}

/// A row of history.
#[derive(Clone, Debug)]
pub struct State {
    pub version: i64,
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
    /// The words that mark the change.
    pub marker: String,
}

/// A row of the audit log.
#[derive(Clone, Debug)]
pub struct Entry {
    pub request: String,
    pub act: String,
    pub subject: Uuid,
}

/// A row of the outbox.
#[derive(Clone, Debug)]
pub struct Event {
    pub act: String,
    pub subject: Uuid,
    pub position: Option<i64>,
}

/// An answer that is kept under an idempotency key.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub status: u16,
    pub etag: Option<String>,
    pub body: String,
}

impl Traces {
    /// Reads them.
    pub async fn read(from: &DatabaseConnection) -> Self {
        let mut traces = Self::default();
        for row in entities::agency::Entity::find().all(from).await.unwrap() {
            let words = row.note.unwrap_or_default();
            traces.records.insert(row.id, (row.version.into(), words));
        }
        for row in entities::progress_update::Entity::find()
            .all(from)
            .await
            .unwrap()
        {
            let words = row.content["done"].as_str().unwrap_or_default().to_owned();
            traces.records.insert(row.id, (row.version.into(), words));
        }
        let states = entities::history::Entity::find()
            .order_by_asc(entities::history::Column::FromAt)
            .order_by_asc(entities::history::Column::Version)
            .all(from)
            .await
            .unwrap();
        for row in states {
            let words = match row.kind.as_str() {
                "agency" => &row.body["note"],
                _ => &row.body["content"]["done"],
            };
            traces.states.entry(row.record_id).or_default().push(State {
                version: row.version.into(),
                from: row.from_at,
                to: row.to_at,
                marker: words.as_str().unwrap_or_default().to_owned(),
            });
        }
        let entries = entities::audit_entry::Entity::find()
            .all(from)
            .await
            .unwrap();
        traces.entries = entries
            .into_iter()
            .map(|row| Entry {
                request: row.request_id,
                act: row.act,
                subject: row.subject_id,
            })
            .collect();
        let events = entities::outbox::Entity::find().all(from).await.unwrap();
        traces.events = events
            .into_iter()
            .map(|row| Event {
                act: row.kind,
                subject: row.subject_id,
                position: row.position,
            })
            .collect();
        for row in entities::kept_answer::Entity::find()
            .all(from)
            .await
            .unwrap()
        {
            let kept = Kept {
                status: row.status.try_into().unwrap(),
                etag: row.etag,
                body: row.body,
            };
            traces.kept.insert((row.person_id, row.key), kept);
        }
        traces
    }
}
