use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value};
use serde::Serialize;
use shared::{
    audit::is_told,
    ids::{AgencyId, PersonId, PlanId},
    policy::{Actor, Scope},
};
use uuid::Uuid;

use crate::{clock, error::ApiError};

use super::{Database, batch::Batch, history, revision};

/// Who a unit of work acts for.
#[derive(Clone, Debug)]
pub struct Who {
    /// The person; absent for the console.
    pub person: Option<PersonId>,
    /// The number of the request, or a word for the command.
    pub request_id: Arc<str>,
}

impl Who {
    /// The console, running `command`.
    pub fn console(command: &str) -> Self {
        Self {
            person: None,
            request_id: Arc::from(format!("console:{command}")),
        }
    }
}

/// One act, as the audit log keeps it.
#[derive(Clone, Debug)]
pub struct Act {
    /// What is done, as `update.accept`.
    pub act: &'static str,
    /// What kind of record it is done to.
    pub kind: &'static str,
    /// Which record.
    pub subject: Uuid,
    /// The plan that the record belongs to.
    pub plan: Option<PlanId>,
    /// On behalf of which agency.
    pub agency: Option<AgencyId>,
}

/// A unit of work: a transaction, and what has to be written with it. When it ends, its audit
/// entries and events are written in the same transaction; one without an entry is refused.
pub struct Unit<'a> {
    /// The transaction. Everything in the unit goes through it.
    pub txn: &'a DatabaseTransaction,
    /// When the unit began.
    pub now: DateTime<Utc>,
    who: Who,
    rights: Option<(Actor, Scope)>,
    acts: Vec<Act>,
    read_only: bool,
    /// Behind a lock that nobody waits for, so that a unit can be lent while rows are added.
    batch: Mutex<Batch>,
}

impl<'a> Unit<'a> {
    fn new(txn: &'a DatabaseTransaction, who: Who) -> Self {
        Self {
            txn,
            now: clock::now(),
            who,
            rights: None,
            acts: Vec::new(),
            read_only: false,
            batch: Mutex::default(),
        }
    }

    /// Gives the unit its caller's rights, as they were read in this transaction.
    pub fn authorise(&mut self, actor: Actor, scope: Scope) {
        self.rights = Some((actor, scope));
    }

    /// The caller and the roles that they hold now.
    ///
    /// # Errors
    /// `not_found` for the console, which has no roles and must not come through here.
    pub fn actor(&self) -> Result<&Actor, ApiError> {
        self.rights
            .as_ref()
            .map(|(actor, _)| actor)
            .ok_or_else(ApiError::not_found)
    }

    /// What the caller's queries reach.
    ///
    /// # Errors
    /// As [`Self::actor`].
    pub fn scope(&self) -> Result<&Scope, ApiError> {
        self.rights
            .as_ref()
            .map(|(_, scope)| scope)
            .ok_or_else(ApiError::not_found)
    }

    /// The person that acts; absent for the console.
    pub const fn person(&self) -> Option<PersonId> {
        self.who.person
    }

    /// Today in Europe/London.
    pub fn today(&self) -> chrono::NaiveDate {
        clock::london_day(self.now)
    }

    /// Writes down what the unit does: an audit entry and an event, when it commits.
    pub fn record(&mut self, act: Act) {
        self.acts.push(act);
    }

    /// Says that the unit changes nothing, such as one that only answers from what is kept.
    pub const fn changes_nothing(&mut self) {
        self.read_only = true;
    }

