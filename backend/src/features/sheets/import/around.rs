//! What the rows of a sheet name: actions, cycles, agencies.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    agencies::api::AgencyRef,
    ids::{ActionId, AgencyId, CycleId},
    plans::api::ActionRef,
    problem::FieldCode,
};
use tabular::Row;
use uuid::Uuid;

use crate::{
    db::Unit,
    error::ApiError,
    features::{
        names,
        plans::find::{self, Found, SeenPlan},
        updates::{cycles, leads},
    },
};

use super::Wrong;

/// What the rows of one import can name.
pub struct Around {
    /// The plan.
    pub plan: SeenPlan,
    actions: HashMap<ActionId, ActionRef>,
    cycles: Vec<entities::cycle::Model>,
    /// The cycle of rows that name none.
    usual: Option<CycleId>,
    leads: HashMap<ActionId, Vec<AgencyId>>,
    agencies: HashMap<AgencyId, AgencyRef>,
    /// Every agency of the partnership.
    pub(super) partners: Vec<AgencyRef>,
    /// The records that a row was about, so that none is told two things.
    seen: HashSet<(Uuid, Uuid)>,
}

impl Around {
    /// Reads it, in a number of queries that does not grow with the sheet.
    ///
    /// # Errors
    /// `bad_query` for a cycle of another plan.
    pub async fn load(
        unit: &Unit<'_>,
        plan: SeenPlan,
        cycle: Option<CycleId>,
    ) -> Result<Self, ApiError> {
        let of_plan = entities::action::Column::PlanId.eq(plan.id().0);
        let actions: HashMap<ActionId, ActionRef> = entities::action::Entity::find()
            .filter(of_plan)
            .all(unit.txn)
            .await?
            .iter()
            .map(|row| (ActionId(row.id), names::action(row)))
            .collect();
        let cycles = entities::cycle::Entity::find()
            .filter(entities::cycle::Column::PlanId.eq(plan.id().0))
            .all(unit.txn)
            .await?;
        let usual = cycles::asked(&cycles, cycle, unit.today())?.map(|row| CycleId(row.id));
        let ids: Vec<ActionId> = actions.keys().copied().collect();
        let leads = leads::of_actions(unit.txn, unit.scope()?, &ids).await?;
        let partners: Vec<AgencyRef> = entities::agency::Entity::find()
            .all(unit.txn)
            .await?
            .into_iter()
            .map(names::agency)
            .collect();
        let agencies = partners
            .iter()
            .map(|agency| (agency.id, agency.clone()))
            .collect();
        Ok(Self {
            plan,
            actions,
            cycles,
            usual,
            leads,
            agencies,
            partners,
            seen: HashSet::new(),
        })
    }

    /// Notes what a row is about.
    ///
    /// # Errors
    /// `duplicate` at `field` when another row was about the same.
    pub fn once(&mut self, of: (Uuid, Uuid), field: &'static str) -> Result<(), Wrong> {
        if self.seen.insert(of) {
            return Ok(());
        }
        Err(Wrong::cell(
            field,
            FieldCode::Duplicate,
            "A row above is about the same. Keep one of the two",
        ))
    }

    /// The action of a row: by its id, and else by its reference. Both together must agree.
    ///
    /// # Errors
    /// At the cell that is missing or leads nowhere.
    pub async fn action(&self, unit: &Unit<'_>, row: &Row) -> Result<ActionRef, Wrong> {
        let reference = row.text("action").trim();
        if let Some(id) = row.id("action_id") {
            let action = self.actions.get(&ActionId(id)).ok_or_else(|| {
                Wrong::cell(
                    "action_id",
                    FieldCode::NotFound,
                    "The plan has no action with this id. Put back the one that was downloaded",
                )
            })?;
            if !reference.is_empty() && !same_reference(reference, &action.reference) {
                return Err(Wrong::cell(
                    "action",
                    FieldCode::Contradiction,
                    format!(
                        "The action id of this row belongs to {}, not to {reference}. Put back the one or the other",
                        action.reference
                    ),
                ));
            }
            return Ok(action.clone());
        }
        if reference.is_empty() {
            return Err(Wrong::cell(
                "action",
                FieldCode::Required,
                "Enter the reference of the action",
            ));
        }
        let not_found = || {
            Wrong::cell(
                "action",
                FieldCode::NotFound,
                format!("The plan has no action {reference}. Use a reference from the register"),
            )
        };
        match find::action(unit.txn, &self.plan, reference).await {
            Ok(Found::One(id)) => self.actions.get(&id).cloned().ok_or_else(not_found),
            Ok(Found::Several(_)) => Err(Wrong::cell(
                "action",
                FieldCode::Contradiction,
                format!(
                    "Several actions print the reference {reference}. Download the sheet again and keep its column “Action id”"
                ),
            )),
            Err(error) if error.detail().is_some() => Err(not_found()),
            Err(error) => Err(error.into()),
        }
    }

    /// The cycle of a row: the one that it names, and else the usual one.
    ///
    /// # Errors
    /// At the cell, when the plan has no such cycle.
    pub fn cycle(&self, row: &Row) -> Result<CycleId, Wrong> {
        let name = row.text("cycle").trim();
        let found = if name.is_empty() {
            self.usual
        } else {
            let name = name.to_lowercase();
            self.cycles
                .iter()
                .find(|cycle| cycle.name.to_lowercase() == name)
                .map(|cycle| CycleId(cycle.id))
        };
        found.ok_or_else(|| {
            Wrong::cell(
                "cycle",
                FieldCode::NotFound,
                "The plan has no such reporting cycle. Write its name as the plan's cycles page has it",
            )
        })
    }

    /// The agency that reports in a row, by its name or abbreviation; none where it names none.
    ///
    /// # Errors
    /// At the cell, when no agency that answers for the action has that name.
    pub fn reporter(&self, row: &Row, action: ActionId) -> Result<Option<AgencyId>, Wrong> {
        let name = row.text("agency").trim();
        if name.is_empty() {
            return Ok(None);
        }
        let leads = self.leads.get(&action).map_or(&[][..], Vec::as_slice);
        leads
            .iter()
            .filter_map(|id| self.agencies.get(id))
            .find(|agency| is_named(agency, name))
            .map(|agency| Some(agency.id))
            .ok_or_else(|| {
                Wrong::cell(
                    "agency",
                    FieldCode::NotFound,
                    format!("No agency with the name {name} leads this action. Write it as the register has it, or leave it empty"),
                )
            })
    }
}

pub use names::is_called as is_named;

/// Whether two references are the same. A spreadsheet that opens a CSV file makes a number of
/// `3.10` and writes it back as `3.1`; the id beside it says which is meant.
fn same_reference(written: &str, own: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    written == own
        || number(written)
            .zip(number(own))
            .is_some_and(|(written, own)| written == own)
}
