//! What anybody may read without signing in.

use shared::publication::api::{PublicationForm, PublicationView};

use crate::{
    Call, Client,
    Method::{Get, Put},
    Result,
};

impl Client {
    /// What is public.
    pub async fn publication(&self) -> Result<PublicationView> {
        self.send(Call::new(Get, "/publication")).await
    }

    /// Changes what is public.
    pub async fn replace_publication(
        &self,
        version: i32,
        form: PublicationForm,
    ) -> Result<PublicationView> {
        self.send(Call::new(Put, "/publication").version(version).json(&form))
            .await
    }
}
