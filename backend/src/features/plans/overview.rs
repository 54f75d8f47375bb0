//! Where a plan stands in one cycle. Every figure is the number of rows that the register shows
//! under the filter that the figure names: it counts all actions of the plan, those that are
//! stopped too, by the same [`Snapshot`].

use std::collections::HashMap;

use shared::{
    agencies::api::AgencyRef,
    ids::{AgencyId, CycleId},
    policy::{Actor, Resource, Verb},
    updates::{
        Brag,
        api::{
            AgencyCounts, Attention, BragCounts, CycleView, LevelCounts, OutcomeCounts, Overview,
            Silent,
        },
    },
};

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::updates::records::{CycleRecord, stands},
};

use super::{
    find::SeenPlan,
    moment::{Instant, Moment},
    permits,
    records::ActionRecord,
    register::{Scheme, Snapshot},
    reports::{Content, Report},
};

/// An action with what was reported on it in the cycle.
struct Rated<'s> {
    action: &'s ActionRecord,
    report: Option<&'s Report>,
    /// Whether the cycle asks for an update on it.
    asked: bool,
}

impl Rated<'_> {
    fn brag(&self) -> Option<Brag> {
        self.report.and_then(|report| report.brag)
    }

    /// Whether it owes a report in the cycle and has none that is accepted.
    const fn unreported(&self) -> bool {
        self.report.is_none() && self.asked
    }
}

/// The overview of a plan.
///
/// # Errors
/// As [`Snapshot::load`].
pub async fn read(ctx: &Ctx, plan: &SeenPlan, moment: Moment) -> Result<Overview, ApiError> {
    let snapshot = Snapshot::load(ctx, plan, moment, None, Content::Attention).await?;
    let scheme = plan.scheme(ctx.read()).await?;
    let cycle = snapshot.cycles.chosen();
    let scope = snapshot.cycles.scope()?;
    let rated: Vec<Rated<'_>> = snapshot
        .actions
        .iter()
        .map(|action| Rated {
            action,
            report: snapshot.reports.in_cycle(action.id),
            asked: action.asked_by(&scope),
        })
        .collect();
    let accepted = rated.iter().filter(|rated| rated.report.is_some()).count();
    let waiting = rated.iter().filter(|rated| rated.unreported()).count();
    Ok(Overview {
        plan: plan.to_ref(),
        cycle: cycle
            .map(|cycle| cycle_view(ctx.actor(), plan, cycle, snapshot.at, accepted, waiting))
            .transpose()?,
        as_at: moment.as_at,
        totals: count(&rated, |_| true),
        by_outcome: by_outcome(&scheme, &rated),
        by_level: by_level(&scheme, &rated),
        by_agency: by_agency(&rated),
        silent: if cycle.is_some() {
            silent(&snapshot, &rated)
        } else {
            Vec::new()
        },
        attention: attention(&rated),
        differing: differing(&snapshot, &rated),
    })
}

