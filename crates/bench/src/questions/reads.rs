//! Reads: the server beside the floors that give the same answer.

use std::sync::Arc;

use super::{
    Ask, Read,
    check::same,
    stage::{Place, Side, Stage, expect},
};
use crate::{
    drive::{Asker, Connection, get},
    error::Error,
};

/// Connections in the table of what must hold.
pub const CONNECTIONS: usize = 8;

/// Asks for one address after the other.
pub struct Reads {
    requests: Arc<Vec<Vec<u8>>>,
    next: usize,
    step: usize,
    status: u16,
    /// How many it asks before it has no more; without a limit it goes around.
    left: Option<usize>,
}

impl Reads {
    /// As many askers as there are connections, each of whom begins elsewhere.
    pub fn askers(requests: Vec<Vec<u8>>, connections: usize, status: u16) -> Vec<Box<dyn Asker>> {
        let requests = Arc::new(requests);
        (0..connections)
            .map(|place| {
                Box::new(Self {
                    requests: Arc::clone(&requests),
                    next: place * requests.len() / connections.max(1),
                    step: 1,
                    status,
                    left: None,
                }) as Box<dyn Asker>
            })
            .collect()
    }

    /// Askers who share the addresses among them and ask for each once.
    pub fn once(requests: &Arc<Vec<Vec<u8>>>, connections: usize) -> Vec<Box<dyn Asker>> {
        (0..connections)
            .map(|place| {
                let share = requests.len().saturating_sub(place).div_ceil(connections);
                Box::new(Self {
                    requests: Arc::clone(requests),
                    next: place,
                    step: connections,
                    status: 200,
                    left: Some(share),
                }) as Box<dyn Asker>
            })
            .collect()
    }
}

impl Asker for Reads {
    fn ask(&mut self, connection: &mut Connection) -> Result<(), Error> {
        let at = self.next % self.requests.len().max(1);
        let request = self.requests.get(at).map_or(&[][..], Vec::as_slice);
        self.next += self.step;
        self.left = self.left.map(|left| left.saturating_sub(1));
        let answer = connection.ask(request)?;
        if answer.status != self.status {
            let path = String::from_utf8_lossy(request).into_owned();
            expect(&answer, self.status, &path)?;
        }
        Ok(())
    }

    fn has_more(&self) -> bool {
        self.left != Some(0)
    }
}

/// The server, asked for everything once between two changes of each plan, so that no answer can
/// have been kept; and then again and again, as it is when nothing changes.
pub fn server<'s>(stage: &Stage<'s>, asks: &[Ask]) -> [Side<'s>; 2] {
    let requests: Vec<Vec<u8>> = asks.iter().map(|ask| stage.read(&ask.path)).collect();
    let again = Side {
        name: "server, again",
        ..side("", stage.server, requests.clone(), CONNECTIONS)
    };
    let requests = Arc::new(requests);
    let change = stage.change();
    let place = stage.server;
    let computed = Side {
        name: "server",
        place,
        askers: Vec::new(),
        before: Some(Box::new(move |askers| {
            change()?;
            *askers = Reads::once(&requests, CONNECTIONS);
            Ok(())
        })),
    };
    [computed, again]
}

/// The address of a floor.
pub fn floor(kind: &str, question: &str, arguments: &str) -> Vec<u8> {
    get(&format!("/{kind}/{question}/{arguments}"), "")
}

/// Checks that the server and both floors give the same answer to everything that is asked.
pub fn check(stage: &Stage<'_>, read: &dyn Read, asks: &[Ask]) -> Result<(), Error> {
    let mut server = Connection::open(stage.server.address)?;
    let mut floors = Connection::open(stage.floors.address)?;
    for ask in asks {
        let answer = server.ask(&stage.read(&ask.path))?;
        let given = read.comparable(serde_json::from_slice(
            expect(&answer, 200, &ask.path)?.body,
        )?);
        for (kind, name) in [("built", SQL_JSON), ("rows", SQLX)] {
            let answer = floors.ask(&floor(kind, read.id(), &ask.arguments))?;
            let path = format!("{kind} {} {}", read.id(), ask.arguments);
            let found = serde_json::from_slice(expect(&answer, 200, &path)?.body)?;
            if let Err(difference) = same(given.clone(), read.comparable(found)) {
                return Err(Error::Wrong {
                    question: read.id(),
                    path: ask.path.clone(),
                    from: name,
                    difference,
                });
            }
        }
    }
    Ok(())
}

/// The floor that answers bytes from memory.
pub const MEMORY: &str = "memory";
/// The floor that asks through sqlx, row by row.
pub const SQLX: &str = "sqlx";
/// The floor for which the database builds the JSON.
pub const SQL_JSON: &str = "SQL-built JSON";

/// The three floors of a read.
pub fn floors(
    stage: &Stage<'_>,
    read: &dyn Read,
    asks: &[Ask],
    connections: usize,
) -> Result<Vec<Side<'static>>, Error> {
    let of = |kind: &str| -> Vec<Vec<u8>> {
        asks.iter()
            .map(|ask| floor(kind, read.id(), &ask.arguments))
            .collect()
    };
    Ok(vec![
        side(SQLX, stage.floors, of("rows"), connections),
        side(SQL_JSON, stage.floors, of("built"), connections),
        memory(stage, read.id(), asks, connections)?,
    ])
}

/// The server's own answers from memory.
pub fn memory(
    stage: &Stage<'_>,
    question: &str,
    asks: &[Ask],
    connections: usize,
) -> Result<Side<'static>, Error> {
    let mut server = Connection::open(stage.server.address)?;
    let mut floors = Connection::open(stage.floors.address)?;
    let mut requests = Vec::with_capacity(asks.len());
    for (place, ask) in asks.iter().enumerate() {
        let answer = server.ask(&stage.read(&ask.path))?;
        let body = expect(&answer, 200, &ask.path)?.body;
        let path = format!("/memory/{question}-{place}");
        let mut put = format!(
            "PUT {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        put.extend_from_slice(body);
        expect(&floors.ask(&put)?, 204, &path)?;
        requests.push(get(&path, ""));
    }
    Ok(side(MEMORY, stage.floors, requests, connections))
}

/// A side that asks for addresses around and around.
pub fn side(
    name: &'static str,
    place: Place,
    requests: Vec<Vec<u8>>,
    connections: usize,
) -> Side<'static> {
    Side {
        name,
        place,
        askers: Reads::askers(requests, connections, 200),
        before: None,
    }
}
