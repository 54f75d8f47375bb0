//! Opening the database that the command line names.

use sea_orm_migration::MigratorTrait;

use crate::{config::StoreArgs, db::Database};

use super::CommandError;

/// Opens the database, making its folder when there is none.
///
/// # Errors
/// When the folder cannot be made or the database cannot be opened.
pub async fn open(args: &StoreArgs) -> Result<Database, CommandError> {
    std::fs::create_dir_all(&args.data_dir).map_err(|error| CommandError::File {
        path: args.data_dir.display().to_string(),
        error,
    })?;
    Ok(match &args.database_url {
        Some(url) => Database::open_url(url, args.allow_unsafe_database).await?,
        None => Database::open_directory(&args.data_dir).await?,
    })
}

/// Opens the database and brings its schema up to date.
///
/// # Errors
/// As [`open`], and when a migration fails or the database is newer than the program.
pub async fn open_current(args: &StoreArgs) -> Result<Database, CommandError> {
    let db = open(args).await?;
    migrations::Migrator::up(db.owner(), None)
        .await
        .map_err(CommandError::Migrate)?;
    Ok(db)
}

/// Brings the schema up to date and says so.
///
/// # Errors
/// As [`open_current`].
pub async fn migrate(args: &StoreArgs) -> Result<(), CommandError> {
    open_current(args).await?;
    println!("The database is up to date.");
    Ok(())
}
