//! Sessions: an opaque cookie for the browser, a row in the database, ended at once when it or
//! the person is.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait,
    FromQueryResult, QueryFilter, QueryOrder, Statement, sea_query::Expr,
};
use shared::{
    auth::{Given, SESSION_HOURS, SESSION_IDLE_HOURS},
    ids::{AgencyId, DeviceId, PersonId, PlanId},
    policy::{Actor, Role, Scope},
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::{clock, config::Config, db::Unit, error::ApiError, state::App};

/// How old the note of a session's last use may get before it is renewed.
const NOTE_EVERY: Duration = Duration::minutes(1);

/// Somebody's session, with the rights that they have now.
#[derive(Clone, Debug)]
pub struct Session {
    /// The device.
    pub device: DeviceId,
    /// The caller and their roles.
    pub actor: Actor,
    /// What their queries reach.
    pub scope: Scope,
    /// When it ends even if it is used.
    pub ends_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    token_hash: Vec<u8>,
}

/// The name of the cookie. The prefix makes browsers insist on HTTPS, on the whole site and on no
/// other one; on plain HTTP, for demonstrations on one's own machine, they would refuse it.
pub const fn cookie_name(config: &Config) -> &'static str {
    if config.secure_cookies {
        "__Host-throughline"
    } else {
        "throughline"
    }
}

fn token(headers: &HeaderMap, config: &Config) -> Option<Vec<u8>> {
    let name = cookie_name(config);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| URL_SAFE_NO_PAD.decode(value).ok())
}

fn signed_out() -> ApiError {
    ApiError::new(
        ErrorCode::NotSignedIn,
        "Sign in, and what you were doing can go on.",
    )
}

/// The digest of the token that came with a request.
///
/// # Errors
/// `not_signed_in` where there is none.
pub(super) fn token_hash(headers: &HeaderMap, config: &Config) -> Result<Vec<u8>, ApiError> {
    let token = token(headers, config).ok_or_else(signed_out)?;
    Ok(clock::digest(&token))
}

impl Session {
    /// Whether it has not ended by `now`.
    pub fn lives(&self, now: DateTime<Utc>) -> bool {
        now < self.ends_at && now - self.last_seen_at < Duration::hours(SESSION_IDLE_HOURS)
    }

    #[cfg(test)]
    pub fn sample() -> Self {
        let actor = Actor {
            person: PersonId(Uuid::nil()),
            grants: Vec::new(),
            scopes: None,
        };
        Self {
            device: DeviceId(Uuid::nil()),
            scope: Scope::of(&actor, &[]),
            actor,
            ends_at: DateTime::<Utc>::MAX_UTC,
            last_seen_at: DateTime::<Utc>::MAX_UTC,
            token_hash: Vec::new(),
        }
    }

    /// The digest of its token.
    pub(super) fn token_hash(&self) -> &[u8] {
        &self.token_hash
    }

    /// The same session, last used at `now`.
    pub(super) fn seen_at(&self, now: DateTime<Utc>) -> Self {
        Self {
            last_seen_at: now,
            ..self.clone()
        }
    }
}

/// A session as it is inside of a transaction.
#[derive(Debug)]
pub struct Again {
    /// The session, with the rights that its person has now.
    pub session: Session,
    /// Whether an answer may be kept under the key that came with the request.
    pub kept: bool,
}

