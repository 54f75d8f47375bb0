//! A database for one test.

use std::path::{Path, PathBuf};

use backend::{clock, db::Database};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_orm_migration::MigratorTrait;

/// A folder that goes when the test ends.
pub struct Directory(PathBuf);

impl Directory {
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where the database of a test is, to open it once more.
pub struct Place(String);

impl Place {
    /// Its address.
    pub fn url(&self) -> &str {
        &self.0
    }

    /// Opens the database once more, as another process would.
    pub async fn open(&self) -> Database {
        Database::open_url(&self.0, true).await.unwrap()
    }
}

/// A folder of one's own.
pub fn directory() -> Directory {
    let path = std::env::temp_dir().join(format!("throughline-{}", clock::random_id().simple()));
    std::fs::create_dir_all(&path).unwrap();
    Directory(path)
}

pub async fn sqlite() -> (Database, Directory, Place) {
    let (db, directory) = empty_sqlite().await;
    Migrator::up(db.owner(), None).await.unwrap();
    let path = directory.path().join("throughline.sqlite");
    let place = Place(format!("sqlite:{}", path.display()));
    (db, directory, place)
}

/// A SQLite file without a schema.
pub async fn empty_sqlite() -> (Database, Directory) {
    let directory = directory();
    (
        Database::open_directory(directory.path()).await.unwrap(),
        directory,
    )
}

pub async fn postgres() -> (Database, Directory, Place) {
    let (db, url) = created().await;
    Migrator::up(db.owner(), None).await.unwrap();
    (db, directory(), Place(url))
}

/// A PostgreSQL database without a schema.
pub async fn empty_postgres() -> (Database, Directory) {
    (created().await.0, directory())
}

async fn created() -> (Database, String) {
    let server = std::env::var("THROUGHLINE_TEST_POSTGRES").expect(
        "these tests need a PostgreSQL to throw away: run them with `cargo xtask test`, which starts one, \
         or name one with THROUGHLINE_TEST_POSTGRES=postgres://USER@HOST/postgres",
    );
    let name = format!("throughline_{}", clock::random_id().simple());
    let admin: DatabaseConnection = sea_orm::Database::connect(&server).await.unwrap();
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    admin.close().await.unwrap();
    let (front, _) = server.rsplit_once('/').unwrap();
    let url = format!("{front}/{name}");
    (Database::open_url(&url, true).await.unwrap(), url)
}
