//! What the caller has been told.

use shared::{
    ids::NoticeId,
    notices::api::{NoticePage, ReadUpTo, Unread},
};

use crate::{
    Call, Client,
    Method::{Get, Post},
    Result,
};

impl Client {
    /// What the caller has been told, latest first, a page at a time.
    pub async fn notices(&self, cursor: Option<&str>, limit: Option<u16>) -> Result<NoticePage> {
        self.send(
            Call::new(Get, "/session/notices")
                .query("cursor", cursor)
                .query("limit", limit),
        )
        .await
    }

    /// Marks a notice as read.
    pub async fn read_notice(&self, notice: NoticeId) -> Result<Unread> {
        self.send(Call::new(Post, format!("/session/notices/{notice}/read")))
            .await
    }

    /// Marks everything up to a notice as read.
    pub async fn read_notices(&self, form: &ReadUpTo) -> Result<Unread> {
        self.send(Call::new(Post, "/session/notices/read").json(form))
            .await
    }
}
