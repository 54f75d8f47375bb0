//! A database that a server runs on.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::{
    AssertSqlSafe, Connection, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions,
};
use tokio::runtime::Runtime;

use crate::{
    drive::{Family, parent},
    error::Error,
};

/// A database, with the folder for what lies beside it.
pub struct Store {
    directory: PathBuf,
    kind: Kind,
    url: String,
}

enum Kind {
    Sqlite,
    /// The cluster's own address.
    Postgres(String),
}

fn runtime() -> Result<Runtime, Error> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::io("the runtime"))
}

fn execute(url: &str, sql: &str) -> Result<(), Error> {
    runtime()?.block_on(async {
        let mut connection = PgConnection::connect(url).await?;
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await?;
        connection.close().await?;
        Ok(())
    })
}

impl Store {
    /// An SQLite file in `directory`.
    pub fn sqlite(directory: &Path) -> Self {
        let file = directory.join("throughline.sqlite");
        Self {
            directory: directory.to_path_buf(),
            kind: Kind::Sqlite,
            url: format!("sqlite:{}", file.display()),
        }
    }

    /// A new database in the cluster at `cluster`.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn postgres(directory: &Path, cluster: &str, scale: usize) -> Result<Self, Error> {
        let name = format!("bench_{scale}");
        execute(
            cluster,
            &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        )?;
        execute(cluster, &format!("CREATE DATABASE {name}"))?;
        let (place, _) = cluster.rsplit_once('/').unwrap_or((cluster, ""));
        Ok(Self {
            directory: directory.to_path_buf(),
            url: format!("{place}/{name}"),
            kind: Kind::Postgres(cluster.to_owned()),
        })
    }

    /// Does something to the database itself, from outside of the server.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn execute(&self, sql: &'static str) -> Result<(), Error> {
        match &self.kind {
            Kind::Postgres(_) => execute(&self.url, sql),
            Kind::Sqlite => runtime()?.block_on(async {
                let options = SqliteConnectOptions::from_str(&self.url)?
                    .busy_timeout(Duration::from_secs(30));
                let mut connection = SqliteConnection::connect_with(&options).await?;
                sqlx::raw_sql(AssertSqlSafe(sql))
                    .execute(&mut connection)
                    .await?;
                connection.close().await?;
                Ok(())
            }),
        }
    }

    /// The one number that a statement gives.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn number(&self, sql: &'static str) -> Result<i64, Error> {
        runtime()?.block_on(async {
            Ok(match &self.kind {
                Kind::Postgres(_) => {
                    let mut connection = PgConnection::connect(&self.url).await?;
                    sqlx::query_scalar(sql).fetch_one(&mut connection).await?
                }
                Kind::Sqlite => {
                    let options = SqliteConnectOptions::from_str(&self.url)?
                        .busy_timeout(Duration::from_secs(30));
                    let mut connection = SqliteConnection::connect_with(&options).await?;
                    sqlx::query_scalar(sql).fetch_one(&mut connection).await?
                }
            })
        })
    }

    /// What people call it.
    pub const fn name(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite => "SQLite",
            Kind::Postgres(_) => "PostgreSQL",
        }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the floors write: a file of their own beside the server's, or a table of their own.
    pub fn notes(&self) -> String {
        match self.kind {
            Kind::Sqlite => format!("sqlite:{}", self.directory.join("floors.sqlite").display()),
            Kind::Postgres(_) => self.url.clone(),
        }
    }

    /// A file for the server's log.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn log(&self) -> Result<File, Error> {
        let path = self.directory.join("server.log");
        File::create(&path).map_err(Error::file(&path))
    }

    /// The server's program with some words, on this store.
    pub fn command(&self, binary: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(binary);
        command
            .args(words)
            .arg("--data-dir")
            .arg(&self.directory)
            .args(["--database-url", &self.url])
            .stdin(Stdio::null());
        command
    }

    fn done(&self, mut command: Command, what: &str) -> Result<(), Error> {
        let output = command.output().map_err(Error::io(what))?;
        if output.status.success() {
            return Ok(());
        }
        Err(Error::NotReady {
            what: what.to_owned(),
            log: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Makes the tables.
    ///
    /// # Errors
    /// When the program fails.
    pub fn migrate(&self, binary: &Path) -> Result<(), Error> {
        self.done(self.command(binary, &["migrate"]), "migrate")
    }

    /// Brings a plan into an empty database of its own; gives back the seconds that it took.
    ///
    /// # Errors
    /// When the program fails.
    pub fn import(&self, binary: &Path, plan: &Path) -> Result<f64, Error> {
        let own = match &self.kind {
            Kind::Sqlite => {
                let directory = self.directory.join("import");
                std::fs::create_dir_all(&directory).map_err(Error::file(&directory))?;
                Self::sqlite(&directory)
            }
            Kind::Postgres(cluster) => Self::postgres(&self.directory, cluster, 0)?,
        };
        own.migrate(binary)?;
        let plan = plan.display().to_string();
        let began = Instant::now();
        own.done(
            own.command(binary, &["import", "plan", &plan]),
            "the import",
        )?;
        Ok(began.elapsed().as_secs_f64())
    }

    /// Checks the audit log: what was generated and what was written since hangs together.
    ///
    /// # Errors
    /// When it does not.
    pub fn verify(&self, binary: &Path) -> Result<(), Error> {
        self.done(self.command(binary, &["audit", "verify"]), "audit verify")
    }

    /// The database's own processes, where it has any.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn processes(&self) -> Result<Option<Family>, Error> {
        match &self.kind {
            Kind::Sqlite => Ok(None),
            Kind::Postgres(cluster) => runtime()?.block_on(async {
                let mut connection = PgConnection::connect(cluster).await?;
                let backend: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
                    .fetch_one(&mut connection)
                    .await?;
                let server = u32::try_from(backend).ok().and_then(parent);
                connection.close().await?;
                Ok(server.map(Family))
            }),
        }
    }

    /// Waits for something that needs a runtime.
    ///
    /// # Errors
    /// Those of the work.
    pub fn block_on<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        runtime()?.block_on(work)
    }
}
