//! The postman: makes deliveries for what has happened, takes those that are due, and attempts
//! them beside one another. Every process has one; what is lent to one is not lent to another.

use shared::webhooks::{Outcome, Target};
use tokio::{
    task::{JoinHandle, JoinSet},
    time::{Duration, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{clock, db::Database, error::ApiError, vault::Vault};

use super::{
    queue::{self, Parcel},
    record,
    send::{Letter, Sender},
    sign,
};

/// How often is looked for what has become due.
const EVERY: Duration = Duration::from_secs(1);
/// Attempts at the same time, to all webhooks together.
const ROOM: usize = 256;
/// How long attempts under way may take when the server stops. What is not done by then goes out
/// again, under the same id, when its loan has run out.
const FAREWELL: Duration = Duration::from_secs(5);

/// What a postman needs.
#[derive(Clone, Debug)]
pub struct Postman {
    /// The database.
    pub db: Database,
    /// The keeper of the secrets that sign.
    pub vault: Vault,
    /// What sends.
    pub sender: Sender,
    /// Whether receivers on this machine may be called.
    pub loopback: bool,
}

/// Delivers until `stop` is cancelled.
pub fn start(postman: Postman, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut under_way = JoinSet::new();
        loop {
            if let Err(error) = postman.round(&mut under_way).await {
                tracing::warn!(%error, "webhooks were not looked after; the next round tries again");
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = sleep(EVERY) => {}
                // One that is done makes room for the next.
                Some(_) = under_way.join_next() => {}
            }
        }
        let all = async { while under_way.join_next().await.is_some() {} };
        let _ = timeout(FAREWELL, all).await;
    })
}

impl Postman {
    async fn round(&self, under_way: &mut JoinSet<()>) -> Result<(), ApiError> {
        queue::enqueue(&self.db).await?;
        let room = u32::try_from(ROOM.saturating_sub(under_way.len())).unwrap_or(0);
        for parcel in queue::take(&self.db, room).await? {
            let postman = self.clone();
            under_way.spawn(async move {
                if let Err(error) = postman.deliver(parcel).await {
                    tracing::warn!(%error, "an attempt at a webhook was not written down; it goes out again");
                }
            });
        }
        Ok(())
    }

    /// Makes deliveries for what has happened and attempts what is due now, until nothing is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deliver_due(&self) -> Result<(), ApiError> {
        queue::enqueue(&self.db).await?;
        loop {
            let parcels = queue::take(&self.db, ROOM as u32).await?;
            if parcels.is_empty() {
                return Ok(());
            }
            let mut under_way = JoinSet::new();
            for parcel in parcels {
                let postman = self.clone();
                under_way.spawn(async move { postman.deliver(parcel).await });
            }
            while let Some(done) = under_way.join_next().await {
                done.map_err(|_| ApiError::Lost("an attempt at a webhook"))??;
            }
        }
    }

    /// Attempts a delivery and writes down how that went.
    ///
    /// # Errors
    /// When the database fails, or the webhook's secret cannot be opened.
    pub async fn deliver(&self, parcel: Parcel) -> Result<(), ApiError> {
        let began = clock::now();
        let attempt = match Target::read(&parcel.webhook.url, self.loopback) {
            Ok(target) => {
                let letter = self.letter(&parcel, began.timestamp())?;
                self.sender.attempt(&target, letter).await
            }
            // Its address was allowed when it was saved, and no longer is.
            Err(_) => Outcome::NotPublic.into(),
        };
        record::record(&self.db, parcel, attempt, began).await
    }

    /// What is sent, signed with every secret that signs now.
    fn letter(&self, parcel: &Parcel, timestamp: i64) -> Result<Letter, ApiError> {
        let webhook = &parcel.webhook;
        let open = |sealed: &[u8]| self.vault.open(sign::PURPOSE, webhook.id, sealed);
        let mut secrets = vec![open(&webhook.secret)?];
        if let (Some(old), Some(until)) = (&webhook.old_secret, webhook.old_secret_until)
            && timestamp < until.timestamp()
        {
            secrets.push(open(old)?);
        }
        let id = parcel.id.to_string();
        let body = serde_json::to_string(&parcel.event)?;
        Ok(Letter {
            signature: sign::signatures(&secrets, &id, timestamp, body.as_bytes()),
            id,
            timestamp,
            body,
        })
    }
}
