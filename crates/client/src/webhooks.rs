//! Webhooks.

use shared::{
    ids::{AgencyId, DeliveryId, WebhookId},
    page::Page,
    webhooks::{
        DeliveryState,
        api::{
            CreateWebhook, DeliveryView, PatchWebhook, Replay, Replayed, RotateSecret, WebhookList,
            WebhookView, WebhookWithSecret,
        },
    },
};

use crate::{
    Call, Client,
    Method::{Delete, Get, Patch, Post},
    Result,
};

impl Client {
    /// The webhooks within the caller's reach, of one agency or of all.
    pub async fn webhooks(&self, agency: Option<AgencyId>) -> Result<WebhookList> {
        self.send(Call::new(Get, "/webhooks").query("agency", agency))
            .await
    }

    /// One webhook.
    pub async fn webhook(&self, webhook: WebhookId) -> Result<WebhookView> {
        self.send(Call::new(Get, format!("/webhooks/{webhook}")))
            .await
    }

    /// Adds a webhook. The answer shows its secret, this once.
    pub async fn create_webhook(&self, form: &CreateWebhook) -> Result<WebhookWithSecret> {
        self.send(Call::new(Post, "/webhooks").json(form)).await
    }

    /// Changes a webhook, or switches it on or off.
    pub async fn patch_webhook(
        &self,
        webhook: WebhookId,
        version: i32,
        form: &PatchWebhook,
    ) -> Result<WebhookView> {
        self.send(
            Call::new(Patch, format!("/webhooks/{webhook}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Removes a webhook with the log of its deliveries.
    pub async fn remove_webhook(&self, webhook: WebhookId, version: i32) -> Result<()> {
        self.send(Call::new(Delete, format!("/webhooks/{webhook}")).version(version))
            .await
    }

    /// Gives a webhook a new secret. The answer shows it, this once.
    pub async fn rotate_webhook(
        &self,
        webhook: WebhookId,
        version: i32,
        form: &RotateSecret,
    ) -> Result<WebhookWithSecret> {
        self.send(
            Call::new(Post, format!("/webhooks/{webhook}/secret"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Sends a test event.
    pub async fn test_webhook(&self, webhook: WebhookId) -> Result<DeliveryView> {
        self.send(Call::new(Post, format!("/webhooks/{webhook}/test")))
            .await
    }

    /// A page of the log of deliveries, latest first.
    pub async fn deliveries(
        &self,
        webhook: WebhookId,
        state: Option<DeliveryState>,
        cursor: Option<&str>,
    ) -> Result<Page<DeliveryView>> {
        self.send(
            Call::new(Get, format!("/webhooks/{webhook}/deliveries"))
                .query("state", state.map(DeliveryState::code))
                .query("cursor", cursor),
        )
        .await
    }

    /// Sends a delivery again.
    pub async fn replay_delivery(
        &self,
        webhook: WebhookId,
        delivery: DeliveryId,
    ) -> Result<DeliveryView> {
        self.send(Call::new(
            Post,
            format!("/webhooks/{webhook}/deliveries/{delivery}/replay"),
        ))
        .await
    }

    /// Sends everything that happened since an instant again.
    pub async fn replay_webhook(&self, webhook: WebhookId, form: &Replay) -> Result<Replayed> {
        self.send(Call::new(Post, format!("/webhooks/{webhook}/replay")).json(form))
            .await
    }
}
