//! The actions behind a figure of the board's page.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    ids::{ActionId, LevelId, OutcomeId},
    plans::board::Show,
    problem::{ErrorCode, FieldCode},
    updates::Brag,
};

use crate::{clock, ctx::Ctx, error::ApiError, features::plans::find::SeenPlan};

use super::{
    super::{
        moment::{Cycles, Instant, Moment},
        records::ActionRecord,
    },
    changes::Compared,
    lines::NONE,
    since,
    standing::{FALL, Standing, Stood},
    time,
};

/// A rating, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatingPick {
    /// Complete.
    Blue,
    /// Off track.
    Red,
    /// At risk.
    Amber,
    /// On track.
    Green,
    /// Not reported.
    None,
}

impl RatingPick {
    const fn brag(self) -> Option<Brag> {
        match self {
            Self::Blue => Some(Brag::Blue),
            Self::Red => Some(Brag::Red),
            Self::Amber => Some(Brag::Amber),
            Self::Green => Some(Brag::Green),
            Self::None => None,
        }
    }

    /// The word in addresses.
    pub const fn code(self) -> &'static str {
        match self.brag() {
            Some(brag) => brag.code(),
            None => NONE,
        }
    }
}

/// What narrows a register down to a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Behind {
    show: Option<Show>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    rating: Option<RatingPick>,
    outcome: Option<Option<OutcomeId>>,
    level: Option<Option<LevelId>>,
}

/// The words of an address that narrow a register down to a figure.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Words<'w> {
    pub show: Option<Show>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub rating: Option<RatingPick>,
    pub outcome: Option<&'w str>,
    pub level: Option<&'w str>,
}

fn one_or_none<T: std::str::FromStr>(
    name: &str,
    text: Option<&str>,
) -> Result<Option<Option<T>>, ApiError> {
    match text {
        None => Ok(None),
        Some(NONE) => Ok(Some(None)),
        Some(text) => text.parse().map(|id| Some(Some(id))).map_err(|_| {
            ApiError::new(
                ErrorCode::BadQuery,
                format!("The parameter {name} must be an id, or none."),
            )
        }),
    }
}

impl Behind {
    /// Reads the words; nothing where none of them narrows.
    ///
    /// # Errors
    /// `bad_query` for an id that is none and for a day that nothing asks for, `invalid` for a day
    /// that is missing.
    pub fn read(words: Words<'_>) -> Result<Option<Self>, ApiError> {
        let days = [
            ("from", words.from, words.show.is_some_and(Show::takes_from)),
            ("to", words.to, words.show.is_some_and(Show::takes_to)),
        ];
        for (name, day, wanted) in days {
            match (day, wanted) {
                (Some(_), false) => {
                    return Err(ApiError::new(
                        ErrorCode::BadQuery,
                        format!(
                            "The parameter {name} says nothing without a parameter show that takes it."
                        ),
                    ));
                }
                (None, true) => {
                    return Err(ApiError::field(
                        format!("/{name}"),
                        FieldCode::Required,
                        "Give the day that the actions are shown for",
                    ));
                }
                _ => {}
            }
        }
        let behind = Self {
            show: words.show,
            from: words.from,
            to: words.to,
            rating: words.rating,
            outcome: one_or_none("outcome", words.outcome)?,
            level: one_or_none("level", words.level)?,
        };
        let plain = behind.show.is_none()
            && behind.rating.is_none()
            && behind.outcome.is_none()
            && behind.level.is_none();
        Ok((!plain).then_some(behind))
    }

    /// The actions that fit, at a moment.
    ///
    /// # Errors
    /// As [`Instant::of`] and [`Cycles::load`]; `invalid` for a day that cannot be compared with.
    pub async fn actions(
        &self,
        ctx: &Ctx,
        plan: &SeenPlan,
        moment: Moment,
    ) -> Result<HashSet<ActionId>, ApiError> {
        let at = Instant::of(plan, moment.as_at, ctx.today())?;
        let cycles = Cycles::load(ctx.read(), plan, moment.cycle, at).await?;
        let standing = Standing::load(ctx.read(), plan, at, cycles, FALL).await?;
        let shown = match self.show {
            None => None,
            Some(show) => Some(self.shown(ctx, plan, &standing, show).await?),
        };
        Ok(standing
            .actions
            .iter()
            .filter(|action| self.fits(action))
            .map(|action| action.record.id)
            .filter(|id| shown.as_ref().is_none_or(|shown| shown.contains(id)))
            .collect())
    }

    fn fits(&self, action: &Stood) -> bool {
        let record = &action.record;
        self.rating
            .is_none_or(|rating| action.brag() == rating.brag())
            && self.level.is_none_or(|level| record.level == level)
            && self.outcome.is_none_or(|outcome| match outcome {
                None => record.outcomes.is_empty(),
                Some(outcome) => record.outcomes.contains(&outcome),
            })
    }

    async fn shown(
        &self,
        ctx: &Ctx,
        plan: &SeenPlan,
        standing: &Standing,
        show: Show,
    ) -> Result<HashSet<ActionId>, ApiError> {
        let (from, to) = (
            self.from.unwrap_or(NaiveDate::MIN),
            self.to.unwrap_or(NaiveDate::MAX),
        );
        if show.compares() {
            let loaded = clock::london_day(plan.row().created_at);
            since::check(from, loaded, standing.at.day, "/from")?;
            let then = since::at(ctx, plan, from, None).await?;
            return Ok(Compared::new(standing, &then)
                .actions(show)
                .into_iter()
                .map(|action: &ActionRecord| action.id)
                .collect());
        }
        Ok(match show {
            Show::Due => time::dated(standing)
                .filter(|(day, _)| from <= *day && *day <= to)
                .flat_map(|(_, milestone)| milestone.actions.iter().copied())
                .collect(),
            Show::Planned => time::planned(standing)
                .filter(|(day, _)| *day <= to)
                .map(|(_, action)| action)
                .collect(),
            Show::Complete => time::completed(ctx.read(), standing)
                .await?
                .into_iter()
                .filter(|(_, day)| *day <= to)
                .map(|(action, _)| action)
                .collect(),
            Show::Unreported => standing
                .actions
                .iter()
                .filter(|action| standing.cycles.chosen().is_some() && action.unreported())
                .map(|action| action.record.id)
                .collect(),
            Show::Differing => standing
                .actions
                .iter()
                .filter(|action| action.differs)
                .map(|action| action.record.id)
                .collect(),
            show => standing
                .actions
                .iter()
                .filter(|action| action.reasons.iter().any(|reason| reason.show() == show))
                .map(|action| action.record.id)
                .collect(),
        })
    }
}