    /// Keeps `body` as the state of a record from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep(&self, record: history::Record<'_, impl Serialize>) -> Result<(), ApiError> {
        if !self.batch(|batch| batch.is_free()) {
            self.flush().await?;
        }
        self.batch(|batch| history::keep_one(batch, self.now, self.who.person, &record))
    }

    /// Adds a row at the end of the unit, with others in one statement. What reads it in the same
    /// unit has to [`Self::flush`] first.
    pub fn add(&self, table: &'static str, row: Vec<(&'static str, Value)>) {
        self.batch(|batch| batch.insert(table, row));
    }

    /// Changes rows at the end of the unit, with others in one statement. Of several that wait
    /// together none may touch what another does: PostgreSQL runs them side by side.
    pub fn change(&self, sql: &str, values: Vec<Value>) {
        self.batch(|batch| batch.change(sql, values));
    }

    /// Writes the rows that wait, so that the unit itself can read them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flush(&self) -> Result<(), ApiError> {
        let batch = self.batch(std::mem::take);
        Ok(batch.run(self.txn).await?)
    }

    fn batch<T>(&self, work: impl FnOnce(&mut Batch) -> T) -> T {
        work(&mut self.batch.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// As [`Self::keep`], for many records in few queries.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_all<'r, T: Serialize + 'r>(
        &self,
        records: impl IntoIterator<Item = history::Record<'r, T>>,
    ) -> Result<(), ApiError> {
        self.flush().await?;
        history::keep(self.txn, self.now, self.who.person, records).await
    }

    /// Lets no other unit that names `what` run at the same time, for rules over several rows.
    /// On SQLite units never do.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn alone(&self, what: &str) -> Result<(), ApiError> {
        if self.txn.get_database_backend() == DbBackend::Postgres {
            self.txn
                .execute_raw(Statement::from_sql_and_values(
                    DbBackend::Postgres,
                    "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                    [what.into()],
                ))
                .await?;
        }
        Ok(())
    }

    /// Lets units that name `what` alone end first, and keeps those that come from running until
    /// this one has ended. Units that come in here run beside each other: for readings that are to
    /// be of one piece. A unit that has come in so must not ask to be [`Self::alone`] with the same.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn beside(&self, what: &str) -> Result<(), ApiError> {
        if self.txn.get_database_backend() == DbBackend::Postgres {
            self.txn
                .execute_raw(Statement::from_sql_and_values(
                    DbBackend::Postgres,
                    "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))",
                    [what.into()],
                ))
                .await?;
        }
        Ok(())
    }

    async fn close(self) -> Result<(), ApiError> {
        if self.acts.is_empty() {
            return if self.read_only {
                self.flush().await
            } else {
                Err(ApiError::Unaudited)
            };
        }
        let mut plans: Vec<PlanId> = self.acts.iter().filter_map(|act| act.plan).collect();
        plans.sort_unstable();
        plans.dedup();
        for act in &self.acts {
            let plan = act.plan.map(|plan| plan.0);
            self.add(
                "audit_entry",
                vec![
                    ("id", clock::ordered_id().into()),
                    ("at", self.now.into()),
                    ("actor_id", self.who.person.map(|person| person.0).into()),
                    ("agency_id", act.agency.map(|agency| agency.0).into()),
                    ("act", act.act.into()),
                    ("subject_kind", act.kind.into()),
                    ("subject_id", act.subject.into()),
                    ("plan_id", plan.into()),
                    ("request_id", self.who.request_id.to_string().into()),
                ],
            );
            if !is_told(act.act) {
                continue;
            }
            self.add(
                "outbox",
                vec![
                    ("id", clock::ordered_id().into()),
                    ("at", self.now.into()),
                    ("kind", act.act.into()),
                    ("subject_kind", act.kind.into()),
                    ("subject_id", act.subject.into()),
                    ("plan_id", plan.into()),
                    ("actor_id", self.who.person.map(|person| person.0).into()),
                    ("agency_id", act.agency.map(|agency| agency.0).into()),
                ],
            );
        }
        for plan in plans {
            let acts = self.acts.iter().filter(|act| act.plan == Some(plan));
            self.change(revision::of_plan(acts), vec![plan.0.into()]);
        }
        self.flush().await?;
        Ok(revision::raise(self.txn, &self.acts).await?)
    }
}

impl Database {
    /// Runs `work` as one unit for `who`, and gives back what it gave once it is committed.
    ///
    /// # Errors
    /// Those of `work`; [`ApiError::Unaudited`] when it recorded no act.
    pub async fn unit<T, F>(&self, who: Who, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: for<'u, 't> FnOnce(
                &'u mut Unit<'t>,
            )
                -> Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send + 'u>>
            + Send
            + 'static,
    {
        self.writer
            .run(move |txn| {
                Box::pin(async move {
                    let mut unit = Unit::new(txn, who);
                    let value = work(&mut unit).await?;
                    unit.close().await?;
                    Ok(value)
                })
            })
            .await
    }
}
