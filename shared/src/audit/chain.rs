use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What the first entry of the chain is chained to.
pub const GENESIS: [u8; 32] = [0; 32];

/// An entry as the chain covers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedEntry<'a> {
    /// Its place in the chain, from 1.
    pub position: i64,
    /// Its id.
    pub id: Uuid,
    /// When, to the microsecond.
    pub at: DateTime<Utc>,
    /// Who; absent for the console.
    pub actor: Option<Uuid>,
    /// On behalf of which agency.
    pub agency: Option<Uuid>,
    /// What was done, as `update.accept`.
    pub act: &'a str,
    /// What kind of record it was done to.
    pub subject_kind: &'a str,
    /// Which record.
    pub subject: Uuid,
    /// The plan, where the record belongs to one.
    pub plan: Option<Uuid>,
    /// The number of the request.
    pub request: &'a str,
}

/// The bytes that are hashed, after the hash of the entry before: every field with its length in
/// front, integers in big-endian order, so that no two entries have the same bytes.
pub fn canonical(previous: &[u8; 32], entry: &SealedEntry<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    bytes.extend_from_slice(b"throughline audit 1\n");
    bytes.extend_from_slice(previous);
    bytes.extend_from_slice(&entry.position.to_be_bytes());
    bytes.extend_from_slice(entry.id.as_bytes());
    bytes.extend_from_slice(&entry.at.timestamp_micros().to_be_bytes());
    for id in [entry.actor, entry.agency, Some(entry.subject), entry.plan] {
        match id {
            Some(id) => {
                bytes.push(1);
                bytes.extend_from_slice(id.as_bytes());
            }
            None => bytes.push(0),
        }
    }
    for text in [entry.act, entry.subject_kind, entry.request] {
        bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> SealedEntry<'static> {
        SealedEntry {
            position: 1,
            id: Uuid::from_u128(1),
            at: DateTime::from_timestamp(1_700_000_000, 123_456_000).unwrap(),
            actor: Some(Uuid::from_u128(2)),
            agency: None,
            act: "update.accept",
            subject_kind: "update",
            subject: Uuid::from_u128(3),
            plan: None,
            request: "r",
        }
    }

    #[test]
    fn every_field_counts() {
        let base = canonical(&GENESIS, &entry());
        let others = [
            canonical(&[1; 32], &entry()),
            canonical(
                &GENESIS,
                &SealedEntry {
                    position: 2,
                    ..entry()
                },
            ),
            canonical(
                &GENESIS,
                &SealedEntry {
                    id: Uuid::from_u128(9),
                    ..entry()
                },
            ),
            canonical(
                &GENESIS,
                &SealedEntry {
                    at: DateTime::from_timestamp(1_700_000_000, 123_457_000).unwrap(),
                    ..entry()
                },
            ),
            canonical(
                &GENESIS,
                &SealedEntry {
                    actor: None,
                    ..entry()
                },
            ),
            canonical(
                &GENESIS,
                &SealedEntry {
                    agency: Some(Uuid::from_u128(2)),
                    actor: None,
                    ..entry()
                },
            ),
            canonical(
                &GENESIS,
                &SealedEntry {
                    act: "update.acceptu",
                    subject_kind: "pdate",
                    ..entry()
                },
            ),
            canonical(
                &GENESIS,
                &SealedEntry {
                    subject: Uuid::from_u128(4),
                    ..entry()
                },
            ),
            canonical(
                &GENESIS,
                &SealedEntry {
                    plan: Some(Uuid::from_u128(4)),
                    ..entry()
                },
            ),
            canonical(
                &GENESIS,
                &SealedEntry {
                    request: "s",
                    ..entry()
                },
            ),
        ];
        for other in others {
            assert_ne!(base, other);
        }
        assert_eq!(base, canonical(&GENESIS, &entry()));
    }
}
