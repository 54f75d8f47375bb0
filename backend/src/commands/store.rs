//! Opening the database that the command line names.

use migrations::Migrator;
use sea_orm::{ConnectionTrait, Statement};
use sea_orm_migration::MigratorTrait;

use crate::{
    config::StoreArgs,
    db::Database,
    vault::{KEY_FILE, Vault},
};

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

/// Opens the database and brings its schema up to date. A schema that is up to date is left alone,
/// so that a server needs no right to change it.
///
/// # Errors
/// As [`open`], and when a migration fails or the database is newer than the program.
pub async fn open_current(args: &StoreArgs) -> Result<Database, CommandError> {
    let db = open(args).await?;
    if !is_current(&db).await {
        let alone = db.starting().await.map_err(CommandError::Migrate)?;
        Migrator::up(db.owner(), None)
            .await
            .map_err(CommandError::Migrate)?;
        drop(alone);
    }
    Ok(db)
}

/// Opens the vault of the database's secrets.
///
/// # Errors
/// When its key cannot be used, or is not the database's.
pub async fn vault(args: &StoreArgs, db: &Database) -> Result<Vault, CommandError> {
    let beside = || args.data_dir.join(KEY_FILE);
    let vault = Vault::at(&args.key_file.clone().unwrap_or_else(beside))?;
    vault.fits(db).await?;
    Ok(vault)
}

/// Whether exactly the program's migrations have been applied.
async fn is_current(db: &Database) -> bool {
    let applied = db
        .read
        .query_all_raw(Statement::from_string(
            db.backend(),
            "SELECT version FROM seaql_migrations ORDER BY version",
        ))
        .await;
    // A database without that table has no migrations yet.
    let Ok(rows) = applied else { return false };
    let applied: Vec<String> = rows
        .iter()
        .filter_map(|row| row.try_get_by_index(0).ok())
        .collect();
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    applied == known
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
