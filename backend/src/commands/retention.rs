//! `throughline retention replay`.

use crate::{config::StoreArgs, features::retention::ledger};

use super::{CommandError, store};

/// Erases again whatever a restored copy has brought back.
///
/// # Errors
/// When the database cannot be used or the list cannot be read.
pub async fn replay(args: &StoreArgs) -> Result<(), CommandError> {
    let db = store::open_current(args).await?;
    let replayed = ledger::replay(&db, &args.data_dir).await?;
    println!(
        "The list holds {} erasures; {} of the cases were there again and have been erased.",
        replayed.listed, replayed.erased
    );
    Ok(())
}
