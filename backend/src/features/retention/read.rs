//! How it stands with retention, in numbers.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, QueryOrder, QuerySelect};
use shared::{
    agencies::api::AgencyRef,
    auth::api::{Permit, PersonRef},
    cases::api::{RetentionRun, RetentionView},
    ids::{AgencyId, PersonId, RunId},
    policy::{Actor, Decision, RefusalCode, Resource, Target, Verb, decide},
};

use crate::{
    error::{ApiError, permit},
    features::names,
};

use super::{look, runs};

use entities::{erasure, retention_run};

/// Most runs that are shown.
const SHOWN: u64 = 50;

pub(super) fn judge(actor: &Actor, verb: Verb) -> Decision {
    decide(actor, verb, Resource::Retention, &Target::default())
}

fn permitted(actor: &Actor, act: &str, verb: Verb, fits: Result<(), RefusalCode>) -> Permit {
    let refusal = match (judge(actor, verb), fits) {
        (Decision::Allowed, Ok(())) => None,
        (Decision::Allowed, Err(refusal)) => Some(refusal.into()),
        (Decision::Refused(refusal), _) => Some(refusal),
        (Decision::Hidden, _) => Some(RefusalCode::NotYourRole.into()),
    };
    Permit {
        act: act.to_owned(),
        refusal,
    }
}

/// How it stands.
///
/// # Errors
/// `not_found` for whom it does not concern.
pub(super) async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    (today, now): (NaiveDate, DateTime<Utc>),
    months: u32,
) -> Result<RetentionView, ApiError> {
    permit(judge(actor, Verb::List))?;
    let looked = look::last(connection).await?;
    let rows = retention_run::Entity::find()
        .order_by_desc(retention_run::Column::ProposedAt)
        .order_by_desc(retention_run::Column::Id)
        .limit(SHOWN)
        .all(connection)
        .await?;
    let erased = erasure::Entity::find().count(connection).await?;
    Ok(RetentionView {
        months,
        today,
        looked,
        jumped: look::jumped(looked, today),
        erased: usize::try_from(erased).unwrap_or(usize::MAX),
        runs: shown(connection, actor, now, rows).await?,
        allowed: vec![permitted(actor, "propose", Verb::Create, Ok(()))],
    })
}

/// Runs with the names that they need.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(super) async fn shown(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    now: DateTime<Utc>,
    rows: Vec<retention_run::Model>,
) -> Result<Vec<RetentionRun>, ApiError> {
    let people: Vec<PersonId> = rows
        .iter()
        .flat_map(|row| [Some(row.proposed_by), row.agreed_by])
        .flatten()
        .map(PersonId)
        .collect();
    let people = names::people(connection, people).await?;
    let agencies: Vec<AgencyId> = rows.iter().map(|row| AgencyId(row.proposed_for)).collect();
    let agencies = names::agencies(connection, agencies).await?;
    rows.into_iter()
        .map(|row| one(actor, now, row, &people, &agencies))
        .collect()
}

fn one(
    actor: &Actor,
    now: DateTime<Utc>,
    row: retention_run::Model,
    people: &HashMap<PersonId, PersonRef>,
    agencies: &HashMap<AgencyId, AgencyRef>,
) -> Result<RetentionRun, ApiError> {
    let law = runs::law(&row)?;
    let fits = law.agree(actor.person, now).map(|_| ());
    Ok(RetentionRun {
        id: RunId(row.id),
        proposed_by: people.get(&PersonId(row.proposed_by)).cloned(),
        proposed_for: agencies.get(&AgencyId(row.proposed_for)).cloned(),
        proposed_at: row.proposed_at,
        early: row.words.is_some(),
        cases: law.cases.len(),
        words: row.words.filter(|words| !words.is_empty()),
        agreed_by: row
            .agreed_by
            .and_then(|id| people.get(&PersonId(id)).cloned()),
        done_at: row.done_at,
        done: row.done.and_then(|done| usize::try_from(done).ok()),
        over: row.done_at.is_none() && !law.counts(now),
        allowed: vec![permitted(actor, "agree", Verb::Approve, fits)],
    })
}
