//! A plan with what surrounds its actions.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Query,
};
use serde::de::DeserializeOwned;
use shared::{
    ids::{ActionId, AgencyId, EvidenceId, GroupId, LevelId, OutcomeId},
    plans::api::{
        EvidenceView, GroupView, KeptCollection, LevelView, MilestoneView, OutcomeView, PlanView,
        PledgeView, TermView,
    },
};
use uuid::Uuid;

use crate::{ctx::Ctx, error::ApiError, features::names};

use super::{find::SeenPlan, permits, records::MilestoneRecord, rows};

/// A plan with what surrounds its actions.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn read(ctx: &Ctx, plan: &SeenPlan) -> Result<PlanView, ApiError> {
    let connection = ctx.read();
    let row = plan.row().clone();
    let boards = names::agencies(connection, row.owner_board_id.map(AgencyId)).await?;
    let mut milestones = rows::milestones(connection, plan.id(), None).await?;
    milestones.retain(|milestone| milestone.actions.is_empty());
    Ok(PlanView {
        plan: plan.to_ref(),
        owner_board: row
            .owner_board_id
            .and_then(|id| boards.get(&AgencyId(id)).cloned()),
        audience: row.audience,
        summary: row.summary,
        starts: rows::perhaps(row.starts.as_ref())?,
        ends: rows::perhaps(row.ends.as_ref())?,
        period_note: row.period_note,
        outcomes: outcomes(connection, plan).await?,
        levels: levels(connection, plan).await?,
        pledges: pledges(connection, plan).await?,
        groups: groups(connection, plan).await?,
        key_dates: words(row.key_dates)?,
        milestones: milestone_views(milestones),
        evidence: evidence(connection, plan, None).await?,
        glossary: glossary(connection, plan).await?,
        kept: kept(connection, plan).await?,
        version: row.version,
        allowed: permits::of_plan(ctx.actor(), plan),
    })
}

/// A list kept as JSON, where nothing is none.
fn words<T: DeserializeOwned>(stored: serde_json::Value) -> Result<Vec<T>, ApiError> {
    let list: Option<Vec<T>> = serde_json::from_value(stored)?;
    Ok(list.unwrap_or_default())
}

/// Milestones by date, those without one last.
pub(super) fn milestone_views(mut milestones: Vec<MilestoneRecord>) -> Vec<MilestoneView> {
    milestones.sort_by_cached_key(|milestone| {
        let date = milestone.due.as_ref().or(milestone.starts.as_ref());
        (date.is_none(), date.cloned(), milestone.order)
    });
    milestones
        .into_iter()
        .map(MilestoneRecord::into_view)
        .collect()
}

async fn outcomes(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
) -> Result<Vec<OutcomeView>, ApiError> {
    use entities::{action_outcome, outcome};
    let of_plan = Query::select()
        .column(outcome::Column::Id)
        .from(outcome::Entity)
        .and_where(outcome::Column::PlanId.eq(plan.id().0))
        .to_owned();
    let counts: Vec<(Uuid, i64)> = action_outcome::Entity::find()
        .select_only()
        .column(action_outcome::Column::OutcomeId)
        .column_as(action_outcome::Column::ActionId.count(), "actions")
        .filter(action_outcome::Column::OutcomeId.in_subquery(of_plan))
        .group_by(action_outcome::Column::OutcomeId)
        .into_tuple()
        .all(connection)
        .await?;
    let counts: HashMap<Uuid, i64> = counts.into_iter().collect();
    outcome::Entity::find()
        .filter(outcome::Column::PlanId.eq(plan.id().0))
        .order_by_asc(outcome::Column::Sort)
        .all(connection)
        .await?
        .into_iter()
        .map(|row| {
            Ok(OutcomeView {
                actions: number(counts.get(&row.id)),
                id: OutcomeId(row.id),
                number: row.number,
                name: row.name,
                kind: row.kind,
                statement: row.statement,
                names_printed: words(row.names_printed)?,
                note: row.note,
            })
        })
        .collect()
}

fn number(count: Option<&i64>) -> u32 {
    count.map_or(0, |count| u32::try_from(*count).unwrap_or(u32::MAX))
}

