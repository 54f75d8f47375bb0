//! `throughline keys rotate`.

use crate::{
    config::StoreArgs,
    features::clients::token::signing::{self, Rotation},
};

use super::{CommandError, store};

/// Changes the keys that sign access tokens, and says what that means.
///
/// # Errors
/// When the database or the key file cannot be used.
pub async fn rotate(args: &StoreArgs, revoke: bool) -> Result<(), CommandError> {
    let db = store::open_current(args).await?;
    let vault = store::vault(args, &db).await?;
    if revoke {
        signing::rotate_now(&db, &vault, Rotation::Revoking).await?;
        println!(
            "New keys sign access tokens. Every token that was out is dead: programs fetch new ones."
        );
    } else {
        signing::rotate_now(&db, &vault, Rotation::Ordinary).await?;
        println!(
            "Another key signs access tokens now. Tokens that are out stay good until they run out."
        );
    }
    Ok(())
}
