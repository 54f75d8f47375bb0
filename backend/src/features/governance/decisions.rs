//! Decisions: listed, read, added, changed, and moved through their states.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QuerySelect,
};
use serde::Deserialize;
use shared::{
    calendar::day_in_words,
    governance::{
        DecisionEvent, DecisionOutcome, DecisionProgress, DecisionState,
        api::{CreateDecision, DecisionList, DecisionStep, DecisionView, PatchDecision},
    },
    ids::{ActionId, AgencyId, DecisionId, MeetingId},
    patch::Patch,
    policy::{Actor, RefusalCode, Resource, Verb},
    problem::{ErrorCode, FieldCode, FieldError},
};

use crate::{
    clock,
    ctx::Ctx,
    db::{Act, Unit, history},
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
    book::{Book, named},
    meetings::{self, Day, claimed, today},
    permits,
    records::{self, DecisionRecord},
    uses,
};

use chrono::Datelike;
use entities::decision::{ActiveModel, Column, Entity, Model};

/// Which decisions to list.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// What the board made of them
    pub outcome: Option<DecisionOutcome>,
    /// How far they have been carried out
    pub progress: Option<DecisionProgress>,
    /// Of this meeting
    pub meeting: Option<MeetingId>,
    /// About this action, or by which it was paused, stopped or deferred
    pub action: Option<ActionId>,
    /// Which this agency sees to
    pub owner: Option<AgencyId>,
    /// Whether they should have been carried out and are not
    pub overdue: Option<bool>,
    /// As they stood at the end of a day in Europe/London; now when absent
    pub as_at: Option<NaiveDate>,
}

/// The decisions of a plan that fit, latest first.
///
/// # Errors
/// `not_found` for a plan out of reach; as [`Instant::of`].
pub async fn list(ctx: &Ctx, plan: &str, filter: Filter) -> Result<DecisionList, ApiError> {
    let plan = find::seen(ctx, plan).await?;
    permit(plan.decide(ctx.actor(), Verb::List, Resource::Decision, &[]))?;
    let at = Instant::of(&plan, filter.as_at, ctx.today())?;
    let book = Book::load(ctx.read(), &plan, at).await?;
    let used = match filter.action {
        Some(action) => uses::deciding(ctx.read(), action, at).await?,
        None => Vec::new(),
    };
    let fits = |decision: &&DecisionRecord| {
        filter
            .outcome
            .is_none_or(|wanted| decision.outcome == wanted)
            && filter
                .progress
                .is_none_or(|wanted| decision.progress == Some(wanted))
            && filter
                .meeting
                .is_none_or(|wanted| decision.meeting == wanted)
            && filter.action.is_none_or(|wanted| {
                decision.actions.contains(&wanted) || used.contains(&decision.id)
            })
            && filter.owner.is_none_or(|wanted| {
                decision
                    .owner
                    .as_ref()
                    .is_some_and(|owner| owner.id == wanted)
            })
            && filter
                .overdue
                .is_none_or(|wanted| decision.state().overdue(decision.due, at.day) == wanted)
    };
    Ok(DecisionList {
        items: book
            .summaries(ctx.read(), book.decisions.iter().filter(fits))
            .await?,
        total: u32::try_from(book.decisions.len()).unwrap_or(u32::MAX),
        as_at: filter.as_at,
        allowed: match at.past {
            None => permits::of_list(ctx.actor(), &plan, Resource::Decision),
            Some(_) => Vec::new(),
        },
        plan: plan.to_ref(),
    })
}

/// One decision, by its id or its reference.
///
/// # Errors
/// `not_found`; as [`Instant::of`].
pub async fn read(
    ctx: &Ctx,
    plan: &str,
    decision: &str,
    day: Day,
) -> Result<DecisionView, ApiError> {
    let plan = find::seen(ctx, plan).await?;
    permit(plan.decide(ctx.actor(), Verb::Read, Resource::Decision, &[]))?;
    let at = Instant::of(&plan, day.as_at, ctx.today())?;
    let view = view(ctx.read(), ctx.actor(), &plan, decision, at).await?;
    Ok(DecisionView {
        as_at: day.as_at,
        ..view
    })
}

