//! Who is told when something happens to a plan. What they are told says nothing of the case.

use shared::{
    ids::AgencyId,
    notices::Occasion,
    pathways::due,
    step_down::{StepDown, StepDownEvent, StepDownState, VersionStage},
};

use crate::{db::Unit, error::ApiError, features::cases::tell};

use super::kept::Kept;

/// What the others of the case are told of an event.
fn occasion(event: &StepDownEvent, before: &StepDown, after: &StepDown) -> Option<Occasion> {
    match event {
        StepDownEvent::Propose {} => Some(Occasion::PlanWaits),
        StepDownEvent::ReEnter { .. } => Some(Occasion::ReEntered),
        StepDownEvent::AskForChange { .. }
        | StepDownEvent::Drop { .. }
        | StepDownEvent::StepDown { .. }
        | StepDownEvent::Sustain {}
        | StepDownEvent::Close { .. }
        | StepDownEvent::Stop { .. } => Some(Occasion::PlanMoved),
        // Once all have accepted, or one that left was the last to be waited for.
        StepDownEvent::Accept {} | StepDownEvent::PartiesChanged {} => {
            let counts = |plan: &StepDown| plan.in_force().map(|version| version.number);
            (counts(before) != counts(after) || before.state() != after.state())
                .then_some(Occasion::PlanMoved)
        }
        StepDownEvent::Review { .. } | StepDownEvent::MissReview { .. } => None,
        StepDownEvent::Save { .. } | StepDownEvent::Revise { .. } => None,
    }
}

/// What asks for nothing any more.
fn settled(after: &StepDown) -> Vec<Occasion> {
    let mut settled = Vec::new();
    let waits = after
        .working()
        .is_some_and(|version| version.stage == VersionStage::Proposed);
    if !waits {
        settled.push(Occasion::PlanWaits);
    }
    if !after.state().reviewed() {
        settled.push(Occasion::ReviewSoon);
        settled.push(Occasion::ReviewMissed);
    }
    settled
}

/// Tells whoever is named on the case, but for who did it, and takes back what asks for nothing any
/// more.
///
/// # Errors
/// When the database fails.
pub(super) async fn of(
    unit: &Unit<'_>,
    kept: &Kept,
    after: &StepDown,
    event: &StepDownEvent,
    by: AgencyId,
) -> Result<(), ApiError> {
    let subject = kept.row.id;
    let mut settled = settled(after);
    if matches!(
        event,
        StepDownEvent::Review { .. } | StepDownEvent::MissReview { .. }
    ) {
        settled.extend([Occasion::ReviewSoon, Occasion::ReviewMissed]);
        settled.dedup();
    }
    tell::settled(unit, subject, &settled);
    let Some(occasion) = occasion(event, &kept.plan, after) else {
        return Ok(());
    };
    let mut people = tell::named(unit, kept.case(), None).await?;
    // The one who proposes has its own answer still to give; who moves a plan knows.
    if occasion != Occasion::PlanWaits {
        people.retain(|(agency, _)| *agency != by || occasion == Occasion::ReEntered);
    }
    let until = (after.state() == StepDownState::ReEntered)
        .then(|| after.in_force()?.content.way_back.as_ref())
        .flatten()
        .map(|way| due(way.promised, unit.today()));
    tell::say(unit, occasion, subject, people, until);
    Ok(())
}
