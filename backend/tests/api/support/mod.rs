//! A small world for every test: a database, a server in front of it, a partnership of three
//! agencies with a plan of three actions, and one person a role.

mod call;
mod client;
pub mod database;
mod seed;

pub use call::{Answer, Caller};
pub use client::Client;
pub use seed::{Seed, plant};

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use backend::{
    config::Config,
    db::{Database, Who},
    features::auth::{passwords::Passwords, session},
    http::serve,
    router::router,
    state::App,
    vault::{KEY_FILE, Vault},
};
use shared::ids::PersonId;
use tokio::net::TcpListener;

/// Runs a test on both databases.
macro_rules! on_both {
    ($(#[$doc:meta])* async fn $name:ident($world:ident: $kind:ident) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$doc])*
            async fn story($world: $kind) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story($crate::support::World::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                story($crate::support::World::postgres().await).await;
            }
        }
    };
}
pub(crate) use on_both;

/// How every server of the tests is started.
pub fn config() -> Config {
    Config {
        partnership: "Northshire partnership".to_owned(),
        demonstration: false,
        public_origin: None,
        issuer: "http://127.0.0.1".to_owned(),
        secure_cookies: false,
        loopback_webhooks: true,
        kept_months: 24,
        mail: false,
    }
}

/// A server with a small partnership behind it.
pub struct World {
    pub app: App,
    pub seed: Seed,
    pub directory: database::Directory,
    address: SocketAddr,
    place: database::Place,
}

impl World {
    pub async fn sqlite() -> Self {
        let (db, directory, place) = database::sqlite().await;
        Self::over(db, directory, place).await
    }

    pub async fn postgres() -> Self {
        let (db, directory, place) = database::postgres().await;
        Self::over(db, directory, place).await
    }

    async fn over(db: Database, directory: database::Directory, place: database::Place) -> Self {
        let seed = seed::plant(&db).await;
        let (app, address) = served(db, directory.path()).await;
        Self {
            app,
            seed,
            directory,
            address,
            place,
        }
    }

    /// The address of another server on the same database, which shares nothing else with the
    /// first.
    pub async fn another(&self) -> String {
        let (_, address) = served(self.place.open().await, self.directory.path()).await;
        format!("http://{address}")
    }

    /// As [`Self::another`], with the number of queries that it has asked in order to answer. Those
    /// by which it tells whether anything has changed are not among them.
    pub async fn counting(&self) -> (String, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let mut db = self.place.open().await;
        let counter = Arc::clone(&asked);
        db.read.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let (_, address) = served(db, self.directory.path()).await;
        (format!("http://{address}"), asked)
    }

    /// The address of the server.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A caller who is not signed in.
    pub fn guest(&self) -> Caller {
        Caller::new(self.base(), None)
    }

    /// A caller who is signed in as `person`.
    pub async fn by(&self, person: PersonId) -> Caller {
        let config = Arc::clone(&self.app.config);
        let cookie = self
            .app
            .db
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
        let cookie = cookie
            .to_str()
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        Caller::new(self.base(), Some(cookie))
    }

    /// How many audit entries there are.
    pub async fn entries(&self) -> u64 {
        use sea_orm::{EntityTrait, PaginatorTrait};
        entities::audit_entry::Entity::find()
            .count(&self.app.db.read)
            .await
            .unwrap()
    }

    /// The acts in the audit log, in order.
    pub async fn acts(&self) -> Vec<String> {
        use sea_orm::{EntityTrait, QueryOrder};
        entities::audit_entry::Entity::find()
            .order_by_asc(entities::audit_entry::Column::At)
            .order_by_asc(entities::audit_entry::Column::Id)
            .all(&self.app.db.read)
            .await
            .unwrap()
            .into_iter()
            .map(|entry| entry.act)
            .collect()
    }
}

/// Serves `db` on a port of its own, with its key in `directory`.
async fn served(db: Database, directory: &Path) -> (App, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = App::new(
        db,
        Config {
            issuer: format!("http://{address}"),
            ..config()
        },
        Passwords::default(),
        Vault::at(&directory.join(KEY_FILE)).unwrap(),
    );
    tokio::spawn(serve::serve(
        listener,
        router(app.clone(), None),
        serve::Limits::default(),
        std::future::pending(),
    ));
    (app, address)
}