async fn levels(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
) -> Result<Vec<LevelView>, ApiError> {
    use entities::{action, level};
    let counts: Vec<(Option<Uuid>, i64)> = action::Entity::find()
        .select_only()
        .column(action::Column::LevelId)
        .column_as(action::Column::Id.count(), "actions")
        .filter(action::Column::PlanId.eq(plan.id().0))
        .group_by(action::Column::LevelId)
        .into_tuple()
        .all(connection)
        .await?;
    let counts: HashMap<Option<Uuid>, i64> = counts.into_iter().collect();
    level::Entity::find()
        .filter(level::Column::PlanId.eq(plan.id().0))
        .order_by_asc(level::Column::Number)
        .all(connection)
        .await?
        .into_iter()
        .map(|row| {
            Ok(LevelView {
                actions: number(counts.get(&Some(row.id))),
                id: LevelId(row.id),
                number: row.number,
                name: row.name,
                description: row.description,
                share: row.share,
                difficulties: words(row.difficulties)?,
                delivered_by: words(row.delivered_by)?,
                relies_on: words(row.relies_on)?,
            })
        })
        .collect()
}

async fn pledges(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
) -> Result<Vec<PledgeView>, ApiError> {
    use entities::pledge::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .order_by_asc(Column::Number)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| PledgeView {
            number: row.number,
            title: row.title,
            summary: row.summary,
        })
        .collect())
}

async fn groups(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
) -> Result<Vec<GroupView>, ApiError> {
    use entities::{group_action, vulnerable_group};
    let groups = vulnerable_group::Entity::find()
        .filter(vulnerable_group::Column::PlanId.eq(plan.id().0))
        .order_by_asc(vulnerable_group::Column::Sort)
        .all(connection)
        .await?;
    let uses = group_action::Entity::find()
        .filter(group_action::Column::GroupId.is_in(groups.iter().map(|row| row.id)))
        .all(connection)
        .await?;
    let actions =
        names::actions(connection, uses.iter().map(|row| ActionId(row.action_id))).await?;
    let mut by_group: HashMap<Uuid, Vec<_>> = HashMap::new();
    for row in uses {
        if let Some(action) = actions.get(&ActionId(row.action_id)) {
            by_group
                .entry(row.group_id)
                .or_default()
                .push(action.clone());
        }
    }
    Ok(groups
        .into_iter()
        .map(|row| {
            let mut actions = by_group.remove(&row.id).unwrap_or_default();
            actions.sort_by(|one, other| {
                (&one.reference, &one.title).cmp(&(&other.reference, &other.title))
            });
            GroupView {
                id: GroupId(row.id),
                name: row.name,
                summary: row.summary,
                actions,
            }
        })
        .collect())
}

/// Sources of a plan: all, or those that an action uses, with the pages that it cites.
pub(super) async fn evidence(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    used: Option<&[super::records::EvidenceUse]>,
) -> Result<Vec<EvidenceView>, ApiError> {
    use entities::evidence::{Column, Entity};
    let mut query = Entity::find().filter(Column::PlanId.eq(plan.id().0));
    if let Some(used) = used {
        query = query.filter(Column::Id.is_in(used.iter().map(|one| one.evidence.0)));
    }
    let rows = query.order_by_asc(Column::Sort).all(connection).await?;
    let page = |id: Uuid| used?.iter().find(|one| one.evidence.0 == id)?.page.clone();
    rows.into_iter()
        .map(|row| {
            Ok(EvidenceView {
                page: page(row.id),
                id: EvidenceId(row.id),
                title: row.title,
                author: row.author,
                year: row.year,
                kind: row.kind,
                variants: words(row.variants)?,
                listed: row.listed,
                note: row.note,
            })
        })
        .collect()
}

async fn glossary(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
) -> Result<Vec<TermView>, ApiError> {
    use entities::term::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .order_by_asc(Column::Sort)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| TermView {
            term: row.term,
            meaning: row.meaning,
            note: row.note,
        })
        .collect())
}

async fn kept(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
) -> Result<Vec<KeptCollection>, ApiError> {
    use entities::source_record::{Column, Entity};
    let rows: Vec<(String, i64)> = Entity::find()
        .select_only()
        .column(Column::Collection)
        .column_as(Column::Id.count(), "records")
        .filter(Column::PlanId.eq(plan.id().0))
        .group_by(Column::Collection)
        .order_by_asc(Column::Collection)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(name, records)| KeptCollection {
            name,
            records: number(Some(&records)),
        })
        .collect())
}
