//! Agencies.

use shared::{
    agencies::api::{AgencyList, AgencyView, CreateAgency, PatchAgency, Succession},
    ids::AgencyId,
};

use crate::{
    Call, Client,
    Method::{Get, Patch, Post},
    Result,
};

impl Client {
    /// The agencies of the partnership.
    pub async fn agencies(&self) -> Result<AgencyList> {
        self.send(Call::new(Get, "/agencies")).await
    }

    /// One agency.
    pub async fn agency(&self, agency: AgencyId) -> Result<AgencyView> {
        self.send(Call::new(Get, format!("/agencies/{agency}")))
            .await
    }

    /// Adds an agency.
    pub async fn create_agency(&self, form: &CreateAgency) -> Result<AgencyView> {
        self.send(Call::new(Post, "/agencies").json(form)).await
    }

    /// Changes an agency.
    pub async fn patch_agency(
        &self,
        agency: AgencyId,
        version: i32,
        form: &PatchAgency,
    ) -> Result<AgencyView> {
        self.send(
            Call::new(Patch, format!("/agencies/{agency}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Ends an agency and moves its live duties to its successor, which is given back.
    pub async fn succeed_agency(
        &self,
        agency: AgencyId,
        version: i32,
        form: &Succession,
    ) -> Result<AgencyView> {
        self.send(
            Call::new(Post, format!("/agencies/{agency}/succession"))
                .version(version)
                .json(form),
        )
        .await
    }
}
