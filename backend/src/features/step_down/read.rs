//! A plan as somebody who takes part in the case reads it. Every reading is written down with it.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    agencies::api::AgencyRef,
    auth::api::PersonRef,
    cases::CaseVerb,
    ids::{AgencyId, CaseId, PersonId, StepDownId},
    pathways::due,
    step_down::{
        Review, StepDown, StepDownEvent, StepDownState, Version, VersionStage,
        api::{
            AcceptanceView, GapView, ReEntryView, ReviewAnswer, ReviewView, StepDownEntry,
            StepDownView, VersionView,
        },
        gaps, missed,
    },
};
use uuid::Uuid;

use crate::{
    clock,
    db::Unit,
    error::ApiError,
    features::{cases::door, names},
};

use super::{
    acting::CaseOf,
    around::{Surroundings, choice},
    duties::Duties,
    kept::{self, Kept, word},
    permits::permits,
    trace,
};

use entities::{case_event, step_down, step_down_version};

/// The part of an act's word that says that it was done to a plan.
const ACTS: &str = "step_down.";

/// Opens a plan for reading as `act`, which is written down.
///
/// # Errors
/// `not_found`.
pub(super) async fn open(
    unit: &mut Unit<'_>,
    plan: StepDownId,
    act: &'static str,
) -> Result<(CaseOf, Kept), ApiError> {
    let row = kept::row(unit.txn, plan).await?;
    let case = CaseId(row.case_id);
    let about = CaseOf::of(&door::open(unit, case, CaseVerb::Read).await?)?;
    let kept = Kept::load(unit.txn, row).await?;
    trace::record(unit, case, act, about.mine.first().copied());
    Ok((about, kept))
}

/// The names of those that a plan's rows point at.
struct Names {
    agencies: HashMap<AgencyId, AgencyRef>,
    people: HashMap<PersonId, PersonRef>,
}

impl Names {
    fn agency(&self, id: Option<Uuid>) -> Option<AgencyRef> {
        id.and_then(|id| self.agencies.get(&AgencyId(id)).cloned())
    }

    fn person(&self, id: Option<Uuid>) -> Option<PersonRef> {
        id.and_then(|id| self.people.get(&PersonId(id)).cloned())
    }
}

/// The plan, whole.
///
/// # Errors
/// `not_found`, or when a row cannot be read.
pub(super) async fn view(unit: &mut Unit<'_>, plan: StepDownId) -> Result<StepDownView, ApiError> {
    let (about, kept) = open(unit, plan, "step_down.read").await?;
    let today = unit.today();
    let around =
        Surroundings::to_choose_from(unit.txn, about.live.clone(), &kept.plan, today).await?;
    let lines = lines(unit, &kept).await?;
    let names = names_of(unit, &about, &kept, &around, &lines).await?;
    let newest = newest(&kept.plan).ok_or(ApiError::Lost("a plan's version"))?;
    let lacks = match newest.stage {
        VersionStage::Draft | VersionStage::Proposed => gaps(&newest.content, &around.around()),
        VersionStage::InForce | VersionStage::Superseded | VersionStage::Dropped => Vec::new(),
    };
    let duties = Duties::of(&kept.row)?.views(&kept.plan, today);
    let allowed = permits(&kept.plan, &duties, &about.mine, &around, today);
    let ids = |agencies: &[AgencyId]| -> Vec<AgencyRef> {
        agencies
            .iter()
            .filter_map(|agency| names.agencies.get(agency).cloned())
            .collect()
    };
    Ok(StepDownView {
        id: kept.id(),
        case: about.id,
        reference: about.reference,
        born: about.born,
        version: kept.row.version,
        state: kept.plan.state(),
        number: newest.number,
        stage: newest.stage,
        content: newest.content.clone(),
        gaps: lacks.into_iter().map(GapView::from).collect(),
        in_force: kept.plan.in_force().map(|version| version.number),
        versions: versions(&kept, &names),
        outstanding: ids(&kept.plan.outstanding(&around.agencies)),
        stepped_down_on: kept.plan.stepped_down(),
        reviews: reviews(&kept, &names, today),
        duties,
        re_entry: re_entry(unit, &kept, &lines, today).await?,
        events: entries(&lines, &names),
        open_events: allowed
            .iter()
            .filter(|permit| permit.refusal.is_none())
            .map(|permit| permit.act.clone())
            .collect(),
        allowed,
        services: around.services.iter().map(choice).collect(),
        agencies: ids(&around.agencies),
        mine: about
            .mine
            .first()
            .and_then(|agency| names.agencies.get(agency).cloned()),
        holder: names.agency(about.holder.map(|agency| agency.0)),
    })
}

/// The version that is shown first: the one that is being written or proposed, or the one in force,
/// or the last one.
pub(super) fn newest(plan: &StepDown) -> Option<&Version> {
    plan.working()
        .or_else(|| plan.in_force())
        .or_else(|| plan.versions().last())
}

/// What the time line of the case tells of the plan, the latest first.
async fn lines(unit: &Unit<'_>, kept: &Kept) -> Result<Vec<case_event::Model>, ApiError> {
    let plan = kept.row.id.to_string();
    let rows = case_event::Entity::find()
        .filter(case_event::Column::CaseId.eq(kept.row.case_id))
        .filter(case_event::Column::Kind.starts_with(ACTS))
        .order_by_desc(case_event::Column::At)
        .order_by_desc(case_event::Column::Id)
        .all(unit.txn)
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| {
            let told = row.detail.as_ref().and_then(|detail| detail.get("plan"));
            told.and_then(|told| told.as_str()) == Some(&plan)
        })
        .collect())
}

