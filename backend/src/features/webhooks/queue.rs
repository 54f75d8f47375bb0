//! What is on its way: deliveries made for events that have got their place, and handed out to be
//! attempted.
//!
//! A delivery that is handed out is lent for a while. A process that ends before it has written
//! down how the attempt went loses nothing: the loan runs out, and the same delivery goes out again
//! under the same id.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement, UnionType},
};
use shared::{
    events::{
        self, TEST_EVENT,
        api::{EventData, EventView},
    },
    ids::{AgencyId, EventId, PersonId},
    policy::{Actor, Grant, Role, Scope},
    webhooks::{DeliveryState, LOG_DAYS, WebhookState},
};
use uuid::Uuid;

use crate::{
    clock,
    db::{Database, Unit, Who},
    error::ApiError,
    features::{
        auth::session,
        events::{feed, reach},
    },
};

use entities::{outbox, webhook, webhook_attempt, webhook_delivery, webhook_event};

/// The setting that says up to which place deliveries have been made.
const PLACE: &str = "webhook.place";
/// Events that are looked at in one unit of work.
const BATCH: i64 = 500;
/// Rows of one insertion, which keeps its values below the databases' limits.
const ROWS: usize = 500;
/// Attempts at one webhook at the same time, so that a slow receiver holds up nobody but itself.
const AT_ONCE: u32 = 4;
/// For how long a delivery is lent; longer than an attempt can take.
const LEASE: Duration = Duration::seconds(60);

/// What an agency's webhooks may be told: what its lead may read.
///
/// # Errors
/// When the database fails.
async fn rights(
    connection: &impl ConnectionTrait,
    agencies: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, (Actor, Scope)>, ApiError> {
    let agencies: Vec<AgencyId> = agencies.into_iter().map(AgencyId).collect();
    let taking_part = session::plans_of(connection, &agencies).await?;
    Ok(agencies
        .into_iter()
        .map(|agency| {
            let actor = Actor {
                person: PersonId(Uuid::nil()),
                grants: vec![Grant {
                    role: Role::AgencyLead,
                    agency: Some(agency),
                    plan: None,
                }],
                scopes: None,
            };
            let plans = taking_part.get(&agency).map_or(&[][..], Vec::as_slice);
            let scope = Scope::of(&actor, plans);
            (agency.0, (actor, scope))
        })
        .collect())
}

/// An event that a webhook is to be told of.
#[derive(Debug, FromQueryResult)]
struct Told {
    webhook_id: Uuid,
    event_id: Uuid,
}

/// The events among `which` that webhooks among `whose` are to be told of, each within its
/// agency's reach: one question, however many agencies there are.
async fn told(
    connection: &impl ConnectionTrait,
    which: Condition,
    whose: Condition,
) -> Result<Vec<Told>, ApiError> {
    let agencies: HashSet<Uuid> = webhook::Entity::find()
        .filter(whose.clone())
        .all(connection)
        .await?
        .into_iter()
        .map(|row| row.agency_id)
        .collect();
    let part = |agency: Uuid, (actor, scope): &(Actor, Scope)| -> SelectStatement {
        let mut query = outbox::Entity::find()
            .select_only()
            .column_as(webhook::Column::Id, "webhook_id")
            .column_as(outbox::Column::Id, "event_id")
            .filter(which.clone())
            .filter(whose.clone())
            .filter(webhook::Column::AgencyId.eq(agency))
            .filter(reach::of(actor, scope));
        QuerySelect::query(&mut query)
            .join(
                JoinType::InnerJoin,
                webhook_event::Entity,
                Expr::col((webhook_event::Entity, webhook_event::Column::Act))
                    .equals((outbox::Entity, outbox::Column::Kind)),
            )
            .join(
                JoinType::InnerJoin,
                webhook::Entity,
                Expr::col((webhook::Entity, webhook::Column::Id))
                    .equals((webhook_event::Entity, webhook_event::Column::WebhookId)),
            )
            .to_owned()
    };
    let mut union: Option<SelectStatement> = None;
    for (agency, rights) in rights(connection, agencies).await? {
        let part = part(agency, &rights);
        match &mut union {
            None => union = Some(part),
            Some(whole) => {
                whole.union(UnionType::All, part);
            }
        }
    }
    let Some(whole) = union else {
        return Ok(Vec::new());
    };
    let statement = connection.get_database_backend().build(&whole);
    Ok(Told::find_by_statement(statement).all(connection).await?)
}

/// Makes deliveries that are due at once; one that exists is left as it is.
async fn insert(unit: &Unit<'_>, told: &[Told]) -> Result<(), ApiError> {
    use webhook_delivery::{ActiveModel, Column, Entity};
    for rows in told.chunks(ROWS) {
        let rows = rows.iter().map(|told| ActiveModel {
            id: Set(clock::ordered_id()),
            webhook_id: Set(told.webhook_id),
            event_id: Set(Some(told.event_id)),
            at: Set(unit.now),
            state: Set(DeliveryState::Waiting.code().to_owned()),
            attempts: Set(0),
            tries: Set(0),
            due_at: Set(unit.now),
            leased_until: Set(None),
            lease: Set(None),
        });
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([Column::WebhookId, Column::EventId])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(unit.txn)
            .await?;
    }
    Ok(())
}

/// Makes the deliveries of all events that have got their place since the last time.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(db: &Database) -> Result<(), ApiError> {
    while place(&db.read).await? < newest(&db.read).await? {
        db.unit(Who::console("webhooks"), |unit| {
            Box::pin(enqueue_some(unit))
        })
        .await?;
    }
    Ok(())
}

