//! Reading agencies. Their names are known to everyone who is signed in; their duties are shown
//! for the plans within the caller's reach.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    agencies::{
        AgencyKind,
        api::{AgencyDuty, AgencyList, AgencyRef, AgencySummary, AgencyView},
    },
    auth::api::Permit,
    ids::{AgencyId, PlanId},
    plans::AssignmentRole,
    policy::{Actor, Decision, RefusalCode, Resource, Scope, Target, Verb, decide},
};
use uuid::Uuid;

use crate::{error::ApiError, features::names};

use entities::agency::Model as Agency;

/// Whether `actor` may do `verb` to `agency`, or to the list.
pub fn judge(actor: &Actor, verb: Verb, agency: Option<AgencyId>) -> Decision {
    let agencies: Vec<AgencyId> = agency.into_iter().collect();
    decide(
        actor,
        verb,
        Resource::Agency,
        &Target {
            plan: None,
            agencies: &agencies,
            person: None,
        },
    )
}

fn permit(actor: &Actor, act: &str, verb: Verb, agency: Option<AgencyId>) -> Permit {
    let refusal = match judge(actor, verb, agency) {
        Decision::Allowed => None,
        Decision::Refused(refusal) => Some(refusal),
        Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
    };
    Permit {
        act: act.to_owned(),
        refusal,
    }
}

/// An agency by its id.
///
/// # Errors
/// `not_found`.
pub async fn find(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    agency: AgencyId,
) -> Result<Agency, ApiError> {
    // Every signed-in person sees every agency: the scope is asked for so that nobody else does.
    let _ = scope;
    entities::agency::Entity::find_by_id(agency.0)
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)
}

