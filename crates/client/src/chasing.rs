//! Who has reported, who answers for an agency, and what people get by mail.

use shared::{
    chasing::{
        MailChoice,
        api::{AccountableView, MailView, SetAccountable},
    },
    ids::AgencyId,
};

use crate::{
    Call, Client,
    Method::{Get, Put},
    Result,
};

impl Client {
    /// What the caller gets by mail.
    pub async fn mail(&self) -> Result<MailView> {
        self.send(Call::new(Get, "/session/mail")).await
    }

    /// Sets what the caller gets by mail.
    pub async fn set_mail(&self, choice: &MailChoice) -> Result<MailView> {
        self.send(Call::new(Put, "/session/mail").json(choice))
            .await
    }

    /// Who answers for an agency when a cycle closes without its reports.
    pub async fn accountable(&self, agency: AgencyId) -> Result<AccountableView> {
        self.send(Call::new(Get, format!("/agencies/{agency}/accountable")))
            .await
    }

    /// Names who answers for an agency.
    pub async fn set_accountable(
        &self,
        agency: AgencyId,
        version: i32,
        form: &SetAccountable,
    ) -> Result<AccountableView> {
        self.send(
            Call::new(Put, format!("/agencies/{agency}/accountable"))
                .version(version)
                .json(form),
        )
        .await
    }
}
