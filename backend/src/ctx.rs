//! A request's world: who asks, with which rights, when, and the way to read and to write. It is
//! the only way in which a handler gets hold of any of them.

use std::{pin::Pin, sync::Arc};

use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DatabaseConnection, EntityTrait};
use serde::Serialize;
use shared::{
    policy::{Actor, RefusalCode, Scope},
    problem::ErrorCode,
};

use crate::{
    clock,
    db::{Unit, Who},
    error::ApiError,
    features::{
        auth::{session, session::Session},
        clients::token::{
            bearer::{self, Program},
            reach,
        },
    },
    http::{body::BodyDigest, condition, reply::Reply, request_id::RequestId},
    state::App,
};

/// What a unit of work gives back when a handler runs it.
pub type UnitFuture<'u> = Pin<Box<dyn Future<Output = Result<Reply, ApiError>> + Send + 'u>>;

/// The world of a request by somebody who is signed in.
#[derive(Debug)]
pub struct Ctx {
    /// The application.
    pub app: App,
    /// When the request arrived.
    pub now: DateTime<Utc>,
    caller: Caller,
    guest: Guest,
}

/// Who asks: somebody who is signed in, or a program with an access token.
#[derive(Clone, Debug)]
enum Caller {
    Person(Arc<Session>),
    Program(Program),
}

impl Caller {
    fn actor(&self) -> &Actor {
        match self {
            Self::Person(session) => &session.actor,
            Self::Program(program) => &program.actor,
        }
    }

    fn scope(&self) -> &Scope {
        match self {
            Self::Person(session) => &session.scope,
            Self::Program(program) => &program.scope,
        }
    }

    /// The actor and the scope, read again inside the transaction of `unit`, and whether an answer
    /// may be kept under `key`, under which nobody else does anything until the unit ends.
    async fn again(
        self,
        unit: &Unit<'_>,
        key: Option<&str>,
    ) -> Result<(Actor, Scope, bool), ApiError> {
        match self {
            Self::Person(session) => {
                let now = session::again(unit.txn, &session, key, unit.now).await?;
                Ok((now.session.actor, now.session.scope, now.kept))
            }
            Self::Program(program) => {
                let now = program.again(unit.txn).await?;
                if let Some(key) = key {
                    unit.alone(&format!("{} {key}", now.actor.person)).await?;
                }
                Ok((now.actor, now.scope, key.is_some()))
            }
        }
    }
}

/// The world of a request by somebody who need not be signed in.
#[derive(Debug)]
pub struct Guest {
    /// The application.
    pub app: App,
    /// When the request arrived.
    pub now: DateTime<Utc>,
    /// The request's headers.
    pub headers: HeaderMap,
    /// The other end of the connection, without its port.
    pub peer: String,
    request_id: Arc<str>,
    route: String,
    digest: Vec<u8>,
}

impl FromRequestParts<App> for Guest {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let request_id = parts
            .extensions
            .get::<RequestId>()
            .cloned()
            .unwrap_or_default()
            .0;
        let route = parts
            .extensions
            .get::<MatchedPath>()
            .map_or("", MatchedPath::as_str);
        Ok(Self {
            app: app.clone(),
            now: clock::now(),
            peer: parts
                .extensions
                .get::<axum::extract::ConnectInfo<std::net::SocketAddr>>()
                .map_or_else(String::new, |peer| peer.0.ip().to_string()),
            request_id: Arc::from(request_id),
            route: format!("{} {route} {}", parts.method, parts.uri),
            digest: parts
                .extensions
                .get::<BodyDigest>()
                .map_or_else(Vec::new, |digest| digest.0.clone()),
            headers: parts.headers.clone(),
        })
    }
}

impl Guest {
    /// The acting person, for a unit of work on behalf of `person` or of nobody yet.
    pub fn who(&self, person: Option<shared::ids::PersonId>) -> Who {
        Who {
            person,
            request_id: Arc::clone(&self.request_id),
        }
    }
}

