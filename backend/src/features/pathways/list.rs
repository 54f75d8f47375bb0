//! The pathways of a plan. A plan has few, and each is judged by the rules in `shared`, so all are
//! read and then narrowed.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;
use shared::{
    ids::{GroupId, OutcomeId},
    pathways::{
        HIGHEST_LEVEL, PathwayFilter,
        api::{PathwayList, PathwaySummary},
        fits,
    },
    policy::Verb,
    problem::ErrorCode,
    services::folded,
};

use crate::{ctx::Ctx, db::history, error::ApiError, features::plans::moment::Instant};

use super::{
    read::{permit, plan},
    record::{PATHWAY, PathwayRecord},
    view::Around,
};

use entities::pathway::{Column, Entity};

/// Most characters of a search.
const SEARCH_MAX: usize = 200;

/// Which pathways to list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Words that all stand in its name or its summary
    #[param(max_length = 200)]
    pub q: Option<String>,
    /// A level of need that lies on it
    #[param(minimum = 1, maximum = 4)]
    pub level: Option<i32>,
    /// An outcome that it serves
    pub outcome: Option<OutcomeId>,
    /// A group that it serves
    pub group: Option<GroupId>,
    /// Whether it has stages
    pub staged: Option<bool>,
    /// As they stood at the end of a day in Europe/London; now when absent
    pub as_at: Option<NaiveDate>,
}

impl Filter {
    fn check(self) -> Result<(PathwayFilter, Option<NaiveDate>), ApiError> {
        let bad = |detail: String| Err(ApiError::new(ErrorCode::BadQuery, detail));
        if self
            .level
            .is_some_and(|level| !(1..=HIGHEST_LEVEL).contains(&level))
        {
            return bad(format!(
                "The parameter level must be from 1 to {HIGHEST_LEVEL}."
            ));
        }
        if self
            .q
            .as_ref()
            .is_some_and(|words| words.chars().count() > SEARCH_MAX)
        {
            return bad(format!(
                "The parameter q must have {SEARCH_MAX} characters or fewer."
            ));
        }
        let filter = PathwayFilter {
            level: self.level,
            outcome: self.outcome,
            group: self.group,
            text: self.q,
            staged: self.staged,
        };
        Ok((filter, self.as_at))
    }
}

/// The pathways of a plan that fit, by name.
///
/// # Errors
/// `not_found` for a plan out of reach, `bad_query` for a bad parameter; as [`Instant::of`].
pub(super) async fn list(ctx: &Ctx, text: &str, filter: Filter) -> Result<PathwayList, ApiError> {
    let (filter, as_at) = filter.check()?;
    let plan = plan(ctx, text, Verb::List).await?;
    let at = Instant::of(&plan, as_at, ctx.today())?;
    let mut records: Vec<PathwayRecord> = match at.past {
        None => Entity::find()
            .filter(Column::PlanId.eq(plan.id().0))
            .order_by_asc(Column::NameKey)
            .all(ctx.read())
            .await?
            .into_iter()
            .map(PathwayRecord::of)
            .collect::<Result<_, _>>()?,
        Some(end) => history::as_at::<PathwayRecord>(ctx.read(), PATHWAY, plan.id(), end)
            .await?
            .into_iter()
            .map(|past| past.body)
            .collect(),
    };
    records.sort_by_cached_key(|record| (folded(&record.said.name), record.id));
    let around = Around::load(ctx.read(), plan.id(), &records, at.day).await?;
    let total = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let items: Vec<PathwaySummary> = records
        .into_iter()
        .map(|record| around.summary(record))
        .filter(|pathway| fits(pathway, &filter))
        .collect();
    let allowed = match at.past {
        None => vec![permit(ctx.actor(), &plan, ("create", Verb::Create), Ok(()))],
        Some(_) => Vec::new(),
    };
    Ok(PathwayList {
        items,
        total,
        allowed,
    })
}
