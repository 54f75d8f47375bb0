//! Adding, changing, closing and opening services.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{AgencyId, ServiceId},
    policy::Verb,
    problem::{ErrorCode, FieldCode},
    services::{
        ServiceEvent, Standing,
        api::{CloseService, ServiceDraft, ServiceView},
        check, closing, folded,
    },
};

use crate::{
    clock,
    db::Unit,
    error::{ApiError, permit},
};

use super::{
    read::{find, judge, standing, view},
    record::{fill, keep},
};

use entities::service::{ActiveModel, Column, Entity, Model};

/// Checks what was typed, that nobody else has the name, and that the agencies are there.
async fn checked(
    unit: &Unit<'_>,
    draft: ServiceDraft,
    own: Option<&Model>,
) -> Result<ServiceDraft, ApiError> {
    let draft = check(draft).map_err(ApiError::invalid)?;
    let same = Entity::find()
        .filter(Column::NameKey.eq(folded(&draft.name)))
        .one(unit.txn)
        .await?
        .filter(|same| own.is_none_or(|own| own.id != same.id));
    if let Some(same) = same {
        let closed = standing(&same, unit.today()) == Standing::Closed;
        let words = if closed {
            "A service that has closed has this name. Open it again, or choose another name"
        } else {
            "Another service has this name. Change that one, or choose another name"
        };
        return Err(ApiError::field("/name", FieldCode::Taken, words));
    }
    if let Some(provider) = draft.provider
        && own.and_then(|own| own.provider_id) != Some(provider.0)
        && known(unit, "/provider", provider)
            .await?
            .valid_to
            .is_some_and(|last| last < unit.today())
    {
        return Err(ApiError::field(
            "/provider",
            FieldCode::Contradiction,
            "This agency has ended. Choose its successor",
        ));
    }
    for (at, agency) in draft.commissioners.iter().enumerate() {
        known(unit, &format!("/commissioners/{at}"), *agency).await?;
    }
    Ok(draft)
}

async fn known(
    unit: &Unit<'_>,
    pointer: &str,
    agency: AgencyId,
) -> Result<entities::agency::Model, ApiError> {
    entities::agency::Entity::find_by_id(agency.0)
        .one(unit.txn)
        .await?
        .ok_or_else(|| {
            ApiError::field(
                pointer,
                FieldCode::NotFound,
                "There is no such agency. Choose one from the list",
            )
        })
}

/// Adds a service.
///
/// # Errors
/// `forbidden`, or `invalid` by field.
pub(super) async fn create(
    unit: &mut Unit<'_>,
    draft: ServiceDraft,
) -> Result<ServiceView, ApiError> {
    permit(judge(unit.actor()?, Verb::Create, None))?;
    unit.alone("services").await?;
    let draft = checked(unit, draft, None).await?;
    let mut row = ActiveModel {
        id: Set(clock::ordered_id()),
        source_id: Set(None),
        levels_inferred: Set(false),
        valid_to: Set(None),
        closed_because: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
        ..Default::default()
    };
    fill(&mut row, draft)?;
    let row = row.insert(unit.txn).await?;
    keep(unit, "service.create", &row).await?;
    view(unit.txn, unit.actor()?, unit.today(), row).await
}

/// The service to change, in the version that the caller has, once the event is open to it.
async fn claimed(
    unit: &Unit<'_>,
    service: ServiceId,
    version: i32,
    (verb, event): (Verb, ServiceEvent),
) -> Result<Model, ApiError> {
    unit.alone("services").await?;
    let row = find(unit.txn, unit.scope()?, service).await?;
    permit(judge(unit.actor()?, verb, row.provider_id.map(AgencyId)))?;
    if row.version != version {
        let current = view(unit.txn, unit.actor()?, unit.today(), row).await?;
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this service. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    standing(&row, unit.today())
        .allows(event, row.valid_to)
        .map_err(ApiError::wrong_state)?;
    Ok(row)
}

async fn done(
    unit: &mut Unit<'_>,
    act: &'static str,
    mut next: ActiveModel,
    version: i32,
) -> Result<ServiceView, ApiError> {
    next.version = Set(version + 1);
    let row = next.update(unit.txn).await?;
    keep(unit, act, &row).await?;
    view(unit.txn, unit.actor()?, unit.today(), row).await
}

/// Says anew what a service is. Whoever keeps it alone for its provider cannot give it away.
///
/// # Errors
/// `stale`, `forbidden`, `wrong_state` when it is closed, or `invalid` by field.
pub(super) async fn replace(
    unit: &mut Unit<'_>,
    service: ServiceId,
    version: i32,
    draft: ServiceDraft,
) -> Result<ServiceView, ApiError> {
    let row = claimed(unit, service, version, (Verb::Update, ServiceEvent::Update)).await?;
    let draft = checked(unit, draft, Some(&row)).await?;
    permit(judge(unit.actor()?, Verb::Update, draft.provider)).map_err(|_| {
        ApiError::field(
            "/provider",
            FieldCode::NotAllowed,
            "Only a coordinator can give a service to another provider",
        )
    })?;
    if let (Some(first), Some(last)) = (draft.valid_from, row.valid_to)
        && last < first
    {
        return Err(ApiError::field(
            "/valid_from",
            FieldCode::TooLate,
            "The service has a last day before this one. Open it again first",
        ));
    }
    let mut next: ActiveModel = row.into();
    fill(&mut next, draft)?;
    // Whoever saves the form has seen the levels in it.
    next.levels_inferred = Set(false);
    done(unit, "service.update", next, version).await
}

/// Sets the last day of a service.
///
/// # Errors
/// `stale`, `forbidden`, `wrong_state` when it has one, or `invalid` by field.
pub(super) async fn close(
    unit: &mut Unit<'_>,
    service: ServiceId,
    version: i32,
    form: CloseService,
) -> Result<ServiceView, ApiError> {
    let row = claimed(
        unit,
        service,
        version,
        (Verb::Withdraw, ServiceEvent::Close),
    )
    .await?;
    let CloseService { last_day, reason } =
        closing(form, row.valid_from).map_err(ApiError::invalid)?;
    let mut next: ActiveModel = row.into();
    next.valid_to = Set(Some(last_day));
    next.closed_because = Set(Some(reason));
    done(unit, "service.close", next, version).await
}

/// Takes away the last day of a service.
///
/// # Errors
/// `stale`, `forbidden`, or `wrong_state` when it has none.
pub(super) async fn reopen(
    unit: &mut Unit<'_>,
    service: ServiceId,
    version: i32,
) -> Result<ServiceView, ApiError> {
    let row = claimed(
        unit,
        service,
        version,
        (Verb::Withdraw, ServiceEvent::Reopen),
    )
    .await?;
    let mut next: ActiveModel = row.into();
    next.valid_to = Set(None);
    next.closed_because = Set(None);
    done(unit, "service.reopen", next, version).await
}