impl FromRequestParts<App> for Ctx {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let guest = Guest::from_request_parts(parts, app).await?;
        let caller = match bearer::token(&guest.headers)? {
            // The cookie is not looked at beside a token.
            Some(token) => {
                let program = bearer::program(app, token, guest.now).await?;
                let path = parts.extensions.get::<MatchedPath>();
                let path = path.map_or("", MatchedPath::as_str);
                reach::check(parts.method.as_str(), path, program.scopes())?;
                Caller::Program(program)
            }
            None => {
                let session = app
                    .sessions
                    .of(&app.db, &app.config, &guest.headers, guest.now)
                    .await?;
                session::seen(app, &session, guest.now);
                Caller::Person(session)
            }
        };
        Ok(Self {
            app: app.clone(),
            now: guest.now,
            caller,
            guest,
        })
    }
}

impl Ctx {
    /// The connections for reading.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.app.db.read
    }

    /// The caller and the roles held today.
    pub fn actor(&self) -> &Actor {
        self.caller.actor()
    }

    /// What the caller's queries reach.
    pub fn scope(&self) -> &Scope {
        self.caller.scope()
    }

    /// The caller's session.
    ///
    /// # Errors
    /// `forbidden` for a program, which has none.
    pub fn session(&self) -> Result<&Session, ApiError> {
        match &self.caller {
            Caller::Person(session) => Ok(session),
            Caller::Program(_) => Err(ApiError::forbidden(RefusalCode::NotForPrograms.into())),
        }
    }

    /// The caller, for a unit of work beside the one that answers.
    pub fn who(&self) -> Who {
        self.guest.who(Some(self.actor().person))
    }

    /// Today in Europe/London.
    pub fn today(&self) -> NaiveDate {
        clock::london_day(self.now)
    }

    /// The request's headers.
    pub const fn headers(&self) -> &HeaderMap {
        &self.guest.headers
    }

    /// The address under which people reach the service.
    pub fn origin(&self) -> String {
        self.app.config.public_origin.clone().unwrap_or_else(|| {
            let host = self
                .guest
                .headers
                .get("host")
                .and_then(|host| host.to_str().ok())
                .unwrap_or("localhost");
            format!("http://{host}")
        })
    }

    /// The version that the caller wants to change.
    ///
    /// # Errors
    /// `version_required` or `bad_header`.
    pub fn version(&self) -> Result<i32, ApiError> {
        condition::version(&self.guest.headers)
    }

    /// Answers with a view: 304 where the caller has it already.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn answer(&self, reply: Reply) -> Response {
        match &reply.etag {
            Some(tag) if condition::unchanged(&self.guest.headers, tag) => Reply {
                status: StatusCode::NOT_MODIFIED,
                body: String::new(),
                ..reply
            }
            .into_response(),
            _ => reply.into_response(),
        }
    }

    /// A view without a version, as [`Self::answer`] gives it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn view(&self, view: &impl Serialize) -> Result<Response, ApiError> {
        Ok(self.answer(Reply::view(view)?))
    }

    /// A record in a version, as [`Self::answer`] gives it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn record(&self, view: &impl Serialize, version: i32) -> Result<Response, ApiError> {
        Ok(self.answer(Reply::record(view, version)?))
    }

    /// Runs `work` as one unit of work for the caller, whose rights are read again in its
    /// transaction. With an idempotency key the answer is kept for a day, and given again when
    /// the same request comes again.
    ///
    /// # Errors
    /// Those of `work`; `not_signed_in` when the session has ended meanwhile; `bad_header` and
    /// `key_reused` for the key.
    pub async fn unit<F>(self, work: F) -> Result<Reply, ApiError>
    where
        F: for<'u, 't> FnOnce(&'u mut Unit<'t>) -> UnitFuture<'u> + Send + 'static,
    {
        let key = idempotency_key(&self.guest)?;
        let Self {
            app, caller, guest, ..
        } = self;
        let who = guest.who(Some(caller.actor().person));
        let Guest { route, digest, .. } = guest;
        app.db
            .unit(who, move |unit| {
                Box::pin(async move {
                    let (actor, scope, kept) = caller.again(unit, key.as_deref()).await?;
                    let person = actor.person.0;
                    unit.authorise(actor, scope);
                    let Some(key) = key else {
                        return work(unit).await;
                    };
                    if kept
                        && let Some(kept) =
                            entities::kept_answer::Entity::find_by_id((person, key.clone()))
                                .one(unit.txn)
                                .await?
                    {
                        unit.changes_nothing();
                        return repeat(kept, &route, &digest);
                    }
                    let reply = work(unit).await?;
                    unit.add(
                        "kept_answer",
                        vec![
                            ("person_id", person.into()),
                            ("key", key.into()),
                            ("route", route.into()),
                            ("body_hash", digest.into()),
                            ("status", i32::from(reply.status.as_u16()).into()),
                            ("etag", reply.etag.clone().into()),
                            ("location", reply.location.clone().into()),
                            (
                                "body",
                                if reply.secret {
                                    String::new()
                                } else {
                                    reply.body.clone()
                                }
                                .into(),
                            ),
                            ("at", unit.now.into()),
                        ],
                    );
                    Ok(reply)
                })
            })
            .await
    }
}

