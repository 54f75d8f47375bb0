//! Numbers that say whether what somebody remembers is still so. A unit of work raises them in
//! the transaction that makes the change, so that what is remembered under a number is never
//! older than the last commit that whoever asks could know of.
//!
//! On SQLite [`WalIndex`] says without a query that nothing was committed, by whichever process.
//! On PostgreSQL the number of a plan is asked for every time. That of the rights, which every
//! request needs, is asked for again after every commit of this process, and when it was last
//! asked for more than [`LEASE`] ago: a change of rights that another process made holds here
//! within that time. It is asked for and not listened to, because a notification that gets lost
//! would leave somebody in for good, and nobody would notice.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};
use shared::ids::PlanId;
use uuid::Uuid;

use crate::clock;

use super::{
    Act,
    wal::{Mark, WalIndex},
};

/// How long the number of the rights may be believed on PostgreSQL.
pub const LEASE: Duration = Duration::from_millis(500);

/// The topic of accounts, roles, sessions, agencies and who takes part in a plan.
const RIGHTS: Uuid = Uuid::nil();

/// Words for plans that are remembered at most.
const WORDS: usize = 1024;

/// A plan as of its last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Which.
    pub plan: PlanId,
    /// Goes up with everything that is done to the plan.
    pub revision: i64,
    /// Goes up with everything but what is done to updates before they are accepted.
    pub reported: i64,
    /// Goes up with everything but progress updates.
    pub structure: i64,
    /// Goes up with rights and agencies.
    pub rights: i64,
}

impl Stamp {
    /// The numbers on which accepted updates depend, and everything but updates.
    pub const fn of_reports(self) -> Self {
        Self {
            revision: 0,
            ..self
        }
    }
}

/// The topics whose numbers go up with `acts`, in one order for everyone, so that two units never
/// wait for each other.
fn topics(acts: &[Act]) -> Vec<Uuid> {
    // What is taken away as a file stays as it was.
    let changes = || acts.iter().filter(|act| act.act != "plan.export");
    let mut topics: Vec<Uuid> = changes()
        .filter(|act| act.kind != "update")
        .filter_map(|act| act.plan.map(|plan| plan.0))
        .collect();
    // What is not known to leave rights and agencies alone touches them. A session that begins was
    // remembered by nobody.
    let spares = |act: &Act| {
        matches!(
            act.kind,
            "update"
                | "milestone"
                | "cycle"
                | "meeting"
                | "decision"
                | "message"
                | "pathway"
                | "agreement"
                | "case"
                | "case_listing"
                | "retention"
                | "step_down"
        ) || matches!(
            act.act,
            "session.begin"
                | "person.mail"
                | "person.notices"
                | "person.calendar"
                | "person.calendar_end"
        )
    };
    if !changes().all(spares) {
        topics.push(RIGHTS);
    }
    topics.sort_unstable();
    topics.dedup();
    topics
}

/// Whether an act leaves accepted updates, and everything but updates, as it was. What is not known
/// to do so does not.
fn leaves_reports(act: &Act) -> bool {
    matches!(
        act.act,
        "update.start"
            | "update.save"
            | "update.hand_over"
            | "update.submit"
            | "update.withdraw"
            | "update.take_up"
            | "update.return"
    )
}

/// The statement that raises the numbers of a plan, to which `acts` were done.
pub(super) fn of_plan<'a>(mut acts: impl Iterator<Item = &'a Act>) -> &'static str {
    if acts.all(leaves_reports) {
        "UPDATE plan SET revision = revision + 1 WHERE id = $1"
    } else {
        "UPDATE plan SET revision = revision + 1, reported = reported + 1 WHERE id = $1"
    }
}

/// Raises the numbers of what `acts` touch.
pub(super) async fn raise(txn: &impl ConnectionTrait, acts: &[Act]) -> Result<(), DbErr> {
    for topic in topics(acts) {
        raise_one(txn, topic).await?;
    }
    Ok(())
}

/// Raises the number of the rights, for a unit that changes them without an act.
pub(super) async fn raise_rights(txn: &impl ConnectionTrait) -> Result<(), DbErr> {
    raise_one(txn, RIGHTS).await
}

async fn raise_one(txn: &impl ConnectionTrait, topic: Uuid) -> Result<(), DbErr> {
    txn.execute_raw(Statement::from_sql_and_values(
        txn.get_database_backend(),
        "INSERT INTO revision (topic, number) VALUES ($1, 1) \
         ON CONFLICT (topic) DO UPDATE SET number = revision.number + 1",
        [topic.into()],
    ))
    .await?;
    Ok(())
}

/// What is known of the numbers.
#[derive(Debug, Default)]
struct Known {
    mark: Option<Mark>,
    /// Goes up whenever what is known is given up, so that an answer that was on its way then is
    /// not taken for a new one.
    era: u64,
    rights: Option<(i64, Instant)>,
    plans: HashMap<String, Stamp>,
}

impl Known {
    fn give_up(&mut self) {
        self.era += 1;
        self.rights = None;
        self.plans.clear();
    }
}

/// The numbers of a database.
#[derive(Debug)]
pub struct Revisions {
    read: DatabaseConnection,
    wal: Option<WalIndex>,
    known: Mutex<Known>,
}

impl Revisions {
    pub(super) fn new(read: DatabaseConnection, wal: Option<WalIndex>) -> Self {
        Self {
            read,
            wal,
            known: Mutex::new(Known::default()),
        }
    }

