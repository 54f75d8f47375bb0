//! One action as a page shows it, now or at an earlier moment.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use shared::{
    governance::api::DecisionRef,
    ids::{ActionId, AgencyId, UpdateId},
    plans::api::{ActionRef, ActionView, EvidenceView, LinkView, PartView},
    policy::{Actor, Resource, Verb},
    problem::ErrorCode,
    updates::implied,
};

use crate::{
    ctx::Ctx,
    db::{Unit, history},
    error::ApiError,
    features::{governance::uses, updates::records::stands},
};

use crate::features::plans::{
    about,
    facts::{fact, facts},
    find::SeenPlan,
    findings,
    moment::{Cycles, Instant, Moment},
    permits::{self, Reporting},
    records::{ACTION, ActionRecord, LinkRecord, MILESTONE, MilestoneRecord, PartRecord},
    reports::Reports,
};

use super::sheet;

/// Who looks at an action, and from when.
struct Reader<'r> {
    actor: &'r Actor,
    at: Instant,
    moment: Moment,
}

/// An action with what hangs on it, live or from history.
pub(super) struct Sheet {
    pub record: ActionRecord,
    pub milestones: Vec<MilestoneRecord>,
    pub links_in: Vec<(ActionRef, LinkRecord)>,
    pub targets: HashMap<ActionId, ActionRef>,
    pub evidence: Vec<EvidenceView>,
    pub groups: Vec<String>,
    pub decisions: Vec<DecisionRef>,
    pub reports: Reports,
    /// The update that is open in the cycle, with its agency.
    pub open: Option<(UpdateId, AgencyId)>,
}

/// An action at a moment.
///
/// # Errors
/// As [`Instant::of`] and [`Cycles::load`]; `not_found` where it was not in the plan then.
pub async fn read(
    ctx: &Ctx,
    plan: &SeenPlan,
    action: ActionId,
    moment: Moment,
) -> Result<ActionView, ApiError> {
    let reader = Reader {
        actor: ctx.actor(),
        at: Instant::of(plan, moment.as_at, ctx.today())?,
        moment,
    };
    assemble(ctx.read(), plan, action, &reader).await
}

/// An action as it stands in the middle of a unit of work.
///
/// # Errors
/// As [`read`].
pub async fn now(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    action: ActionId,
) -> Result<ActionView, ApiError> {
    let reader = Reader {
        actor: unit.actor()?,
        at: Instant {
            day: unit.today(),
            past: None,
        },
        moment: Moment::default(),
    };
    assemble(unit.txn, plan, action, &reader).await
}