impl Ctx {
    /// Does what [`Self::unit`] does, gives back what `work` gave, and undoes all of it. It needs
    /// no idempotency key: done twice, it changes nothing twice.
    ///
    /// # Errors
    /// Those of `work`; `not_signed_in` when the session has ended meanwhile.
    pub async fn rehearse<F>(self, work: F) -> Result<Reply, ApiError>
    where
        F: for<'u, 't> FnOnce(&'u mut Unit<'t>) -> UnitFuture<'u> + Send + 'static,
    {
        let Self {
            app, caller, guest, ..
        } = self;
        let who = guest.who(Some(caller.actor().person));
        let (give, taken) = tokio::sync::oneshot::channel();
        let done: Result<(), ApiError> = app
            .db
            .unit(who, move |unit| {
                Box::pin(async move {
                    let (actor, scope, _) = caller.again(unit, None).await?;
                    unit.authorise(actor, scope);
                    // The caller may be gone; then nobody is told.
                    let _ = give.send(work(unit).await?);
                    Err(ApiError::Rehearsed)
                })
            })
            .await;
        match done {
            Ok(()) | Err(ApiError::Rehearsed) => {
                taken.await.map_err(|_| ApiError::Lost("a rehearsal"))
            }
            Err(error) => Err(error),
        }
    }
}

/// The idempotency key of a POST: a quoted string, as the draft of the HTTP working group has it.
fn idempotency_key(guest: &Guest) -> Result<Option<String>, ApiError> {
    let posted = guest.route.starts_with("POST ");
    let Some(value) = guest.headers.get("idempotency-key") else {
        return if posted {
            Err(ApiError::new(
                ErrorCode::BadHeader,
                "Send the header Idempotency-Key with a value of your own in quotation marks, such as \"8c1f2d\". Sending the same request with the same key again does nothing twice.",
            ))
        } else {
            Ok(None)
        };
    };
    if !posted {
        return Ok(None);
    }
    let key = value
        .to_str()
        .ok()
        .and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"'))
        .filter(|key| !key.is_empty() && key.len() <= 200 && !key.contains(['"', '\\']));
    match key {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(ApiError::new(
            ErrorCode::BadHeader,
            "The header Idempotency-Key must hold 1 to 200 characters in quotation marks.",
        )),
    }
}

fn repeat(
    kept: entities::kept_answer::Model,
    route: &str,
    digest: &[u8],
) -> Result<Reply, ApiError> {
    if kept.route != route || kept.body_hash != digest {
        return Err(ApiError::new(
            ErrorCode::KeyReused,
            "This key was used before for something else. Use a new key for a new request.",
        ));
    }
    Ok(Reply {
        status: u16::try_from(kept.status)
            .ok()
            .and_then(|code| StatusCode::from_u16(code).ok())
            .unwrap_or(StatusCode::OK),
        etag: kept.etag,
        location: kept.location,
        body: kept.body,
        cookie: None,
        next: None,
        secret: false,
    })
}
