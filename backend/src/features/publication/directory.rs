//! The open services, narrowed and a page at a time, by one query (`db/json.rs` says why). What
//! nobody may read is neither told nor searched.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbBackend};
use serde::Deserialize;
use shared::{
    agencies::api::AgencyRef,
    ids::{AgencyId, ServiceId},
    services::{HIGHEST_AGE, OpenService, ServiceKind, WayIn, folded},
};

use crate::{db::json::Lists, error::ApiError, features::services::open_on};

/// Most characters of a search.
pub const SEARCH_MAX: usize = 200;
/// Most words of a search that are looked for.
pub const WORDS_MAX: usize = 12;

/// Which open services.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// One of them alone.
    pub id: Option<ServiceId>,
    /// Words that all stand in its name, other names, summary, area, way in, or its provider's name.
    pub words: String,
    /// A level of need that it serves.
    pub level: Option<i32>,
    /// Whether its levels are known.
    pub has_levels: bool,
    /// The ages of which it serves at least one.
    pub ages: (Option<i32>, Option<i32>),
    /// Where it works.
    pub area: Option<String>,
    /// What it is.
    pub kind: Option<ServiceKind>,
    /// Which page, from 1.
    pub page: u64,
    /// How many on a page.
    pub size: u64,
}

/// A page of them.
#[derive(Debug)]
pub struct Page {
    /// How many there are on all pages.
    pub total: u64,
    /// Those on this page, by name.
    pub services: Vec<OpenService>,
    /// The areas that open services name.
    pub areas: Vec<String>,
}

/// A row of the answer, its members in the order of the columns.
#[derive(Deserialize)]
struct Row {
    id: ServiceId,
    name: String,
    aliases: Vec<String>,
    kind: ServiceKind,
    summary: String,
    provider: Option<AgencyId>,
    provider_name: Option<String>,
    provider_short: Option<String>,
    level_from: Option<i32>,
    level_to: Option<i32>,
    age_from: Option<i32>,
    age_to: Option<i32>,
    area: Option<String>,
    routes_in: Vec<WayIn>,
    access: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    url: Option<String>,
    valid_to: Option<NaiveDate>,
}

impl From<Row> for OpenService {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            aliases: row.aliases,
            kind: row.kind,
            summary: row.summary,
            provider: row
                .provider
                .zip(row.provider_name)
                .map(|(id, name)| AgencyRef {
                    id,
                    name,
                    abbreviation: row.provider_short,
                }),
            level_from: row.level_from,
            level_to: row.level_to,
            age_from: row.age_from,
            age_to: row.age_to,
            area: row.area,
            routes_in: row.routes_in,
            access: row.access,
            phone: row.phone,
            email: row.email,
            url: row.url,
            valid_to: row.valid_to,
        }
    }
}

fn condition(lists: &mut Lists, backend: DbBackend, today: NaiveDate, wanted: &Wanted) -> String {
    let today = lists.bind(today);
    let mut all = vec![open_on(&today)];
    if let Some(id) = wanted.id {
        let id = lists.bind(id.0);
        all.push(format!("s.id = {id}"));
    }
    let within = match backend {
        DbBackend::Sqlite => "instr",
        _ => "strpos",
    };
    let text = "s.public_search || ' ' || lower(COALESCE(a.name, '') || ' ' || COALESCE(a.abbreviation, ''))";
    for word in folded(&wanted.words).split(' ') {
        if !word.is_empty() {
            let word = lists.bind(word);
            all.push(format!("{within}({text}, {word}) > 0"));
        }
    }
    if let Some(level) = wanted.level {
        let level = lists.bind(level);
        all.push(format!("s.level_from <= {level} AND s.level_to >= {level}"));
    }
    if wanted.has_levels {
        all.push("s.level_from IS NOT NULL".to_owned());
    }
    if let Some(least) = wanted.ages.0 {
        let least = lists.bind(least);
        all.push(format!("COALESCE(s.age_to, {HIGHEST_AGE}) >= {least}"));
    }
    if let Some(most) = wanted.ages.1 {
        let most = lists.bind(most);
        all.push(format!("COALESCE(s.age_from, 0) <= {most}"));
    }
    if let Some(area) = &wanted.area {
        let area = lists.bind(area.as_str());
        all.push(format!("(s.area IS NULL OR s.area = {area})"));
    }
    if let Some(kind) = wanted.kind {
        let kind = lists.bind(kind.code());
        all.push(format!("s.kind = {kind}"));
    }
    all.join(" AND ")
}

/// A page of the open services.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
    wanted: &Wanted,
) -> Result<Page, ApiError> {
    let backend = connection.get_database_backend();
    let mut lists = Lists::new(backend);
    let condition = condition(&mut lists, backend, today, wanted);
    let from = "service s LEFT JOIN agency a ON a.id = s.provider_id";
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let size = lists.bind(number(wanted.size));
    let before = lists.bind(number(
        wanted.page.saturating_sub(1).saturating_mul(wanted.size),
    ));
    lists.with(
        "hit",
        &format!(
            "SELECT s.*, a.name AS provider_name, a.abbreviation AS provider_short \
             FROM {from} WHERE {condition} ORDER BY s.name_key LIMIT {size} OFFSET {before}"
        ),
    );
    let hits = lists.list(
        &[
            &lists.id("t.id"),
            "t.name",
            &lists.json("t.aliases"),
            "t.kind",
            "t.summary",
            &lists.id_or_null("t.provider_id"),
            "t.provider_name",
            "t.provider_short",
            "t.level_from",
            "t.level_to",
            "t.age_from",
            "t.age_to",
            "t.area",
            &lists.json("t.routes_in"),
            "t.access",
            "t.phone",
            "t.email",
            "t.url",
            "t.valid_to",
        ],
        "t.name_key",
        "hit t",
    );
    let total = lists.list(
        &["c.number"],
        "",
        &format!("(SELECT count(*) AS number FROM {from} WHERE {condition}) c"),
    );
    let today = lists.bind(today);
    let areas = lists.list(
        &["d.area"],
        "d.area",
        &format!(
            "(SELECT DISTINCT s.area FROM service s WHERE s.area IS NOT NULL AND {}) d",
            open_on(&today)
        ),
    );
    let found = lists.ask(connection).await?;
    let services: Vec<Row> = found.rows(hits)?;
    let total: Vec<(u64,)> = found.rows(total)?;
    let areas: Vec<(String,)> = found.rows(areas)?;
    Ok(Page {
        total: total.first().map_or(0, |(number,)| *number),
        services: services.into_iter().map(Into::into).collect(),
        areas: areas.into_iter().map(|(area,)| area).collect(),
    })
}

/// One open service.
///
/// # Errors
/// `not_found` for one that is not there or not open.
pub async fn one(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
    id: ServiceId,
) -> Result<OpenService, ApiError> {
    let wanted = Wanted {
        id: Some(id),
        page: 1,
        size: 1,
        ..Wanted::default()
    };
    let page = find(connection, today, &wanted).await?;
    page.services
        .into_iter()
        .next()
        .ok_or_else(ApiError::not_found)
}
