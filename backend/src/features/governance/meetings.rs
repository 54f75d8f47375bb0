//! Meetings: listed, read, added and changed, and which one was the last.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde::Deserialize;
use shared::{
    agencies::{AgencyKind, api::AgencyRef},
    governance::api::{
        CreateMeeting, MeetingList, MeetingRef, MeetingSummary, MeetingView, PatchMeeting,
    },
    ids::{AgencyId, MeetingId},
    patch::Patch,
    policy::{Actor, RefusalCode, Resource, Verb},
    problem::{ErrorCode, FieldCode, FieldError},
};

use crate::{
    clock,
    ctx::Ctx,
    db::{Act, Unit},
    error::{ApiError, permit},
    features::{
        names,
        plans::{
            find::{self, SeenPlan},
            moment::Instant,
        },
    },
};

use super::{
    book::Book,
    permits,
    records::{self, MeetingRecord},
};

use entities::meeting::{ActiveModel, Column, Entity, Model};

/// Which meetings to list.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Of this board
    pub board: Option<AgencyId>,
    /// As they stood at the end of a day in Europe/London; now when absent
    pub as_at: Option<NaiveDate>,
}

/// At which moment to look at one record.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// As it stood at the end of a day in Europe/London; now when absent
    pub as_at: Option<NaiveDate>,
}

/// The last meeting that was held before a day: of the plan's own board, where that has had one,
/// else of whichever board. It is what a board's page compares with.
///
/// # Errors
/// When the database fails.
pub async fn last(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    before: NaiveDate,
) -> Result<Option<MeetingRef>, ApiError> {
    let held = || {
        Entity::find()
            .filter(Column::PlanId.eq(plan.id().0))
            .filter(Column::HeldOn.lt(before))
            .order_by_desc(Column::HeldOn)
            .order_by_desc(Column::Id)
    };
    let mut found = None;
    if let Some(board) = plan.row().owner_board_id {
        let own = held().filter(Column::BoardId.eq(board));
        found = own.one(connection).await?;
    }
    if found.is_none() {
        found = held().one(connection).await?;
    }
    let Some(row) = found else {
        return Ok(None);
    };
    let board = board_of(connection, &row).await?;
    Ok(Some(MeetingRecord::of(row, board)?.to_ref()))
}

async fn board_of(connection: &impl ConnectionTrait, row: &Model) -> Result<AgencyRef, ApiError> {
    let id = AgencyId(row.board_id);
    names::agencies(connection, [id])
        .await?
        .remove(&id)
        .ok_or(ApiError::Lost("a board without a name"))
}

/// The meetings of a plan, latest first.
///
/// # Errors
/// `not_found` for a plan out of reach; as [`Instant::of`].
pub async fn list(ctx: &Ctx, plan: &str, filter: Filter) -> Result<MeetingList, ApiError> {
    let plan = find::seen(ctx, plan).await?;
    permit(plan.decide(ctx.actor(), Verb::List, Resource::Meeting, &[]))?;
    let at = Instant::of(&plan, filter.as_at, ctx.today())?;
    let book = Book::load(ctx.read(), &plan, at).await?;
    let mut boards: Vec<AgencyRef> = Vec::new();
    for meeting in &book.meetings {
        if !boards.iter().any(|board| board.id == meeting.board.id) {
            boards.push(meeting.board.clone());
        }
    }
    boards.sort_by_cached_key(|board| (board.name.to_lowercase(), board.id));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(MeetingList {
        items: book
            .meetings
            .iter()
            .filter(|meeting| filter.board.is_none_or(|board| meeting.board.id == board))
            .map(|meeting| MeetingSummary {
                held: meeting.date <= at.day,
                papers: count(meeting.papers.len()),
                decisions: count(
                    book.decisions
                        .iter()
                        .filter(|decision| decision.meeting == meeting.id)
                        .count(),
                ),
                meeting: meeting.to_ref(),
            })
            .collect(),
        boards,
        as_at: filter.as_at,
        allowed: match at.past {
            None => permits::of_list(ctx.actor(), &plan, Resource::Meeting),
            Some(_) => Vec::new(),
        },
        plan: plan.to_ref(),
    })
}

/// One meeting.
///
/// # Errors
/// `not_found`; as [`Instant::of`].
pub async fn read(
    ctx: &Ctx,
    plan: &str,
    meeting: MeetingId,
    day: Day,
) -> Result<MeetingView, ApiError> {
    let plan = find::seen(ctx, plan).await?;
    permit(plan.decide(ctx.actor(), Verb::Read, Resource::Meeting, &[]))?;
    let at = Instant::of(&plan, day.as_at, ctx.today())?;
    let view = view(ctx.read(), ctx.actor(), &plan, meeting, at).await?;
    Ok(MeetingView {
        as_at: day.as_at,
        ..view
    })
}

