//! Moving an update through its states: sent, taken back, reviewed.

use shared::{
    ids::{AgencyId, MilestoneId, UpdateId},
    policy::RefusalCode,
    problem::FieldError,
    text::{PASSAGE_MAX, passage},
    updates::{
        ContributionState, Implied, Submission, UpdateEvent, UpdateState,
        api::{ReviewWords, UpdateContent, UpdateView},
        check_submission,
    },
};

use crate::{db::Unit, error::ApiError, features::notices};

use super::{
    acceptance, contributions,
    judge::{No, verb_of},
    records::content_of,
    scene::Scene,
    write::{Claimed, view, view_anew},
};

use entities::progress_update::Model;

/// Lets `event` happen to an update, with what `words` say about it.
///
/// # Errors
/// `forbidden`, `stale` with the update as it stands, `wrong_state`, or `invalid` by field: at
/// `/comment` for the words, elsewhere for what a submission lacks.
pub async fn advance(
    unit: &mut Unit<'_>,
    update: UpdateId,
    version: i32,
    event: UpdateEvent,
    words: ReviewWords,
) -> Result<UpdateView, ApiError> {
    let mut claimed = Claimed::load(unit, update).await?;
    let standing = claimed.standing(unit)?;
    standing.role(verb_of(event))?;
    claimed.in_version(unit, version)?;
    let comment = passage("/comment", &words.comment, PASSAGE_MAX)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let (before, acceptor) = (standing.state, standing.acceptor());
    let state = standing.event(event, &comment).map_err(explained)?;
    let content = content_of(&claimed.row)?;
    let implied = match event {
        UpdateEvent::Submit => Some(serde_json::to_value(complete(
            unit,
            &claimed.scene,
            &content,
        )?)?),
        _ => claimed.row.implied.clone(),
    };
    let accepted = state == UpdateState::Accepted;
    match event {
        UpdateEvent::Submit => contributions::ask(unit, update, &mut claimed.scene),
        // Whose lead accepts it stands behind it.
        UpdateEvent::Accept => {
            let answer = ContributionState::Confirmed;
            contributions::write(unit, &mut claimed.scene, acceptor, answer, None)?;
        }
        // What is written again has been asked of nobody.
        _ if state == UpdateState::Draft => claimed.scene.asking(Vec::new()),
        _ => {}
    }
    let again = before == UpdateState::Returned && state == UpdateState::Submitted;
    let row = Model {
        state: state.code().to_owned(),
        round: claimed.row.round + i32::from(again),
        changed_at: unit.now,
        accepted_at: accepted.then_some(unit.now),
        implied,
        ..claimed.row.clone()
    };
    let row = claimed.write(unit, row, act_of(event)).await?;
    let comment = (!comment.is_empty()).then_some(comment);
    claimed.step(unit, &row, event, comment)?;
    if accepted {
        // The action and its milestones may have moved on with it.
        unit.flush().await?;
        acceptance::apply(unit, &row, &content).await?;
    }
    let asked = waiting(&claimed);
    notices::updates::advanced(unit, &row, event, acceptor, &asked).await?;
    if accepted {
        return view_anew(unit, &row).await;
    }
    view(unit, &claimed.scene, &row)
}

/// The agencies that have been asked for their part and have not answered.
fn waiting(claimed: &Claimed) -> Vec<AgencyId> {
    let asked = claimed.scene.asked.iter();
    asked
        .filter(|one| one.state == ContributionState::Requested)
        .map(|one| one.agency)
        .collect()
}

/// Lets the agency `agency` endorse or dispute an update of another one. A dispute sends it back
/// to those who write it.
///
/// # Errors
/// `not_found` for an agency that is not asked, else as [`advance`].
pub async fn contribute(
    unit: &mut Unit<'_>,
    update: UpdateId,
    agency: AgencyId,
    version: i32,
    event: UpdateEvent,
    words: ReviewWords,
) -> Result<UpdateView, ApiError> {
    let mut claimed = Claimed::load(unit, update).await?;
    let standing = claimed.standing(unit)?;
    let asked = claimed
        .scene
        .asked
        .iter()
        .find(|one| one.agency == agency)
        .ok_or_else(ApiError::not_found)?;
    standing.contributor(asked)?;
    claimed.in_version(unit, version)?;
    let comment = passage("/comment", &words.comment, PASSAGE_MAX)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let (state, answer) = standing
        .contribute(asked, event, &comment)
        .map_err(explained)?;
    let comment = (!comment.is_empty()).then_some(comment);
    contributions::write(unit, &mut claimed.scene, agency, answer, comment.clone())?;
    let row = Model {
        state: state.code().to_owned(),
        changed_at: unit.now,
        ..claimed.row.clone()
    };
    let row = claimed.write(unit, row, act_of(event)).await?;
    claimed.step(unit, &row, event, comment)?;
    notices::updates::answered(unit, &row, event, agency).await?;
    view(unit, &claimed.scene, &row)
}

/// A missing reason is the fault of a field.
fn explained(no: No) -> ApiError {
    match no {
        No::State(RefusalCode::ReasonMissing) => {
            let sentence = RefusalCode::ReasonMissing.sentence();
            ApiError::invalid(vec![FieldError::required("/comment", sentence)])
        }
        other => other.into(),
    }
}

/// Checks that an update says enough to be sent, and gives back what the facts imply.
fn complete(unit: &Unit<'_>, scene: &Scene, content: &UpdateContent) -> Result<Implied, ApiError> {
    let known: Vec<MilestoneId> = scene.milestones.iter().map(|one| one.id).collect();
    acceptance::check_known(&known, content)?;
    let facts = scene.facts();
    let submission = Submission {
        today: unit.today(),
        plan_begins: scene.begins,
        facts: &facts,
        previous: scene.previous.as_ref().map(|report| &report.content),
    };
    check_submission(content, &submission).map_err(ApiError::invalid)?;
    Ok(submission.implied(content))
}

/// The word of an event in the audit log.
const fn act_of(event: UpdateEvent) -> &'static str {
    match event {
        UpdateEvent::Submit => "update.submit",
        UpdateEvent::Withdraw => "update.withdraw",
        UpdateEvent::TakeUp => "update.take_up",
        UpdateEvent::Accept => "update.accept",
        UpdateEvent::Return => "update.return",
        UpdateEvent::Override => "update.override",
        UpdateEvent::Endorse => "update.endorse",
        UpdateEvent::Dispute => "update.dispute",
    }
}
