//! The demonstration: the Kent plan, an account for each role, and reporting and cases that are
//! invented and say so, dated relative to the day on which it is loaded.
//!
//! It is told through the same services as everything else, by the people whom it makes, so that
//! nothing in it could not have happened.

mod boards;
mod cases;
mod cast;
mod examples;
mod pathways;
mod plans;
mod rounds;
mod stand_ins;
mod story;
mod words;

pub use cast::{CAST, PASSWORD};

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, PaginatorTrait};

use crate::{
    db::{Database, Who},
    error::ApiError,
    features::auth::passwords::Passwords,
};

/// The setting that says that a database holds the demonstration.
const SETTING: &str = "demonstration";

/// The plan file, without any answers to the questions that it raises.
const PLAN: &str = include_str!("../../demo/kent-plan.json");

/// Why the demonstration could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A service refused, or the database failed.
    #[error("the demonstration could not be loaded: {0}")]
    Work(#[from] ApiError),
    /// The plan file is not one; a test holds that it is.
    #[error("the demonstration's plan file has {0} faults")]
    Plan(usize),
    /// An agency of the cast is not in the plan.
    #[error("the demonstration's plan names no {0}")]
    Missing(&'static str),
}

/// Whether the database holds the demonstration.
///
/// # Errors
/// When the database fails.
pub async fn holds(db: &Database) -> Result<bool, ApiError> {
    Ok(entities::setting::Entity::find_by_id(SETTING)
        .one(&db.read)
        .await?
        .is_some())
}

/// Whether nobody has an account and there is no plan.
///
/// # Errors
/// When the database fails.
pub async fn is_empty(db: &Database) -> Result<bool, ApiError> {
    Ok(entities::person::Entity::find().count(&db.read).await? == 0
        && entities::plan::Entity::find().count(&db.read).await? == 0)
}

/// Loads the demonstration, telling `progress` what it does.
///
/// # Errors
/// [`DemoError`]; nothing keeps a half-loaded demonstration from being thrown away.
pub async fn load(
    db: &Database,
    passwords: &Passwords,
    progress: impl Fn(&str),
) -> Result<(), DemoError> {
    progress("Loading the Kent plan");
    let story = story::Story::begin(db, passwords).await?;
    progress("Settling what the plan leaves open");
    story.settle().await?;
    progress("Working out three pathways");
    story.pathways().await?;
    progress("Inventing meetings and decisions");
    story.boards().await?;
    for cycle in rounds::CYCLES {
        progress(cycle.telling);
        story.report(cycle).await?;
    }
    progress("Inventing who stands in for whom");
    story.stand_ins().await?;
    progress("Inventing six cases");
    story.cases().await?;
    db.unit(Who::console("demo"), |unit| {
        Box::pin(async move {
            unit.changes_nothing();
            entities::setting::ActiveModel {
                key: Set(SETTING.to_owned()),
                value: Set("yes".to_owned()),
            }
            .insert(unit.txn)
            .await?;
            Ok(())
        })
    })
    .await?;
    Ok(())
}
