//! Who has an update open to write it, as far as they asked lately, whichever process they asked.
//! It is kept for less than a minute, and in no trace: that nobody's words are lost is the
//! versions' work, this only lets people know of each other before they type.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict,
};
use shared::{
    auth::api::PersonRef,
    ids::{PersonId, UpdateId},
    policy::Verb,
    updates::api::Editors,
};
use uuid::Uuid;

use entities::presence::{ActiveModel, Column, Entity};

use crate::{
    ctx::Ctx,
    db::{Database, Unit, Who},
    error::ApiError,
    features::names,
};

use super::{judge, store};

/// How long somebody counts as being there after they asked last.
const FOR: Duration = Duration::seconds(40);

/// Notes that `person` has `update` open, and gives those who have it open too.
async fn note(
    db: &Database,
    update: UpdateId,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<PersonId>, ApiError> {
    db.unit(Who::console("presence"), move |unit| {
        Box::pin(async move {
            unit.changes_nothing();
            Entity::insert(ActiveModel {
                update_id: Set(update.0),
                person_id: Set(person.0),
                at: Set(now),
            })
            .on_conflict(
                OnConflict::columns([Column::UpdateId, Column::PersonId])
                    .update_column(Column::At)
                    .to_owned(),
            )
            .exec_without_returning(unit.txn)
            .await?;
            let there: Vec<Uuid> = Entity::find()
                .select_only()
                .column(Column::PersonId)
                .filter(Column::UpdateId.eq(update.0))
                .filter(Column::PersonId.ne(person.0))
                .filter(Column::At.gt(now - FOR))
                .into_tuple()
                .all(unit.txn)
                .await?;
            Ok(there.into_iter().map(PersonId).collect())
        })
    })
    .await
}

/// Lets go of those who have gone.
///
/// # Errors
/// When the database fails.
pub async fn let_go(unit: &Unit<'_>) -> Result<(), ApiError> {
    Entity::delete_many()
        .filter(Column::At.lte(unit.now - FOR))
        .exec(unit.txn)
        .await?;
    Ok(())
}

/// Who else has an update open to write it. Whoever asks has it open too.
///
/// # Errors
/// `not_found`, or `forbidden` for those who may not write it.
pub async fn editors(ctx: &Ctx, update: UpdateId) -> Result<Editors, ApiError> {
    let row = store::find(ctx.read(), ctx.actor(), ctx.scope(), update).await?;
    judge::role(
        ctx.actor(),
        Verb::Update,
        row.plan_id.into(),
        &[row.agency_id.into()],
    )
    .map_err(ApiError::forbidden)?;
    let there = note(&ctx.app.db, update, ctx.actor().person, ctx.now)
        .await
        .unwrap_or_else(|error| {
            // Whoever writes is not held up by it.
            tracing::warn!(%error, "who has an update open was not noted");
            Vec::new()
        });
    let last = PersonId(row.last_editor_id);
    let people = names::people(ctx.read(), there.iter().copied().chain([last])).await?;
    let mut others: Vec<PersonRef> = there
        .iter()
        .filter_map(|person| people.get(person).cloned())
        .collect();
    others.sort_by_cached_key(|other| (other.name.to_lowercase(), other.id));
    Ok(Editors {
        others,
        last_editor: people.get(&last).cloned(),
        changed_at: row.changed_at,
        version: row.version,
    })
}
