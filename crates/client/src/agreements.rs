//! Sharing agreements.

use shared::{
    agreements::api::{AgreementDraft, AgreementList, AgreementView},
    ids::AgreementId,
};

use crate::{
    Call, Client,
    Method::{Get, Post, Put},
    Result,
};

impl Client {
    /// The sharing agreements, those in force first.
    pub async fn sharing_agreements(&self) -> Result<AgreementList> {
        self.send(Call::new(Get, "/sharing-agreements")).await
    }

    /// One sharing agreement.
    pub async fn sharing_agreement(&self, agreement: AgreementId) -> Result<AgreementView> {
        self.send(Call::new(Get, format!("/sharing-agreements/{agreement}")))
            .await
    }

    /// Adds a sharing agreement.
    pub async fn create_sharing_agreement(&self, form: &AgreementDraft) -> Result<AgreementView> {
        self.send(Call::new(Post, "/sharing-agreements").json(form))
            .await
    }

    /// Says anew what a sharing agreement is.
    pub async fn replace_sharing_agreement(
        &self,
        agreement: AgreementId,
        version: i32,
        form: &AgreementDraft,
    ) -> Result<AgreementView> {
        self.send(
            Call::new(Put, format!("/sharing-agreements/{agreement}"))
                .version(version)
                .json(form),
        )
        .await
    }
}
