//! Rows about milestones. One that is new is added at once. One that is done or moves is reported
//! in the agency's draft update, as on its page, and counts once that is accepted.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{AgencyId, MilestoneId, UpdateId},
    plans::api::{ActionRef, CreateMilestone},
    problem::{ErrorCode, FieldCode},
    sheets::api::{RowCode, RowFate},
    updates::api::{MilestoneReport, StartUpdate, UpdateContent},
};
use tabular::Row;

use crate::{
    db::Unit,
    features::{
        plans::{action::create_milestone, records::MilestoneRecord, rows},
        updates::{records::content_of, store, write},
    },
};

use super::{Done, Wrong, around::Around};

/// Brings in one row: a new milestone, or what is reported of one that is there.
///
/// # Errors
/// What stands in its way.
pub async fn row(unit: &mut Unit<'_>, around: &mut Around, row: &Row) -> Result<Done, Wrong> {
    let action = around.action(unit, row).await?;
    match row.id("milestone") {
        Some(id) => {
            around.once((id, action.id.0), "milestone")?;
            known(unit, around, row, action, MilestoneId(id)).await
        }
        None => new(unit, around, row, action).await,
    }
}

fn subject(action: &ActionRef, title: &str) -> String {
    format!("{}: {title}", action.reference)
}

async fn new(
    unit: &mut Unit<'_>,
    around: &Around,
    row: &Row,
    action: ActionRef,
) -> Result<Done, Wrong> {
    if row.day("on").is_some() || row.day("to").is_some() {
        return Err(Wrong::cell(
            "milestone",
            FieldCode::Required,
            "Only a milestone that is there can be done or moved. Put back its id, or empty Done on and New date",
        ));
    }
    let title = row.text("title");
    let owner = row.text("owner").trim();
    if title.trim().is_empty() && row.printed("due").is_none() && owner.is_empty() {
        return Ok(Done {
            what: RowFate::Leave,
            subject: format!("{} {}", action.reference, action.title),
            submitted: false,
        });
    }
    let form = CreateMilestone {
        title: title.to_owned(),
        due: row.printed("due").cloned(),
        owner: around.owner(owner)?,
    };
    let made = create_milestone(unit, around.plan.id(), action.id, form).await?;
    Ok(Done {
        what: RowFate::Create,
        subject: subject(&action, &made.title),
        submitted: false,
    })
}

async fn known(
    unit: &mut Unit<'_>,
    around: &Around,
    row: &Row,
    action: ActionRef,
    id: MilestoneId,
) -> Result<Done, Wrong> {
    let record = rows::milestones(unit.txn, around.plan.id(), Some(&[id]))
        .await?
        .into_iter()
        .find(|record| record.actions.contains(&action.id))
        .ok_or_else(|| {
            Wrong::cell(
                "milestone",
                FieldCode::NotFound,
                format!(
                    "Action {} has no milestone with this id. Put back the one that was downloaded",
                    action.reference
                ),
            )
        })?;
    let subject = subject(&action, &record.title);
    let leave = Done {
        what: RowFate::Leave,
        subject,
        submitted: false,
    };
    let report = said(row, id)?;
    if let Some((field, detail)) = rewritten(row, &record) {
        // What somebody else has moved meanwhile stands in the sheet as it was.
        fresh(row, &record)?;
        return Err(Wrong::cell(field, FieldCode::NotAllowed, detail));
    }
    let Some(report) = report else {
        return Ok(leave);
    };
    fresh(row, &record)?;
    let cycle = around.cycle(row)?;
    let open = entities::progress_update::Entity::find()
        .filter(store::reach(unit.actor()?, unit.scope()?))
        .filter(entities::progress_update::Column::ActionId.eq(action.id.0))
        .filter(entities::progress_update::Column::CycleId.eq(cycle.0))
        .filter(entities::progress_update::Column::State.is_in(store::open_states()))
        .one(unit.txn)
        .await?;
    let (update, version, mut content) = match open {
        Some(model) => (UpdateId(model.id), model.version, content_of(&model)?),
        None => {
            let form = StartUpdate {
                action: action.id,
                cycle,
                agency: around.reporter(row, action.id)?,
                corrects: None,
            };
            let draft = write::start(unit, form).await?;
            (draft.id, draft.version, UpdateContent::default())
        }
    };
    if content.milestones.contains(&report) {
        return Ok(leave);
    }
    content.milestones.retain(|known| known.milestone() != id);
    content.milestones.push(report);
    write::save(unit, update, version, content).await?;
    Ok(Done {
        what: RowFate::Change,
        ..leave
    })
}

/// What the row reports of a milestone.
fn said(row: &Row, milestone: MilestoneId) -> Result<Option<MilestoneReport>, Wrong> {
    match (row.day("on"), row.day("to")) {
        (Some(_), Some(_)) => Err(Wrong::cell(
            "to",
            FieldCode::Contradiction,
            "A milestone that is done does not move. Empty one of the two dates",
        )),
        (Some(on), None) => Ok(Some(MilestoneReport::Done { milestone, on })),
        (None, Some(to)) => Ok(Some(MilestoneReport::Moved {
            milestone,
            to,
            reason: row.text("reason").trim().to_owned(),
        })),
        (None, None) => Ok(None),
    }
}

/// What a sheet cannot change of a milestone that is there, where it says otherwise.
fn rewritten(row: &Row, record: &MilestoneRecord) -> Option<(&'static str, String)> {
    let put_back = |what: &str| format!("Put back “{what}”");
    if row.text("title").trim() != record.title.trim() {
        return Some(("title", put_back(&record.title)));
    }
    if row.printed("due") != record.due.as_ref() {
        let due = record.due.as_ref().map_or("", |due| due.printed());
        return Some((
            "due",
            format!(
                "{}. To move it, write the day under New date, and why it moves",
                put_back(due)
            ),
        ));
    }
    let owner = row.text("owner").trim();
    let same = match &record.owner {
        Some(known) => super::around::is_named(known, owner),
        None => owner.is_empty(),
    };
    (!same).then(|| {
        let name = record.owner.as_ref().map_or("", |owner| &owner.name);
        ("owner", put_back(name))
    })
}

/// Refuses what was written on an earlier version.
fn fresh(row: &Row, record: &MilestoneRecord) -> Result<(), Wrong> {
    match row.number("version") {
        Some(version) if version == i64::from(record.version) => Ok(()),
        Some(_) => Err(Wrong::Cell {
            field: "version",
            code: RowCode::Problem(ErrorCode::Stale),
            detail: "Somebody else has changed this milestone. Download the sheet again and repeat your change.".to_owned(),
        }),
        None => Err(Wrong::cell(
            "version",
            FieldCode::Required,
            "Put back the version that was downloaded with this milestone",
        )),
    }
}

impl Around {
    /// The agency that owns a milestone, by its name or abbreviation.
    fn owner(&self, name: &str) -> Result<Option<AgencyId>, Wrong> {
        if name.is_empty() {
            return Ok(None);
        }
        self.partners
            .iter()
            .find(|agency| super::around::is_named(agency, name))
            .map(|agency| Some(agency.id))
            .ok_or_else(|| {
                Wrong::cell(
                    "owner",
                    FieldCode::NotFound,
                    format!("There is no agency with the name {name}. Write it as the list of agencies has it, or leave it empty"),
                )
            })
    }
}
