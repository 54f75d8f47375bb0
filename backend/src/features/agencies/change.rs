//! Adding and changing agencies.

use std::collections::BTreeMap;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use shared::{
    agencies::api::{AgencyView, CreateAgency, PatchAgency},
    ids::{ActionId, AgencyId, PlanId},
    patch::Patch,
    policy::Verb,
    problem::{ErrorCode, FieldCode, FieldError},
    text::{NAME_MAX, PASSAGE_MAX, line, passage},
};

use crate::{
    clock,
    db::{Act, Unit, history::Record},
    error::{ApiError, permit},
    features::plans::records,
};

use super::read::{find, judge, view};

use entities::agency::{ActiveModel, Column, Entity, Model};

/// An agency as history keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgencyRecord {
    name: String,
    abbreviation: Option<String>,
    kind: String,
    parent: Option<uuid::Uuid>,
    aliases: serde_json::Value,
    #[serde(default)]
    role_note: Option<String>,
    #[serde(default)]
    note: Option<String>,
    is_class: bool,
    reported_by: Option<uuid::Uuid>,
    valid_from: Option<chrono::NaiveDate>,
    valid_to: Option<chrono::NaiveDate>,
    successor: Option<uuid::Uuid>,
}

impl AgencyRecord {
    fn of(row: &Model) -> Self {
        Self {
            name: row.name.clone(),
            abbreviation: row.abbreviation.clone(),
            kind: row.kind.clone(),
            parent: row.parent_id,
            aliases: row.aliases.clone(),
            role_note: row.role_note.clone(),
            note: row.note.clone(),
            is_class: row.is_class,
            reported_by: row.reported_by_id,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            successor: row.successor_id,
        }
    }
}

/// Keeps an agency as it stands now, and writes down what was done to it.
///
/// # Errors
/// When the database fails.
pub async fn keep(unit: &mut Unit<'_>, act: &'static str, row: &Model) -> Result<(), ApiError> {
    let body = AgencyRecord::of(row);
    unit.keep(Record {
        kind: "agency",
        id: row.id,
        plan: None,
        version: row.version,
        body: &body,
    })
    .await?;
    unit.record(Act {
        act,
        kind: "agency",
        subject: row.id,
        plan: None,
        agency: Some(AgencyId(row.id)),
    });
    Ok(())
}

/// Keeps agencies that came in with something larger, which is the act that is written down.
///
/// # Errors
/// When the database fails.
pub async fn keep_new(unit: &Unit<'_>, rows: &[Model]) -> Result<(), ApiError> {
    let bodies: Vec<AgencyRecord> = rows.iter().map(AgencyRecord::of).collect();
    unit.keep_all(rows.iter().zip(&bodies).map(|(row, body)| Record {
        kind: "agency",
        id: row.id,
        plan: None,
        version: row.version,
        body,
    }))
    .await
}

/// Checks a name, and that no other agency has it.
///
/// # Errors
/// `invalid` at `pointer`.
pub async fn free_name(
    unit: &Unit<'_>,
    pointer: &str,
    name: &str,
    own: Option<AgencyId>,
) -> Result<String, ApiError> {
    let name = line(pointer, "the agency's name", name, NAME_MAX)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let other = Entity::find()
        .filter(Column::Name.eq(name.clone()))
        .one(unit.txn)
        .await?;
    if other.is_some_and(|other| Some(AgencyId(other.id)) != own) {
        return Err(ApiError::field(
            pointer,
            FieldCode::Taken,
            "Another agency has this name. Use it, or choose another name",
        ));
    }
    Ok(name)
}

async fn known(unit: &Unit<'_>, pointer: &str, agency: AgencyId) -> Result<Model, ApiError> {
    Entity::find_by_id(agency.0)
        .one(unit.txn)
        .await?
        .ok_or_else(|| {
            ApiError::field(
                pointer,
                FieldCode::NotFound,
                "There is no such agency. Choose one from the list",
            )
        })
}

fn short(pointer: &str, text: Option<&str>) -> Result<Option<String>, ApiError> {
    text.filter(|text| !text.trim().is_empty())
        .map(|text| line(pointer, "the short name", text, 40))
        .transpose()
        .map_err(|fault| ApiError::invalid(vec![fault]))
}