/// How many actions are rated otherwise than the facts imply.
fn differing(snapshot: &Snapshot, rated: &[Rated<'_>]) -> u32 {
    let differing = rated
        .iter()
        .filter(|rated| snapshot.implied(rated.action).differs_from(rated.brag()))
        .count();
    u32::try_from(differing).unwrap_or(u32::MAX)
}

fn count(rated: &[Rated<'_>], belongs: impl Fn(&ActionRecord) -> bool) -> BragCounts {
    let mut counts = BragCounts::default();
    for rated in rated.iter().filter(|rated| belongs(rated.action)) {
        counts.add(rated.brag());
    }
    counts
}

fn by_outcome(scheme: &Scheme, rated: &[Rated<'_>]) -> Vec<OutcomeCounts> {
    let mut rows: Vec<OutcomeCounts> = scheme
        .outcomes
        .iter()
        .map(|outcome| OutcomeCounts {
            outcome: Some(outcome.id),
            name: outcome.name.clone(),
            counts: count(rated, |action| action.outcomes.contains(&outcome.id)),
        })
        .collect();
    let none = count(rated, |action| action.outcomes.is_empty());
    if none.total() > 0 {
        rows.push(OutcomeCounts {
            outcome: None,
            name: "No outcome".to_owned(),
            counts: none,
        });
    }
    rows
}

fn by_level(scheme: &Scheme, rated: &[Rated<'_>]) -> Vec<LevelCounts> {
    let mut rows: Vec<LevelCounts> = scheme
        .levels
        .iter()
        .map(|level| LevelCounts {
            level: Some(level.id),
            name: format!("Level {}: {}", level.number, level.name),
            counts: count(rated, |action| action.level == Some(level.id)),
        })
        .collect();
    let none = count(rated, |action| action.level.is_none());
    if none.total() > 0 {
        rows.push(LevelCounts {
            level: None,
            name: "No level".to_owned(),
            counts: none,
        });
    }
    rows
}

/// By the agency on which the lead falls: for a class, the member that reports for it.
fn by_agency(rated: &[Rated<'_>]) -> Vec<AgencyCounts> {
    let mut found: HashMap<AgencyId, (&AgencyRef, BragCounts)> = HashMap::new();
    for rated in rated {
        for agency in rated.action.leads() {
            found
                .entry(agency.id)
                .or_insert((agency, BragCounts::default()))
                .1
                .add(rated.brag());
        }
    }
    let mut rows: Vec<AgencyCounts> = found
        .into_values()
        .map(|(agency, counts)| AgencyCounts {
            agency: agency.clone(),
            counts,
        })
        .collect();
    rows.sort_by_cached_key(|row| (row.agency.name.to_lowercase(), row.agency.id));
    rows
}

fn silent(snapshot: &Snapshot, rated: &[Rated<'_>]) -> Vec<Silent> {
    rated
        .iter()
        .filter(|rated| rated.unreported())
        .map(|rated| {
            let last = snapshot.reports.last(rated.action.id, &snapshot.cycles);
            Silent {
                action: rated.action.to_ref(),
                leads: rated.action.leads().into_iter().cloned().collect(),
                last_brag: last.as_ref().map(|last| last.brag),
                last_at: last.map(|last| last.accepted_at),
            }
        })
        .collect()
}

/// Off track first, then at risk, each in printed order.
fn attention(rated: &[Rated<'_>]) -> Vec<Attention> {
    let mut found: Vec<(&ActionRecord, &Report, Brag)> = rated
        .iter()
        .filter_map(|rated| Some((rated.action, rated.report?, rated.brag()?)))
        .filter(|(_, _, brag)| matches!(brag, Brag::Red | Brag::Amber))
        .collect();
    found.sort_by_key(|(action, _, brag)| (*brag, action.order));
    found
        .into_iter()
        .map(|(action, report, brag)| {
            let words = report.content.clone().unwrap_or_default();
            Attention {
                action: action.to_ref(),
                brag,
                agency: AgencyRef {
                    id: report.agency,
                    name: report.agency_name.clone(),
                    abbreviation: action
                        .leads()
                        .into_iter()
                        .find(|agency| agency.id == report.agency)
                        .and_then(|agency| agency.abbreviation.clone()),
                },
                next: words.next,
                help: Some(words.help).filter(|help| !help.is_empty()),
                update: report.update,
            }
        })
        .collect()
}

/// The cycle with how many actions owe an update in it: those that are `waiting` for one, and those
/// that have had one `accepted`.
pub(super) fn cycle_view(
    actor: &Actor,
    plan: &SeenPlan,
    row: &entities::cycle::Model,
    at: Instant,
    accepted: usize,
    waiting: usize,
) -> Result<CycleView, ApiError> {
    let cycle = CycleRecord::try_from(row)?;
    Ok(CycleView {
        id: CycleId(row.id),
        plan: plan.to_ref(),
        name: cycle.name,
        observes_from: cycle.observes_from,
        observes_to: cycle.observes_to,
        opens: cycle.opens,
        due: cycle.due,
        closes: cycle.closes,
        locks: cycle.locks,
        instructions: cycle.instructions,
        scope: cycle.scope,
        state: stands(row, at.day),
        owed: u32::try_from(accepted + waiting).unwrap_or(u32::MAX),
        accepted: u32::try_from(accepted).unwrap_or(u32::MAX),
        version: cycle.version,
        allowed: match at.past {
            None => permits::of_cycle(plan.decide(actor, Verb::Update, Resource::Cycle, &[])),
            Some(_) => Vec::new(),
        },
    })
}
