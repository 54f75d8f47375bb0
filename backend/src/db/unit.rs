use std::{pin::Pin, sync::Arc};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter,
    Statement,
    sea_query::{Expr, ExprTrait},
};
use serde::Serialize;
use shared::{
    ids::{AgencyId, PersonId, PlanId},
    policy::{Actor, Scope},
};
use uuid::Uuid;

use crate::{clock, error::ApiError};

use super::{Database, history, revision};

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
        history::keep(self.txn, self.now, self.who.person, [record]).await
    }

    /// As [`Self::keep`], for many records in few queries.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_all<'r, T: Serialize + 'r>(
        &self,
        records: impl IntoIterator<Item = history::Record<'r, T>>,
    ) -> Result<(), ApiError> {
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

    async fn close(self) -> Result<(), ApiError> {
        if self.acts.is_empty() {
            return if self.read_only {
                Ok(())
            } else {
                Err(ApiError::Unaudited)
            };
        }
        let mut plans: Vec<PlanId> = self.acts.iter().filter_map(|act| act.plan).collect();
        plans.sort_unstable();
        plans.dedup();
        for act in &self.acts {
            entities::audit_entry::ActiveModel {
                id: Set(clock::ordered_id()),
                at: Set(self.now),
                actor_id: Set(self.who.person.map(|person| person.0)),
                agency_id: Set(act.agency.map(|agency| agency.0)),
                act: Set(act.act.to_owned()),
                subject_kind: Set(act.kind.to_owned()),
                subject_id: Set(act.subject),
                plan_id: Set(act.plan.map(|plan| plan.0)),
                request_id: Set(self.who.request_id.to_string()),
            }
            .insert(self.txn)
            .await?;
            entities::outbox::ActiveModel {
                id: Set(clock::ordered_id()),
                at: Set(self.now),
                kind: Set(act.act.to_owned()),
                subject_kind: Set(act.kind.to_owned()),
                subject_id: Set(act.subject),
                plan_id: Set(act.plan.map(|plan| plan.0)),
                position: Set(None),
            }
            .insert(self.txn)
            .await?;
        }
        if !plans.is_empty() {
            use entities::plan::{Column, Entity};
            Entity::update_many()
                .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
                .filter(Column::Id.is_in(plans.into_iter().map(|plan| plan.0)))
                .exec(self.txn)
                .await?;
        }
        revision::raise(self.txn, &self.acts).await?;
        Ok(())
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
