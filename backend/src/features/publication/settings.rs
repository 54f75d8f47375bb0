//! Whether it is switched on.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};
use shared::{
    auth::api::Permit,
    policy::{Actor, Decision, RefusalCode, Resource, Target, Verb, decide},
    problem::ErrorCode,
    publication::api::{PublicationForm, PublicationView},
};
use uuid::Uuid;

use crate::{
    db::{Act, Unit, history::Record},
    error::{ApiError, permit},
};

use entities::publication::{ActiveModel, Entity, Model};

/// The id of the one row.
const ROW: Uuid = Uuid::nil();
/// What kind of record it is.
const KIND: &str = "publication";

/// The row as history keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct PublicationRecord {
    services: bool,
    pathways: bool,
}

fn judge(actor: &Actor, verb: Verb) -> Decision {
    decide(actor, verb, Resource::Publication, &Target::default())
}

/// What anybody may read now.
///
/// # Errors
/// When the database fails.
pub(super) async fn row(connection: &impl ConnectionTrait) -> Result<Model, ApiError> {
    Entity::find_by_id(ROW)
        .one(connection)
        .await?
        .ok_or(ApiError::Lost("the row of what is public"))
}

fn view(actor: &Actor, row: Model) -> PublicationView {
    let refusal = match judge(actor, Verb::Update) {
        Decision::Allowed => None,
        Decision::Refused(refusal) => Some(refusal),
        Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
    };
    PublicationView {
        services: row.services,
        pathways: row.pathways,
        version: row.version,
        allowed: vec![Permit {
            act: "update".to_owned(),
            refusal,
        }],
    }
}

/// What is public.
///
/// # Errors
/// `not_found` for whom it does not concern.
pub(super) async fn read(
    connection: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<PublicationView, ApiError> {
    permit(judge(actor, Verb::Read))?;
    Ok(view(actor, row(connection).await?))
}

/// Changes what is public.
///
/// # Errors
/// `forbidden`, or `stale`.
pub(super) async fn replace(
    unit: &mut Unit<'_>,
    version: i32,
    form: PublicationForm,
) -> Result<PublicationView, ApiError> {
    permit(judge(unit.actor()?, Verb::Update))?;
    unit.alone(KIND).await?;
    let known = row(unit.txn).await?;
    if known.version != version {
        let current = view(unit.actor()?, known);
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed what is public. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    let mut next: ActiveModel = known.into();
    next.services = Set(form.services);
    next.pathways = Set(form.pathways);
    next.version = Set(version + 1);
    let now = next.update(unit.txn).await?;
    let body = PublicationRecord {
        services: now.services,
        pathways: now.pathways,
    };
    unit.keep(Record {
        kind: KIND,
        id: ROW,
        plan: None,
        version: now.version,
        body: &body,
    })
    .await?;
    unit.record(Act {
        act: "publication.update",
        kind: KIND,
        subject: ROW,
        plan: None,
        agency: None,
    });
    Ok(view(unit.actor()?, now))
}
