//! The board's page: what needs attention, how the plan stands and what has changed, in one
//! answer. Every figure carries the address of the actions behind it, which the register finds by
//! the same functions.

mod address;
mod behind;
mod changes;
mod lines;
mod since;
mod standing;
mod time;

use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    ids::CycleId,
    plans::board::{
        Reason, Show,
        api::{Board, Figure, ReasonCount, Silence, Tally},
    },
};

use crate::{ctx::Ctx, error::ApiError};

use super::{
    find::SeenPlan,
    moment::{Cycles, Instant},
    overview::cycle_view,
};
use address::Address;
use changes::Compared;
use lines::Groups;
use standing::{Standing, TRAIL, number};

pub(super) use behind::{Behind, RatingPick, Words};

/// Which moment of a plan a board looks at, and what it compares it with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The cycle that ratings are for; the current one when absent
    pub cycle: Option<CycleId>,
    /// The end of a day in Europe/London; now when absent
    pub as_at: Option<NaiveDate>,
    /// The day that changes are counted from, at its end; when absent, that of the last meeting, or
    /// else the one on which the cycle before closed
    pub since: Option<NaiveDate>,
}

/// The board's page of a plan.
///
/// # Errors
/// As [`Instant::of`], [`Cycles::load`] and [`since::since`].
pub async fn read(ctx: &Ctx, plan: &SeenPlan, asked: Asked) -> Result<Board, ApiError> {
    let at = Instant::of(plan, asked.as_at, ctx.today())?;
    let cycles = Cycles::load(ctx.read(), plan, asked.cycle, at).await?;
    let since = since::since(ctx, plan, &cycles, at.day, asked.since).await?;
    // Neither waits for the other.
    let (now, before) =
        tokio::try_join!(Standing::load(ctx.read(), plan, at, cycles, TRAIL), async {
            Ok::<_, ApiError>(match since {
                None => None,
                Some(since) => Some((since, since.standing(ctx, plan).await?)),
            })
        })?;
    let then = before.as_ref().map(|(_, then)| then);
    let (completed, scheme) =
        tokio::try_join!(time::completed(ctx.read(), &now), plan.scheme(ctx.read()))?;
    let address = Address {
        slug: &plan.row().slug,
        cycle: now.cycles.chosen().map(|row| CycleId(row.id)),
        as_at: asked.as_at,
    };
    let groups = |filter| Groups {
        standing: &now,
        address: &address,
        filter,
    };
    let silent = lines::silent(&now);
    let reported = now
        .actions
        .iter()
        .filter(|action| action.report.is_some())
        .count();
    Ok(Board {
        plan: plan.to_ref(),
        cycle: now
            .cycles
            .chosen()
            .map(|row| cycle_view(ctx.actor(), plan, row, at, reported, silent.len()))
            .transpose()?,
        as_at: asked.as_at,
        since: before.as_ref().map(|(since, then)| since.view(then)),
        reasons: reasons(&now, then, &address),
        attention: lines::attention(&now),
        totals: Tally {
            counts: lines::count(&now, |_| true),
            before: then.map(|then| lines::count(then, |_| true)),
            records: address.actions(&[]),
        },
        differing: Figure {
            count: number(now.actions.iter().filter(|action| action.differs).count()),
            records: address.actions(&[("show", Show::Differing.code().to_owned())]),
        },
        by_outcome: groups("outcome").outcomes(&scheme),
        by_level: groups("level").levels(&scheme),
        by_agency: groups("lead").agencies(),
        silent: Silence {
            items: silent,
            records: address.actions(&[("show", Show::Unreported.code().to_owned())]),
        },
        changes: before
            .as_ref()
            .map(|(since, then)| Compared::new(&now, then).view(&address, since.day)),
        milestones: time::milestones(&now, &address),
        milestones_without_date: time::undated(&now),
        burn_up: time::burn_up(&now, &completed, &address),
        trend: lines::trend(&now),
    })
}

/// The reasons for which actions need attention, and those for which some did.
fn reasons(now: &Standing, before: Option<&Standing>, address: &Address<'_>) -> Vec<ReasonCount> {
    Reason::ALL
        .iter()
        .map(|reason| ReasonCount {
            reason: *reason,
            count: now.count(*reason),
            before: before.map(|before| before.count(*reason)),
            records: address.actions(&[("show", reason.show().code().to_owned())]),
        })
        .filter(|row| row.count > 0)
        .collect()
}
