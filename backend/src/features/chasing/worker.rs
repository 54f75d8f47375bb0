//! The clerk: plans the digests of the day and sends what is due. Every process has one where mail
//! is set up; what one has in hand another leaves alone.

use tokio::{
    task::JoinHandle,
    time::{Duration, sleep},
};
use tokio_util::sync::CancellationToken;

use crate::{clock, db::Database, error::ApiError};

use super::{
    compose, plan,
    queue::{self, Ending},
    send::{Mailer, Trouble},
};

/// How often is looked for what is due.
const EVERY: Duration = Duration::from_secs(5);

/// What the clerk needs.
#[derive(Clone, Debug)]
pub struct Clerk {
    /// The database.
    pub db: Database,
    /// What sends.
    pub mailer: Mailer,
    /// The origin under which people reach the service, for links.
    pub origin: String,
    /// The partnership's name.
    pub partnership: String,
    /// The hour from which a day's digests go out, in Europe/London.
    pub hour: u32,
}

/// Plans and sends until `stop` is cancelled.
pub fn start(clerk: Clerk, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            if let Err(error) = clerk.round(&stop).await {
                tracing::warn!(%error, "mail was not looked after; the next round tries again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = sleep(EVERY) => {}
            }
        }
    })
}

impl Clerk {
    async fn round(&self, stop: &CancellationToken) -> Result<(), ApiError> {
        plan::plan_due(&self.db, clock::now(), self.hour).await?;
        while !stop.is_cancelled() {
            match self.send_one().await? {
                None | Some(Ending::Failed(Trouble::Unreachable)) => break,
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Sends the mail that has been due for longest, and says how that ended; none where nothing
    /// is due.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_one(&self) -> Result<Option<Ending>, ApiError> {
        let Some(parcel) = queue::take(&self.db).await? else {
            return Ok(None);
        };
        let now = clock::now();
        let letter = compose::letter(
            &self.db.read,
            &parcel.row,
            now,
            &self.origin,
            &self.partnership,
        )
        .await?;
        let ending = match letter {
            None => Ending::Needless,
            Some(letter) => match self.mailer.send(parcel.row.id, letter, now).await {
                Ok(()) => Ending::Sent,
                Err(trouble) => Ending::Failed(trouble),
            },
        };
        queue::record(&self.db, parcel, ending).await?;
        Ok(Some(ending))
    }
}