/// The same session, read again inside a transaction: rights that were taken away meanwhile are
/// gone. Where the request came with a key, nobody else does anything under it until the
/// transaction ends.
///
/// # Errors
/// `not_signed_in` where it has ended.
pub async fn again(
    connection: &impl ConnectionTrait,
    session: &Session,
    key: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Again, ApiError> {
    let backend = connection.get_database_backend();
    let hash = session.token_hash.clone();
    let (sql, values) = match (key, backend) {
        (None, _) => (held("0", ""), vec![hash.clone().into()]),
        // Units that do the same wait for each other here. Only what is asked after this sees what
        // the one before has kept.
        (Some(key), DbBackend::Postgres) => (
            held(
                "1",
                "CROSS JOIN (SELECT pg_advisory_xact_lock(hashtextextended($2, 0))) AS alone",
            ),
            vec![
                hash.clone().into(),
                format!("{} {key}", session.actor.person).into(),
            ],
        ),
        (Some(key), _) => (
            held(
                "k.key IS NOT NULL",
                "LEFT JOIN kept_answer k ON k.person_id = s.person_id AND k.key = $2",
            ),
            vec![hash.clone().into(), key.into()],
        ),
    };
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let rows = Held::find_by_statement(statement).all(connection).await?;
    let kept = rows.iter().any(|row| row.kept != 0);
    let session = of_rows(rows, hash, now)?;
    Ok(Again { session, kept })
}

/// A session with a role that its person holds and a plan in which that role's agency takes part;
/// as often as there are such. Every change asks for this, so it is one query and not four, with
/// what else has to be known first.
fn held(kept: &str, beside: &str) -> String {
    format!(
        "SELECT s.id, s.person_id, s.ends_at, s.last_seen_at, p.disabled, \
            g.id AS grant_id, g.role, g.agency_id, g.plan_id, g.starts_on, g.ends_on, \
            y.plan_id AS party_plan_id, {kept} AS kept \
       FROM session s JOIN person p ON p.id = s.person_id \
       LEFT JOIN person_grant g ON g.person_id = p.id \
       LEFT JOIN plan_party y ON y.agency_id = g.agency_id {beside} \
      WHERE s.token_hash = $1 ORDER BY g.sort, g.id"
    )
}

#[derive(FromQueryResult)]
struct Held {
    id: Uuid,
    person_id: Uuid,
    ends_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    disabled: bool,
    grant_id: Option<Uuid>,
    role: Option<String>,
    agency_id: Option<Uuid>,
    plan_id: Option<Uuid>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    party_plan_id: Option<Uuid>,
    kept: i32,
}

/// The session whose token has this digest, with the rights that its person has now.
///
/// # Errors
/// `not_signed_in` where there is none, or it has ended.
pub(super) async fn by_hash(
    connection: &impl ConnectionTrait,
    hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<Session, ApiError> {
    let rows = Held::find_by_statement(Statement::from_sql_and_values(
        connection.get_database_backend(),
        held("0", ""),
        [hash.clone().into()],
    ))
    .all(connection)
    .await?;
    of_rows(rows, hash, now)
}

fn of_rows(rows: Vec<Held>, hash: Vec<u8>, now: DateTime<Utc>) -> Result<Session, ApiError> {
    let first = rows
        .first()
        .filter(|row| !row.disabled)
        .ok_or_else(signed_out)?;
    let today = clock::london_day(now);
    let (mut grants, mut plans, mut last) = (Vec::new(), Vec::new(), None);
    for row in &rows {
        let Some(role) = row.role.as_deref().and_then(Role::from_code) else {
            continue;
        };
        let given = Given {
            role,
            agency: row.agency_id.map(Into::into),
            plan: row.plan_id.map(Into::into),
            from: row.starts_on,
            until: row.ends_on,
        };
        if !given.holds_on(today) {
            continue;
        }
        plans.extend(row.party_plan_id.map(PlanId));
        if last != row.grant_id {
            last = row.grant_id;
            grants.push(given.grant());
        }
    }
    let actor = Actor {
        person: PersonId(first.person_id),
        grants,
        scopes: None,
    };
    let session = Session {
        device: DeviceId(first.id),
        scope: Scope::of(&actor, &plans),
        actor,
        ends_at: first.ends_at,
        last_seen_at: first.last_seen_at,
        token_hash: hash,
    };
    if session.lives(now) {
        Ok(session)
    } else {
        Err(signed_out())
    }
}

/// What the queries of `actor` reach.
///
/// # Errors
/// When the database fails.
pub async fn rights(
    connection: &impl ConnectionTrait,
    actor: Actor,
) -> Result<(Actor, Scope), ApiError> {
    let plans = taking_part(connection, &actor).await?;
    let scope = Scope::of(&actor, &plans);
    Ok((actor, scope))
}

/// A role as its row gives it; nothing for a word that names none.
pub fn given(row: &entities::person_grant::Model) -> Option<Given> {
    Some(Given {
        role: Role::from_code(&row.role)?,
        agency: row.agency_id.map(Into::into),
        plan: row.plan_id.map(Into::into),
        from: row.starts_on,
        until: row.ends_on,
    })
}

/// A person with the roles that they hold on `today`.
///
/// # Errors
/// When the database fails.
pub async fn actor(
    connection: &impl ConnectionTrait,
    person: PersonId,
    today: NaiveDate,
) -> Result<Actor, ApiError> {
    use entities::person_grant::{Column, Entity};
    let grants = Entity::find()
        .filter(Column::PersonId.eq(person.0))
        .order_by_asc(Column::Sort)
        .all(connection)
        .await?
        .into_iter()
        .filter_map(|row| given(&row).filter(|given| given.holds_on(today)))
        .map(|given| given.grant())
        .collect();
    Ok(Actor {
        person,
        grants,
        scopes: None,
    })
}

/// The plans that the agencies of `actor` take part in.
async fn taking_part(
    connection: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<PlanId>, ApiError> {
    use entities::plan_party::{Column, Entity};
    let agencies = actor.agencies();
    if agencies.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::AgencyId.is_in(agencies.iter().map(|agency| agency.0)))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| PlanId(row.plan_id)).collect())
}

