//! The legal hold of a case, and asking that it is erased before its time.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use shared::{
    cases::{
        CaseVerb,
        api::{CaseReceipt, EraseForm, HoldForm},
    },
    ids::CaseId,
    policy::RefusalCode,
};

use crate::{db::Unit, error::ApiError, features::retention};

use super::super::{
    door,
    parts::{Done, needed, raised, trace},
};

/// Sets or lifts the legal hold, with the reason. A case may have ended.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, `wrong_state` where it lies on the case already or does not,
/// or `invalid` at `/words`.
pub(super) async fn hold(
    unit: &mut Unit<'_>,
    case: CaseId,
    version: i32,
    form: HoldForm,
) -> Result<CaseReceipt, ApiError> {
    let opened = door::open(unit, case, CaseVerb::Hold).await?;
    opened.fresh(version)?;
    let asks = if form.on {
        "Enter why the case has to be kept"
    } else {
        "Enter why it need not be kept any longer"
    };
    let words = needed("/words", &form.words, &opened.known(), asks)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    if opened.row.legal_hold == form.on {
        return Err(ApiError::wrong_state(RefusalCode::NotNow));
    }
    let agency = opened.acting()?;
    let version = opened.version() + 1;
    let mut row = opened.row.into_active_model();
    row.legal_hold = Set(form.on);
    row.version = Set(version);
    row.update(unit.txn).await?;
    trace(
        unit,
        Done {
            case,
            act: if form.on { "case.hold" } else { "case.release" },
            agency,
            words: &words,
            detail: None,
        },
    );
    Ok(CaseReceipt { id: case, version })
}

/// Asks that a case is erased before its time: a run of one, to which somebody else agrees.
///
/// # Errors
/// As [`hold`], and `wrong_state` where the case has not ended, or is held.
pub(super) async fn erase(
    unit: &mut Unit<'_>,
    case: CaseId,
    form: EraseForm,
) -> Result<CaseReceipt, ApiError> {
    let opened = door::open(unit, case, CaseVerb::Hold).await?;
    let asks = "Enter who asks for it, by their part in the case, and why";
    let words = needed("/words", &form.words, &opened.known(), asks)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let agency = opened.acting()?;
    retention::propose_one(unit, &opened.row, agency, words.clone()).await?;
    trace(
        unit,
        Done {
            case,
            act: "case.erase",
            agency,
            words: &words,
            detail: None,
        },
    );
    raised(unit, case, opened.version()).await
}
