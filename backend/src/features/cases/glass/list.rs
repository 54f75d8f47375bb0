//! Broken glass, for those who look into it: auditors, and those who hold the case. An auditor reads
//! who, when and why, and nothing of the case; not even its reference.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, NullOrdering, Order, Query},
};
use shared::{
    auth::api::Permit,
    cases::{
        BreakGlassReason, BrokenGlass, CaseReference, GlassFinding,
        api::{GlassList, GlassReviewed, GlassView},
    },
    ids::{AgencyId, CaseId, GlassId, PersonId},
    policy::{RefusalCode, Role},
};
use uuid::Uuid;

use crate::{
    clock,
    db::{Act, Unit},
    error::ApiError,
    features::names,
};

use entities::{broken_glass, case_file, case_named, responsibility};

/// Most entries of the list.
const MOST: u64 = 200;

/// What the caller may look into.
pub(super) struct Reach {
    auditor: bool,
    agencies: Vec<Uuid>,
    led: Vec<Uuid>,
}

impl Reach {
    /// Of the caller.
    ///
    /// # Errors
    /// `not_found` for whom none of it concerns.
    pub fn of(unit: &Unit<'_>) -> Result<Self, ApiError> {
        let actor = unit.actor()?;
        if actor.scopes.is_some() {
            return Err(ApiError::not_found());
        }
        let agencies = |role: Role| -> Vec<Uuid> {
            actor
                .grants
                .iter()
                .filter(|grant| grant.role == role)
                .filter_map(|grant| grant.agency.map(|agency| agency.0))
                .collect()
        };
        let reach = Self {
            auditor: actor.holds(Role::Auditor),
            agencies: agencies(Role::Practitioner),
            led: agencies(Role::AgencyLead),
        };
        if !reach.auditor && reach.agencies.is_empty() && reach.led.is_empty() {
            return Err(ApiError::not_found());
        }
        Ok(reach)
    }

    /// Cases whose responsibility an agency holds, for which the caller is named or which they lead.
    pub fn condition(&self, person: PersonId) -> Condition {
        if self.auditor {
            return Condition::all();
        }
        let named = Query::select()
            .expr(Expr::value(1))
            .from(case_named::Entity)
            .and_where(
                Expr::col((case_named::Entity, case_named::Column::CaseId))
                    .equals((responsibility::Entity, responsibility::Column::CaseId)),
            )
            .and_where(
                Expr::col((case_named::Entity, case_named::Column::AgencyId))
                    .equals((responsibility::Entity, responsibility::Column::AgencyId)),
            )
            .and_where(case_named::Column::PersonId.eq(person.0))
            .and_where(case_named::Column::UntilAt.is_null())
            .and_where(case_named::Column::AgencyId.is_in(self.agencies.clone()))
            .to_owned();
        let held = Query::select()
            .column(responsibility::Column::CaseId)
            .from(responsibility::Entity)
            .and_where(responsibility::Column::UntilAt.is_null())
            .cond_where(
                Condition::any()
                    .add(responsibility::Column::AgencyId.is_in(self.led.clone()))
                    .add(Expr::exists(named)),
            )
            .to_owned();
        Condition::all().add(broken_glass::Column::CaseId.in_subquery(held))
    }
}