async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    plan: &SeenPlan,
    word: &str,
    at: Instant,
) -> Result<DecisionView, ApiError> {
    let book = Book::load(connection, plan, at).await?;
    let record = book.decision(word)?;
    let meeting = book.meeting(record.meeting)?.to_ref();
    let used = uses::of_decision(connection, record.id, at).await?;
    let known = names::actions(
        connection,
        record
            .actions
            .iter()
            .copied()
            .chain(used.iter().map(|row| ActionId(row.action_id))),
    )
    .await?;
    let state = record.state();
    Ok(DecisionView {
        id: record.id,
        plan: plan.to_ref(),
        reference: record.reference().to_string(),
        words: record.words.clone(),
        outcome: state.outcome,
        progress: state.progress,
        owner: record.owner.clone(),
        owner_note: record.owner_note.clone(),
        due: record.due,
        overdue: state.overdue(record.due, at.day),
        actions: named(&known, &record.actions),
        used: uses::views(used, &known),
        steps: steps(connection, record.id, at).await?,
        as_at: None,
        version: record.version,
        allowed: match at.past {
            None => permits::of_decision(actor, plan, state, book.held(&meeting)),
            Some(_) => Vec::new(),
        },
        meeting,
    })
}

/// The states that a decision came to until a moment.
async fn steps(
    connection: &impl ConnectionTrait,
    decision: DecisionId,
    at: Instant,
) -> Result<Vec<DecisionStep>, ApiError> {
    let mut states = history::of::<DecisionRecord>(connection, [decision.0]).await?;
    states.retain(|state| at.past.is_none_or(|end| state.from < end));
    let mut before: Option<DecisionState> = None;
    states.retain(|state| before.replace(state.body.state()) != Some(state.body.state()));
    let people = names::people(connection, states.iter().filter_map(|state| state.actor)).await?;
    Ok(states
        .into_iter()
        .map(|state| DecisionStep {
            at: state.from,
            by: state
                .actor
                .and_then(|id| people.get(&id).map(|person| person.name.clone())),
            outcome: state.body.outcome,
            progress: state.body.progress,
            words: state.body.said,
        })
        .collect())
}

async fn now(unit: &Unit<'_>, plan: &SeenPlan, row: &Model) -> Result<DecisionView, ApiError> {
    unit.flush().await?;
    let word = row.id.to_string();
    view(unit.txn, unit.actor()?, plan, &word, today(unit)).await
}

