//! `/oruk/v3`: the directory in the words of Open Referral UK. The standard asks for page numbers,
//! an open door and no keys, so this front stands apart from the interface.

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};
use shared::{
    page::{LIMIT_DEFAULT, LIMIT_MAX},
    problem::ErrorCode,
    services::open_referral::{Depth, ListPage, Meta, Service, Taxonomy, Term, service},
};
use uuid::Uuid;

use crate::{
    clock,
    ctx::Guest,
    error::ApiError,
    http::{headers, query::Query},
    state::App,
};

use super::{
    directory::{self, SEARCH_MAX, WORDS_MAX, Wanted},
    settings,
};

/// Where the front stands.
pub const PATH: &str = "/oruk/v3";
/// How long an answer may be kept by whoever asked, in seconds: so long it can be read after the
/// directory was closed to the public.
const KEPT: &str = "public, max-age=60";

/// What anybody may read in the form of the standard.
pub fn router(app: &App) -> Router<App> {
    let routes = Router::new()
        .route("/", get(meta))
        .route("/services", get(services))
        .route("/services/{id}", get(one))
        .route("/taxonomies", get(taxonomies))
        .route("/taxonomies/{id}", get(taxonomy))
        .route("/taxonomy_terms", get(terms))
        .route("/taxonomy_terms/{id}", get(term))
        .route("/service_at_locations", get(places))
        .route("/service_at_locations/{id}", get(nothing))
        .fallback(nothing)
        .layer(middleware::from_fn_with_state(app.clone(), open));
    let slash = get(meta).layer(middleware::from_fn_with_state(app.clone(), open));
    Router::new()
        .nest(PATH, routes)
        .route(&format!("{PATH}/"), slash)
}

/// Answers where the directory is public, and lets pages of other sites read the answers, as the
/// standard asks.
async fn open(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = match settings::row(&app.db.read).await {
        Ok(public) if public.services => next.run(request).await,
        Ok(_) => return ApiError::not_found().into_response(),
        Err(error) => return error.into_response(),
    };
    let kept = response.status().is_success();
    let own = response.headers_mut();
    for (name, value, set) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*", true),
        (headers::RESOURCE_POLICY, "cross-origin", true),
        (header::CACHE_CONTROL, KEPT, kept),
    ] {
        if set {
            own.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

fn json(body: impl Serialize) -> Response {
    axum::Json(body).into_response()
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

fn bad(words: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::BadQuery, words)
}

/// Which page.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paging {
    page: Option<u64>,
    per_page: Option<u64>,
}

impl Paging {
    fn read(self) -> Result<(u64, u64), ApiError> {
        let most = u64::from(LIMIT_MAX);
        let page = self.page.unwrap_or(1);
        let size = self.per_page.unwrap_or(u64::from(LIMIT_DEFAULT));
        if page == 0 || page > 1_000_000 {
            return Err(bad("The parameter page must be from 1 to 1000000."));
        }
        if size == 0 || size > most {
            return Err(bad(format!(
                "The parameter per_page must be from 1 to {most}."
            )));
        }
        Ok((page, size))
    }
}

/// Which services, in the words of the standard.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Filter {
    search: Option<String>,
    page: Option<u64>,
    per_page: Option<u64>,
    taxonomy_term_id: Option<Uuid>,
    taxonomy_id: Option<Uuid>,
    minimum_age: Option<i32>,
    maximum_age: Option<i32>,
    start_time: Option<String>,
    end_time: Option<String>,
    day: Option<String>,
    postcode: Option<String>,
    proximity: Option<f64>,
}

impl Filter {
    const fn paging(&self) -> Paging {
        Paging {
            page: self.page,
            per_page: self.per_page,
        }
    }

    /// What is asked of the directory; none where nothing can fit.
    fn wanted(&self, page: u64, size: u64) -> Option<Wanted> {
        // No service here has hours or a place, so none can be said to be open at any, or near one.
        let unknown = [&self.start_time, &self.end_time, &self.day, &self.postcode]
            .into_iter()
            .any(Option::is_some);
        if unknown || self.proximity.is_some() {
            return None;
        }
        let mut wanted = Wanted {
            words: self.search.clone().unwrap_or_default(),
            ages: (self.minimum_age, self.maximum_age),
            page,
            size,
            ..Wanted::default()
        };
        if let Some(taxonomy) = self.taxonomy_id {
            wanted.has_levels = Taxonomy::of_id(taxonomy)? == Taxonomy::Levels;
        }
        if let Some(term) = self.taxonomy_term_id {
            match Term::of_id(term)? {
                Term::Level(level) => wanted.level = Some(level),
                Term::Kind(kind) => wanted.kind = Some(kind),
            }
        }
        Some(wanted)
    }
}

async fn meta() -> Response {
    json(Meta::OURS)
}

async fn services(guest: Guest, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let (page, size) = filter.paging().read()?;
    let words = filter.search.as_deref().unwrap_or_default();
    if words.chars().count() > SEARCH_MAX || words.split_whitespace().count() > WORDS_MAX {
        return Err(bad(format!(
            "The parameter search must have {SEARCH_MAX} characters and {WORDS_MAX} words or fewer."
        )));
    }
    let Some(wanted) = filter.wanted(page, size) else {
        return Ok(json(ListPage::<Service>::of(Vec::new(), page, size)));
    };
    let today = clock::london_day(guest.now);
    let found = directory::find(&guest.app.db.read, today, &wanted).await?;
    let contents = found
        .services
        .iter()
        .map(|one| service(one, Depth::Listed))
        .collect();
    Ok(json(ListPage::new(contents, page, size, found.total)))
}

async fn one(guest: Guest, Path(text): Path<String>) -> Result<Response, ApiError> {
    let today = clock::london_day(guest.now);
    let found = directory::one(&guest.app.db.read, today, id(&text)?).await?;
    Ok(json(service(&found, Depth::Whole)))
}

async fn taxonomies(Query(paging): Query<Paging>) -> Result<Response, ApiError> {
    let (page, size) = paging.read()?;
    let all = Taxonomy::ALL.map(Taxonomy::told).into();
    Ok(json(ListPage::of(all, page, size)))
}

async fn taxonomy(Path(text): Path<String>) -> Result<Response, ApiError> {
    let found = Taxonomy::of_id(id(&text)?).ok_or_else(ApiError::not_found)?;
    Ok(json(found.told()))
}

/// Which terms, in the words of the standard.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    page: Option<u64>,
    per_page: Option<u64>,
    taxonomy_id: Option<Uuid>,
}

async fn terms(Query(asked): Query<Terms>) -> Result<Response, ApiError> {
    let (page, size) = Paging {
        page: asked.page,
        per_page: asked.per_page,
    }
    .read()?;
    let all = Taxonomy::ALL
        .into_iter()
        .filter(|taxonomy| asked.taxonomy_id.is_none_or(|id| id == taxonomy.id()))
        .flat_map(Taxonomy::terms)
        .map(Term::told)
        .collect();
    Ok(json(ListPage::of(all, page, size)))
}

async fn term(Path(text): Path<String>) -> Result<Response, ApiError> {
    let found = Term::of_id(id(&text)?).ok_or_else(ApiError::not_found)?;
    Ok(json(found.told()))
}

/// The directory holds no places, so no service is at one, whatever is asked.
async fn places(Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let (page, size) = filter.paging().read()?;
    Ok(json(ListPage::<Service>::of(Vec::new(), page, size)))
}

async fn nothing() -> ApiError {
    ApiError::not_found()
}