async fn place(connection: &impl ConnectionTrait) -> Result<i64, ApiError> {
    let kept = entities::setting::Entity::find_by_id(PLACE)
        .one(connection)
        .await?;
    Ok(kept.and_then(|row| row.value.parse().ok()).unwrap_or(0))
}

async fn newest(connection: &impl ConnectionTrait) -> Result<i64, ApiError> {
    let last = outbox::Entity::find()
        .filter(outbox::Column::Position.is_not_null())
        .order_by_desc(outbox::Column::Position)
        .one(connection)
        .await?;
    Ok(last.and_then(|event| event.position).unwrap_or(0))
}

async fn enqueue_some(unit: &mut Unit<'_>) -> Result<(), ApiError> {
    unit.changes_nothing();
    unit.alone("webhooks").await?;
    let from = place(unit.txn).await?;
    let to = std::cmp::Ord::min(newest(unit.txn).await?, from + BATCH);
    let told = told(
        unit.txn,
        Condition::all()
            .add(outbox::Column::Position.gt(from))
            .add(outbox::Column::Position.lte(to))
            // What happened before there was a webhook is none of its business.
            .add(
                Expr::col((outbox::Entity, outbox::Column::At))
                    .gte(Expr::col((webhook::Entity, webhook::Column::CreatedAt))),
            ),
        active(),
    )
    .await?;
    insert(unit, &told).await?;
    entities::setting::Entity::insert(entities::setting::ActiveModel {
        key: Set(PLACE.to_owned()),
        value: Set(to.to_string()),
    })
    .on_conflict(
        OnConflict::column(entities::setting::Column::Key)
            .update_column(entities::setting::Column::Value)
            .to_owned(),
    )
    .exec_without_returning(unit.txn)
    .await?;
    Ok(())
}

fn active() -> Condition {
    Condition::all().add(webhook::Column::State.eq(WebhookState::Active.code()))
}

/// Sends everything that happened since `since` to a webhook again, and what it was never sent
/// because it was switched off; gives back how many deliveries that makes.
///
/// # Errors
/// When the database fails.
pub async fn again_since(
    unit: &Unit<'_>,
    webhook: Uuid,
    since: DateTime<Utc>,
) -> Result<u64, ApiError> {
    use webhook_delivery::{Column, Entity};
    unit.alone("webhooks").await?;
    let told = told(
        unit.txn,
        Condition::all()
            .add(outbox::Column::Position.is_not_null())
            .add(outbox::Column::At.gte(since)),
        Condition::all().add(webhook::Column::Id.eq(webhook)),
    )
    .await?;
    let mine = || {
        Condition::all().add(Column::WebhookId.eq(webhook)).add(
            Column::EventId.in_subquery(
                Query::select()
                    .column(outbox::Column::Id)
                    .from(outbox::Entity)
                    .and_where(outbox::Column::At.gte(since))
                    .to_owned(),
            ),
        )
    };
    Entity::update_many()
        .set(waiting(unit.now))
        .filter(mine())
        .exec(unit.txn)
        .await?;
    insert(unit, &told).await?;
    let rows = Entity::find().filter(mine()).all(unit.txn).await?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// A delivery that begins anew; its earlier attempts stay in the log.
pub fn waiting(now: DateTime<Utc>) -> webhook_delivery::ActiveModel {
    webhook_delivery::ActiveModel {
        state: Set(DeliveryState::Waiting.code().to_owned()),
        tries: Set(0),
        due_at: Set(now),
        leased_until: Set(None),
        lease: Set(None),
        ..Default::default()
    }
}

/// A delivery that has been handed out.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Which; the header `webhook-id`.
    pub id: Uuid,
    /// The loan under which it was handed out.
    pub lease: Uuid,
    /// To which webhook.
    pub webhook: webhook::Model,
    /// What is sent.
    pub event: EventView,
}

