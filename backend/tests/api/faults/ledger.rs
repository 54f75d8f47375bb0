//! What was asked for, and what was heard of it.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use shared::ids::PersonId;
use uuid::Uuid;

/// One change that somebody wants, and every request that was sent for it.
#[derive(Clone, Debug)]
pub struct Write {
    /// The act that the audit log should name.
    pub act: &'static str,
    /// Who wants it.
    pub person: PersonId,
    /// The idempotency key, where it has one.
    pub key: Option<String>,
    /// Words that it leaves in the record and that nothing else leaves there.
    pub marker: Option<String>,
    /// The requests, in order.
    pub asked: Vec<Asked>,
}

/// One request and what came back.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The number that it was given.
    pub request: Uuid,
    /// What was heard.
    pub heard: Heard,
}

/// What a caller knows of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// Nothing: the connection ended first.
    Nothing,
    /// It is done.
    Done(Acknowledged),
    /// It is refused, with this status.
    Refused(u16),
    /// The service was not available, and says that nothing was changed.
    Undone,
    /// The service was not available, and cannot say whether it was done.
    Unsure,
    /// Something that a caller should never hear.
    Broken(String),
}

/// What the service said when it had done something.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledged {
    pub status: u16,
    pub etag: String,
    pub subject: Uuid,
    pub version: i64,
    pub body: String,
}

impl Write {
    /// What was said when it was done, if that was heard.
    pub fn acknowledged(&self) -> Option<&Acknowledged> {
        self.asked.iter().find_map(|asked| match &asked.heard {
            Heard::Done(answer) => Some(answer),
            _ => None,
        })
    }
}

impl Heard {
    /// Reads an answer.
    pub fn of(status: u16, etag: Option<&str>, retry_after: Option<&str>, body: String) -> Self {
        let json: Value = serde_json::from_str(&body).unwrap_or_default();
        match status {
            200 | 201 => {
                let subject = json["id"].as_str().and_then(|id| id.parse().ok());
                match (subject, json["version"].as_i64(), etag) {
                    (Some(subject), Some(version), Some(etag)) => Self::Done(Acknowledged {
                        status,
                        etag: etag.to_owned(),
                        subject,
                        version,
                        body,
                    }),
                    _ => Self::Broken(format!("{status} without a record: {body}")),
                }
            }
            400..=499 => Self::Refused(status),
            503 if retry_after.is_none() => Self::Broken("503 without Retry-After".to_owned()),
            503 => match json["detail"].as_str() {
                Some(detail) if detail.starts_with("Nothing was changed") => Self::Undone,
                Some(detail) if detail.starts_with("This may or may not") => Self::Unsure,
                _ => Self::Broken(format!("503 that does not say what was done: {body}")),
            },
            _ => Self::Broken(format!("{status}: {body}")),
        }
    }
}

/// Everything that was asked for, by all callers.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<Vec<Write>>>);

impl Ledger {
    /// Notes one more.
    pub fn note(&self, write: Write) {
        self.0.lock().unwrap().push(write);
    }

    /// All of them.
    pub fn writes(&self) -> Vec<Write> {
        self.0.lock().unwrap().clone()
    }
}
