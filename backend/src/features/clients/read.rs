//! Reading API clients. A client acts for the agency in which its account holds the role of a
//! program, so that it moves with everyone else when an agency is carried on by another.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    auth::{TokenScope, api::Permit},
    clients::{
        KeyAlgorithm,
        api::{ClientList, ClientState, ClientView, KeyView, SecretView},
    },
    ids::{AgencyId, ClientId, PersonId},
    policy::{Actor, Decision, RefusalCode, Resource, Role, Scope, Target, Verb, decide},
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    error::{ApiError, permit},
    features::names,
};

use entities::{api_client, client_key, client_secret, person, person_grant};

/// A client's rows.
#[derive(Clone, Debug)]
pub struct Known {
    /// The client.
    pub row: api_client::Model,
    /// The account behind it.
    pub account: person::Model,
    /// The agency for which it acts.
    pub agency: AgencyId,
}

impl Known {
    /// Which.
    pub const fn id(&self) -> ClientId {
        ClientId(self.row.id)
    }

    /// Whether `actor` may do `verb` to it.
    pub fn decide(&self, actor: &Actor, verb: Verb, resource: Resource) -> Decision {
        decide(
            actor,
            verb,
            resource,
            &Target {
                plan: None,
                agencies: &[self.agency],
                person: Some(PersonId(self.row.id)),
            },
        )
    }

    /// Whether `actor` may make a new secret for it: whoever may see it is told why not.
    pub fn decide_secret(&self, actor: &Actor) -> Decision {
        match self.decide(actor, Verb::Create, Resource::ClientSecret) {
            Decision::Hidden => self.decide(actor, Verb::Update, Resource::ApiClient),
            decided => decided,
        }
    }
}

/// The scopes that a row names. A word of a later version is passed over.
pub fn scopes(text: &str) -> Vec<TokenScope> {
    text.split(' ').filter_map(TokenScope::from_code).collect()
}

/// The agency for which a client acts.
///
/// # Errors
/// When the database fails.
pub async fn agency_of(
    connection: &impl ConnectionTrait,
    client: ClientId,
) -> Result<Option<AgencyId>, ApiError> {
    Ok(acting(None, Some(client))
        .one(connection)
        .await?
        .and_then(|grant| grant.agency_id)
        .map(AgencyId))
}

fn acting(
    agency: Option<AgencyId>,
    client: Option<ClientId>,
) -> sea_orm::Select<person_grant::Entity> {
    use person_grant::{Column, Entity};
    let mut query = Entity::find().filter(Column::Role.eq(Role::Integrator.code()));
    if let Some(agency) = agency {
        query = query.filter(Column::AgencyId.eq(agency.0));
    }
    if let Some(client) = client {
        query = query.filter(Column::PersonId.eq(client.0));
    }
    query
}

/// The clients that `actor` may know of, by name.
async fn load(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    agency: Option<AgencyId>,
    client: Option<ClientId>,
) -> Result<Vec<Known>, ApiError> {
    let mut agencies: HashMap<Uuid, AgencyId> = acting(agency, client)
        .all(connection)
        .await?
        .into_iter()
        .filter_map(|grant| Some((grant.person_id, AgencyId(grant.agency_id?))))
        .collect();
    agencies.retain(|id, agency| {
        let target = Target {
            agencies: &[*agency],
            ..Target::default()
        };
        // A program knows of itself.
        *id == scope.person().0 || decide(actor, Verb::List, Resource::ApiClient, &target).allowed()
    });
    let rows = api_client::Entity::find()
        .filter(api_client::Column::Id.is_in(agencies.keys().copied()))
        .order_by_asc(api_client::Column::Name)
        .order_by_asc(api_client::Column::Id)
        .all(connection)
        .await?;
    let mut accounts: HashMap<Uuid, person::Model> = person::Entity::find()
        .filter(person::Column::Id.is_in(agencies.keys().copied()))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Known {
                account: accounts.remove(&row.id)?,
                agency: *agencies.get(&row.id)?,
                row,
            })
        })
        .collect())
}

