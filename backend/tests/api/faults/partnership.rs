//! A partnership in a database of its own, for a program of its own.

use std::{collections::BTreeMap, sync::Arc};

use backend::{
    db::{Database, Who},
    features::auth::session,
};
use migrations::Migrator;
use sea_orm_migration::MigratorTrait;
use shared::ids::PersonId;

use super::traces::Traces;
use crate::support::{Seed, config, database, plant};

/// A partnership that nobody serves yet.
pub struct Partnership {
    pub seed: Seed,
    pub directory: database::Directory,
    /// The address of its database, where that is not a file in the directory.
    pub url: Option<String>,
    /// Whether that database need not be durable.
    pub trusting: bool,
    cookies: BTreeMap<PersonId, String>,
}

impl Partnership {
    pub async fn sqlite() -> Self {
        let (db, directory, _) = database::sqlite().await;
        Self::found(db, directory, None, true).await
    }

    pub async fn postgres() -> Self {
        let (db, directory, place) = database::postgres().await;
        let url = place.url().to_owned();
        Self::found(db, directory, Some(url), true).await
    }

    /// In the database at `url`, which is durable.
    pub async fn at(url: String, directory: database::Directory) -> Self {
        let db = Database::open_url(&url, false).await.unwrap();
        Migrator::up(db.owner(), None).await.unwrap();
        Self::found(db, directory, Some(url), false).await
    }

    async fn found(
        db: Database,
        directory: database::Directory,
        url: Option<String>,
        trusting: bool,
    ) -> Self {
        let seed = plant(&db).await;
        let mut cookies = BTreeMap::new();
        for person in [seed.administrator, seed.council_editor, seed.council_lead] {
            cookies.insert(person, sign_in(&db, person).await);
        }
        // The program must find the database as a crash would leave it: in nobody's hands.
        db.read.clone().close().await.unwrap();
        db.owner().clone().close().await.unwrap();
        Self {
            seed,
            directory,
            url,
            trusting,
            cookies,
        }
    }

    /// The session's cookie of somebody who writes.
    pub fn cookie(&self, person: PersonId) -> &str {
        &self.cookies[&person]
    }

    /// Opens the database beside whoever serves it.
    pub async fn open(&self) -> Database {
        match &self.url {
            Some(url) => Database::open_url(url, true).await.unwrap(),
            None => Database::open_directory(self.directory.path())
                .await
                .unwrap(),
        }
    }

    /// What is in the database, once nobody is at work on it any more.
    pub async fn traces(&self) -> Traces {
        let db = self.open().await;
        let traces = Traces::read(&db.read).await;
        db.read.clone().close().await.unwrap();
        db.owner().clone().close().await.unwrap();
        traces
    }
}

async fn sign_in(db: &Database, person: PersonId) -> String {
    let config = Arc::new(config());
    let cookie = db
        .unit(Who::console("test"), move |unit| {
            Box::pin(async move {
                unit.changes_nothing();
                Ok(session::begin(unit, &config, person, "Test".to_owned())
                    .await?
                    .cookie)
            })
        })
        .await
        .unwrap();
    let text = cookie.to_str().unwrap();
    text.split(';').next().unwrap().to_owned()
}
