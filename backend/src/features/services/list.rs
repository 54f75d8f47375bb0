//! The directory, narrowed and a page at a time, by one query (`db/json.rs` says why).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    agencies::api::AgencyRef,
    ids::{AgencyId, ServiceId},
    policy::Verb,
    problem::ErrorCode,
    services::{
        HIGHEST_AGE, HIGHEST_LEVEL, ServiceKind, Standing, WayIn,
        api::{ServiceChoices, ServiceList, ServiceSummary},
        folded,
    },
};

use crate::{
    ctx::Ctx,
    db::json::{Found, Lists, Place},
    error::ApiError,
    http::{page, query},
};

use super::read::permit;

/// Most characters of a search.
const SEARCH_MAX: usize = 200;
/// Most words of a search that are looked for; every further one is refused, so that nobody
/// believes it was.
const WORDS_MAX: usize = 12;

/// Which services to list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Words that all stand in its name, other names, description, area, or the name of its provider
    #[param(max_length = 200)]
    pub q: Option<String>,
    /// A level of need that it serves
    #[param(minimum = 1, maximum = 4)]
    pub level: Option<i32>,
    /// An age that it serves, in years. A service that says nothing about age serves every age
    #[param(minimum = 0, maximum = 120)]
    pub age: Option<i32>,
    /// Where it works. A service that names no area works everywhere
    pub area: Option<String>,
    /// Who provides it
    pub provider: Option<AgencyId>,
    /// What it is
    pub kind: Option<ServiceKind>,
    /// Who can open its door
    pub way_in: Option<WayIn>,
    /// How it stands today
    pub standing: Option<Standing>,
    /// Where the page begins: as in the `next` of the page before
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// How many at most: 1 to 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
    /// Whether to count all services that fit
    pub count: Option<bool>,
    /// Whether to say what the list can be narrowed by
    pub choices: Option<bool>,
}

fn bad(detail: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::BadQuery, detail)
}

/// The name after which a page begins. Names are unique, so nothing else is needed.
fn after(cursor: &str) -> Result<String, ApiError> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .filter(|name| !name.is_empty() && !name.contains('\0'))
        .ok_or_else(|| bad("The parameter cursor must be one that a page before gave as next."))
}

fn between(name: &str, value: Option<i32>, least: i32, most: i32) -> Result<(), ApiError> {
    if value.is_none_or(|value| (least..=most).contains(&value)) {
        Ok(())
    } else {
        Err(bad(format!(
            "The parameter {name} must be from {least} to {most}."
        )))
    }
}

impl Filter {
    fn check(&self) -> Result<(), ApiError> {
        between("level", self.level, 1, HIGHEST_LEVEL)?;
        between("age", self.age, 0, HIGHEST_AGE)?;
        let words = self.q.as_deref().unwrap_or_default();
        if words.chars().count() > SEARCH_MAX || words.split_whitespace().count() > WORDS_MAX {
            return Err(bad(format!(
                "The parameter q must have {SEARCH_MAX} characters and {WORDS_MAX} words or fewer."
            )));
        }
        Ok(())
    }

    /// The condition on `service s` and its provider `a`, without the place where a page begins.
    fn condition(
        &self,
        lists: &mut Lists,
        backend: sea_orm::DbBackend,
        today: NaiveDate,
    ) -> String {
        let mut all = vec!["1 = 1".to_owned()];
        let within = match backend {
            sea_orm::DbBackend::Sqlite => "instr",
            _ => "strpos",
        };
        let text =
            "s.search || ' ' || lower(COALESCE(a.name, '') || ' ' || COALESCE(a.abbreviation, ''))";
        for word in folded(self.q.as_deref().unwrap_or_default()).split(' ') {
            if !word.is_empty() {
                let word = lists.bind(word);
                all.push(format!("{within}({text}, {word}) > 0"));
            }
        }
        if let Some(level) = self.level {
            let level = lists.bind(level);
            all.push(format!("s.level_from <= {level} AND s.level_to >= {level}"));
        }
        if let Some(age) = self.age {
            let age = lists.bind(age);
            all.push(format!(
                "COALESCE(s.age_from, 0) <= {age} AND COALESCE(s.age_to, {HIGHEST_AGE}) >= {age}"
            ));
        }
        if let Some(area) = &self.area {
            let area = lists.bind(area.as_str());
            all.push(format!("(s.area IS NULL OR s.area = {area})"));
        }
        if let Some(provider) = self.provider {
            let provider = lists.bind(provider.0);
            all.push(format!("s.provider_id = {provider}"));
        }
        if let Some(kind) = self.kind {
            let kind = lists.bind(kind.code());
            all.push(format!("s.kind = {kind}"));
        }
        if let Some(way) = self.way_in {
            all.push(match backend {
                sea_orm::DbBackend::Sqlite => {
                    let way = lists.bind(way.code());
                    format!("EXISTS (SELECT 1 FROM json_each(s.routes_in) r WHERE r.value = {way})")
                }
                _ => {
                    let way = lists.bind(serde_json::json!([way.code()]));
                    format!("s.routes_in @> {way}::jsonb")
                }
            });
        }
        if let Some(standing) = self.standing {
            let today = lists.bind(today);
            // The words of `Standing::of`; a test holds the two together.
            all.push(match standing {
                Standing::Closed => format!("s.valid_to < {today}"),
                Standing::Planned => format!(
                    "NOT {} AND (s.valid_to IS NULL OR s.valid_to >= {today})",
                    begun(&today)
                ),
                Standing::Open => open_on(&today),
            });
        }
        all.join(" AND ")
    }