/// One client.
///
/// # Errors
/// `not_found` where the caller may not know of it.
pub async fn one(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    client: ClientId,
) -> Result<Known, ApiError> {
    load(connection, actor, scope, None, Some(client))
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

/// Whether `actor` may make a client of one of `agencies`.
pub fn may_create(actor: &Actor, agencies: &[AgencyId]) -> Decision {
    let target = Target {
        agencies,
        ..Target::default()
    };
    decide(actor, Verb::Create, Resource::ApiClient, &target)
}

fn allowed(act: &str, decision: Decision) -> Permit {
    Permit {
        act: act.to_owned(),
        refusal: match decision {
            Decision::Allowed => None,
            Decision::Refused(refusal) => Some(refusal),
            Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
        },
    }
}

fn permits(actor: &Actor, known: &Known) -> Vec<Permit> {
    let of = |act: &str, verb| allowed(act, known.decide(actor, verb, Resource::ApiClient));
    let mut secrets = allowed("secrets", known.decide_secret(actor));
    if secrets.refusal.is_none() && known.account.disabled {
        secrets.refusal = Some(RefusalCode::ClientDisabled.into());
    }
    vec![
        of("update", Verb::Update),
        of("keys", Verb::Update),
        secrets,
        if known.account.disabled {
            of("enable", Verb::Withdraw)
        } else {
            of("disable", Verb::Withdraw)
        },
    ]
}

/// The clients as `actor` sees them at `now`.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn views(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    clients: Vec<Known>,
    now: DateTime<Utc>,
) -> Result<Vec<ClientView>, ApiError> {
    let ids = || clients.iter().map(|known| known.row.id);
    let agencies = names::agencies(connection, clients.iter().map(|known| known.agency)).await?;
    let people = names::people(
        connection,
        clients.iter().map(|known| PersonId(known.row.made_by_id)),
    )
    .await?;
    let mut secrets = live_secrets(connection, ids(), now).await?;
    let mut keys: HashMap<Uuid, Vec<KeyView>> = HashMap::new();
    for key in client_key::Entity::find()
        .filter(client_key::Column::ClientId.is_in(ids()))
        .order_by_asc(client_key::Column::Kid)
        .all(connection)
        .await?
    {
        if let Some(algorithm) = KeyAlgorithm::from_code(&key.algorithm) {
            keys.entry(key.client_id).or_default().push(KeyView {
                algorithm,
                key: serde_json::from_value(key.jwk)?,
                made_at: key.created_at,
            });
        }
    }
    Ok(clients
        .into_iter()
        .filter_map(|known| {
            let allowed = permits(actor, &known);
            let Known {
                row,
                account,
                agency,
            } = known;
            Some(ClientView {
                id: ClientId(row.id),
                agency: agencies.get(&agency)?.clone(),
                scopes: scopes(&row.scopes),
                state: if account.disabled {
                    ClientState::Disabled
                } else {
                    ClientState::Active
                },
                made_by: people.get(&PersonId(row.made_by_id))?.clone(),
                made_at: row.created_at,
                last_token_at: row.last_token_at,
                secrets: secrets.remove(&row.id).unwrap_or_default(),
                keys: keys.remove(&row.id).unwrap_or_default(),
                name: row.name,
                version: row.version,
                allowed,
            })
        })
        .collect())
}

async fn live_secrets(
    connection: &impl ConnectionTrait,
    clients: impl Iterator<Item = Uuid>,
    now: DateTime<Utc>,
) -> Result<HashMap<Uuid, Vec<SecretView>>, ApiError> {
    use client_secret::{Column, Entity};
    let mut found: HashMap<Uuid, Vec<SecretView>> = HashMap::new();
    for row in Entity::find()
        .filter(Column::ClientId.is_in(clients))
        .filter(live_at(now))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(connection)
        .await?
    {
        found.entry(row.client_id).or_default().push(SecretView {
            ending: row.ending,
            made_at: row.created_at,
            ends_at: row.ends_at,
        });
    }
    Ok(found)
}

/// The secrets that work at `now`.
pub fn live_at(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(client_secret::Column::EndsAt.is_null())
        .add(client_secret::Column::EndsAt.gt(now))
}

/// One client as `actor` sees it.
///
/// # Errors
/// As [`views`].
pub async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    known: Known,
    now: DateTime<Utc>,
) -> Result<ClientView, ApiError> {
    views(connection, actor, vec![known], now)
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

/// The clients within the caller's reach, of one agency where it is named.
///
/// # Errors
/// `not_found` for somebody whose roles know no clients.
pub async fn list(ctx: &Ctx, agency: Option<AgencyId>) -> Result<ClientList, ApiError> {
    let own = match agency {
        Some(agency) => vec![agency],
        None => ctx.actor().agencies(),
    };
    let target = Target {
        agencies: &own,
        ..Target::default()
    };
    permit(decide(
        ctx.actor(),
        Verb::List,
        Resource::ApiClient,
        &target,
    ))?;
    let clients = load(ctx.read(), ctx.actor(), ctx.scope(), agency, None).await?;
    Ok(ClientList {
        items: views(ctx.read(), ctx.actor(), clients, ctx.now).await?,
        allowed: vec![allowed("create", may_create(ctx.actor(), &own))],
    })
}

/// One client.
///
/// # Errors
/// `not_found`.
pub async fn read(ctx: &Ctx, client: ClientId) -> Result<ClientView, ApiError> {
    let known = one(ctx.read(), ctx.actor(), ctx.scope(), client).await?;
    permit(known.decide(ctx.actor(), Verb::Read, Resource::ApiClient))?;
    view(ctx.read(), ctx.actor(), known, ctx.now).await
}
