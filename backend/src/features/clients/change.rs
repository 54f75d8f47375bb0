//! Making, changing, disabling and enabling API clients.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    auth::TokenScope,
    clients::api::{ClientState, ClientView, CreateClient, MadeClient, PatchClient},
    ids::{AgencyId, ClientId, PersonId},
    patch::Patch,
    policy::{Grant, RefusalCode, Resource, Role, Verb},
    problem::{ErrorCode, FieldCode, FieldError},
    text::{NAME_MAX, line},
};

use crate::{
    clock,
    db::{Act, Unit},
    error::{ApiError, permit},
    features::auth::{PROGRAM, people},
};

use super::{
    read::{self, Known},
    secrets,
};

use entities::{api_client, person};

/// Writes down what was done to a client.
pub fn record(unit: &mut Unit<'_>, act: &'static str, client: ClientId, agency: AgencyId) {
    unit.record(Act {
        act,
        kind: "client",
        subject: client.0,
        plan: None,
        agency: Some(agency),
    });
}

/// The name under which a client appears beside people.
fn shown(name: &str) -> String {
    format!("{name} (program)")
}

/// Checks a name, and that no other client of the agency has it.
async fn free_name(
    unit: &Unit<'_>,
    agency: AgencyId,
    name: &str,
    own: Option<ClientId>,
) -> Result<String, ApiError> {
    let name = line("/name", "the client's name", name, NAME_MAX)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let same: Vec<_> = api_client::Entity::find()
        .filter(api_client::Column::Name.eq(name.clone()))
        .all(unit.txn)
        .await?;
    for other in same.into_iter().map(|row| ClientId(row.id)) {
        if Some(other) != own && read::agency_of(unit.txn, other).await? == Some(agency) {
            return Err(ApiError::field(
                "/name",
                FieldCode::Taken,
                "Another API client of this agency has this name. Choose another one",
            ));
        }
    }
    Ok(name)
}

/// Checks the scopes of a client that has `before` so far: each that is added is one that the
/// caller may give.
fn checked(
    unit: &Unit<'_>,
    agency: AgencyId,
    mut scopes: Vec<TokenScope>,
    before: &[TokenScope],
) -> Result<Vec<TokenScope>, ApiError> {
    if scopes.is_empty() {
        return Err(ApiError::invalid(vec![FieldError::required(
            "/scopes",
            "Choose at least one scope",
        )]));
    }
    let actor = unit.actor()?;
    let faults: Vec<FieldError> = scopes
        .iter()
        .enumerate()
        .filter(|(_, scope)| !before.contains(scope) && !scope.may_be_given(actor, agency))
        .map(|(at, scope)| {
            FieldError::new(
                format!("/scopes/{at}"),
                FieldCode::NotAllowed,
                format!(
                    "You cannot give the scope {}, because your own role does not reach that far. The agency's lead can",
                    scope.code()
                ),
            )
        })
        .collect();
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    scopes.sort_unstable();
    scopes.dedup();
    Ok(scopes)
}

/// Refuses an agency for which nobody acts.
async fn takes_clients(unit: &Unit<'_>, agency: AgencyId) -> Result<(), ApiError> {
    let row = entities::agency::Entity::find_by_id(agency.0)
        .one(unit.txn)
        .await?
        .ok_or_else(|| {
            ApiError::field(
                "/agency",
                FieldCode::NotFound,
                "There is no such agency. Choose one from the list",
            )
        })?;
    if row.is_class {
        return Err(ApiError::wrong_state(RefusalCode::ClassHoldsNoAccounts));
    }
    if row.valid_to.is_some_and(|last| last < unit.today()) {
        return Err(ApiError::wrong_state(RefusalCode::AgencyEnded));
    }
    Ok(())
}