async fn names_of(
    unit: &Unit<'_>,
    about: &CaseOf,
    kept: &Kept,
    around: &Surroundings,
    lines: &[case_event::Model],
) -> Result<Names, ApiError> {
    let carriers = kept
        .plan
        .versions()
        .iter()
        .flat_map(|version| &version.content.carried_on)
        .map(|one| one.agency);
    let agencies = around
        .agencies
        .iter()
        .copied()
        .chain(about.holder)
        .chain(about.mine.iter().copied())
        .chain(carriers)
        .chain(kept.versions.iter().map(|one| AgencyId(one.written_for)))
        .chain(kept.acceptances.iter().map(|one| AgencyId(one.agency_id)))
        .chain(
            kept.reviews
                .iter()
                .filter_map(|one| one.answered_for.map(AgencyId)),
        )
        .chain(lines.iter().filter_map(|one| one.agency_id.map(AgencyId)));
    let people = kept
        .versions
        .iter()
        .map(|one| one.written_by)
        .chain(kept.acceptances.iter().map(|one| one.person_id))
        .chain(kept.reviews.iter().filter_map(|one| one.answered_by))
        .chain(lines.iter().filter_map(|one| one.by_id))
        .map(PersonId);
    Ok(Names {
        agencies: names::agencies(unit.txn, agencies).await?,
        people: names::people(unit.txn, people).await?,
    })
}

fn versions(kept: &Kept, names: &Names) -> Vec<VersionView> {
    let row_of = |number: u32| -> Option<&step_down_version::Model> {
        kept.versions
            .iter()
            .find(|row| row.number.unsigned_abs() == number)
    };
    kept.plan
        .versions()
        .iter()
        .rev()
        .filter_map(|version| {
            let row = row_of(version.number)?;
            Some(VersionView {
                number: version.number,
                stage: version.stage,
                content: version.content.clone(),
                written_by: names.person(Some(row.written_by)),
                written_for: names.agency(Some(row.written_for)),
                written_at: row.written_at,
                acceptances: kept
                    .acceptances
                    .iter()
                    .filter(|one| one.number == row.number)
                    .filter_map(|one| {
                        Some(AcceptanceView {
                            agency: names.agency(Some(one.agency_id))?,
                            by: names.person(Some(one.person_id)),
                            at: one.at,
                        })
                    })
                    .collect(),
            })
        })
        .collect()
}

fn reviews(kept: &Kept, names: &Names, today: chrono::NaiveDate) -> Vec<ReviewView> {
    let reviewed = kept.plan.state().reviewed();
    let overdue = |review: &Review| reviewed && missed(review, today);
    kept.plan
        .reviews()
        .iter()
        .zip(&kept.reviews)
        .map(|(review, row)| ReviewView {
            due: review.due,
            overdue: overdue(review),
            answer: row.answered_at.map(|at| ReviewAnswer {
                held_on: row.held_on,
                finding: row.finding.as_deref().and_then(|code| word(code).ok()),
                words: row.words.clone().unwrap_or_default(),
                by: names.person(row.answered_by),
                agency: names.agency(row.answered_for),
                at,
            }),
        })
        .collect()
}

fn entries(lines: &[case_event::Model], names: &Names) -> Vec<StepDownEntry> {
    lines
        .iter()
        .map(|line| StepDownEntry {
            at: line.at,
            event: line
                .kind
                .strip_prefix(ACTS)
                .unwrap_or(&line.kind)
                .to_owned(),
            by: names.person(line.by_id),
            agency: names.agency(line.agency_id),
            words: line.words.clone(),
        })
        .collect()
}

/// How the young person came back in, where they did: the promised time counts from that day, and
/// is kept when the next plan is begun.
async fn re_entry(
    unit: &Unit<'_>,
    kept: &Kept,
    lines: &[case_event::Model],
    today: chrono::NaiveDate,
) -> Result<Option<ReEntryView>, ApiError> {
    let (StepDownState::ReEntered, Some(ended_at)) = (kept.plan.state(), kept.row.ended_at) else {
        return Ok(None);
    };
    let answered_on = step_down::Entity::find()
        .filter(step_down::Column::CaseId.eq(kept.row.case_id))
        .filter(step_down::Column::BegunAt.gte(ended_at))
        .filter(step_down::Column::Id.ne(kept.row.id))
        .order_by_asc(step_down::Column::BegunAt)
        .one(unit.txn)
        .await?
        .map(|row| clock::london_day(row.begun_at));
    let on = clock::london_day(ended_at);
    let answer_by = kept
        .plan
        .in_force()
        .and_then(|version| version.content.way_back.as_ref())
        .map(|way| due(way.promised, on));
    let act = StepDownEvent::ReEnter {
        words: String::new(),
    }
    .act();
    let words = lines
        .iter()
        .find(|line| line.kind == act)
        .and_then(|line| line.words.clone())
        .unwrap_or_default();
    Ok(Some(ReEntryView {
        on,
        words,
        answer_by,
        answered_on,
        overdue: answered_on.is_none() && answer_by.is_some_and(|by| by < today),
    }))
}
