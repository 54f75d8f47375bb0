//! The lists of cases, opening and finding one, and one case with who has read it.

use shared::{
    cases::api::{
        CaseDraft, CaseList, CaseListing, CaseLog, CaseReceipt, CaseView, FindCase, Happening,
        NewCase,
    },
    ids::{AgencyId, CaseId},
};

use crate::{
    Call, Client,
    Method::{Get, Post, Put},
    Result,
};

const fn word(list: CaseListing) -> &'static str {
    match list {
        CaseListing::Mine => "mine",
        CaseListing::Asked => "asked",
        CaseListing::Reviews => "reviews",
        CaseListing::Stuck => "stuck",
        CaseListing::Ended => "ended",
    }
}

impl Client {
    /// A list of cases, of one agency where it is named, from where the page before said that it
    /// goes on. The reading is recorded.
    pub async fn cases(
        &self,
        list: CaseListing,
        agency: Option<AgencyId>,
        after: Option<&str>,
    ) -> Result<CaseList> {
        self.send(
            Call::new(Get, "/cases")
                .query("view", Some(word(list)))
                .query("agency", agency)
                .query("after", after),
        )
        .await
    }

    /// Opens a case.
    pub async fn open_case(&self, form: &NewCase) -> Result<CaseReceipt> {
        self.send(Call::new(Post, "/cases").json(form)).await
    }

    /// Finds a case by its reference.
    pub async fn find_case(&self, form: &FindCase) -> Result<CaseReceipt> {
        self.send(Call::new(Post, "/cases/find").json(form)).await
    }

    /// A case. The reading is recorded.
    pub async fn case(&self, case: CaseId) -> Result<CaseView> {
        self.send(Call::new(Get, format!("/cases/{case}"))).await
    }

    /// Says anew what is said about a young person.
    pub async fn change_case(
        &self,
        case: CaseId,
        version: i32,
        form: &CaseDraft,
    ) -> Result<CaseReceipt> {
        self.send(
            Call::new(Put, format!("/cases/{case}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Lets something happen to a case.
    pub async fn happen_to_case(
        &self,
        case: CaseId,
        version: i32,
        form: &Happening,
    ) -> Result<CaseReceipt> {
        self.send(
            Call::new(Post, format!("/cases/{case}/events"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Who has read a case.
    pub async fn case_log(&self, case: CaseId, after: Option<&str>) -> Result<CaseLog> {
        self.send(Call::new(Get, format!("/cases/{case}/log")).query("after", after))
            .await
    }

    /// What the people of the caller's agencies have read; for an auditor, everybody.
    pub async fn cases_log(&self, after: Option<&str>) -> Result<CaseLog> {
        self.send(Call::new(Get, "/cases/log").query("after", after))
            .await
    }
}
