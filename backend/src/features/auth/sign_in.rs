//! Signing in, out, and changing one's own password.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};
use shared::{
    auth::{
        api::{ChangePassword, DeviceList, DeviceView, GrantView, PersonRef, SessionView, SignIn},
        check_password,
    },
    ids::{DeviceId, PersonId},
    plans::api::PlanRef,
    policy::{Actor, PlanReach, Scope},
    problem::{ErrorCode, FieldCode},
};

use crate::{
    clock,
    ctx::{Ctx, Guest},
    db::{Act, Unit},
    error::ApiError,
    features::{names, notices},
    http::reply::Reply,
};

use super::{session, throttle::Counter};

fn act(act: &'static str, person: PersonId) -> Act {
    Act {
        act,
        kind: "person",
        subject: person.0,
        plan: None,
        agency: None,
    }
}

/// Signs in with an e-mail address and a password.
///
/// # Errors
/// `wrong_sign_in` for any mistake alike, `too_many` while the account or the peer has to wait.
pub async fn sign_in(guest: Guest, form: SignIn) -> Result<Reply, ApiError> {
    let email = form.email.trim().to_lowercase();
    let counters = [Counter::account(&email), Counter::peer(&guest.peer)];
    for counter in &counters {
        counter.check(&guest.app.db.read, guest.now).await?;
    }
    let found = entities::person::Entity::find()
        .filter(entities::person::Column::Email.eq(email))
        .one(&guest.app.db.read)
        .await?;
    let hash = found
        .as_ref()
        .filter(|person| !person.disabled)
        .and_then(|person| person.password_hash.clone());
    let right = guest.app.passwords.fits(form.password, hash).await?;
    let who = guest.who(found.as_ref().map(|person| PersonId(person.id)));
    let Some(person) = found.filter(|_| right) else {
        guest
            .app
            .db
            .unit(who, move |unit| {
                Box::pin(async move {
                    unit.changes_nothing();
                    for counter in &counters {
                        unit.alone("throttle").await?;
                        counter.failed(unit.txn, unit.now).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        return Err(ApiError::new(
            ErrorCode::WrongSignIn,
            "Check the email address and the password. If you have forgotten it, ask your agency's lead or the administrator for a link.",
        ));
    };
    let label = session::label(&guest.headers);
    let config = std::sync::Arc::clone(&guest.app.config);
    let [account, _] = counters;
    guest
        .app
        .db
        .unit(who, move |unit| {
            Box::pin(async move {
                account.forget(unit.txn).await?;
                start(unit, &config, PersonId(person.id), label).await
            })
        })
        .await
}

/// Begins a session of `person` and answers with it.
///
/// # Errors
/// When the database fails.
pub async fn start(
    unit: &mut Unit<'_>,
    config: &crate::config::Config,
    person: PersonId,
    label: String,
) -> Result<Reply, ApiError> {
    let row = entities::person::Entity::find_by_id(person.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let mut changed = row.into_active_model();
    changed.last_signed_in_at = Set(Some(unit.now));
    changed.update(unit.txn).await?;
    let begun = session::begin(unit, config, person, label).await?;
    unit.record(act("session.begin", person));
    let actor = session::actor(unit.txn, person, unit.today()).await?;
    let (actor, scope) = session::rights(unit.txn, actor).await?;
    let view = session_view(unit.txn, &actor, &scope, begun.ends_at).await?;
    Ok(Reply::view(&view)?.with_cookie(Some(begun.cookie)))
}

/// The person who is signed in, as pages need it.
///
/// # Errors
/// When the database fails.
pub async fn session_view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    ends_at: chrono::DateTime<chrono::Utc>,
) -> Result<SessionView, ApiError> {
    let person = entities::person::Entity::find_by_id(actor.person.0)
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let mut plans = entities::plan::Entity::find().order_by_asc(entities::plan::Column::Title);
    if let PlanReach::Some(seen) = scope.plans() {
        plans = plans.filter(entities::plan::Column::Id.is_in(seen.iter().map(|plan| plan.0)));
    }
    let plans = plans.all(connection).await?;
    Ok(SessionView {
        person: PersonRef {
            id: actor.person,
            name: person.name,
        },
        email: person.email,
        grants: grant_views(connection, actor).await?,
        plans: plans
            .into_iter()
            .map(|plan| PlanRef {
                id: plan.id.into(),
                slug: plan.slug,
                title: plan.title,
            })
            .collect(),
        ends_at,
        unread: notices::unread(connection, actor, scope, clock::now()).await?,
    })
}

/// The roles of a person with the names of where they are held.
///
/// # Errors
/// When the database fails.
pub async fn grant_views(
    connection: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<GrantView>, ApiError> {
    let agencies = names::agencies(
        connection,
        actor.grants.iter().filter_map(|grant| grant.agency),
    )
    .await?;
    let plans = names::plans(
        connection,
        actor.grants.iter().filter_map(|grant| grant.plan),
    )
    .await?;
    Ok(actor
        .grants
        .iter()
        .map(|grant| GrantView {
            role: grant.role,
            agency: grant.agency.and_then(|id| agencies.get(&id).cloned()),
            plan: grant.plan.and_then(|id| plans.get(&id).cloned()),
            from: None,
            until: None,
        })
        .collect())
}

/// Signs out on this device.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(ctx: Ctx) -> Result<Reply, ApiError> {
    let farewell = session::farewell(&ctx.app.config)?;
    let (person, device) = (ctx.actor().person, ctx.session()?.device);
    let reply = ctx
        .unit(move |unit| {
            Box::pin(async move {
                entities::session::Entity::delete_by_id(device.0)
                    .exec(unit.txn)
                    .await?;
                unit.record(act("session.end", person));
                Ok(Reply::done())
            })
        })
        .await?;
    Ok(reply.with_cookie(Some(farewell)))
}

/// The devices of the caller.
///
/// # Errors
/// When the database fails.
pub async fn devices(ctx: &Ctx) -> Result<DeviceList, ApiError> {
    use entities::session::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PersonId.eq(ctx.actor().person.0))
        .filter(Column::EndsAt.gt(ctx.now))
        .order_by_desc(Column::LastSeenAt)
        .all(ctx.read())
        .await?;
    let current = ctx.session()?.device;
    Ok(DeviceList {
        items: rows
            .into_iter()
            .map(|row| DeviceView {
                id: DeviceId(row.id),
                label: row.label,
                signed_in_at: row.created_at,
                last_seen_at: row.last_seen_at,
                current: row.id == current.0,
            })
            .collect(),
    })
}

/// Signs the caller out on another device.
///
/// # Errors
/// `not_found` when it is not a device of the caller.
pub async fn end_device(ctx: Ctx, device: DeviceId) -> Result<Reply, ApiError> {
    let person = ctx.actor().person;
    ctx.unit(move |unit| {
        Box::pin(async move {
            use entities::session::{Column, Entity};
            let ended = Entity::delete_many()
                .filter(Column::Id.eq(device.0))
                .filter(Column::PersonId.eq(person.0))
                .exec(unit.txn)
                .await?;
            if ended.rows_affected == 0 {
                return Err(ApiError::not_found());
            }
            unit.record(act("session.end", person));
            Ok(Reply::done())
        })
    })
    .await
}

/// Changes the caller's password and ends every other session.
///
/// # Errors
/// `invalid` at `/current` or `/new`.
pub async fn change_password(ctx: Ctx, form: ChangePassword) -> Result<Reply, ApiError> {
    let person = ctx.actor().person;
    let row = entities::person::Entity::find_by_id(person.0)
        .one(ctx.read())
        .await?
        .ok_or_else(ApiError::not_found)?;
    check_password("/new", &form.new, &row.email)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let counter = Counter::account(&row.email);
    counter.check(ctx.read(), ctx.now).await?;
    if !ctx
        .app
        .passwords
        .fits(form.current, row.password_hash)
        .await?
    {
        return Err(ApiError::field(
            "/current",
            FieldCode::Contradiction,
            "This is not your password so far",
        ));
    }
    let hash = ctx.app.passwords.hash(form.new).await?;
    let device = ctx.session()?.device;
    ctx.unit(move |unit| {
        Box::pin(async move {
            set_password(unit, person, hash, Some(device)).await?;
            unit.record(act("person.password", person));
            Ok(Reply::done())
        })
    })
    .await
}

/// Sets a password and ends all sessions but `kept`.
///
/// # Errors
/// When the database fails.
pub async fn set_password(
    unit: &Unit<'_>,
    person: PersonId,
    hash: String,
    kept: Option<DeviceId>,
) -> Result<(), ApiError> {
    let row = entities::person::Entity::find_by_id(person.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let version = row.version;
    let mut changed = row.into_active_model();
    changed.password_hash = Set(Some(hash));
    changed.version = Set(version + 1);
    changed.update(unit.txn).await?;
    use entities::session::{Column, Entity};
    let mut ended = Entity::delete_many().filter(Column::PersonId.eq(person.0));
    if let Some(kept) = kept {
        ended = ended.filter(Column::Id.ne(kept.0));
    }
    ended.exec(unit.txn).await?;
    Ok(())
}
