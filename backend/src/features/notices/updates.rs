//! Who is told what happens to an update.

use shared::{
    ids::{ActionId, AgencyId, PersonId, PlanId},
    notices::Occasion,
    policy::{Resource, Verb},
    updates::UpdateEvent,
};

use crate::{db::Unit, error::ApiError};

use super::tell::{Able, News, settle, tell};

use entities::progress_update::Model;

fn news(row: &Model, occasion: Occasion, agency: AgencyId) -> News {
    News {
        occasion,
        said: match occasion {
            Occasion::ToEndorse => format!("{} {} {agency}", occasion.code(), row.id),
            _ => format!("{} {}", occasion.code(), row.id),
        },
        subject: row.id,
        agency,
        plan: Some(PlanId(row.plan_id)),
        action: Some(ActionId(row.action_id)),
        days: (None, None),
    }
}

/// Tells of `event`, which has happened to the update `row`: those who are asked to review or to
/// confirm it, or those who wrote it. `acceptor` is the agency whose lead accepts it; `asked` are
/// those that are asked for their part.
///
/// # Errors
/// When the database fails.
pub async fn advanced(
    unit: &Unit<'_>,
    row: &Model,
    event: UpdateEvent,
    acceptor: AgencyId,
    asked: &[AgencyId],
) -> Result<(), ApiError> {
    settle(unit, row.id, Occasion::settled_by(event), None);
    if event == UpdateEvent::Submit {
        return sent(unit, row, acceptor, asked).await;
    }
    told_writers(unit, row, event).await
}

/// As [`advanced`] for what the agency `agency` answered for its part.
///
/// # Errors
/// When the database fails.
pub async fn answered(
    unit: &Unit<'_>,
    row: &Model,
    event: UpdateEvent,
    agency: AgencyId,
) -> Result<(), ApiError> {
    // A dispute sends the update back, so that nobody is asked any more.
    let whose = (event == UpdateEvent::Endorse).then_some(agency);
    settle(unit, row.id, Occasion::settled_by(event), whose);
    told_writers(unit, row, event).await
}

async fn sent(
    unit: &Unit<'_>,
    row: &Model,
    acceptor: AgencyId,
    asked: &[AgencyId],
) -> Result<(), ApiError> {
    let agencies: Vec<AgencyId> = asked.iter().copied().chain([acceptor]).collect();
    let able = Able::load(unit, PlanId(row.plan_id), &agencies).await?;
    // Nobody reviews what they wrote; where nobody else can, somebody has to in their stead.
    let others = |verb| {
        let mut people = able.to(verb, Resource::OpenUpdate, acceptor);
        people.retain(|one| ![row.author_id, row.last_editor_id].contains(&one.0));
        people
    };
    let mut reviewers = others(Verb::Approve);
    if reviewers.is_empty() {
        reviewers = others(Verb::Override);
    }
    tell(unit, &news(row, Occasion::ToReview, acceptor), reviewers);
    for agency in asked.iter().copied() {
        // Whose lead accepts it stands behind it.
        if agency != acceptor {
            let able = able.to(Verb::Approve, Resource::Contribution, agency);
            tell(unit, &news(row, Occasion::ToEndorse, agency), able);
        }
    }
    Ok(())
}

/// Those who wrote it, and whom it was handed to, as far as they still write for the agency.
async fn told_writers(unit: &Unit<'_>, row: &Model, event: UpdateEvent) -> Result<(), ApiError> {
    let Some(occasion) = Occasion::of_event(event) else {
        return Ok(());
    };
    let agency = AgencyId(row.agency_id);
    let writers = [
        Some(row.author_id),
        Some(row.last_editor_id),
        row.assigned_id,
    ];
    let able = Able::load(unit, PlanId(row.plan_id), &[agency]).await?;
    let people: Vec<PersonId> = able
        .to(Verb::Update, Resource::OpenUpdate, agency)
        .into_iter()
        .filter(|one| writers.contains(&Some(one.0)))
        .collect();
    tell(unit, &news(row, occasion, agency), people);
    Ok(())
}

/// Tells the colleague to whom the update is handed, and takes it back from who had it before.
///
/// # Errors
/// When the database fails.
pub async fn handed_over(
    unit: &Unit<'_>,
    row: &Model,
    to: Option<PersonId>,
) -> Result<(), ApiError> {
    settle(unit, row.id, &[Occasion::HandedOver], None);
    // It may be handed again to whom it was handed before.
    unit.flush().await?;
    let agency = AgencyId(row.agency_id);
    tell(unit, &news(row, Occasion::HandedOver, agency), to);
    Ok(())
}
