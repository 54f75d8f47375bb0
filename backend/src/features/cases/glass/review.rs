//! Looking into broken glass afterwards.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QueryFilter};
use shared::{
    cases::{
        api::{CaseReceipt, GlassReviewForm},
        identifiers, review_words,
    },
    ids::{AgencyId, CaseId, GlassId},
    notices::Occasion,
    policy::RefusalCode,
    text::PASSAGE_MAX,
};

use crate::{db::Unit, error::ApiError};

use super::{
    super::{
        parts::{Done, file, trace},
        tell,
    },
    list::Reach,
};

use entities::broken_glass;

/// Writes down what was found. Whoever broke the glass does not review it, and nobody reviews it
/// twice.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state`, or `invalid` by field.
pub(super) async fn review(
    unit: &mut Unit<'_>,
    glass: GlassId,
    form: GlassReviewForm,
) -> Result<CaseReceipt, ApiError> {
    let person = unit.actor()?.person;
    let reach = Reach::of(unit)?.condition(person);
    let find = || broken_glass::Entity::find_by_id(glass.0).filter(reach.clone());
    let row = find()
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let case = CaseId(row.case_id);
    file::alone(unit, case).await?;
    // Again, now that nobody else reviews it.
    let row = find()
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    if row.person_id == person.0 {
        return Err(ApiError::forbidden(RefusalCode::OwnGlass.into()));
    }
    if row.reviewed_at.is_some() {
        return Err(ApiError::wrong_state(RefusalCode::GlassReviewed));
    }
    let file = file::row(unit, case).await?;
    let words = review_words(&form.words)
        .and_then(|words| identifiers::check("/words", &words, PASSAGE_MAX, &file::known(&file)))
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let agency = AgencyId(row.agency_id);
    let mut next: broken_glass::ActiveModel = row.into();
    next.reviewed_by = Set(Some(person.0));
    next.reviewed_at = Set(Some(unit.now));
    next.finding = Set(Some(form.finding.code().to_owned()));
    next.review_words = Set(Some(words.clone()));
    next.update(unit.txn).await?;
    tell::settled(unit, glass.0, &[Occasion::GlassBroken]);
    let done = Done {
        case,
        act: "case.glass_review",
        agency,
        words: &words,
        detail: Some(serde_json::json!({ "glass": glass, "finding": form.finding.code() })),
    };
    trace(unit, done);
    Ok(CaseReceipt {
        id: case,
        version: file.version,
    })
}