/// Hands out up to `room` deliveries that are due, no more than a few to each webhook. What its
/// agency may no longer read is taken off the way here.
///
/// # Errors
/// When the database fails.
pub async fn take(db: &Database, room: u32) -> Result<Vec<Parcel>, ApiError> {
    let lease = clock::random_id();
    let due = webhook_delivery::Entity::find()
        .filter(webhook_delivery::Column::State.eq(DeliveryState::Waiting.code()))
        .filter(webhook_delivery::Column::DueAt.lte(clock::now()))
        .one(&db.read)
        .await?;
    if due.is_none() || room == 0 {
        return Ok(Vec::new());
    }
    db.unit(Who::console("webhooks"), move |unit| {
        Box::pin(async move {
            unit.changes_nothing();
            lend(unit, lease, room).await?;
            parcels(unit, lease).await
        })
    })
    .await
}

/// Lends what is due. One statement under one lock, so that two processes never lend the same;
/// the numbering by webhook is beyond the ORM.
async fn lend(unit: &Unit<'_>, lease: Uuid, room: u32) -> Result<(), ApiError> {
    unit.alone("webhooks lend").await?;
    let sql = format!(
        "UPDATE webhook_delivery SET leased_until = $1, lease = $2 WHERE id IN (
             SELECT id FROM (
                 SELECT due.id AS id,
                     row_number() OVER (PARTITION BY due.webhook_id ORDER BY due.due_at, due.id)
                     + (SELECT count(*) FROM webhook_delivery AS lent
                        WHERE lent.webhook_id = due.webhook_id AND lent.state = 'waiting'
                            AND lent.leased_until > $3) AS place
                 FROM webhook_delivery AS due JOIN webhook ON webhook.id = due.webhook_id
                 WHERE due.state = 'waiting' AND due.due_at <= $3
                     AND (due.leased_until IS NULL OR due.leased_until <= $3)
                     AND (webhook.state = 'active' OR due.event_id IS NULL)) AS ranked
             WHERE place <= {AT_ONCE} ORDER BY place, id LIMIT {room})"
    );
    unit.txn
        .execute_raw(Statement::from_sql_and_values(
            unit.txn.get_database_backend(),
            sql,
            [(unit.now + LEASE).into(), lease.into(), unit.now.into()],
        ))
        .await?;
    Ok(())
}

/// What was lent under `lease`, with all that is needed to send it.
async fn parcels(unit: &Unit<'_>, lease: Uuid) -> Result<Vec<Parcel>, ApiError> {
    use webhook_delivery::{Column, Entity};
    let lent = Entity::find()
        .filter(Column::Lease.eq(lease))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .all(unit.txn)
        .await?;
    if lent.is_empty() {
        return Ok(Vec::new());
    }
    let webhooks: HashMap<Uuid, webhook::Model> = webhook::Entity::find()
        .filter(webhook::Column::Id.is_in(lent.iter().map(|row| row.webhook_id)))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let ids: Vec<Uuid> = lent.iter().filter_map(|row| row.event_id).collect();
    let rows: HashMap<Uuid, outbox::Model> = outbox::Entity::find()
        .filter(outbox::Column::Id.is_in(ids.clone()))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let open = readable(unit, webhooks.values().map(|row| row.agency_id), &ids).await?;
    let mut parcels = Vec::with_capacity(lent.len());
    let mut withheld = Vec::new();
    for row in lent {
        let Some(webhook) = webhooks.get(&row.webhook_id) else {
            continue;
        };
        let event = match row.event_id {
            None => Some(test(&row)),
            Some(id) if open.contains(&(webhook.agency_id, id)) => {
                rows.get(&id).and_then(feed::view)
            }
            Some(_) => None,
        };
        match event {
            Some(event) => parcels.push(Parcel {
                id: row.id,
                lease,
                webhook: webhook.clone(),
                event,
            }),
            None => withheld.push(row.id),
        }
    }
    if !withheld.is_empty() {
        Entity::update_many()
            .col_expr(Column::State, Expr::value(DeliveryState::Withheld.code()))
            .filter(Column::Id.is_in(withheld))
            .exec(unit.txn)
            .await?;
    }
    Ok(parcels)
}

