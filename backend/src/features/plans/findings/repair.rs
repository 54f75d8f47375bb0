//! What an accepted repair changes.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use shared::{
    plans::{api::LinkResolution, checks::Proposal},
    policy::RefusalCode,
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::{
    db::{Act, Unit},
    error::ApiError,
    features::{agencies, plans::insert},
};

use super::{
    facts::{key, texts},
    recheck::resolution_word,
    stored::Stored,
};

/// Applies a repair; the actions that it changes are added to `touched`.
///
/// # Errors
/// `wrong_state` when a record that it names is gone or the reference is taken meanwhile.
pub(super) async fn apply(
    unit: &mut Unit<'_>,
    stored: &Stored,
    repair: &Proposal,
    touched: &mut BTreeSet<Uuid>,
) -> Result<(), ApiError> {
    match repair {
        Proposal::SetReference { action, reference } => {
            touched.insert(set_reference(unit, stored, action, reference).await?);
        }
        Proposal::SetLinkTarget { link, action } => {
            let target = stored.action_id(action)?;
            touched.insert(
                settle_link(unit, stored, link, LinkResolution::Resolved, Some(target)).await?,
            );
        }
        Proposal::MarkExternal { link, .. } => {
            touched.insert(settle_link(unit, stored, link, LinkResolution::External, None).await?);
        }
        Proposal::SetOutcomes { action, outcomes } => {
            touched.insert(set_outcomes(unit, stored, action, outcomes).await?);
        }
        Proposal::AddAliases { agency, aliases } => {
            add_aliases(unit, stored, agency, aliases).await?;
        }
        Proposal::AddOutcomeNames { outcome, names } => {
            add_outcome_names(unit, stored, outcome, names).await?;
        }
        Proposal::NameCoordinator { action, agency } => {
            touched.insert(name_coordinator(unit, stored, action, agency).await?);
        }
        Proposal::UseCount { .. } | Proposal::KeepAsPrinted { .. } => {}
    }
    Ok(())
}

fn outdated() -> ApiError {
    ApiError::wrong_state(RefusalCode::NothingToApply)
}

impl Stored {
    fn action_id(&self, id: &str) -> Result<Uuid, ApiError> {
        let mut rows = self.actions.iter();
        rows.find(|row| key(row.source_id.as_ref(), row.id) == id)
            .map(|row| row.id)
            .ok_or_else(outdated)
    }

    fn outcome(&self, id: &str) -> Result<&entities::outcome::Model, ApiError> {
        let mut rows = self.outcomes.iter();
        rows.find(|row| key(row.source_id.as_ref(), row.id) == id)
            .ok_or_else(outdated)
    }

    fn agency(&self, id: &str) -> Result<&entities::agency::Model, ApiError> {
        let mut agencies = self.agencies.iter();
        agencies
            .find(|(known, ..)| known == id)
            .map(|(_, _, row)| row)
            .ok_or_else(outdated)
    }
}

async fn set_reference(
    unit: &Unit<'_>,
    stored: &Stored,
    action: &str,
    reference: &str,
) -> Result<Uuid, ApiError> {
    let id = stored.action_id(action)?;
    let taken = stored
        .actions
        .iter()
        .any(|row| row.id != id && row.reference.as_deref() == Some(reference));
    if taken {
        return Err(ApiError::new(
            ErrorCode::AlreadyExists,
            format!(
                "Another action has the reference {reference} now. Reload the page to see what the checks propose instead."
            ),
        ));
    }
    entities::action::ActiveModel {
        id: Set(id),
        reference: Set(Some(reference.to_owned())),
        ..Default::default()
    }
    .update(unit.txn)
    .await?;
    Ok(id)
}

async fn settle_link(
    unit: &Unit<'_>,
    stored: &Stored,
    link: &str,
    resolution: LinkResolution,
    target: Option<Uuid>,
) -> Result<Uuid, ApiError> {
    let row = stored
        .links
        .iter()
        .find(|row| key(row.source_id.as_ref(), row.id) == link)
        .ok_or_else(outdated)?;
    entities::link::ActiveModel {
        id: Set(row.id),
        target_id: Set(target),
        resolution: Set(resolution_word(resolution).to_owned()),
        settled: Set(true),
        ..Default::default()
    }
    .update(unit.txn)
    .await?;
    Ok(row.from_action_id)
}

async fn set_outcomes(
    unit: &Unit<'_>,
    stored: &Stored,
    action: &str,
    outcomes: &[String],
) -> Result<Uuid, ApiError> {
    use entities::action_outcome::{ActiveModel, Column, Entity};
    let action = stored.action_id(action)?;
    let mut served: Vec<Uuid> = Vec::new();
    for outcome in outcomes {
        let id = stored.outcome(outcome)?.id;
        if !served.contains(&id) {
            served.push(id);
        }
    }
    Entity::delete_many()
        .filter(Column::ActionId.eq(action))
        .exec(unit.txn)
        .await?;
    let rows = served
        .into_iter()
        .zip(1..)
        .map(|(outcome, sort)| ActiveModel {
            action_id: Set(action),
            outcome_id: Set(outcome),
            sort: Set(sort),
        });
    insert::all(unit.txn, rows.collect()).await?;
    Ok(action)
}

/// The names that are there and those that come on top, each once.
fn joined(known: &serde_json::Value, added: &[String]) -> Result<serde_json::Value, ApiError> {
    let mut names = texts(known)?;
    for name in added {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    Ok(json!(names))
}

async fn add_aliases(
    unit: &mut Unit<'_>,
    stored: &Stored,
    agency: &str,
    aliases: &[String],
) -> Result<(), ApiError> {
    let row = stored.agency(agency)?.clone();
    let (names, version) = (joined(&row.aliases, aliases)?, row.version + 1);
    let mut change = row.into_active_model();
    change.aliases = Set(names);
    change.version = Set(version);
    let row = change.update(unit.txn).await?;
    agencies::keep(unit, "agency.update", &row).await
}

async fn add_outcome_names(
    unit: &mut Unit<'_>,
    stored: &Stored,
    outcome: &str,
    added: &[String],
) -> Result<(), ApiError> {
    use entities::plan::{Column, Entity};
    let row = stored.outcome(outcome)?;
    entities::outcome::ActiveModel {
        id: Set(row.id),
        aliases: Set(joined(&row.aliases, added)?),
        ..Default::default()
    }
    .update(unit.txn)
    .await?;
    Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(stored.plan.id))
        .exec(unit.txn)
        .await?;
    unit.record(Act {
        act: "plan.update",
        kind: "plan",
        subject: stored.plan.id,
        plan: Some(stored.plan.id.into()),
        agency: None,
    });
    Ok(())
}

async fn name_coordinator(
    unit: &Unit<'_>,
    stored: &Stored,
    action: &str,
    agency: &str,
) -> Result<Uuid, ApiError> {
    use entities::assignment::{Column, Entity};
    let action = stored.action_id(action)?;
    let part = stored
        .part(action, stored.agency(agency)?.id)
        .ok_or_else(outdated)?;
    Entity::update_many()
        .col_expr(Column::Coordinates, Expr::col(Column::Id).eq(part.id))
        .filter(Column::ActionId.eq(action))
        .exec(unit.txn)
        .await?;
    Ok(action)
}
