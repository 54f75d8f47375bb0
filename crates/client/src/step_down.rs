//! Step-down plans.

use shared::{
    ids::{CaseId, StepDownId},
    step_down::{
        StepDownEvent,
        api::{
            BeginStepDown, DutyDone, SaveStepDown, StepDownContent, StepDownReceipt, StepDownView,
        },
    },
};

use crate::{
    Call, Client,
    Method::{Get, Post, Put},
    Result,
};

/// The address of the summary that a family can be handed, as a page.
pub fn step_down_summary(plan: StepDownId) -> String {
    Call::new(Get, format!("/step-downs/{plan}/summary")).address()
}

/// The address of the same summary as a PDF.
pub fn step_down_summary_pdf(plan: StepDownId) -> String {
    Call::new(Get, format!("/step-downs/{plan}/summary.pdf")).address()
}

impl Client {
    /// Begins a step-down plan.
    pub async fn begin_step_down(&self, case: CaseId) -> Result<StepDownReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/step-down")).json(&BeginStepDown {}))
            .await
    }

    /// A step-down plan. The reading is recorded.
    pub async fn step_down(&self, plan: StepDownId) -> Result<StepDownView> {
        self.send(Call::new(Get, format!("/step-downs/{plan}")))
            .await
    }

    /// Saves the version that is being written.
    pub async fn save_step_down(
        &self,
        plan: StepDownId,
        version: i32,
        content: &StepDownContent,
    ) -> Result<StepDownReceipt> {
        self.send(
            Call::new(Put, format!("/step-downs/{plan}"))
                .version(version)
                .json(&SaveStepDown {
                    content: content.clone(),
                }),
        )
        .await
    }

    /// Lets something happen to a plan.
    pub async fn step_down_event(
        &self,
        plan: StepDownId,
        version: i32,
        event: &StepDownEvent,
    ) -> Result<StepDownReceipt> {
        self.send(
            Call::new(Post, format!("/step-downs/{plan}/events"))
                .version(version)
                .json(event),
        )
        .await
    }

    /// Records that something owed around the step-down has been done.
    pub async fn step_down_duty(
        &self,
        plan: StepDownId,
        version: i32,
        form: &DutyDone,
    ) -> Result<StepDownReceipt> {
        self.send(
            Call::new(Post, format!("/step-downs/{plan}/duties"))
                .version(version)
                .json(form),
        )
        .await
    }
}