async fn assemble(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    action: ActionId,
    reader: &Reader<'_>,
) -> Result<ActionView, ApiError> {
    let at = reader.at;
    let cycles = Cycles::load(connection, plan, reader.moment.cycle, at).await?;
    let sheet = match at.past {
        None => sheet::live(connection, plan, action, &cycles).await?,
        Some(end) => past(connection, plan, action, &cycles, (at, end)).await?,
    };
    let Sheet {
        record,
        milestones,
        links_in,
        targets,
        evidence,
        groups,
        decisions,
        reports,
        open,
    } = sheet;
    let scheme = plan.scheme(connection).await?;
    let cycle = cycles.chosen();
    let report = reports.in_cycle(action);
    let last = reports.last(action, &cycles);
    let known = facts(
        &record,
        milestones.iter().map(fact).collect(),
        reports.last_accepted(action),
    );
    let reporting = Reporting {
        cycle: cycle.map(|cycle| stands(cycle, at.day)),
        asked: record.covered_by(&cycles.scope()?),
        accepted: report.is_some(),
        open: open.is_some(),
    };
    let allowed = match at.past {
        None => permits::of_action(reader.actor, plan, &record, reporting),
        Some(_) => Vec::new(),
    };
    let findings = match at.past {
        None => findings::of_action(connection, reader.actor, plan, action).await?,
        Some(_) => Vec::new(),
    };
    Ok(ActionView {
        id: action,
        plan: plan.to_ref(),
        order: record.order,
        level: record
            .level
            .and_then(|id| scheme.levels.iter().find(|level| level.id == id))
            .cloned(),
        outcomes: scheme
            .outcomes
            .iter()
            .filter(|outcome| record.outcomes.contains(&outcome.id))
            .cloned()
            .collect(),
        parts: record
            .parts
            .into_iter()
            .map(PartRecord::into_view)
            .collect(),
        milestones: about::milestone_views(milestones),
        links_out: record
            .links
            .into_iter()
            .map(|link| {
                let other = link.target.and_then(|id| targets.get(&id).cloned());
                link.into_view(other)
            })
            .collect(),
        links_in: links_in
            .into_iter()
            .map(|(from, link)| link.into_view(Some(from)))
            .collect(),
        evidence,
        groups,
        findings,
        decisions: if plan
            .decide(reader.actor, Verb::Read, Resource::Decision, &[])
            .allowed()
        {
            decisions
        } else {
            Vec::new()
        },
        brag: report.and_then(|report| report.brag),
        implied: implied(&known, at.day),
        last,
        open_update: open
            .filter(|(_, agency)| {
                plan.decide(reader.actor, Verb::Read, Resource::OpenUpdate, &[*agency])
                    .allowed()
            })
            .map(|(update, _)| update),
        cycle: cycles.chosen_ref(),
        printed_ref: record.printed_ref,
        reference: record.reference,
        title: record.title,
        summary: record.summary,
        parts_of_work: record.parts_of_work,
        rationale: record.rationale,
        lead_note: record.lead_note,
        timescale: record.timescale,
        starts: record.starts,
        ends: record.ends,
        state: record.state,
        source: record.source_place,
        as_at: reader.moment.as_at,
        version: record.version,
        allowed,
    })
}

async fn past(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    action: ActionId,
    cycles: &Cycles,
    (at, end): (Instant, DateTime<Utc>),
) -> Result<Sheet, ApiError> {
    let mut records: Vec<ActionRecord> =
        history::as_at::<ActionRecord>(connection, ACTION, plan.id(), end)
            .await?
            .into_iter()
            .map(|past| past.body)
            .collect();
    records.sort_by_key(|record| (record.order, record.id));
    let links_in = records
        .iter()
        .flat_map(|from| from.links.iter().map(move |link| (from, link)))
        .filter(|(_, link)| link.target == Some(action))
        .map(|(from, link)| (from.to_ref(), link.clone()))
        .collect();
    let targets = records
        .iter()
        .map(|record| (record.id, record.to_ref()))
        .collect();
    let record = records
        .into_iter()
        .find(|record| record.id == action)
        .ok_or_else(|| not_yet(at.day))?;
    let milestones = history::as_at::<MilestoneRecord>(connection, MILESTONE, plan.id(), end)
        .await?
        .into_iter()
        .map(|past| past.body)
        .filter(|milestone| milestone.actions.contains(&action))
        .collect();
    Ok(Sheet {
        evidence: about::evidence(connection, plan, Some(&record.evidence)).await?,
        groups: sheet::groups(connection, action).await?,
        decisions: uses::past_of_action(connection, plan, action, at).await?,
        reports: Reports::past(connection, plan, cycles, end).await?,
        open: None,
        record,
        milestones,
        links_in,
        targets,
    })
}

fn not_yet(day: NaiveDate) -> ApiError {
    ApiError::new(
        ErrorCode::NotFound,
        format!(
            "This action was not in the plan on {}. Choose a later day.",
            day.format("%-d %B %Y")
        ),
    )
}

impl PartRecord {
    fn into_view(self) -> PartView {
        PartView {
            agency: self.agency,
            role: self.role,
            coordinates: self.coordinates,
            printed: self.printed,
            reported_by: self.reported_by,
            is_class: self.is_class,
        }
    }
}

impl LinkRecord {
    fn into_view(self, other: Option<ActionRef>) -> LinkView {
        LinkView {
            id: self.id,
            kind: self.kind,
            action: other,
            printed: self.printed,
            label: self.label,
            resolution: self.resolution,
        }
    }
}
