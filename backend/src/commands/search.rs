//! `throughline search rebuild`.

use crate::{config::StoreArgs, features::search::rebuild};

use super::{CommandError, store};

/// Makes the index of the search anew, and says what was wrong with it.
///
/// # Errors
/// When the database cannot be used.
pub async fn rebuild(args: &StoreArgs) -> Result<(), CommandError> {
    let db = store::open_current(args).await?;
    let mended = rebuild::rebuild(&db).await?;
    println!("{} records can be found.", mended.records);
    if (mended.added, mended.changed, mended.removed) == (0, 0, 0) {
        println!("Nothing was wrong with their words.");
    } else {
        println!(
            "{} were missing, {} had other words, {} are there no more.",
            mended.added, mended.changed, mended.removed
        );
    }
    Ok(())
}