async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    plan: &SeenPlan,
    meeting: MeetingId,
    at: Instant,
) -> Result<MeetingView, ApiError> {
    let book = Book::load(connection, plan, at).await?;
    let record = book.meeting(meeting)?;
    let taken = book
        .decisions
        .iter()
        .rev()
        .filter(|decision| decision.meeting == meeting);
    Ok(MeetingView {
        id: meeting,
        plan: plan.to_ref(),
        board: record.board.clone(),
        date: record.date,
        title: record.title.clone(),
        papers: record.papers.clone(),
        held: record.date <= at.day,
        decisions: book.summaries(connection, taken).await?,
        as_at: None,
        version: record.version,
        allowed: match at.past {
            None => permits::of_meeting(actor, plan),
            Some(_) => Vec::new(),
        },
    })
}

/// The meeting as it stands in the middle of a unit of work.
async fn now(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    meeting: MeetingId,
) -> Result<MeetingView, ApiError> {
    view(unit.txn, unit.actor()?, plan, meeting, today(unit)).await
}

/// This moment, in a unit of work.
pub(super) fn today(unit: &Unit<'_>) -> Instant {
    Instant {
        day: unit.today(),
        past: None,
    }
}

/// The plan that an address names, whose meetings and decisions nobody else changes until the unit
/// ends.
///
/// # Errors
/// `not_found`.
pub(super) async fn claimed(unit: &Unit<'_>, plan: &str) -> Result<SeenPlan, ApiError> {
    let plan = find::plan(unit.txn, unit.actor()?, unit.scope()?, plan).await?;
    unit.alone(&format!("governance {}", plan.id())).await?;
    Ok(plan)
}

/// Adds a meeting to a plan.
///
/// # Errors
/// `forbidden`, or `invalid` by field.
pub async fn create(
    unit: &mut Unit<'_>,
    plan: &str,
    form: CreateMeeting,
) -> Result<MeetingView, ApiError> {
    let plan = claimed(unit, plan).await?;
    permit(plan.decide(unit.actor()?, Verb::Create, Resource::Meeting, &[]))?;
    let row = checked(unit, &plan, None, form).await?;
    let id = MeetingId(row.id);
    Entity::insert(ActiveModel::from(row.clone()).reset_all())
        .exec(unit.txn)
        .await?;
    record(unit, &plan, "meeting.create", row).await?;
    now(unit, &plan, id).await
}

