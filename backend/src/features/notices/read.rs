//! What somebody has been told.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};
use serde::Deserialize;
use shared::{
    ids::{ActionId, AgencyId, CycleId, NoticeId, PersonId, PlanId, UpdateId},
    notices::{
        About, Facts, Occasion,
        api::{NoticePage, NoticeView, ReadUpTo, Unread},
        kept_since,
    },
    policy::{Actor, Scope},
    problem::FieldCode,
    updates::api::CycleRef,
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    db::{Act, Unit},
    error::ApiError,
    features::{names, updates::store},
    http::page::{self, Cursor},
};

use entities::notice::{Column, Entity, Model};

/// The address of the list.
const ADDRESS: &str = "/api/v1/session/notices";

/// Which part of the list to read.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Where the page begins: the `next` of the page before
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// How many at most: 1 to 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
}

/// The caller's own notices whose records they may still read, none of them too old.
fn own(actor: &Actor, scope: &Scope, now: DateTime<Utc>) -> Condition {
    let about = |about| {
        Condition::all().add(Column::Occasion.is_in(Occasion::all_about(about).map(Occasion::code)))
    };
    let updates = Query::select()
        .column(entities::progress_update::Column::Id)
        .from(entities::progress_update::Entity)
        .cond_where(store::reach(actor, scope))
        .to_owned();
    let agencies = actor.agencies();
    Condition::all()
        .add(Column::PersonId.eq(actor.person.0))
        .add(Column::At.gte(kept_since(now)))
        .add(
            Condition::any()
                .add(about(About::Update).add(Column::SubjectId.in_subquery(updates)))
                .add(
                    about(About::Cycle)
                        .add(store::in_plans(Column::PlanId, scope))
                        .add(Column::AgencyId.is_in(agencies.iter().map(|agency| agency.0))),
                )
                // What is about their own account, as about a day that has not come yet.
                .add(about(About::Person))
                // What says nothing of the case that it is about: the case has its own door.
                .add(about(About::Case)),
        )
}

/// How many notices of the caller are unread.
///
/// # Errors
/// When the database fails.
pub async fn unread(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    now: DateTime<Utc>,
) -> Result<u64, ApiError> {
    Ok(Entity::find()
        .filter(own(actor, scope, now))
        .filter(Column::ReadAt.is_null())
        .count(connection)
        .await?)
}

/// The caller's notices, latest first.
///
/// # Errors
/// `bad_query` for a bad cursor or limit.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<NoticePage, ApiError> {
    // A program has nobody who reads.
    ctx.session()?;
    let limit = page::limit(filter.limit)?;
    let mut query = Entity::find().filter(own(ctx.actor(), ctx.scope(), ctx.now));
    if let Some(cursor) = &filter.cursor {
        query = query.filter(Cursor::read(cursor)?.older(Column::At, Column::Id));
    }
    let mut rows = query
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(u64::from(limit) + 1)
        .all(ctx.read())
        .await?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| Cursor(row.at, row.id).write())
        .map(|cursor| format!("{ADDRESS}?limit={limit}&cursor={cursor}"));
    Ok(NoticePage {
        items: shown(ctx.read(), rows).await?,
        next,
        unread: unread(ctx.read(), ctx.actor(), ctx.scope(), ctx.now).await?,
    })
}

