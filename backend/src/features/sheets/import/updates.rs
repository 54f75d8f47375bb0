//! Rows about updates.

use shared::{
    ids::UpdateId,
    plans::api::ActionRef,
    problem::FieldCode,
    sheets::api::RowFate,
    updates::{
        Brag, DeliveryStatus, UpdateEvent, VarianceCause,
        api::{RecoveryStep, ReviewWords, StartUpdate, UpdateContent, UpdateView},
        check_content,
    },
};
use tabular::Row;
use uuid::Uuid;

use crate::{
    db::Unit,
    error::ApiError,
    features::updates::{
        records::{content_of, state_of},
        review, store, write,
    },
};

use super::{Done, Wrong, around::Around};

/// Brings in one row: the words of an update that is there, or a new draft.
///
/// # Errors
/// What stands in its way.
pub async fn row(unit: &mut Unit<'_>, around: &mut Around, row: &Row) -> Result<Done, Wrong> {
    let action = around.action(unit, row).await?;
    match row.id("update") {
        Some(update) => {
            around.once((update, Uuid::nil()), "update")?;
            known(unit, around, row, action, UpdateId(update)).await
        }
        None => new(unit, around, row, action).await,
    }
}

/// What the row says, with what the sheet has no columns for as it was. The columns that a sheet
/// may lack change something only where they say something.
fn words(row: &Row, before: UpdateContent) -> UpdateContent {
    let named = |field: &str| Some(row.text(field)).filter(|text| !text.is_empty());
    let rating = |word: &str| Brag::ALL.iter().copied().find(|brag| brag.label() == word);
    let said = |field: &str, before: String| named(field).map_or(before, str::to_owned);
    UpdateContent {
        delivery_status: named("delivery_status").and_then(|word| {
            DeliveryStatus::ALL
                .iter()
                .copied()
                .find(|status| status.label() == word)
        }),
        brag: named("brag").and_then(rating),
        done: row.text("done").to_owned(),
        changed: row.text("changed").to_owned(),
        next: row.text("next").to_owned(),
        help: row.text("help").to_owned(),
        forecast: named("forecast").and_then(rating).or(before.forecast),
        difference: said("difference", before.difference),
        cause: named("cause")
            .and_then(|word| {
                VarianceCause::ALL
                    .iter()
                    .copied()
                    .find(|cause| cause.label() == word)
            })
            .or(before.cause),
        recovery: RecoveryStep {
            step: said("step", before.recovery.step),
            owner: said("owner", before.recovery.owner),
            by: row.day("by").or(before.recovery.by),
        },
        no_change: row.says("no_change").unwrap_or(before.no_change),
        milestones: before.milestones,
        risk: before.risk,
        audience: before.audience,
    }
}

fn subject(action: &ActionRef) -> String {
    format!("{} {}", action.reference, action.title)
}

async fn known(
    unit: &mut Unit<'_>,
    around: &Around,
    row: &Row,
    action: ActionRef,
    update: UpdateId,
) -> Result<Done, Wrong> {
    let found = store::find(unit.txn, unit.actor()?, unit.scope()?, update).await;
    let model = match found {
        Ok(model) if model.plan_id == around.plan.id().0 => model,
        Err(error) if error.detail().is_none() => return Err(error.into()),
        Ok(_) | Err(_) => {
            return Err(Wrong::cell(
                "update",
                FieldCode::NotFound,
                "The plan has no update with this id that you can see. Put back the one that was downloaded",
            ));
        }
    };
    if model.action_id != action.id.0 {
        return Err(Wrong::cell(
            "update",
            FieldCode::Contradiction,
            format!(
                "The update id of this row belongs to another action than {}. Put back the one that was downloaded",
                action.reference
            ),
        ));
    }
    if !row.text("cycle").is_empty() && around.cycle(row)?.0 != model.cycle_id {
        return Err(Wrong::cell(
            "cycle",
            FieldCode::Contradiction,
            "The update id of this row belongs to another reporting cycle. Put back the one that was downloaded",
        ));
    }
    let agency = row.text("agency").trim();
    if !agency.is_empty()
        && agency.to_lowercase() != model.agency_name.to_lowercase()
        && around.reporter(row, action.id)? != Some(model.agency_id.into())
    {
        return Err(Wrong::cell(
            "agency",
            FieldCode::Contradiction,
            format!(
                "The update id of this row belongs to {}. Put its name back",
                model.agency_name
            ),
        ));
    }
    let before = content_of(&model)?;
    let wanted = words(row, before.clone());
    let kept = check_content(wanted.clone()).map_err(ApiError::invalid)?;
    let changes = kept != before;
    let sends = row.yes("submit") && state_of(&model)?.editable().is_ok();
    let leave = Done {
        what: RowFate::Leave,
        subject: subject(&action),
        submitted: false,
    };
    if !changes && !sends {
        return Ok(leave);
    }
    let Some(version) = row.number("version") else {
        return Err(Wrong::cell(
            "version",
            FieldCode::Required,
            "Put back the version that was downloaded with this update. Without it, what somebody else has changed would be overwritten",
        ));
    };
    // A number that no version can have is one that nothing has.
    let mut version = i32::try_from(version).unwrap_or(0);
    if changes {
        version = write::save(unit, update, version, wanted).await?.version;
    }
    if sends {
        submit(unit, update, version).await?;
    }
    Ok(Done {
        what: RowFate::Change,
        submitted: sends,
        ..leave
    })
}

async fn new(
    unit: &mut Unit<'_>,
    around: &mut Around,
    row: &Row,
    action: ActionRef,
) -> Result<Done, Wrong> {
    let wanted = words(row, UpdateContent::default());
    let sends = row.yes("submit");
    let subject = subject(&action);
    if wanted == UpdateContent::default() && !sends {
        return Ok(Done {
            what: RowFate::Leave,
            subject,
            submitted: false,
        });
    }
    let cycle = around.cycle(row)?;
    let agency = around.reporter(row, action.id)?;
    around.once((action.id.0, cycle.0), "action")?;
    let form = StartUpdate {
        action: action.id,
        cycle,
        agency,
        corrects: None,
    };
    let draft = write::start(unit, form).await?;
    let saved = write::save(unit, draft.id, draft.version, wanted).await?;
    if sends {
        submit(unit, saved.id, saved.version).await?;
    }
    Ok(Done {
        what: RowFate::Create,
        subject,
        submitted: sends,
    })
}

async fn submit(
    unit: &mut Unit<'_>,
    update: UpdateId,
    version: i32,
) -> Result<UpdateView, ApiError> {
    review::advance(
        unit,
        update,
        version,
        UpdateEvent::Submit,
        ReviewWords::default(),
    )
    .await
}
