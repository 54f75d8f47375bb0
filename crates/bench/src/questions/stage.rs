//! What the questions are measured on: a server and the floors, side by side.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use uuid::Uuid;

use crate::{
    drive::{Answer, Asker, Connection, Cpu, Family, Timed, get, time},
    error::Error,
    report::Line,
    run::Store,
    set::Set,
};

/// Where a program listens.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub address: SocketAddr,
    pub process: u32,
}

/// An update that is sent and returned again and again.
#[derive(Debug)]
pub struct Draft {
    pub id: Uuid,
    /// The version, as the server last told it.
    pub version: String,
    /// Whether it waits for its review.
    pub submitted: bool,
}

/// A server and the floors, and what they answer from.
pub struct Stage<'s> {
    pub set: &'s Set,
    pub server: Place,
    pub floors: Place,
    /// Everything whose processor time is the bench's own.
    pub families: Vec<Family>,
    /// The database that they answer from.
    pub store: &'s Store,
    /// How long each way of asking is timed.
    pub length: Duration,
    /// The drafts of the asking agency.
    pub drafts: Vec<Arc<Mutex<Draft>>>,
}

/// A way of asking that is measured beside others.
pub struct Side<'a> {
    /// `server`, or the name of the floor.
    pub name: &'static str,
    pub place: Place,
    pub askers: Vec<Box<dyn Asker>>,
    /// What is done before each round, untimed.
    pub before: Option<Before<'a>>,
}

/// Something that is done to the askers before a round.
pub type Before<'a> = Box<dyn FnMut(&mut Vec<Box<dyn Asker>>) -> Result<(), Error> + 'a>;

/// Rounds in which the sides take turns, so that what else the machine does meets all of them.
const ROUNDS: u32 = 3;
/// Most rounds, for askers that run out of things to ask.
const ROUNDS_AT_MOST: u32 = 60;

impl<'s> Stage<'s> {
    /// Raises the numbers of every plan, as somebody does who changes it through another server on the
    /// same database: no answer about a plan outlives that.
    pub fn change(&self) -> impl Fn() -> Result<(), Error> + use<'s> {
        let store = self.store;
        move || {
            store.execute(
                "UPDATE plan SET revision = revision + 1, reported = reported + 1; \
                 INSERT INTO revision (topic, number) SELECT id, 1 FROM plan WHERE TRUE \
                 ON CONFLICT (topic) DO UPDATE SET number = revision.number + 1;",
            )
        }
    }

    /// The header by which an editor is known.
    pub fn cookie(&self, editor: usize) -> String {
        let cookie = self.set.editors.get(editor).map_or("", String::as_str);
        format!("Cookie: {cookie}\r\n")
    }

    /// A request of the first editor.
    pub fn read(&self, path: &str) -> Vec<u8> {
        get(&format!("/api/v1{path}"), &self.cookie(0))
    }

    /// Asks `place` once and reads the answer as JSON.
    pub fn json(&self, place: Place, request: &[u8], path: &str) -> Result<Value, Error> {
        let mut connection = Connection::open(place.address)?;
        let answer = connection.ask(request)?;
        Ok(serde_json::from_slice(expect(&answer, 200, path)?.body)?)
    }

    /// The processor time that has been used so far.
    pub fn used(&self) -> Cpu {
        Cpu::now(self.server.process, &self.families)
    }

    /// Times the sides in turns. The lines come in the order of the sides.
    pub fn compare(
        &self,
        question: &'static str,
        what: &str,
        sides: &mut [Side<'_>],
    ) -> Result<Vec<Line>, Error> {
        let mut timed: Vec<(Timed, Cpu)> = vec![Default::default(); sides.len()];
        let round = self.length / ROUNDS;
        // Once around for caches and connections, untimed.
        for side in sides.iter_mut() {
            side.prepare()?;
            time(side.place.address, &mut side.askers, round / 3)?;
        }
        for _ in 0..ROUNDS_AT_MOST {
            for (side, (timed, used)) in sides.iter_mut().zip(&mut timed) {
                if timed.seconds >= self.length.as_secs_f64() * 0.9 {
                    continue;
                }
                side.prepare()?;
                let before = Cpu::now(side.place.process, &self.families);
                timed.add(time(side.place.address, &mut side.askers, round)?);
                let spent = Cpu::now(side.place.process, &self.families).since(before);
                used.machine += spent.machine;
                used.process += spent.process;
                used.bench += spent.bench;
            }
        }
        Ok(sides
            .iter()
            .zip(&timed)
            .map(|(side, (timed, used))| {
                Line::of(question, what, side.name, side.askers.len(), timed, *used)
            })
            .collect())
    }
}

impl Side<'_> {
    fn prepare(&mut self) -> Result<(), Error> {
        match &mut self.before {
            Some(before) => before(&mut self.askers),
            None => Ok(()),
        }
    }
}

/// The answer, if it has the status.
pub fn expect<'a>(answer: &Answer<'a>, status: u16, path: &str) -> Result<Answer<'a>, Error> {
    if answer.status == status {
        Ok(*answer)
    } else {
        Err(Error::Refused {
            path: path.to_owned(),
            status: answer.status,
            body: answer.text(),
        })
    }
}
