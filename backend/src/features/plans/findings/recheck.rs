//! The checks, run again on a stored plan. One repair can bring the next defect to light, and can
//! make a reference unique or a link lead somewhere.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    ids::{ActionId, PlanId},
    plans::{
        api::{FindingState, LinkResolution},
        checks::{self, Destination, Finding, FindingCode, LinkFacts, PlanFacts},
    },
};
use uuid::Uuid;

use crate::{
    db::{Act, Unit},
    error::ApiError,
    features::plans::{insert, records},
};

use super::{
    facts::key,
    rows::{self, Repair},
    stored::Stored,
};

/// What running the checks again has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rechecked {
    /// How many findings came up.
    pub added: u32,
    /// How many are no longer found.
    pub gone: u32,
    /// The actions whose reference is settled now or whose links lead elsewhere; each has a new
    /// version.
    pub touched: Vec<ActionId>,
}

/// Runs the checks on a plan again, for a change that may mend or break what they look at: a
/// reference, outcomes, parts, dates. Call it before keeping the changed record in history, and
/// read that record again afterwards.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn recheck(unit: &mut Unit<'_>, plan: PlanId) -> Result<Rechecked, ApiError> {
    let mut touched = BTreeSet::new();
    let mut rechecked = run(unit, plan, &mut touched).await?;
    rechecked.touched = finish(unit, plan, touched).await?;
    Ok(rechecked)
}

/// The same without new versions and history: the actions are added to `touched`.
pub(super) async fn run(
    unit: &Unit<'_>,
    plan: PlanId,
    touched: &mut BTreeSet<Uuid>,
) -> Result<Rechecked, ApiError> {
    let stored = Stored::load(unit.txn, plan).await?;
    let mut facts = stored.facts()?;
    let found = checks::check(&facts);
    settle_references(unit, &stored, &mut facts, &found, touched).await?;
    lead_links(unit, &stored, &facts, touched).await?;
    merge(unit, plan, &found).await
}

/// Gives the actions new versions and keeps them in history.
pub(super) async fn finish(
    unit: &mut Unit<'_>,
    plan: PlanId,
    touched: BTreeSet<Uuid>,
) -> Result<Vec<ActionId>, ApiError> {
    use entities::action::{Column, Entity};
    let ids: Vec<ActionId> = touched.iter().copied().map(ActionId).collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(touched))
        .exec(unit.txn)
        .await?;
    records::keep_actions(unit, plan, &ids).await?;
    for id in &ids {
        unit.record(Act {
            act: "action.update",
            kind: "action",
            subject: id.0,
            plan: Some(plan),
            agency: None,
        });
    }
    Ok(ids)
}

/// The actions of which the checks doubt the reference: it is in the wrong form, or shared.
pub fn doubted(found: &[Finding]) -> HashSet<&str> {
    found
        .iter()
        .filter(|finding| {
            matches!(
                finding.code,
                FindingCode::DuplicateRef | FindingCode::MalformedRef
            )
        })
        .flat_map(|finding| std::iter::once(&finding.item).chain(&finding.items))
        .map(String::as_str)
        .collect()
}

/// Where a link leads, in the words of the table.
pub fn leads_to<'f>(
    facts: &'f PlanFacts,
    link: &'f LinkFacts,
) -> (LinkResolution, Option<&'f str>) {
    match checks::destination(facts, link) {
        Destination::Action(id) => (LinkResolution::Resolved, Some(id)),
        Destination::Nowhere => (LinkResolution::Dangling, None),
        Destination::OtherPlan => (LinkResolution::External, None),
        Destination::NotAnAction => (LinkResolution::NotNumbered, None),
    }
}

/// The word of a resolution in the table, as on the wire.
pub fn resolution_word(resolution: LinkResolution) -> &'static str {
    match resolution {
        LinkResolution::Resolved => "resolved",
        LinkResolution::Dangling => "dangling",
        LinkResolution::External => "external",
        LinkResolution::NotNumbered => "not_numbered",
    }
}