/// Makes a client with its first secret.
///
/// # Errors
/// `forbidden`, `wrong_state`, or `invalid` by field.
pub async fn create(unit: &mut Unit<'_>, form: CreateClient) -> Result<MadeClient, ApiError> {
    let actor = unit.actor()?.clone();
    permit(read::may_create(&actor, &[form.agency]))?;
    unit.alone("api clients").await?;
    takes_clients(unit, form.agency).await?;
    let name = free_name(unit, form.agency, &form.name, None).await?;
    let scopes = checked(unit, form.agency, form.scopes, &[])?;
    let id = ClientId(clock::random_id());
    person::ActiveModel {
        id: Set(id.0),
        name: Set(shown(&name)),
        // No address, and unique: nobody can sign in with it or be invited under it.
        email: Set(id.to_string()),
        password_hash: Set(None),
        disabled: Set(false),
        last_signed_in_at: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
        kind: Set(PROGRAM.to_owned()),
    }
    .insert(unit.txn)
    .await?;
    let grant = Grant {
        role: Role::Integrator,
        agency: Some(form.agency),
        plan: None,
    };
    people::write_grants(unit, PersonId(id.0), &[grant]).await?;
    api_client::ActiveModel {
        id: Set(id.0),
        name: Set(name),
        scopes: Set(TokenScope::write_list(&scopes)),
        made_by_id: Set(actor.person.0),
        created_at: Set(unit.now),
        last_token_at: Set(None),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    let secret = secrets::add(unit, id, unit.now).await?;
    record(unit, "client.create", id, form.agency);
    Ok(MadeClient {
        client: view(unit, id).await?,
        secret,
    })
}

/// A client as the unit's caller sees it.
///
/// # Errors
/// `not_found`.
pub async fn view(unit: &Unit<'_>, client: ClientId) -> Result<ClientView, ApiError> {
    let known = read::one(unit.txn, unit.actor()?, unit.scope()?, client).await?;
    read::view(unit.txn, unit.actor()?, known, unit.now).await
}

/// The client to change, in the version that the caller has.
///
/// # Errors
/// `not_found`, `forbidden` or `stale`.
pub async fn claimed(unit: &Unit<'_>, client: ClientId, version: i32) -> Result<Known, ApiError> {
    unit.alone("api clients").await?;
    let actor = unit.actor()?;
    let known = read::one(unit.txn, actor, unit.scope()?, client).await?;
    permit(known.decide(actor, Verb::Update, Resource::ApiClient))?;
    if known.row.version != version {
        let current = read::view(unit.txn, actor, known, unit.now).await?;
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this API client. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    Ok(known)
}

/// Changes a client.
///
/// # Errors
/// `stale`, `forbidden`, or `invalid` by field.
pub async fn patch(
    unit: &mut Unit<'_>,
    client: ClientId,
    version: i32,
    form: PatchClient,
) -> Result<ClientView, ApiError> {
    let known = claimed(unit, client, version).await?;
    let mut next: api_client::ActiveModel = known.row.clone().into();
    let mut account: person::ActiveModel = known.account.clone().into();
    let mut act = "client.update";
    match form.name {
        Patch::Keep => {}
        Patch::Clear => {
            return Err(ApiError::invalid(vec![FieldError::required(
                "/name",
                "Enter the client's name",
            )]));
        }
        Patch::Set(name) => {
            let name = free_name(unit, known.agency, &name, Some(client)).await?;
            account.name = Set(shown(&name));
            next.name = Set(name);
        }
    }
    match form.scopes {
        Patch::Keep => {}
        other => {
            let before = read::scopes(&known.row.scopes);
            let asked = other.apply(None).unwrap_or_default();
            let scopes = checked(unit, known.agency, asked, &before)?;
            next.scopes = Set(TokenScope::write_list(&scopes));
        }
    }
    match form.state {
        Patch::Keep => {}
        Patch::Clear => {
            return Err(ApiError::invalid(vec![FieldError::required(
                "/state",
                "Say active or disabled",
            )]));
        }
        Patch::Set(state) => {
            let disabled = state == ClientState::Disabled;
            if disabled != known.account.disabled {
                permit(known.decide(unit.actor()?, Verb::Withdraw, Resource::ApiClient))?;
                act = if disabled {
                    "client.disable"
                } else {
                    "client.enable"
                };
            }
            account.disabled = Set(disabled);
        }
    }
    next.version = Set(version + 1);
    next.update(unit.txn).await?;
    account.version = Set(known.account.version + 1);
    account.update(unit.txn).await?;
    record(unit, act, client, known.agency);
    view(unit, client).await
}