/// Adds an agency.
///
/// # Errors
/// `forbidden`, or `invalid` by field.
pub async fn create(unit: &mut Unit<'_>, form: CreateAgency) -> Result<AgencyView, ApiError> {
    permit(judge(unit.actor()?, Verb::Create, None))?;
    unit.alone("agencies").await?;
    let name = free_name(unit, "/name", &form.name, None).await?;
    let abbreviation = short("/abbreviation", form.abbreviation.as_deref())?;
    if let Some(parent) = form.parent {
        known(unit, "/parent", parent).await?;
    }
    let row = ActiveModel {
        id: Set(clock::ordered_id()),
        source_id: Set(None),
        name: Set(name),
        abbreviation: Set(abbreviation),
        kind: Set(form.kind.code().to_owned()),
        parent_id: Set(form.parent.map(|parent| parent.0)),
        aliases: Set(serde_json::json!([])),
        role_note: Set(None),
        note: Set(None),
        is_class: Set(form.kind.is_class()),
        reported_by_id: Set(None),
        valid_from: Set(None),
        valid_to: Set(None),
        successor_id: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    keep(unit, "agency.create", &row).await?;
    view(unit.txn, unit.actor()?, unit.scope()?, row).await
}

/// The agency to change, in the version that the caller has.
///
/// # Errors
/// `not_found`, `forbidden` or `stale`.
pub async fn claimed(
    unit: &Unit<'_>,
    agency: AgencyId,
    version: i32,
    verb: Verb,
) -> Result<Model, ApiError> {
    unit.alone("agencies").await?;
    let row = find(unit.txn, unit.scope()?, agency).await?;
    permit(judge(unit.actor()?, verb, Some(agency)))?;
    if row.version == version {
        return Ok(row);
    }
    let current = view(unit.txn, unit.actor()?, unit.scope()?, row).await?;
    Err(ApiError::new(
        ErrorCode::Stale,
        "Somebody else has changed this agency. Look at it again and repeat your change.",
    )
    .with_current(serde_json::to_value(current)?))
}

/// Changes an agency.
///
/// # Errors
/// `stale`, `forbidden`, or `invalid` by field.
pub async fn patch(
    unit: &mut Unit<'_>,
    agency: AgencyId,
    version: i32,
    form: PatchAgency,
) -> Result<AgencyView, ApiError> {
    let row = claimed(unit, agency, version, Verb::Update).await?;
    let reporting = (row.is_class, row.reported_by_id);
    let PatchAgency {
        name,
        abbreviation,
        parent,
        aliases,
        is_class,
        reported_by,
        note,
    } = form;
    let mut next: ActiveModel = row.clone().into();
    match name {
        Patch::Keep => {}
        Patch::Clear => {
            return Err(ApiError::invalid(vec![FieldError::required(
                "/name",
                "Enter the agency's name",
            )]));
        }
        Patch::Set(name) => next.name = Set(free_name(unit, "/name", &name, Some(agency)).await?),
    }
    match abbreviation {
        Patch::Keep => {}
        other => next.abbreviation = Set(short("/abbreviation", other.apply(None).as_deref())?),
    }
    match parent {
        Patch::Keep => {}
        Patch::Clear => next.parent_id = Set(None),
        Patch::Set(parent) => {
            above(unit, agency, parent).await?;
            next.parent_id = Set(Some(parent.0));
        }
    }
    match aliases {
        Patch::Keep => {}
        other => {
            next.aliases = Set(serde_json::to_value(names(
                other.apply(None).unwrap_or_default(),
            )?)?)
        }
    }
    let class = is_class.apply(Some(row.is_class)).unwrap_or(false);
    if class && !row.is_class {
        holds_no_accounts(unit, agency).await?;
    }
    next.is_class = Set(class);
    let reporter = reported_by
        .clone()
        .apply(row.reported_by_id.map(AgencyId))
        .filter(|_| class || reported_by != Patch::Keep);
    if let Some(reporter) = reporter {
        reports(unit, agency, class, reporter).await?;
    }
    next.reported_by_id = Set(reporter.map(|id| id.0));
    match note {
        Patch::Keep => {}
        other => {
            let text = passage("/note", &other.apply(None).unwrap_or_default(), PASSAGE_MAX)
                .map_err(|fault| ApiError::invalid(vec![fault]))?;
            next.note = Set((!text.is_empty()).then_some(text));
        }
    }
    next.version = Set(version + 1);
    let row = next.update(unit.txn).await?;
    if let Some(reporter) = reporter {
        join_plans(unit, agency, reporter).await?;
    }
    if (row.is_class, row.reported_by_id) != reporting {
        keep_duties(unit, agency).await?;
    }
    keep(unit, "agency.update", &row).await?;
    view(unit.txn, unit.actor()?, unit.scope()?, row).await
}

fn names(aliases: Vec<String>) -> Result<Vec<String>, ApiError> {
    let mut kept: Vec<String> = Vec::with_capacity(aliases.len());
    for (at, alias) in aliases.iter().enumerate() {
        let alias = line(&format!("/aliases/{at}"), "the other name", alias, NAME_MAX)
            .map_err(|fault| ApiError::invalid(vec![fault]))?;
        if !kept.contains(&alias) {
            kept.push(alias);
        }
    }
    Ok(kept)
}

/// Refuses a parent that is the agency itself or stands below it.
async fn above(unit: &Unit<'_>, agency: AgencyId, parent: AgencyId) -> Result<(), ApiError> {
    known(unit, "/parent", parent).await?;
    let everyone = Entity::find().all(unit.txn).await?;
    let mut at = Some(parent.0);
    for _ in 0..=everyone.len() {
        let Some(id) = at else { return Ok(()) };
        if id == agency.0 {
            break;
        }
        at = everyone
            .iter()
            .find(|row| row.id == id)
            .and_then(|row| row.parent_id);
    }
    Err(ApiError::field(
        "/parent",
        FieldCode::Contradiction,
        "An agency cannot be part of itself. Choose another one",
    ))
}

async fn holds_no_accounts(unit: &Unit<'_>, agency: AgencyId) -> Result<(), ApiError> {
    use entities::person_grant;
    let held = person_grant::Entity::find()
        .filter(person_grant::Column::AgencyId.eq(agency.0))
        .one(unit.txn)
        .await?;
    if held.is_some() {
        return Err(ApiError::field(
            "/is_class",
            FieldCode::Contradiction,
            "A class holds no accounts. Move the roles that people hold in this agency first",
        ));
    }
    Ok(())
}

async fn reports(
    unit: &Unit<'_>,
    agency: AgencyId,
    class: bool,
    reporter: AgencyId,
) -> Result<(), ApiError> {
    let fault = |detail: &str| {
        Err(ApiError::field(
            "/reported_by",
            FieldCode::Contradiction,
            detail,
        ))
    };
    if !class {
        return fault("Only a class has a member that reports for it");
    }
    if reporter == agency {
        return fault("A class cannot report for itself. Choose one of its members");
    }
    if known(unit, "/reported_by", reporter).await?.is_class {
        return fault("A class cannot report for another. Choose an agency that has accounts");
    }
    Ok(())
}

/// Whoever reports for a class takes part in the plans in which the class does.
async fn join_plans(unit: &Unit<'_>, class: AgencyId, reporter: AgencyId) -> Result<(), ApiError> {
    use entities::plan_party::{self, ActiveModel as Party, Column as PartyColumn};
    let of = |agency: AgencyId| {
        plan_party::Entity::find()
            .filter(PartyColumn::AgencyId.eq(agency.0))
            .all(unit.txn)
    };
    let known: Vec<_> = of(reporter)
        .await?
        .into_iter()
        .map(|party| party.plan_id)
        .collect();
    let missing: Vec<Party> = of(class)
        .await?
        .into_iter()
        .filter(|party| !known.contains(&party.plan_id))
        .map(|party| Party {
            plan_id: Set(party.plan_id),
            agency_id: Set(reporter.0),
        })
        .collect();
    if !missing.is_empty() {
        plan_party::Entity::insert_many(missing)
            .exec(unit.txn)
            .await?;
    }
    Ok(())
}

/// Keeps the actions in which a class has a part, since it is said there who reports for it.
async fn keep_duties(unit: &Unit<'_>, class: AgencyId) -> Result<(), ApiError> {
    use entities::assignment::{Column as PartColumn, Entity as Parts};
    let mut by_plan: BTreeMap<PlanId, Vec<ActionId>> = BTreeMap::new();
    for part in Parts::find()
        .filter(PartColumn::AgencyId.eq(class.0))
        .all(unit.txn)
        .await?
    {
        by_plan
            .entry(part.plan_id.into())
            .or_default()
            .push(part.action_id.into());
    }
    for (plan, actions) in by_plan {
        records::keep_actions(unit, plan, &actions).await?;
    }
    Ok(())
}