/// The plans that each of `agencies` takes part in.
///
/// # Errors
/// When the database fails.
pub async fn plans_of(
    connection: &impl ConnectionTrait,
    agencies: &[AgencyId],
) -> Result<HashMap<AgencyId, Vec<PlanId>>, ApiError> {
    use entities::plan_party::{Column, Entity};
    let mut plans: HashMap<AgencyId, Vec<PlanId>> = HashMap::new();
    for row in Entity::find()
        .filter(Column::AgencyId.is_in(agencies.iter().map(|agency| agency.0)))
        .all(connection)
        .await?
    {
        plans
            .entry(AgencyId(row.agency_id))
            .or_default()
            .push(PlanId(row.plan_id));
    }
    Ok(plans)
}

/// Notes that a session is in use, at most once a minute and beside the request.
pub fn seen(app: &App, session: &Session, now: DateTime<Utc>) {
    if now - session.last_seen_at < NOTE_EVERY {
        return;
    }
    app.sessions.used(session, now);
    let db = app.db.clone();
    let device = session.device;
    tokio::spawn(async move {
        let noted = db
            .unit(crate::db::Who::console("last-seen"), move |unit| {
                Box::pin(async move {
                    unit.changes_nothing();
                    entities::session::Entity::update_many()
                        .col_expr(entities::session::Column::LastSeenAt, Expr::value(now))
                        .filter(entities::session::Column::Id.eq(device.0))
                        .exec(unit.txn)
                        .await?;
                    Ok(())
                })
            })
            .await;
        if let Err(error) = noted {
            tracing::warn!(%error, "the last use of a session was not noted");
        }
    });
}

/// A session that was begun, and the cookie for it.
#[derive(Debug)]
pub struct Begun {
    /// The device.
    pub device: DeviceId,
    /// When it ends even if it is used.
    pub ends_at: DateTime<Utc>,
    /// The cookie.
    pub cookie: HeaderValue,
}

/// Begins a session of `person`.
///
/// # Errors
/// When the database or the source of randomness fails.
pub async fn begin(
    unit: &Unit<'_>,
    config: &Config,
    person: PersonId,
    label: String,
) -> Result<Begun, ApiError> {
    let token = clock::secret()?;
    let device = DeviceId(clock::ordered_id());
    let ends_at = unit.now + Duration::hours(SESSION_HOURS);
    entities::session::ActiveModel {
        id: Set(device.0),
        token_hash: Set(clock::digest(&token)),
        person_id: Set(person.0),
        label: Set(label),
        created_at: Set(unit.now),
        last_seen_at: Set(unit.now),
        ends_at: Set(ends_at),
    }
    .insert(unit.txn)
    .await?;
    let cookie = cookie(
        config,
        &URL_SAFE_NO_PAD.encode(token),
        Duration::hours(SESSION_HOURS).num_seconds(),
    )?;
    Ok(Begun {
        device,
        ends_at,
        cookie,
    })
}

/// A cookie that takes the session's cookie away.
///
/// # Errors
/// Never in practice: the value is ASCII.
pub fn farewell(config: &Config) -> Result<HeaderValue, ApiError> {
    cookie(config, "", 0)
}

fn cookie(config: &Config, value: &str, seconds: i64) -> Result<HeaderValue, ApiError> {
    let secure = if config.secure_cookies {
        "; Secure"
    } else {
        ""
    };
    let name = cookie_name(config);
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
    ))
    .map_err(|_| ApiError::Lost("a cookie could not be written"))
}

/// What a browser calls itself, in a few words.
pub fn label(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let find = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "A program".to_owned(),
    }
}