/// Changes a meeting.
///
/// # Errors
/// `forbidden`, `stale` with the meeting as it stands, or `invalid` by field.
pub async fn patch(
    unit: &mut Unit<'_>,
    plan: &str,
    meeting: MeetingId,
    version: i32,
    form: PatchMeeting,
) -> Result<MeetingView, ApiError> {
    let plan = claimed(unit, plan).await?;
    let row = found(unit, &plan, meeting)
        .await?
        .ok_or_else(ApiError::not_found)?;
    permit(plan.decide(unit.actor()?, Verb::Update, Resource::Meeting, &[]))?;
    if row.version != version {
        let current = now(unit, &plan, meeting).await?;
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this meeting. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    let form = patched(&row, form)?;
    let row = checked(unit, &plan, Some(row), form).await?;
    ActiveModel::from(row.clone())
        .reset_all()
        .update(unit.txn)
        .await?;
    record(unit, &plan, "meeting.update", row).await?;
    now(unit, &plan, meeting).await
}

/// A meeting of the plan.
///
/// # Errors
/// When the database fails.
pub(super) async fn found(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    meeting: MeetingId,
) -> Result<Option<Model>, ApiError> {
    Ok(Entity::find_by_id(meeting.0)
        .filter(Column::PlanId.eq(plan.id().0))
        .one(unit.txn)
        .await?)
}

fn patched(row: &Model, form: PatchMeeting) -> Result<CreateMeeting, ApiError> {
    let mut faults = Vec::new();
    let board = match form.board {
        Patch::Keep => AgencyId(row.board_id),
        Patch::Set(board) => board,
        Patch::Clear => {
            faults.push(FieldError::required(
                "/board",
                "Choose the board that meets",
            ));
            AgencyId(row.board_id)
        }
    };
    let date = match form.date {
        Patch::Keep => row.held_on,
        Patch::Set(date) => date,
        Patch::Clear => {
            faults.push(FieldError::required(
                "/date",
                "Enter the day of the meeting",
            ));
            row.held_on
        }
    };
    let papers = match form.papers {
        Patch::Keep => serde_json::from_value(row.papers.clone())?,
        Patch::Set(papers) => papers,
        Patch::Clear => Vec::new(),
    };
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    Ok(CreateMeeting {
        board,
        date,
        // A title that is cleared is an empty one, which the check refuses.
        title: form
            .title
            .apply(Some(row.title.clone()))
            .unwrap_or_default(),
        papers,
    })
}

/// The row that a form makes, over the one that there is.
async fn checked(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    before: Option<Model>,
    form: CreateMeeting,
) -> Result<Model, ApiError> {
    let (board, date) = (form.board, form.date);
    let read = form.checked();
    let mut faults = Vec::new();
    if before
        .as_ref()
        .is_none_or(|row| row.board_id != board.0 || row.held_on != date)
    {
        faults.extend(board_fault(unit, board, date).await?);
    }
    if let Some(row) = &before {
        faults.extend(date_fault(unit, row, date).await?);
    }
    let form = match read {
        Ok(form) if faults.is_empty() => form,
        read => {
            faults.extend(read.err().into_iter().flatten());
            return Err(ApiError::invalid(faults));
        }
    };
    let id = before.as_ref().map_or_else(clock::ordered_id, |row| row.id);
    let taken = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .filter(Column::BoardId.eq(board.0))
        .filter(Column::HeldOn.eq(date))
        .filter(Column::Title.eq(form.title.clone()))
        .filter(Column::Id.ne(id))
        .one(unit.txn)
        .await?
        .is_some();
    if taken {
        return Err(ApiError::field(
            "/title",
            FieldCode::Taken,
            "This board has another meeting of this name on that day. Choose another name",
        ));
    }
    Ok(Model {
        id,
        plan_id: plan.id().0,
        board_id: board.0,
        held_on: date,
        title: form.title,
        papers: serde_json::to_value(form.papers)?,
        version: before.map_or(1, |row| row.version + 1),
    })
}

async fn board_fault(
    unit: &Unit<'_>,
    board: AgencyId,
    date: NaiveDate,
) -> Result<Option<FieldError>, ApiError> {
    let row = entities::agency::Entity::find_by_id(board.0)
        .one(unit.txn)
        .await?;
    let fault = |code, detail: &str| Some(FieldError::new("/board", code, detail));
    Ok(match row {
        None => fault(
            FieldCode::NotFound,
            "There is no such board. Choose one from the list",
        ),
        Some(row) if !AgencyKind::from_code(&row.kind).is_some_and(AgencyKind::meets) => fault(
            FieldCode::NotAllowed,
            "Choose a board, a committee or a partnership group",
        ),
        Some(row) if row.valid_to.is_some_and(|last| last < date) => {
            fault(FieldCode::NotAllowed, RefusalCode::AgencyEnded.sentence())
        }
        Some(_) => None,
    })
}

/// A meeting at which something was decided cannot come to lie ahead.
async fn date_fault(
    unit: &Unit<'_>,
    row: &Model,
    date: NaiveDate,
) -> Result<Option<FieldError>, ApiError> {
    if date == row.held_on || date <= unit.today() {
        return Ok(None);
    }
    let decisions = entities::decision::Entity::find()
        .filter(entities::decision::Column::MeetingId.eq(row.id))
        .all(unit.txn)
        .await?;
    for decision in &decisions {
        let outcome = records::state_of(decision)?.outcome;
        if outcome != shared::governance::DecisionOutcome::Proposed
            && outcome != shared::governance::DecisionOutcome::Withdrawn
        {
            return Ok(Some(FieldError::new(
                "/date",
                FieldCode::TooLate,
                "The board has decided at this meeting, so its day must be today or earlier",
            )));
        }
    }
    Ok(None)
}

async fn record(
    unit: &mut Unit<'_>,
    plan: &SeenPlan,
    act: &'static str,
    row: Model,
) -> Result<(), ApiError> {
    let subject = row.id;
    let board = board_of(unit.txn, &row).await?;
    records::keep_meeting(unit, plan.id(), &MeetingRecord::of(row, board)?).await?;
    unit.record(Act {
        act,
        kind: "meeting",
        subject,
        plan: Some(plan.id()),
        agency: None,
    });
    Ok(())
}