/// Which of `events` each of `agencies` may read now: one question for all of them.
async fn readable(
    unit: &Unit<'_>,
    agencies: impl Iterator<Item = Uuid>,
    events: &[Uuid],
) -> Result<HashSet<(Uuid, Uuid)>, ApiError> {
    #[derive(FromQueryResult)]
    struct Readable {
        agency_id: Uuid,
        event_id: Uuid,
    }
    let agencies: HashSet<Uuid> = agencies.collect();
    let mut union: Option<SelectStatement> = None;
    for (agency, (actor, scope)) in rights(unit.txn, agencies).await? {
        let part = outbox::Entity::find()
            .select_only()
            .column_as(webhook::Column::AgencyId, "agency_id")
            .column_as(outbox::Column::Id, "event_id")
            .distinct()
            .filter(outbox::Column::Id.is_in(events.iter().copied()))
            .filter(reach::of(&actor, &scope))
            .into_query()
            .join(
                JoinType::InnerJoin,
                webhook::Entity,
                Expr::col((webhook::Entity, webhook::Column::AgencyId)).eq(agency),
            )
            .to_owned();
        match &mut union {
            None => union = Some(part),
            Some(whole) => {
                whole.union(UnionType::All, part);
            }
        }
    }
    let Some(whole) = union else {
        return Ok(HashSet::new());
    };
    let statement = unit.txn.get_database_backend().build(&whole);
    Ok(Readable::find_by_statement(statement)
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| (row.agency_id, row.event_id))
        .collect())
}

/// The event of a test, in which nothing has happened.
fn test(row: &webhook_delivery::Model) -> EventView {
    EventView {
        id: EventId(row.id),
        r#type: TEST_EVENT.to_owned(),
        timestamp: row.at,
        data: EventData {
            kind: "webhook".to_owned(),
            id: row.webhook_id,
            plan: None,
            address: events::address("webhook", row.webhook_id, None),
        },
    }
}

/// Makes a test of `webhook`, which is attempted once.
///
/// # Errors
/// When the database fails.
pub async fn insert_test(
    unit: &Unit<'_>,
    webhook: Uuid,
) -> Result<webhook_delivery::Model, ApiError> {
    Ok(webhook_delivery::ActiveModel {
        id: Set(clock::ordered_id()),
        webhook_id: Set(webhook),
        event_id: Set(None),
        at: Set(unit.now),
        attempts: Set(0),
        ..waiting(unit.now)
    }
    .insert(unit.txn)
    .await?)
}

/// Lets go of deliveries that have been in the log for long enough and are not on their way.
///
/// # Errors
/// When the database fails.
pub async fn let_go(unit: &Unit<'_>) -> Result<(), ApiError> {
    let old = || {
        Condition::all()
            .add(webhook_delivery::Column::At.lt(unit.now - Duration::days(LOG_DAYS)))
            .add(webhook_delivery::Column::State.ne(DeliveryState::Waiting.code()))
    };
    remove(unit, old()).await
}

/// Removes deliveries with their attempts.
///
/// # Errors
/// When the database fails.
pub async fn remove(unit: &Unit<'_>, which: Condition) -> Result<(), ApiError> {
    let ids = Query::select()
        .column(webhook_delivery::Column::Id)
        .from(webhook_delivery::Entity)
        .cond_where(which.clone())
        .to_owned();
    webhook_attempt::Entity::delete_many()
        .filter(webhook_attempt::Column::DeliveryId.in_subquery(ids))
        .exec(unit.txn)
        .await?;
    webhook_delivery::Entity::delete_many()
        .filter(which)
        .exec(unit.txn)
        .await?;
    Ok(())
}
