//! Working together on a case: parts, passing responsibility, broken glass.

use shared::{
    cases::api::{
        AskedView, BreakGlass, CaseReceipt, ConsentWithdrawn, EndGlass, FirstContact, GlassList,
        GlassReviewForm, Invitation, OwnPartView, PartAnswer, PartOffer, PartPeople, PartWords,
        PassAnswer, PassAsk, PassOverride, WithdrawPass,
    },
    ids::{CaseId, GlassId, PartId},
};

use crate::{
    Call, Client,
    Method::{Get, Post},
    Result,
};

impl Client {
    /// Asks an agency to take part in a case.
    pub async fn invite_agency(&self, case: CaseId, form: &Invitation) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/participants")).json(form))
            .await
    }

    /// What an agency reads that is asked to take part.
    pub async fn asked(&self, part: PartId) -> Result<AskedView> {
        self.send(Call::new(Get, format!("/cases/asked/{part}")))
            .await
    }

    /// Answers for an agency that is asked to take part.
    pub async fn answer_asking(
        &self,
        case: CaseId,
        part: PartId,
        form: &PartAnswer,
    ) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/participants/{part}/answer")).json(form))
            .await
    }

    /// Takes an asking back, or ends the part of another agency.
    pub async fn withdraw_part(
        &self,
        case: CaseId,
        part: PartId,
        form: &PartWords,
    ) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/participants/{part}/withdraw")).json(form))
            .await
    }

    /// Lets one's own agency leave a case.
    pub async fn leave_case(
        &self,
        case: CaseId,
        part: PartId,
        form: &PartWords,
    ) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/participants/{part}/leave")).json(form))
            .await
    }

    /// A part as its own agency keeps it.
    pub async fn own_part(&self, case: CaseId, part: PartId) -> Result<OwnPartView> {
        self.send(Call::new(Get, format!("/cases/{case}/participants/{part}")))
            .await
    }

    /// Names other people of one's own agency.
    pub async fn name_people(
        &self,
        case: CaseId,
        part: PartId,
        version: i32,
        form: &PartPeople,
    ) -> Result<CaseReceipt> {
        self.send(
            Call::new(Post, format!("/cases/{case}/participants/{part}/people"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Says what one's own agency offers, and keeps its own reference.
    pub async fn offer_part(
        &self,
        case: CaseId,
        part: PartId,
        version: i32,
        form: &PartOffer,
    ) -> Result<CaseReceipt> {
        self.send(
            Call::new(Post, format!("/cases/{case}/participants/{part}/offer"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Records that consent to tell an agency was withdrawn.
    pub async fn withdraw_consent(
        &self,
        case: CaseId,
        part: PartId,
        version: i32,
        form: &ConsentWithdrawn,
    ) -> Result<CaseReceipt> {
        self.send(
            Call::new(Post, format!("/cases/{case}/participants/{part}/sharing"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Asks an agency that takes part to hold responsibility.
    pub async fn ask_to_hold(&self, case: CaseId, form: &PassAsk) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/pass")).json(form))
            .await
    }

    /// Answers for the agency that is asked to hold responsibility.
    pub async fn answer_pass(&self, case: CaseId, form: &PassAnswer) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/pass/answer")).json(form))
            .await
    }

    /// Records the first contact, with which responsibility passes.
    pub async fn first_contact(&self, case: CaseId, form: &FirstContact) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/pass/first-contact")).json(form))
            .await
    }

    /// Lets responsibility pass before a first contact, for a clinical reason.
    pub async fn override_pass(&self, case: CaseId, form: &PassOverride) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/pass/override")).json(form))
            .await
    }

    /// Takes back that an agency is asked to hold responsibility.
    pub async fn withdraw_pass(&self, case: CaseId) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/pass/withdraw")).json(&WithdrawPass {}))
            .await
    }

    /// Opens one case in an emergency.
    pub async fn break_glass(&self, form: &BreakGlass) -> Result<CaseReceipt> {
        self.send(Call::new(Post, "/cases/break-glass").json(form))
            .await
    }

    /// Ends one's own access to a case before its time.
    pub async fn end_break_glass(&self, case: CaseId) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/{case}/break-glass/end")).json(&EndGlass {}))
            .await
    }

    /// Broken glass that the caller may look into.
    pub async fn broken_glass(&self) -> Result<GlassList> {
        self.send(Call::new(Get, "/cases/break-glass")).await
    }

    /// Writes down what was found on broken glass.
    pub async fn review_glass(
        &self,
        glass: GlassId,
        form: &GlassReviewForm,
    ) -> Result<CaseReceipt> {
        self.send(Call::new(Post, format!("/cases/break-glass/{glass}/review")).json(form))
            .await
    }
}
