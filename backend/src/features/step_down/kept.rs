//! A plan as its rows keep it, read as the course that the rules know.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::{
    ids::{AgencyId, CaseId, StepDownId},
    step_down::{Answer, Review, StepDown, StepDownState, Version},
};

use crate::error::ApiError;

use entities::{step_down, step_down_acceptance, step_down_review, step_down_version};

/// A plan with all of its rows.
#[derive(Debug)]
pub(super) struct Kept {
    pub row: step_down::Model,
    pub plan: StepDown,
    pub versions: Vec<step_down_version::Model>,
    pub acceptances: Vec<step_down_acceptance::Model>,
    pub reviews: Vec<step_down_review::Model>,
}

/// The value that a word in the database stands for.
///
/// # Errors
/// When this version does not know the word.
pub(super) fn word<T: DeserializeOwned>(code: &str) -> Result<T, ApiError> {
    Ok(serde_json::from_value(Value::from(code))?)
}

/// The row of a plan.
///
/// # Errors
/// `not_found`. Whether its case may be known of is asked next.
pub(super) async fn row(
    connection: &impl ConnectionTrait,
    plan: StepDownId,
) -> Result<step_down::Model, ApiError> {
    step_down::Entity::find_by_id(plan.0)
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// The live plan of a case.
///
/// # Errors
/// When the database fails.
pub(super) async fn live(
    connection: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Option<step_down::Model>, ApiError> {
    let live = StepDownState::ALL
        .iter()
        .filter(|state| state.live())
        .map(|state| state.code());
    Ok(step_down::Entity::find()
        .filter(step_down::Column::CaseId.eq(case.0))
        .filter(step_down::Column::State.is_in(live))
        .one(connection)
        .await?)
}

impl Kept {
    /// Reads what belongs to the row of a plan.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn load(
        connection: &impl ConnectionTrait,
        row: step_down::Model,
    ) -> Result<Self, ApiError> {
        let versions = step_down_version::Entity::find()
            .filter(step_down_version::Column::PlanId.eq(row.id))
            .order_by_asc(step_down_version::Column::Number)
            .all(connection)
            .await?;
        let acceptances = step_down_acceptance::Entity::find()
            .filter(step_down_acceptance::Column::PlanId.eq(row.id))
            .order_by_asc(step_down_acceptance::Column::At)
            .order_by_asc(step_down_acceptance::Column::AgencyId)
            .all(connection)
            .await?;
        let reviews = step_down_review::Entity::find()
            .filter(step_down_review::Column::PlanId.eq(row.id))
            .order_by_asc(step_down_review::Column::Due)
            .all(connection)
            .await?;
        let plan = StepDown::kept(
            word(&row.state)?,
            versions
                .iter()
                .map(|version| version_of(version, &acceptances))
                .collect::<Result<_, _>>()?,
            reviews.iter().map(review_of).collect::<Result<_, _>>()?,
            row.stepped_down_on,
        );
        Ok(Self {
            row,
            plan,
            versions,
            acceptances,
            reviews,
        })
    }

    /// Which plan it is.
    pub const fn id(&self) -> StepDownId {
        StepDownId(self.row.id)
    }

    /// The case to which it belongs.
    pub const fn case(&self) -> CaseId {
        CaseId(self.row.case_id)
    }
}

fn version_of(
    row: &step_down_version::Model,
    acceptances: &[step_down_acceptance::Model],
) -> Result<Version, ApiError> {
    Ok(Version {
        number: row.number.unsigned_abs(),
        stage: word(&row.stage)?,
        content: serde_json::from_value(row.content.clone())?,
        accepted_by: acceptances
            .iter()
            .filter(|one| one.number == row.number)
            .map(|one| AgencyId(one.agency_id))
            .collect(),
    })
}

fn review_of(row: &step_down_review::Model) -> Result<Review, ApiError> {
    let words = row.words.clone().unwrap_or_default();
    let answer = match (row.answered_at, row.held_on, &row.finding) {
        (None, ..) => None,
        (Some(_), Some(on), Some(finding)) => Some(Answer::Held {
            on,
            finding: word(finding)?,
            words,
        }),
        (Some(_), ..) => Some(Answer::NotHeld { words }),
    };
    Ok(Review {
        due: row.due,
        answer,
    })
}