    /// What is known and still holds.
    fn known(&self) -> MutexGuard<'_, Known> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(wal) = &self.wal else {
            return lock();
        };
        // Looked at before anything is asked, so that what is learnt is at least as new.
        let mark = wal.mark();
        let mut known = lock();
        if mark.is_none() || known.mark != mark {
            known.give_up();
            known.mark = mark;
        }
        known
    }

    /// Forgets the numbers: this process has committed something. SQLite says so itself.
    pub(super) fn committed(&self) {
        if self.wal.is_none() {
            self.known
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .give_up();
        }
    }

    /// The number of the rights.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rights(&self) -> Result<i64, DbErr> {
        let asked = clock::instant();
        let era = {
            let known = self.known();
            if let Some((number, since)) = known.rights
                && (self.wal.is_some() || asked.duration_since(since) < LEASE)
            {
                return Ok(number);
            }
            known.era
        };
        let row = self
            .read
            .query_one_raw(Statement::from_sql_and_values(
                self.read.get_database_backend(),
                "SELECT number FROM revision WHERE topic = $1",
                [RIGHTS.into()],
            ))
            .await?;
        let number = match row {
            Some(row) => row.try_get_by_index(0)?,
            None => 0,
        };
        let mut known = self.known();
        if known.era == era {
            known.rights = Some((number, asked));
        }
        Ok(number)
    }

    /// The plan with this id or slug, as of its last change; none where there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan(&self, word: &str) -> Result<Option<Stamp>, DbErr> {
        let asked = clock::instant();
        let era = {
            let known = self.known();
            if let Some(stamp) = known.plans.get(word) {
                return Ok(Some(*stamp));
            }
            known.era
        };
        let Some(stamp) = self.ask(word).await? else {
            return Ok(None);
        };
        let mut known = self.known();
        if known.era == era {
            known.rights = Some((stamp.rights, asked));
            if self.wal.is_some() {
                if known.plans.len() >= WORDS {
                    known.plans.clear();
                }
                known.plans.insert(word.to_owned(), stamp);
            }
        }
        Ok(Some(stamp))
    }

    async fn ask(&self, word: &str) -> Result<Option<Stamp>, DbErr> {
        const FROM: &str = "SELECT p.id, p.revision, p.reported, COALESCE(s.number, 0), COALESCE(r.number, 0) \
             FROM plan p LEFT JOIN revision s ON s.topic = p.id LEFT JOIN revision r ON r.topic = $2";
        let (wanted, value) = match word.parse::<Uuid>() {
            Ok(id) => ("p.id", id.into()),
            Err(_) => ("p.slug", word.into()),
        };
        let row = self
            .read
            .query_one_raw(Statement::from_sql_and_values(
                self.read.get_database_backend(),
                format!("{FROM} WHERE {wanted} = $1"),
                [value, RIGHTS.into()],
            ))
            .await?;
        row.map(|row| {
            Ok(Stamp {
                plan: PlanId(row.try_get_by_index(0)?),
                revision: row.try_get_by_index(1)?,
                reported: row.try_get_by_index(2)?,
                structure: row.try_get_by_index(3)?,
                rights: row.try_get_by_index(4)?,
            })
        })
        .transpose()
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::AgencyId;

    use super::*;

    fn act(act: &'static str, plan: Option<u128>) -> Act {
        Act {
            act,
            kind: act.split_once('.').map_or(act, |(kind, _)| kind),
            subject: Uuid::from_u128(9),
            plan: plan.map(|plan| PlanId(Uuid::from_u128(plan))),
            agency: None::<AgencyId>,
        }
    }

    #[test]
    fn what_is_not_known_to_leave_reports_raises_their_number() {
        let raises = |acts: &[Act]| of_plan(acts.iter()).contains("reported");
        assert!(!raises(&[
            act("update.start", Some(1)),
            act("update.submit", Some(1))
        ]));
        assert!(raises(&[act("update.accept", Some(1))]));
        assert!(raises(&[
            act("update.save", Some(1)),
            act("milestone.done", Some(1))
        ]));
        assert!(raises(&[act("update.new", Some(1))]));
        assert!(raises(&[act("plan.update", Some(1))]));
    }

    #[test]
    fn what_is_not_known_to_be_harmless_touches_rights() {
        let of = |acts: &[Act]| -> Vec<u128> {
            topics(acts)
                .into_iter()
                .map(|topic| topic.as_u128())
                .collect()
        };
        assert_eq!(of(&[act("update.submit", Some(1))]), []);
        assert_eq!(of(&[act("plan.export", Some(1))]), []);
        for kind in [
            "case.read",
            "case.pass",
            "step_down.review",
            "agreement.update",
        ] {
            assert_eq!(of(&[act(kind, None)]), []);
        }
        assert_eq!(of(&[act("cycle.update", Some(1))]), [1]);
        assert_eq!(
            of(&[
                act("update.accept", Some(1)),
                act("milestone.done", Some(1))
            ]),
            [1]
        );
        assert_eq!(
            of(&[act("action.update", Some(2)), act("action.update", Some(1))]),
            [0, 1, 2]
        );
        assert_eq!(of(&[act("person.disable", None)]), [0]);
        assert_eq!(of(&[act("agency.update", None)]), [0]);
        assert_eq!(of(&[act("something.new", None)]), [0]);
    }
}
