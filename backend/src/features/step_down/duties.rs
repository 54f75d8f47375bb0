//! What is owed since support began to be reduced, and when it was done.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::{
    ids::{AgencyId, PersonId},
    policy::RefusalCode,
    step_down::{Duty, StepDown, api::DutyView},
};

use crate::error::ApiError;

use super::save::Doer;

/// What has been done, by duty, as the row of a plan keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Duties(BTreeMap<String, Done>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Done {
    on: NaiveDate,
    by: PersonId,
    agency: AgencyId,
}

impl Duties {
    /// Those of a plan.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn of(row: &entities::step_down::Model) -> Result<Self, ApiError> {
        Ok(serde_json::from_value(row.duties.clone())?)
    }

    /// Whether a duty can be recorded as done.
    ///
    /// # Errors
    /// `wrong_state` where nothing is owed, or it was done.
    pub fn can_be_done(&self, plan: &StepDown, duty: Duty) -> Result<(), ApiError> {
        if !plan.state().live() {
            Err(ApiError::wrong_state(RefusalCode::PlanEnded))
        } else if plan.stepped_down().is_none() || self.0.contains_key(duty.code()) {
            Err(ApiError::wrong_state(RefusalCode::NotNow))
        } else {
            Ok(())
        }
    }

    /// A duty has been done.
    pub fn done(&mut self, duty: Duty, on: NaiveDate, by: Doer) {
        let done = Done {
            on,
            by: by.person,
            agency: by.agency,
        };
        self.0.insert(duty.code().to_owned(), done);
    }

    /// Everything that is owed, with whether it was done. Nothing of a plan that has ended is
    /// overdue.
    pub fn views(&self, plan: &StepDown, today: NaiveDate) -> Vec<DutyView> {
        let Some(stepped_down) = plan.stepped_down() else {
            return Vec::new();
        };
        Duty::ALL
            .iter()
            .map(|duty| {
                let done_on = self.0.get(duty.code()).map(|done| done.on);
                DutyView {
                    duty: *duty,
                    due: duty.due(stepped_down),
                    done_on,
                    overdue: plan.state().live() && duty.overdue(stepped_down, done_on, today),
                }
            })
            .collect()
    }
}
