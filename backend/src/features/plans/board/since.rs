//! The day that changes are counted from.

use chrono::NaiveDate;
use shared::{
    ids::CycleId,
    plans::board::api::{self, SinceBasis},
    problem::FieldCode,
};

use crate::{
    clock,
    ctx::Ctx,
    error::ApiError,
    features::{governance::meetings, plans::find::SeenPlan},
};

use super::{
    super::moment::{Cycles, Instant, cycle_ref},
    standing::{FALL, Standing},
};

/// The day that changes are counted from.
#[derive(Clone, Copy)]
pub(super) struct Since {
    pub day: NaiveDate,
    basis: SinceBasis,
    cycle: Option<CycleId>,
}

/// The day that was asked for, or else that of the last meeting, or else the one on which the last
/// cycle before the one that is looked at closed; none where the plan is too young.
///
/// # Errors
/// `invalid` for a day that is not before the one that is shown, or before the plan was loaded.
pub(super) async fn since(
    ctx: &Ctx,
    plan: &SeenPlan,
    cycles: &Cycles,
    shown: NaiveDate,
    asked: Option<NaiveDate>,
) -> Result<Option<Since>, ApiError> {
    let loaded = clock::london_day(plan.row().created_at);
    if let Some(day) = asked {
        check(day, loaded, shown, "/since")?;
        return Ok(Some(Since {
            day,
            basis: SinceBasis::Asked,
            cycle: None,
        }));
    }
    let met = meetings::last(ctx.read(), plan, shown).await?;
    if let Some(met) = met.filter(|met| loaded <= met.date) {
        return Ok(Some(Since {
            day: met.date,
            basis: SinceBasis::Meeting,
            cycle: None,
        }));
    }
    let closed = cycles
        .trail(usize::MAX)
        .into_iter()
        .rev()
        .skip(1)
        .find(|row| row.closes < shown)
        .filter(|row| loaded <= row.closes);
    Ok(closed.map(|row| Since {
        day: row.closes,
        basis: SinceBasis::Cycle,
        cycle: Some(CycleId(row.id)),
    }))
}

/// How the actions stood at the end of a day.
///
/// # Errors
/// When the database fails or a record cannot be read.
pub(super) async fn at(
    ctx: &Ctx,
    plan: &SeenPlan,
    day: NaiveDate,
    cycle: Option<CycleId>,
) -> Result<Standing, ApiError> {
    let at = Instant {
        day,
        past: Some(clock::end_of(day)),
    };
    let cycles = Cycles::load(ctx.read(), plan, None, at).await?;
    // A cycle that had not been written down at the day has nothing to compare with.
    let cycles = match cycle {
        Some(cycle) => cycles.or(cycle),
        None => cycles,
    };
    Standing::load(ctx.read(), plan, at, cycles, FALL).await
}

/// Whether the plan on `shown` can be compared with the end of `day`.
///
/// # Errors
/// `invalid` at `pointer`.
pub(super) fn check(
    day: NaiveDate,
    loaded: NaiveDate,
    shown: NaiveDate,
    pointer: &str,
) -> Result<(), ApiError> {
    if day >= shown {
        return Err(ApiError::field(
            pointer,
            FieldCode::TooLate,
            "Choose a day before the one that is shown",
        ));
    }
    if day < loaded {
        return Err(ApiError::field(
            pointer,
            FieldCode::TooEarly,
            format!(
                "This plan was loaded on {}. Choose that day or a later one.",
                shared::calendar::day_in_words(loaded)
            ),
        ));
    }
    Ok(())
}

impl Since {
    /// How the actions stood at the end of it.
    ///
    /// # Errors
    /// When the database fails or a record cannot be read.
    pub async fn standing(self, ctx: &Ctx, plan: &SeenPlan) -> Result<Standing, ApiError> {
        at(ctx, plan, self.day, self.cycle).await
    }

    /// The day as it is shown, with how the actions stood.
    pub fn view(self, then: &Standing) -> api::Since {
        api::Since {
            day: self.day,
            basis: self.basis,
            cycle: then.cycles.chosen().map(cycle_ref),
        }
    }
}