    /// The address of the page that goes on after the name with this key.
    fn next(&self, limit: u16, key: &str) -> String {
        let mut address = format!("/api/v1/services?limit={limit}");
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                address.push_str(&format!("&{name}={}", query::encoded(&value)));
            }
        };
        add("q", self.q.clone());
        add("level", self.level.map(|it| it.to_string()));
        add("age", self.age.map(|it| it.to_string()));
        add("area", self.area.clone());
        add("provider", self.provider.map(|it| it.to_string()));
        add("kind", self.kind.map(|it| it.code().to_owned()));
        add("way_in", self.way_in.map(|it| it.code().to_owned()));
        add("standing", self.standing.map(|it| it.code().to_owned()));
        add("count", self.count.map(|it| it.to_string()));
        let cursor = URL_SAFE_NO_PAD.encode(key);
        address.push_str(&format!("&cursor={cursor}"));
        address
    }
}

/// That a service is there on a day: never null.
fn begun(today: &str) -> String {
    let proposed = ServiceKind::Proposed.code();
    format!("COALESCE(s.valid_from <= {today}, s.kind <> '{proposed}')")
}

/// That a service `s` is open on a day, in the words of `Standing::of`.
pub(in crate::features) fn open_on(today: &str) -> String {
    format!(
        "{} AND (s.valid_to IS NULL OR s.valid_to >= {today})",
        begun(today)
    )
}

/// A row of the answer, its members in the order of the columns.
#[derive(Deserialize)]
struct Row {
    name_key: String,
    id: ServiceId,
    name: String,
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
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

impl Row {
    fn into_summary(self, today: NaiveDate) -> ServiceSummary {
        let provider = self.provider.zip(self.provider_name);
        ServiceSummary {
            id: self.id,
            name: self.name,
            kind: self.kind,
            summary: self.summary,
            provider: provider.map(|(id, name)| AgencyRef {
                id,
                name,
                abbreviation: self.provider_short,
            }),
            level_from: self.level_from,
            level_to: self.level_to,
            age_from: self.age_from,
            age_to: self.age_to,
            area: self.area,
            routes_in: self.routes_in,
            standing: Standing::of(self.kind, self.valid_from, self.valid_to, today),
            valid_to: self.valid_to,
        }
    }
}

const FROM: &str = "service s LEFT JOIN agency a ON a.id = s.provider_id";

fn ask_page(lists: &mut Lists) -> Place {
    lists.list(
        &[
            "t.name_key",
            &lists.id("t.id"),
            "t.name",
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
            "t.valid_from",
            "t.valid_to",
        ],
        "t.name_key",
        "hit t",
    )
}

fn ask_choices(lists: &mut Lists) -> [Place; 2] {
    [
        lists.list(
            &[&lists.id("g.id"), "g.name", "g.abbreviation"],
            "g.name",
            "agency g WHERE g.id IN (SELECT p.provider_id FROM service p)",
        ),
        lists.list(
            &["d.area"],
            "d.area",
            "(SELECT DISTINCT w.area FROM service w WHERE w.area IS NOT NULL) d",
        ),
    ]
}

fn choices(found: &Found, [providers, areas]: [Place; 2]) -> Result<ServiceChoices, ApiError> {
    let providers: Vec<(AgencyId, String, Option<String>)> = found.rows(providers)?;
    let areas: Vec<(String,)> = found.rows(areas)?;
    Ok(ServiceChoices {
        providers: providers
            .into_iter()
            .map(|(id, name, abbreviation)| AgencyRef {
                id,
                name,
                abbreviation,
            })
            .collect(),
        areas: areas.into_iter().map(|(area,)| area).collect(),
    })
}

/// A page of the directory.
///
/// # Errors
/// `bad_query` for a bad parameter.
pub(super) async fn list(ctx: &Ctx, filter: &Filter) -> Result<ServiceList, ApiError> {
    filter.check()?;
    let limit = page::limit(filter.limit)?;
    let backend = ctx.read().get_database_backend();
    let mut lists = Lists::new(backend);
    let condition = filter.condition(&mut lists, backend, ctx.today());
    let begins = match &filter.cursor {
        Some(cursor) => format!(" AND s.name_key > {}", lists.bind(after(cursor)?)),
        None => String::new(),
    };
    lists.with(
        "hit",
        &format!(
            "SELECT s.*, a.name AS provider_name, a.abbreviation AS provider_short \
             FROM {FROM} WHERE {condition}{begins} ORDER BY s.name_key LIMIT {}",
            limit + 1
        ),
    );
    let hits = ask_page(&mut lists);
    let count = (filter.count == Some(true)).then(|| {
        lists.list(
            &["c.number"],
            "",
            &format!("(SELECT count(*) AS number FROM {FROM} WHERE {condition}) c"),
        )
    });
    let asked = (filter.choices == Some(true)).then(|| ask_choices(&mut lists));
    let found = lists.ask(ctx.read()).await?;
    let mut rows: Vec<Row> = found.rows(hits)?;
    let mut next = None;
    if rows.len() > usize::from(limit) {
        rows.truncate(usize::from(limit));
        next = rows.last().map(|last| filter.next(limit, &last.name_key));
    }
    let count: Option<Vec<(u64,)>> = count.map(|place| found.rows(place)).transpose()?;
    Ok(ServiceList {
        items: rows
            .into_iter()
            .map(|row| row.into_summary(ctx.today()))
            .collect(),
        next,
        count: count.and_then(|rows| rows.first().map(|(count,)| *count)),
        choices: asked.map(|places| choices(&found, places)).transpose()?,
        allowed: vec![permit(ctx.actor(), "create", Verb::Create, None, Ok(()))],
    })
}
