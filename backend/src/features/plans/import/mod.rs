//! A plan file becomes a plan: every row of it in one unit of work, proposed and with the findings
//! of the checks. Nothing is dropped because it does not fit.

mod actions;
mod agencies;
mod around;
mod plan;
pub mod routes;

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use shared::{
    ids::{ActionId, MilestoneId, PlanId},
    plans::{
        api::PlanRef,
        checks::{Finding, PlanFacts, check},
        format::{FormatError, FormatFault, PlanFile},
    },
    problem::{ErrorCode, FieldCode, FieldError},
};

use crate::{
    clock,
    db::{Act, Unit},
    error::ApiError,
    features::{agencies::keep_new, pathways, services},
};

use super::{
    findings,
    records::{keep_actions, keep_milestones},
};

/// Reads a plan file and checks the plan in it.
///
/// # Errors
/// Every fault of the file.
pub fn read(text: &str) -> Result<(PlanFile, Vec<Finding>), Vec<FormatError>> {
    let file = shared::plans::format::parse(text)?;
    let found = check(&PlanFacts::from_file(&file));
    Ok((file, found))
}

/// The faults of a file as an answer: `malformed_body` where it is not JSON, `too_large`, and
/// otherwise `invalid` with every fault in its place.
pub fn refusal(faults: Vec<FormatError>) -> ApiError {
    match faults.as_slice() {
        [only] if matches!(only.fault, FormatFault::Syntax(_)) => {
            ApiError::new(ErrorCode::MalformedBody, only.to_string())
        }
        [only] if matches!(only.fault, FormatFault::FileTooLarge { .. }) => {
            ApiError::new(ErrorCode::TooLarge, only.fault.to_string())
        }
        _ => ApiError::invalid(faults.into_iter().map(field).collect()),
    }
}

fn field(error: FormatError) -> FieldError {
    let code = match &error.fault {
        FormatFault::MissingKey { .. } | FormatFault::Empty => FieldCode::Required,
        FormatFault::UnknownKey { .. } => FieldCode::Unknown,
        FormatFault::DuplicateKey { .. } => FieldCode::Duplicate,
        FormatFault::DuplicateId { .. } => FieldCode::Taken,
        FormatFault::WrongType { .. } | FormatFault::Syntax(_) | FormatFault::Date(_) => {
            FieldCode::WrongType
        }
        FormatFault::TooLong { .. }
        | FormatFault::TooMany { .. }
        | FormatFault::FileTooLarge { .. } => FieldCode::TooLong,
        FormatFault::Nul | FormatFault::BadId => FieldCode::BadCharacter,
        FormatFault::UnknownId { .. } | FormatFault::WrongCollection { .. } => FieldCode::NotFound,
        FormatFault::EndBeforeStart | FormatFault::ParentCircle { .. } => FieldCode::Contradiction,
        FormatFault::OutOfRange { .. }
        | FormatFault::NotAChoice { .. }
        | FormatFault::More { .. } => FieldCode::NotAllowed,
    };
    let detail = format!(
        "Line {}, column {}: {}",
        error.line, error.column, error.fault
    );
    FieldError::new(error.path, code, detail)
}

/// Stores the plan of a file under `slug`, or under a word made of its title and first year.
/// Agencies that are known already are not made again. The caller has been authorised.
///
/// # Errors
/// `already_exists` when this plan, or another one with the slug, is there.
pub async fn import(
    unit: &mut Unit<'_>,
    file: &PlanFile,
    slug: Option<String>,
) -> Result<(PlanId, Vec<Finding>), ApiError> {
    unit.alone("import").await?;
    let slug = free_slug(unit, file, slug).await?;
    let id = PlanId(clock::ordered_id());
    let register = agencies::bring_in(unit, file).await?;
    let places = plan::write(unit, file, id, slug, &register).await?;
    let facts = PlanFacts::from_file(file);
    let printed = check(&facts);
    let actions = actions::write(
        unit,
        file,
        id,
        &register,
        &places,
        &facts,
        &findings::doubted(&printed),
    )
    .await?;
    let services = services::bring_in(unit, file, |id| register.get(id)).await?;
    let milestones = around::write(unit, file, id, &register, &actions).await?;
    let ids = pathways::Brought {
        outcomes: &places.outcomes,
        actions: &actions,
        services: &services,
    };
    pathways::bring_in(unit, file, id, &ids, |id| register.get(id)).await?;
    // Agencies that were known before may have names that the file takes for new ones.
    let found = check(&findings::from_database(unit.txn, id).await?);
    findings::first(unit, id, &found).await?;
    keep_new(unit, register.made()).await?;
    keep_actions(
        unit,
        id,
        &actions.values().copied().collect::<Vec<ActionId>>(),
    )
    .await?;
    keep_milestones(
        unit,
        id,
        &milestones.into_iter().map(MilestoneId).collect::<Vec<_>>(),
    )
    .await?;
    unit.record(Act {
        act: "plan.import",
        kind: "plan",
        subject: id.0,
        plan: Some(id),
        agency: None,
    });
    Ok((id, found))
}

/// The word under which the plan can be reached, once it is clear that neither the plan nor the
/// word is there yet.
async fn free_slug(
    unit: &Unit<'_>,
    file: &PlanFile,
    wanted: Option<String>,
) -> Result<String, ApiError> {
    use entities::plan::{Column, Entity};
    let made = plan::slug(&file.plan, unit.today());
    let base = wanted.as_deref().unwrap_or(&made);
    let near = Entity::find()
        .filter(
            Condition::any()
                .add(Column::SourceId.eq(file.plan.id.as_str()))
                .add(Column::Slug.starts_with(base)),
        )
        .all(unit.txn)
        .await?;
    let there = near.iter().find(|row| {
        row.source_id.as_deref() == Some(file.plan.id.as_str())
            || (wanted.is_some() && row.slug == base)
    });
    if let Some(row) = there {
        let known = PlanRef {
            id: PlanId(row.id),
            slug: row.slug.clone(),
            title: row.title.clone(),
        };
        return Err(ApiError::new(
            ErrorCode::AlreadyExists,
            format!(
                "The plan “{}” is there already, as {}.",
                known.title, known.slug
            ),
        )
        .with_current(serde_json::to_value(known)?));
    }
    let mut slug = base.to_owned();
    for number in 2.. {
        if !near.iter().any(|row| row.slug == slug) {
            break;
        }
        slug = format!("{base}-{number}");
    }
    Ok(slug)
}
