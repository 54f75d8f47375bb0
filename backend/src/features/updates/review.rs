//! Moving an update through its states: sent, taken back, reviewed.

use shared::{
    ids::UpdateId,
    policy::RefusalCode,
    problem::FieldError,
    text::{PASSAGE_MAX, passage},
    updates::{
        UpdateEvent, UpdateState,
        api::{ReviewWords, UpdateContent, UpdateView},
        check_submission,
    },
};

use crate::{db::Unit, error::ApiError};

use super::{
    acceptance,
    judge::{No, verb_of},
    records::content_of,
    scene::Scene,
    store,
    write::{Claimed, view},
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
    let claimed = Claimed::load(unit, update).await?;
    let standing = claimed.standing(unit)?;
    standing.role(verb_of(event))?;
    claimed.in_version(unit, version).await?;
    let comment = passage("/comment", &words.comment, PASSAGE_MAX)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let before = standing.state;
    let state = standing.event(event, &comment).map_err(|no| match no {
        No::State(RefusalCode::ReasonMissing) => {
            let sentence = RefusalCode::ReasonMissing.sentence();
            ApiError::invalid(vec![FieldError::required("/comment", sentence)])
        }
        other => other.into(),
    })?;
    let content = content_of(&claimed.row)?;
    if event == UpdateEvent::Submit {
        complete(unit, &claimed, &content).await?;
    }
    let again = before == UpdateState::Returned && state == UpdateState::Submitted;
    let accepted = state == UpdateState::Accepted;
    let row = Model {
        state: state.code().to_owned(),
        round: claimed.row.round + i32::from(again),
        changed_at: unit.now,
        accepted_at: accepted.then_some(unit.now),
        ..claimed.row
    };
    let row = Claimed::write(unit, row, act_of(event)).await?;
    let person = unit.actor()?.person;
    let comment = (!comment.is_empty()).then_some(comment);
    store::step(unit, &row, person, event, comment);
    if !accepted {
        return view(unit, &claimed.scene, row).await;
    }
    acceptance::apply(unit, &row, &content).await?;
    // The action may have moved on with it.
    let scene = Scene::load(unit.txn, unit.scope()?, &row).await?;
    view(unit, &scene, row).await
}

/// Checks that an update says enough to be sent.
async fn complete(
    unit: &Unit<'_>,
    claimed: &Claimed,
    content: &UpdateContent,
) -> Result<(), ApiError> {
    check_submission(content, unit.today(), claimed.scene.begins).map_err(ApiError::invalid)?;
    acceptance::check_milestones(unit, claimed.row.action_id.into(), content).await
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
    }
}
