//! Tells people once a day what their agencies owe. Every process has one; whichever comes first
//! does the day's.

use tokio::{
    task::JoinHandle,
    time::{Duration, sleep},
};
use tokio_util::sync::CancellationToken;

use crate::{clock, db::Database, features::step_down::remind as reviews};

use super::remind;

/// How often is looked whether a day has begun.
const EVERY: Duration = Duration::from_secs(60);

/// Tells until `stop` is cancelled.
pub fn start(db: Database, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            if let Err(error) = remind::remind_due(&db, clock::now()).await {
                tracing::warn!(%error, "nobody was told what is due; the next minute tries again");
            }
            if let Err(error) = reviews::remind_due(&db, clock::now()).await {
                tracing::warn!(%error, "nobody was told of reviews; the next minute tries again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = sleep(EVERY) => {}
            }
        }
    })
}
