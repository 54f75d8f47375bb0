//! The floors: a small program that does no more than a question needs. It answers bytes from
//! memory, asks the database by hand-written statements, has it build the JSON, and writes one
//! durable row, alone or sharing a commit. It has no sessions, no permissions, no conventions: what
//! the server costs beyond it is the price of those.

mod ask;
mod dialect;
mod memory;
mod writes;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use clap::Args;
use tokio::net::TcpListener;

pub use ask::{Argument, Database};
pub use dialect::Dialect;

use crate::{error::Error, questions};

#[derive(Args)]
pub struct Options {
    /// The database that the server answers from
    #[arg(long)]
    database: String,
    /// Where the durable rows go: a database of the same kind
    #[arg(long)]
    notes: String,
}

/// The first words of the line by which the floors say that they are ready.
pub const READY: &str = "The floors are ready at ";

/// A statement that builds the whole answer, by the question's id.
type Built = Vec<(&'static str, &'static str)>;

#[derive(Clone)]
struct App {
    database: Arc<Database>,
    built: Arc<Built>,
}

/// Serves until the process is ended.
///
/// # Errors
/// When the database or the socket cannot be opened.
pub fn run(options: &Options) -> Result<(), Error> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::io("the runtime"))?
        .block_on(serve(options))
}

async fn serve(options: &Options) -> Result<(), Error> {
    let database = Database::open(&options.database).await?;
    let built = questions::READS
        .iter()
        // Made once and kept for as long as the program runs.
        .map(|read| (read.id(), &*database.dialect().render(read.built()).leak()))
        .collect();
    let app = App {
        database: Arc::new(database),
        built: Arc::new(built),
    };
    let notes = writes::Notes::open(&options.notes).await?;
    let router = Router::new()
        .route("/rows/{question}/{*arguments}", get(rows))
        .route("/built/{question}/{*arguments}", get(built_answer))
        .with_state(app)
        .merge(memory::router())
        .merge(
            Router::new()
                .route("/alone", post(writes::alone))
                .route("/shared", post(writes::shared))
                .with_state(notes),
        )
        .layer(DefaultBodyLimit::max(16 * 1024 * 1024));
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
        .await
        .map_err(Error::io("a socket"))?;
    let address = listener.local_addr().map_err(Error::io("a socket"))?;
    println!("{READY}http://{address}");
    axum::serve(listener, router)
        .await
        .map_err(Error::io("serving"))
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.to_string()).into_response()
    }
}

fn json(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn rows(
    State(app): State<App>,
    Path((question, arguments)): Path<(String, String)>,
) -> Result<Response, Error> {
    let Some(read) = questions::READS.iter().find(|read| read.id() == question) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let arguments = Argument::list(&arguments);
    Ok(json(read.rows(&app.database, &arguments).await?))
}

async fn built_answer(
    State(app): State<App>,
    Path((question, arguments)): Path<(String, String)>,
) -> Result<Response, Error> {
    let Some((_, sql)) = app.built.iter().find(|(id, _)| *id == question) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let text = app.database.text(sql, &Argument::list(&arguments)).await?;
    Ok(json(text.into_bytes()))
}