/// What waits for a review first, then the latest.
///
/// # Errors
/// `not_found` for whom none of it concerns.
pub(super) async fn list(unit: &mut Unit<'_>) -> Result<GlassList, ApiError> {
    let reach = Reach::of(unit)?;
    let person = unit.actor()?.person;
    let rows = broken_glass::Entity::find()
        .filter(reach.condition(person))
        .order_by_with_nulls(
            broken_glass::Column::ReviewedAt,
            Order::Desc,
            NullOrdering::First,
        )
        .order_by_desc(broken_glass::Column::OpenedAt)
        .order_by_desc(broken_glass::Column::Id)
        .limit(MOST)
        .all(unit.txn)
        .await?;
    let cases: Vec<Uuid> = rows.iter().map(|row| row.case_id).collect();
    let references = references(unit, cases.clone(), person).await?;
    let breakers = rows.iter().map(|row| row.person_id);
    let reviewers = rows.iter().filter_map(|row| row.reviewed_by);
    let people: Vec<PersonId> = breakers.chain(reviewers).map(PersonId).collect();
    let people = names::people(unit.txn, people).await?;
    let agencies: Vec<AgencyId> = rows.iter().map(|row| AgencyId(row.agency_id)).collect();
    let agencies = names::agencies(unit.txn, agencies).await?;
    let today = unit.today();
    let items = rows
        .into_iter()
        .filter_map(|row| {
            let case = CaseId(row.case_id);
            let reviewed = row.reviewed_at.and_then(|at| {
                Some(GlassReviewed {
                    by: people.get(&PersonId(row.reviewed_by?))?.clone(),
                    at,
                    finding: GlassFinding::from_code(row.finding.as_deref()?)?,
                    words: row.review_words.clone().unwrap_or_default(),
                })
            });
            let refusal = if row.person_id == person.0 {
                Some(RefusalCode::OwnGlass.into())
            } else {
                reviewed.as_ref().map(|_| RefusalCode::GlassReviewed.into())
            };
            Some(GlassView {
                id: GlassId(row.id),
                case,
                reference: references.get(&case).copied(),
                by: people.get(&PersonId(row.person_id))?.clone(),
                agency: agencies.get(&AgencyId(row.agency_id))?.clone(),
                opened_at: row.opened_at,
                ends_at: BrokenGlass {
                    opened: row.opened_at,
                    ended: row.ended_at,
                }
                .ends(),
                reason: BreakGlassReason::from_code(&row.reason)?,
                words: row.words,
                review_due: row.review_due,
                overdue: reviewed.is_none() && row.review_due < today,
                reviewed,
                allowed: vec![Permit {
                    act: "review".to_owned(),
                    refusal,
                }],
            })
        })
        .collect();
    listed(unit, &cases)?;
    Ok(GlassList { items })
}

/// The references of those cases on which the caller is named.
async fn references(
    unit: &Unit<'_>,
    cases: Vec<Uuid>,
    person: PersonId,
) -> Result<HashMap<CaseId, CaseReference>, ApiError> {
    let own: Vec<Uuid> = unit
        .actor()?
        .grants
        .iter()
        .filter(|grant| grant.role == Role::Practitioner)
        .filter_map(|grant| grant.agency.map(|agency| agency.0))
        .collect();
    let named: Vec<Uuid> = case_named::Entity::find()
        .filter(case_named::Column::PersonId.eq(person.0))
        .filter(case_named::Column::UntilAt.is_null())
        .filter(case_named::Column::AgencyId.is_in(own))
        .filter(case_named::Column::CaseId.is_in(cases))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| row.case_id)
        .collect();
    Ok(case_file::Entity::find()
        .filter(case_file::Column::Id.is_in(named))
        .all(unit.txn)
        .await?
        .into_iter()
        .filter_map(|row| Some((CaseId(row.id), row.reference?.parse().ok()?)))
        .collect())
}

/// Keeps that the list was read, and which cases it showed.
fn listed(unit: &mut Unit<'_>, cases: &[Uuid]) -> Result<(), ApiError> {
    let id = clock::ordered_id();
    let person = unit.actor()?.person;
    unit.add(
        "case_listed",
        vec![
            ("id", id.into()),
            ("person_id", person.0.into()),
            ("at", unit.now.into()),
            ("view", "glass".into()),
            ("cases", serde_json::to_value(cases)?.into()),
        ],
    );
    unit.record(Act {
        act: "case.glass_list",
        kind: "case_listing",
        subject: id,
        plan: None,
        agency: None,
    });
    Ok(())
}