async fn shown(
    connection: &impl ConnectionTrait,
    rows: Vec<Model>,
) -> Result<Vec<NoticeView>, ApiError> {
    let people = names::people(
        connection,
        rows.iter().filter_map(|row| row.by_id).map(PersonId),
    )
    .await?;
    let agencies =
        names::agencies(connection, rows.iter().map(|row| AgencyId(row.agency_id))).await?;
    let plans = names::plans(
        connection,
        rows.iter().filter_map(|row| row.plan_id).map(PlanId),
    )
    .await?;
    let actions = names::actions(
        connection,
        rows.iter().filter_map(|row| row.action_id).map(ActionId),
    )
    .await?;
    let cycles = cycles(connection, &rows).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let occasion = Occasion::from_code(&row.occasion)?;
            let about = occasion.about();
            let agency = agencies.get(&AgencyId(row.agency_id))?.clone();
            let by = row.by_id.and_then(|id| people.get(&PersonId(id)).cloned());
            let action = row
                .action_id
                .and_then(|id| actions.get(&ActionId(id)).cloned());
            let cycle = cycles.get(&row.subject_id).cloned();
            let title = action
                .as_ref()
                .map(|action| format!("{} {}", action.reference, action.title));
            let words = occasion.sentence(&Facts {
                by: by.as_ref().map(|by| by.name.as_str()),
                agency: &agency.name,
                action: title.as_deref(),
                cycle: cycle.as_ref().map(|cycle| cycle.name.as_str()),
                from: row.starts_on,
                until: row.ends_on,
            });
            Some(NoticeView {
                id: NoticeId(row.id),
                occasion,
                at: row.at,
                read: row.read_at.is_some(),
                words,
                by,
                agency,
                plan: row.plan_id.and_then(|id| plans.get(&PlanId(id)).cloned()),
                action,
                update: (about == About::Update).then_some(UpdateId(row.subject_id)),
                cycle,
                from: row.starts_on,
                until: row.ends_on,
            })
        })
        .collect())
}

async fn cycles(
    connection: &impl ConnectionTrait,
    rows: &[Model],
) -> Result<HashMap<Uuid, CycleRef>, ApiError> {
    use entities::cycle;
    let ids: Vec<Uuid> = rows
        .iter()
        .filter(|row| {
            Occasion::from_code(&row.occasion).is_some_and(|one| one.about() == About::Cycle)
        })
        .map(|row| row.subject_id)
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(cycle::Entity::find()
        .filter(cycle::Column::Id.is_in(ids))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| {
            let cycle = CycleRef {
                id: CycleId(row.id),
                name: row.name,
            };
            (row.id, cycle)
        })
        .collect())
}

/// Marks a notice of the caller as read.
///
/// # Errors
/// `not_found` for one that is not theirs.
pub async fn read_one(unit: &mut Unit<'_>, notice: NoticeId) -> Result<Unread, ApiError> {
    let row = find(unit, notice).await?.ok_or_else(ApiError::not_found)?;
    mark(unit, Condition::all().add(Column::Id.eq(row.id))).await
}

/// Marks everything up to a notice as read, that notice too.
///
/// # Errors
/// `invalid` at `/notice` for one that is not the caller's.
pub async fn read_up_to(unit: &mut Unit<'_>, form: ReadUpTo) -> Result<Unread, ApiError> {
    let row = find(unit, form.notice).await?.ok_or_else(|| {
        ApiError::field(
            "/notice",
            FieldCode::NotFound,
            "You have no such notice. Name the latest one of your list",
        )
    })?;
    let earlier = Cursor(row.at, row.id).older(Column::At, Column::Id);
    mark(
        unit,
        Condition::any().add(Column::Id.eq(row.id)).add(earlier),
    )
    .await
}

async fn find(unit: &Unit<'_>, notice: NoticeId) -> Result<Option<Model>, ApiError> {
    Ok(Entity::find_by_id(notice.0)
        .filter(own(unit.actor()?, unit.scope()?, unit.now))
        .one(unit.txn)
        .await?)
}

async fn mark(unit: &mut Unit<'_>, which: Condition) -> Result<Unread, ApiError> {
    let person = unit.actor()?.person;
    let marked = Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(unit.now))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::ReadAt.is_null())
        .filter(which)
        .exec(unit.txn)
        .await?;
    if marked.rows_affected == 0 {
        unit.changes_nothing();
    } else {
        unit.record(Act {
            act: "person.notices",
            kind: "person",
            subject: person.0,
            plan: None,
            agency: None,
        });
    }
    Ok(Unread {
        unread: unread(unit.txn, unit.actor()?, unit.scope()?, unit.now).await?,
    })
}