/// A printed reference that nothing speaks against any more is the settled one.
async fn settle_references(
    unit: &Unit<'_>,
    stored: &Stored,
    facts: &mut PlanFacts,
    found: &[Finding],
    touched: &mut BTreeSet<Uuid>,
) -> Result<(), ApiError> {
    let doubted = doubted(found);
    for (row, action) in stored.actions.iter().zip(&mut facts.actions) {
        if row.reference.is_some() || doubted.contains(action.id.as_str()) {
            continue;
        }
        let reference = row.printed_ref.trim().to_owned();
        entities::action::ActiveModel {
            id: Set(row.id),
            reference: Set(Some(reference.clone())),
            ..Default::default()
        }
        .update(unit.txn)
        .await?;
        action.reference = Some(reference);
        touched.insert(row.id);
    }
    Ok(())
}

/// Lets the links that nobody has settled lead to whatever has their number now.
async fn lead_links(
    unit: &Unit<'_>,
    stored: &Stored,
    facts: &PlanFacts,
    touched: &mut BTreeSet<Uuid>,
) -> Result<(), ApiError> {
    let actions: HashMap<String, Uuid> = stored
        .actions
        .iter()
        .map(|row| (key(row.source_id.as_ref(), row.id), row.id))
        .collect();
    for (row, link) in stored.links.iter().zip(&facts.links) {
        let (resolution, target) = leads_to(facts, link);
        let target = target.and_then(|id| actions.get(id).copied());
        let word = resolution_word(resolution);
        if row.settled || (row.target_id == target && row.resolution == word) {
            continue;
        }
        entities::link::ActiveModel {
            id: Set(row.id),
            target_id: Set(target),
            resolution: Set(word.to_owned()),
            ..Default::default()
        }
        .update(unit.txn)
        .await?;
        touched.insert(row.from_action_id);
    }
    Ok(())
}

/// Brings the table of findings up to date. Decisions stay with their finding, by code and item:
/// only a repair that was accepted and does not hold what it promised comes up again.
async fn merge(unit: &Unit<'_>, plan: PlanId, found: &[Finding]) -> Result<Rechecked, ApiError> {
    let mut known: HashMap<String, entities::finding::Model> = rows::all(unit.txn, plan)
        .await?
        .into_iter()
        .map(|row| (format!("{}:{}", row.code, row.item), row))
        .collect();
    let mut rechecked = Rechecked::default();
    let mut new = Vec::new();
    for (place, finding) in found.iter().enumerate() {
        let Some(row) = known.remove(&finding.key()) else {
            new.push(rows::open(plan, finding, place)?);
            rechecked.added += 1;
            continue;
        };
        let same = Repair::of(&row)?.proposal == finding.proposal && row.printed == finding.printed;
        let comes_up = match rows::state(&row)? {
            FindingState::Gone => true,
            FindingState::Accepted => !same,
            FindingState::Open | FindingState::Overruled | FindingState::Parked => false,
        };
        let reworded = row.reason != finding.reason || rows::items(&row)? != finding.items;
        if same && !reworded && !comes_up {
            continue;
        }
        let mut change = rows::said(finding, place)?;
        change.id = Set(row.id);
        change.sort = sea_orm::ActiveValue::NotSet;
        // Other words for the same repair do not make what somebody is about to decide stale.
        if !same || comes_up {
            change.version = Set(row.version + 1);
        }
        if comes_up {
            change.state = Set(rows::word(FindingState::Open)?);
            change.decided_by_id = Set(None);
            change.decided_at = Set(None);
            change.note = Set(None);
            rechecked.added += 1;
        }
        change.update(unit.txn).await?;
    }
    insert::all(unit.txn, new).await?;
    for row in known.into_values() {
        if matches!(
            rows::state(&row)?,
            FindingState::Open | FindingState::Parked
        ) {
            let version = row.version + 1;
            let mut change = row.into_active_model();
            change.state = Set(rows::word(FindingState::Gone)?);
            change.version = Set(version);
            change.update(unit.txn).await?;
            rechecked.gone += 1;
        }
    }
    Ok(rechecked)
}

/// Writes the findings of a plan that was just imported.
///
/// # Errors
/// When the database fails.
pub async fn first(unit: &Unit<'_>, plan: PlanId, found: &[Finding]) -> Result<(), ApiError> {
    let rows = found
        .iter()
        .enumerate()
        .map(|(place, finding)| rows::open(plan, finding, place))
        .collect::<Result<Vec<_>, _>>()?;
    insert::all(unit.txn, rows).await
}
