//! What is held of a case, and for how long.

use shared::{
    cases::api::{
        CaseReceipt, EraseForm, HeldFile, HoldForm, RetentionAnswer, RetentionAsk, RetentionRun,
        RetentionView,
    },
    ids::{CaseId, RunId},
};

use crate::{
    Call, Client,
    Method::{Get, Post},
    Result,
};

impl Client {
    /// All that is held of a case, with who has seen it. The reading is recorded.
    pub async fn held(&self, case: CaseId) -> Result<HeldFile> {
        self.send(Call::new(Get, format!("/cases/{case}/held")))
            .await
    }

    /// Sets or lifts the legal hold of a case.
    pub async fn hold_case(
        &self,
        case: CaseId,
        version: i32,
        form: &HoldForm,
    ) -> Result<CaseReceipt> {
        self.send(
            Call::new(Post, format!("/cases/{case}/hold"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Asks that a case is erased before its time.
    pub async fn erase_case(&self, case: CaseId, form: &EraseForm) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/erase")).json(form))
            .await
    }

    /// How it stands with cases whose time is over.
    pub async fn retention(&self) -> Result<RetentionView> {
        self.send(Call::new(Get, "/retention")).await
    }

    /// Looks at what is due, or proposes it where it is no dry run.
    pub async fn propose_retention(
        &self,
        dry: bool,
        ask: &RetentionAsk,
    ) -> Result<RetentionAnswer> {
        self.send(
            Call::new(Post, "/retention/runs")
                .query("dry", Some(dry))
                .json(ask),
        )
        .await
    }

    /// Agrees to a run, which carries it out.
    pub async fn agree_retention(&self, run: RunId) -> Result<RetentionRun> {
        self.send(Call::new(Post, format!("/retention/runs/{run}/agree")))
            .await
    }
}