async fn all(connection: &impl ConnectionTrait, _: &Scope) -> Result<Vec<Agency>, ApiError> {
    use entities::agency::{Column, Entity};
    Ok(Entity::find()
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// The agencies that a view of `row` names, by name.
async fn around(
    connection: &impl ConnectionTrait,
    _: &Scope,
    row: &Agency,
) -> Result<Vec<Agency>, ApiError> {
    use entities::agency::{Column, Entity};
    let named = [row.parent_id, row.reported_by_id, row.successor_id];
    Ok(Entity::find()
        .filter(
            Condition::any()
                .add(Column::ParentId.eq(row.id))
                .add(Column::ReportedById.eq(row.id))
                .add(Column::SuccessorId.eq(row.id))
                .add(Column::Id.is_in(named.into_iter().flatten())),
        )
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// The parts of agencies in the actions of plans within reach.
async fn assignments(
    connection: &impl ConnectionTrait,
    scope: &Scope,
) -> Result<Vec<entities::assignment::Model>, ApiError> {
    use entities::assignment::{Column, Entity};
    let mut query = Entity::find();
    if let shared::policy::PlanReach::Some(plans) = scope.plans() {
        query = query.filter(Column::PlanId.is_in(plans.iter().map(|plan| plan.0)));
    }
    Ok(query.all(connection).await?)
}

/// All agencies, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
) -> Result<AgencyList, ApiError> {
    let rows = all(connection, scope).await?;
    let references: HashMap<Uuid, AgencyRef> = rows
        .iter()
        .map(|row| (row.id, names::agency(row.clone())))
        .collect();
    let mut counts: HashMap<Uuid, (u32, u32)> = HashMap::new();
    for assignment in assignments(connection, scope).await? {
        let (leads, supports) = counts.entry(assignment.agency_id).or_default();
        if AssignmentRole::from_code(&assignment.role).is_some_and(AssignmentRole::leads) {
            *leads += 1;
        } else {
            *supports += 1;
        }
    }
    let items = rows
        .into_iter()
        .map(|row| {
            let (leads, supports) = counts.get(&row.id).copied().unwrap_or_default();
            AgencySummary {
                id: AgencyId(row.id),
                kind: kind(&row),
                parent: row.parent_id.and_then(|id| references.get(&id).cloned()),
                reported_by: row
                    .reported_by_id
                    .and_then(|id| references.get(&id).cloned()),
                name: row.name,
                abbreviation: row.abbreviation,
                is_class: row.is_class,
                valid_to: row.valid_to,
                leads,
                supports,
            }
        })
        .collect();
    Ok(AgencyList {
        items,
        allowed: vec![permit(actor, "create", Verb::Create, None)],
    })
}

fn kind(row: &Agency) -> AgencyKind {
    AgencyKind::from_code(&row.kind).unwrap_or(AgencyKind::Generic)
}

/// One agency with what stands around it.
///
/// # Errors
/// When the database fails.
pub async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    row: Agency,
) -> Result<AgencyView, ApiError> {
    let everyone = around(connection, scope, &row).await?;
    let reference = |id: Uuid| {
        everyone
            .iter()
            .find(|other| other.id == id)
            .cloned()
            .map(names::agency)
    };
    let those = |test: &dyn Fn(&Agency) -> bool| -> Vec<AgencyRef> {
        everyone
            .iter()
            .filter(|other| test(other))
            .cloned()
            .map(names::agency)
            .collect()
    };
    let id = AgencyId(row.id);
    let classes: Vec<Uuid> = everyone
        .iter()
        .filter(|other| other.reported_by_id == Some(row.id))
        .map(|other| other.id)
        .collect();
    let duties = duties(connection, scope, row.id, &classes, &everyone).await?;
    let mut allowed = vec![permit(actor, "update", Verb::Update, Some(id))];
    let mut succession = permit(actor, "succession", Verb::Withdraw, Some(id));
    if succession.refusal.is_none() && row.successor_id.is_some() {
        succession.refusal = Some(RefusalCode::AgencyEnded.into());
    }
    allowed.push(succession);
    Ok(AgencyView {
        id,
        kind: kind(&row),
        parent: row.parent_id.and_then(reference),
        members: those(&|other| other.parent_id == Some(row.id)),
        aliases: serde_json::from_value(row.aliases)?,
        role: row.role_note,
        note: row.note,
        is_class: row.is_class,
        reported_by: row.reported_by_id.and_then(reference),
        reports_for: those(&|other| other.reported_by_id == Some(row.id)),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        successor: row.successor_id.and_then(reference),
        predecessors: those(&|other| other.successor_id == Some(row.id)),
        duties,
        version: row.version,
        allowed,
        name: row.name,
        abbreviation: row.abbreviation,
    })
}

async fn duties(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    agency: Uuid,
    classes: &[Uuid],
    everyone: &[Agency],
) -> Result<Vec<AgencyDuty>, ApiError> {
    let parts: Vec<_> = assignments(connection, scope)
        .await?
        .into_iter()
        .filter(|part| part.agency_id == agency || classes.contains(&part.agency_id))
        .collect();
    let actions: HashMap<Uuid, entities::action::Model> = entities::action::Entity::find()
        .filter(entities::action::Column::Id.is_in(parts.iter().map(|part| part.action_id)))
        .all(connection)
        .await?
        .into_iter()
        .map(|action| (action.id, action))
        .collect();
    let plans = names::plans(connection, parts.iter().map(|part| PlanId(part.plan_id))).await?;
    let mut duties: Vec<(i32, AgencyDuty)> = parts
        .into_iter()
        .filter_map(|part| {
            let action = actions.get(&part.action_id)?;
            let through = (part.agency_id != agency)
                .then(|| {
                    everyone
                        .iter()
                        .find(|other| other.id == part.agency_id)
                        .cloned()
                        .map(names::agency)
                })
                .flatten();
            Some((
                action.sort,
                AgencyDuty {
                    plan: plans.get(&PlanId(part.plan_id))?.clone(),
                    action: action.id.into(),
                    reference: action
                        .reference
                        .clone()
                        .unwrap_or_else(|| action.printed_ref.clone()),
                    title: action.title.clone(),
                    role: AssignmentRole::from_code(&part.role)?,
                    through,
                },
            ))
        })
        .collect();
    duties
        .sort_by(|(a, first), (b, second)| first.plan.title.cmp(&second.plan.title).then(a.cmp(b)));
    Ok(duties.into_iter().map(|(_, duty)| duty).collect())
}
