//! What makes every change attributable: states in history, entries of the audit log with their
//! seals, and events with their positions.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};
use shared::audit::{GENESIS, SealedEntry, canonical};
use uuid::Uuid;

use super::made::Made;
use crate::{
    error::Error,
    load::{Cell, Loader, Table},
    row,
};

const HISTORY: Table = Table {
    name: "history",
    columns: &[
        "id",
        "kind",
        "record_id",
        "plan_id",
        "version",
        "from_at",
        "to_at",
        "actor_id",
        "body",
    ],
};
const AUDIT: Table = Table {
    name: "audit_entry",
    columns: &[
        "id",
        "at",
        "actor_id",
        "agency_id",
        "act",
        "subject_kind",
        "subject_id",
        "plan_id",
        "request_id",
    ],
};
const SEAL: Table = Table {
    name: "audit_seal",
    columns: &["position", "entry_id", "hash"],
};
const OUTBOX: Table = Table {
    name: "outbox",
    columns: &[
        "id",
        "at",
        "kind",
        "subject_kind",
        "subject_id",
        "plan_id",
        "position",
    ],
};

/// One act.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    pub at: DateTime<Utc>,
    pub act: &'static str,
    pub kind: &'static str,
    pub subject: Uuid,
    /// The plan; of a case there is none, and nobody is told of it.
    pub plan: Option<Uuid>,
    pub agency: Option<Uuid>,
    pub actor: Option<Uuid>,
}

/// The state of a record for a while.
#[derive(Debug)]
pub struct State {
    pub kind: &'static str,
    pub record: Uuid,
    pub plan: Uuid,
    pub version: i32,
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
    pub actor: Option<Uuid>,
    pub body: Value,
}

/// The chain so far, and what is to be added to it.
pub struct Trace {
    position: i64,
    /// The position of the last event.
    event: i64,
    head: [u8; 32],
    acts: Vec<(Act, Uuid, Uuid)>,
    states: Vec<Vec<Cell>>,
}

impl Default for Trace {
    fn default() -> Self {
        Self {
            position: 0,
            event: 0,
            head: GENESIS,
            acts: Vec::new(),
            states: Vec::new(),
        }
    }
}

impl Trace {
    /// Notes an act.
    pub fn act(&mut self, made: &mut Made, act: Act) {
        self.acts.push((act, made.id(act.at), made.id(act.at)));
    }

    /// Notes a state.
    pub fn state(&mut self, made: &mut Made, state: State) {
        let State {
            kind,
            record,
            plan,
            version,
            from,
            to,
            actor,
            body,
        } = state;
        self.states.push(row![
            made.id(from),
            kind,
            record,
            plan,
            version,
            from,
            to,
            actor,
            body
        ]);
    }

    /// Adds the states noted so far, to keep their number small.
    pub async fn keep(&mut self, loader: &mut Loader) -> Result<(), Error> {
        loader.add(HISTORY, std::mem::take(&mut self.states)).await
    }

    /// Seals the acts noted so far in the order of their times, and adds them.
    pub async fn seal(&mut self, loader: &mut Loader) -> Result<(), Error> {
        let mut acts = std::mem::take(&mut self.acts);
        acts.sort_by_key(|(act, entry, _)| (act.at, *entry));
        let (mut entries, mut seals, mut events) = (vec![], vec![], vec![]);
        for (act, entry, event) in acts {
            self.position += 1;
            let request = entry.to_string();
            let sealed = SealedEntry {
                position: self.position,
                id: entry,
                at: act.at,
                actor: act.actor,
                agency: act.agency,
                act: act.act,
                subject_kind: act.kind,
                subject: act.subject,
                plan: act.plan,
                request: &request,
            };
            self.head = Sha256::digest(canonical(&self.head, &sealed)).into();
            seals.push(row![self.position, entry, self.head.to_vec()]);
            if let Some(plan) = act.plan {
                self.event += 1;
                events.push(row![
                    event,
                    act.at,
                    act.act,
                    act.kind,
                    act.subject,
                    plan,
                    self.event
                ]);
            }
            entries.push(row![
                entry,
                act.at,
                act.actor,
                act.agency,
                act.act,
                act.kind,
                act.subject,
                act.plan,
                request
            ]);
        }
        loader.add(AUDIT, entries).await?;
        loader.add(SEAL, seals).await?;
        loader.add(OUTBOX, events).await?;
        self.keep(loader).await
    }
}