/// The row that an address names, of which `version` is the latest.
async fn fresh(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    word: &str,
    version: i32,
) -> Result<(Model, DecisionRecord), ApiError> {
    let book = Book::load(unit.txn, plan, today(unit)).await?;
    let record = book.decision(word)?.clone();
    let row = Entity::find_by_id(record.id.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    permit(plan.decide(unit.actor()?, Verb::Update, Resource::Decision, &[]))?;
    if row.version != version {
        let current = now(unit, plan, &row).await?;
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this decision. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    Ok((row, record))
}

/// Adds a decision that a board is to take.
///
/// # Errors
/// `forbidden`, or `invalid` by field.
pub async fn create(
    unit: &mut Unit<'_>,
    plan: &str,
    form: CreateDecision,
) -> Result<DecisionView, ApiError> {
    let plan = claimed(unit, plan).await?;
    permit(plan.decide(unit.actor()?, Verb::Create, Resource::Decision, &[]))?;
    let (form, meeting) = checked(unit, &plan, None, form).await?;
    let year = meeting.held_on.year();
    let row = Model {
        id: clock::ordered_id(),
        plan_id: plan.id().0,
        meeting_id: meeting.id,
        year,
        number: next_number(unit, &plan, year).await?,
        words: form.words,
        outcome: DecisionOutcome::Proposed.code().to_owned(),
        progress: None,
        owner_id: form.owner.map(|owner| owner.0),
        owner_note: form.owner_note,
        due: form.due,
        version: 1,
    };
    Entity::insert(ActiveModel::from(row.clone()).reset_all())
        .exec(unit.txn)
        .await?;
    write_actions(unit, row.id, &form.actions).await?;
    record(unit, &plan, "decision.create", &row, form.actions, None).await?;
    now(unit, &plan, &row).await
}

/// A number is given once: decisions are never removed.
async fn next_number(unit: &Unit<'_>, plan: &SeenPlan, year: i32) -> Result<i32, ApiError> {
    let last: Option<Option<i32>> = Entity::find()
        .select_only()
        .column_as(Column::Number.max(), "last")
        .filter(Column::PlanId.eq(plan.id().0))
        .filter(Column::Year.eq(year))
        .into_tuple()
        .one(unit.txn)
        .await?;
    Ok(last.flatten().unwrap_or(0).saturating_add(1))
}

/// Changes a decision. Its reference stays, whatever meeting it comes to.
///
/// # Errors
/// `forbidden`, `stale` with the decision as it stands, `wrong_state` for the words or the meeting
/// of one that was taken, or `invalid` by field.
pub async fn patch(
    unit: &mut Unit<'_>,
    plan: &str,
    decision: &str,
    version: i32,
    form: PatchDecision,
) -> Result<DecisionView, ApiError> {
    let plan = claimed(unit, plan).await?;
    let (row, before) = fresh(unit, &plan, decision, version).await?;
    let form = patched(&before, form)?;
    let (form, meeting) = checked(unit, &plan, Some(&before), form).await?;
    if form.words != before.words || meeting.id != row.meeting_id {
        permits::rewords(before.state()).map_err(ApiError::wrong_state)?;
    }
    let row = Model {
        meeting_id: meeting.id,
        words: form.words,
        owner_id: form.owner.map(|owner| owner.0),
        owner_note: form.owner_note,
        due: form.due,
        version: version + 1,
        ..row
    };
    ActiveModel::from(row.clone())
        .reset_all()
        .update(unit.txn)
        .await?;
    entities::decision_action::Entity::delete_many()
        .filter(entities::decision_action::Column::DecisionId.eq(row.id))
        .exec(unit.txn)
        .await?;
    write_actions(unit, row.id, &form.actions).await?;
    record(unit, &plan, "decision.update", &row, form.actions, None).await?;
    now(unit, &plan, &row).await
}

fn patched(before: &DecisionRecord, form: PatchDecision) -> Result<CreateDecision, ApiError> {
    let meeting = match form.meeting {
        Patch::Keep => before.meeting,
        Patch::Set(meeting) => meeting,
        Patch::Clear => {
            return Err(ApiError::invalid(vec![FieldError::required(
                "/meeting",
                "Choose the meeting",
            )]));
        }
    };
    Ok(CreateDecision {
        meeting,
        // Words that are cleared are empty ones, which the check refuses.
        words: form
            .words
            .apply(Some(before.words.clone()))
            .unwrap_or_default(),
        owner: form
            .owner
            .apply(before.owner.as_ref().map(|owner| owner.id)),
        owner_note: form
            .owner_note
            .apply(Some(before.owner_note.clone()))
            .unwrap_or_default(),
        due: form.due.apply(before.due),
        actions: form
            .actions
            .apply(Some(before.actions.clone()))
            .unwrap_or_default(),
    })
}

/// Lets `event` happen to a decision.
///
/// # Errors
/// `stale`, `forbidden`, `invalid` for its words, `wrong_state` where it cannot happen now.
pub async fn happen(
    unit: &mut Unit<'_>,
    plan: &str,
    decision: &str,
    version: i32,
    event: DecisionEvent,
) -> Result<DecisionView, ApiError> {
    let plan = claimed(unit, plan).await?;
    let (row, before) = fresh(unit, &plan, decision, version).await?;
    let event = event
        .checked()
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let meeting = meetings::found(unit, &plan, before.meeting)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let next = before
        .state()
        .next(&event, meeting.held_on <= unit.today())
        .map_err(ApiError::wrong_state)?;
    let row = Model {
        outcome: next.outcome.code().to_owned(),
        progress: next.progress.map(|progress| progress.code().to_owned()),
        version: version + 1,
        ..row
    };
    ActiveModel::from(row.clone())
        .reset_all()
        .update(unit.txn)
        .await?;
    let said = event.words().cloned();
    record(unit, &plan, act_of(&event), &row, before.actions, said).await?;
    now(unit, &plan, &row).await
}

/// The word for an event in the audit log.
const fn act_of(event: &DecisionEvent) -> &'static str {
    match event {
        DecisionEvent::Agree {}
        | DecisionEvent::AgreeWithConditions { .. }
        | DecisionEvent::AgreeInPart { .. } => "decision.agree",
        DecisionEvent::Defer { .. } => "decision.defer",
        DecisionEvent::Decline { .. } => "decision.decline",
        DecisionEvent::Withdraw { .. } => "decision.withdraw",
        DecisionEvent::Begin {} => "decision.begin",
        DecisionEvent::Implement { .. } => "decision.implement",
        DecisionEvent::Verify { .. } => "decision.verify",
        DecisionEvent::GiveUp { .. } => "decision.give_up",
        DecisionEvent::Resume { .. } => "decision.resume",
    }
}

/// The form as it is kept, with its meeting.
async fn checked(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    before: Option<&DecisionRecord>,
    form: CreateDecision,
) -> Result<(CreateDecision, entities::meeting::Model), ApiError> {
    let mut faults = Vec::new();
    let meeting = meetings::found(unit, plan, form.meeting).await?;
    match &meeting {
        None => faults.push(FieldError::new(
            "/meeting",
            FieldCode::NotFound,
            "The plan has no such meeting. Choose one from the list",
        )),
        Some(meeting) => faults.extend(due_fault(form.due, meeting.held_on)),
    }
    let kept = before.and_then(|before| before.owner.as_ref().map(|owner| owner.id));
    if let Some(owner) = form.owner.filter(|owner| Some(*owner) != kept) {
        faults.extend(owner_fault(unit, owner).await?);
    }
    faults.extend(action_faults(unit, plan, &form.actions).await?);
    match (form.checked(), meeting) {
        (Ok(form), Some(meeting)) if faults.is_empty() => Ok((form, meeting)),
        (read, _) => {
            faults.extend(read.err().into_iter().flatten());
            Err(ApiError::invalid(faults))
        }
    }
}

fn due_fault(due: Option<NaiveDate>, met: NaiveDate) -> Option<FieldError> {
    due.filter(|due| *due < met).map(|_| {
        FieldError::new(
            "/due",
            FieldCode::TooEarly,
            format!(
                "The due date must be on or after {}, the day of the meeting",
                day_in_words(met)
            ),
        )
    })
}

async fn owner_fault(unit: &Unit<'_>, owner: AgencyId) -> Result<Option<FieldError>, ApiError> {
    let row = entities::agency::Entity::find_by_id(owner.0)
        .one(unit.txn)
        .await?;
    let fault = |code, detail: &str| Some(FieldError::new("/owner", code, detail));
    Ok(match row {
        None => fault(
            FieldCode::NotFound,
            "There is no such agency. Choose one from the list",
        ),
        Some(row) if row.valid_to.is_some_and(|last| last < unit.today()) => {
            fault(FieldCode::NotAllowed, RefusalCode::AgencyEnded.sentence())
        }
        Some(_) => None,
    })
}

async fn action_faults(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    actions: &[ActionId],
) -> Result<Vec<FieldError>, ApiError> {
    use entities::action::{Column, Entity};
    if actions.is_empty() {
        return Ok(Vec::new());
    }
    let known: Vec<uuid::Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::PlanId.eq(plan.id().0))
        .into_tuple()
        .all(unit.txn)
        .await?;
    Ok(actions
        .iter()
        .enumerate()
        .filter(|(_, action)| !known.contains(&action.0))
        .map(|(at, _)| {
            FieldError::new(
                format!("/actions/{at}"),
                FieldCode::NotFound,
                "The plan has no such action. Choose one from the register",
            )
        })
        .collect())
}

async fn write_actions(
    unit: &Unit<'_>,
    decision: uuid::Uuid,
    actions: &[ActionId],
) -> Result<(), ApiError> {
    if actions.is_empty() {
        return Ok(());
    }
    entities::decision_action::Entity::insert_many(actions.iter().map(|action| {
        entities::decision_action::ActiveModel {
            action_id: Set(action.0),
            decision_id: Set(decision),
        }
    }))
    .exec(unit.txn)
    .await?;
    Ok(())
}

async fn record(
    unit: &mut Unit<'_>,
    plan: &SeenPlan,
    act: &'static str,
    row: &Model,
    actions: Vec<ActionId>,
    said: Option<String>,
) -> Result<(), ApiError> {
    let owner = match row.owner_id.map(AgencyId) {
        Some(id) => names::agencies(unit.txn, [id]).await?.remove(&id),
        None => None,
    };
    let record = DecisionRecord {
        said,
        ..DecisionRecord::of(row.clone(), owner, actions)?
    };
    records::keep_decision(unit, plan.id(), &record).await?;
    unit.record(Act {
        act,
        kind: "decision",
        subject: row.id,
        plan: Some(plan.id()),
        agency: None,
    });
    Ok(())
}
