//! API clients.

use shared::{
    clients::api::{
        ClientList, ClientView, CreateClient, MadeClient, MadeSecret, NewSecret, PatchClient,
        SetKeys,
    },
    ids::{AgencyId, ClientId},
};

use crate::{
    Call, Client,
    Method::{Get, Patch, Post, Put},
    Result,
};

impl Client {
    /// The API clients that the caller may know of, of one agency where it is named.
    pub async fn api_clients(&self, agency: Option<AgencyId>) -> Result<ClientList> {
        self.send(Call::new(Get, "/api-clients").query("agency", agency))
            .await
    }

    /// One API client.
    pub async fn api_client(&self, client: ClientId) -> Result<ClientView> {
        self.send(Call::new(Get, format!("/api-clients/{client}")))
            .await
    }

    /// Adds an API client to an agency.
    pub async fn create_api_client(&self, form: &CreateClient) -> Result<MadeClient> {
        self.send(Call::new(Post, "/api-clients").json(form)).await
    }

    /// Changes, disables or enables an API client.
    pub async fn patch_api_client(
        &self,
        client: ClientId,
        version: i32,
        form: &PatchClient,
    ) -> Result<ClientView> {
        self.send(
            Call::new(Patch, format!("/api-clients/{client}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Sets the public keys of an API client.
    pub async fn set_client_keys(
        &self,
        client: ClientId,
        version: i32,
        form: &SetKeys,
    ) -> Result<ClientView> {
        self.send(
            Call::new(Put, format!("/api-clients/{client}/keys"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Makes a new secret for an API client.
    pub async fn new_client_secret(
        &self,
        client: ClientId,
        form: &NewSecret,
    ) -> Result<MadeSecret> {
        self.send(Call::new(Post, format!("/api-clients/{client}/secrets")).json(form))
            .await
    }
}
