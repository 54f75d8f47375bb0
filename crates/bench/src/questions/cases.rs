//! C1 to C6: the lists of a practitioner's cases, the page of a case, and many readers at once.
//! Each answer is given only after the reading itself has been written down durably, so that the
//! floor is one durable row.

use std::sync::Arc;

use serde_json::Value;

use super::{
    Question, Stage,
    stage::{Place, Side, expect},
    submit::{self, ALONE, SHARED},
};
use crate::{
    drive::{Asker, Connection, get, time},
    error::Error,
    report::{Judged, Line},
    set::Reader,
};

/// Connections that ask at the same time.
const CONNECTIONS: [usize; 2] = [1, 8];
/// How many readings of one reader are counted.
const READINGS: usize = 1_000;
/// Milliseconds within which half of the lists come, and half of the pages.
const LIST_MS: f64 = 30.0;
const PAGE_MS: f64 = 15.0;

/// One of the lists.
pub struct List {
    id: &'static str,
    what: &'static str,
    view: &'static str,
}

pub const MINE: List = List {
    id: "C1",
    what: "my cases",
    view: "mine",
};
pub const ASKED: List = List {
    id: "C2",
    what: "asked of us",
    view: "asked",
};
pub const REVIEWS: List = List {
    id: "C3",
    what: "reviews due and missed",
    view: "reviews",
};
pub const STUCK: List = List {
    id: "C4",
    what: "stuck",
    view: "stuck",
};

/// The page of a case.
pub struct Page;

/// Everybody reads at once, and every reading is in the log.
pub struct Readers;

/// Asks for one address after the other.
struct Asking {
    requests: Arc<Vec<Vec<u8>>>,
    next: usize,
    left: Option<usize>,
}

impl Asker for Asking {
    fn ask(&mut self, connection: &mut Connection) -> Result<(), Error> {
        let at = self.next % self.requests.len().max(1);
        let request = self.requests.get(at).map_or(&[][..], Vec::as_slice);
        self.next += 1;
        self.left = self.left.map(|left| left.saturating_sub(1));
        expect(&connection.ask(request)?, 200, "a reading").map(drop)
    }

    fn has_more(&self) -> bool {
        self.left != Some(0)
    }
}

fn request(reader: &Reader, path: &str) -> Vec<u8> {
    let cookie = format!("Cookie: {}\r\n", reader.cookie);
    get(&format!("/api/v1{path}"), &cookie)
}

fn pages(reader: &Reader) -> Vec<Vec<u8>> {
    reader
        .cases
        .iter()
        .map(|case| request(reader, &format!("/cases/{case}")))
        .collect()
}

/// The server beside the floors, on one connection and on eight.
fn compare(
    stage: &Stage<'_>,
    question: &'static str,
    what: &str,
    requests: &Arc<Vec<Vec<u8>>>,
    ms: f64,
) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::new();
    for connections in CONNECTIONS {
        let askers = (0..connections)
            .map(|place| {
                Box::new(Asking {
                    requests: Arc::clone(requests),
                    next: place * requests.len() / connections,
                    left: None,
                }) as Box<dyn Asker>
            })
            .collect();
        let floor = if connections == 1 { ALONE } else { SHARED };
        let mut sides = [
            Side {
                name: "server",
                place: stage.server,
                askers,
                before: None,
            },
            inserts(stage.floors, floor, connections),
        ];
        let measured = stage.compare(question, what, &mut sides)?;
        lines.extend(
            Line::judged(measured, &[], None)
                .into_iter()
                .map(|line| line.typical(ms)),
        );
    }
    Ok(lines)
}

fn inserts(place: Place, name: &'static str, connections: usize) -> Side<'static> {
    let kind = if name == ALONE { "alone" } else { "shared" };
    Side {
        name,
        place,
        askers: (0..connections)
            .map(|_| Box::new(submit::insert(kind)) as Box<dyn Asker>)
            .collect(),
        before: None,
    }
}

impl Question for List {
    fn id(&self) -> &'static str {
        self.id
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let path = format!("/cases?view={}", self.view);
        let readers = &stage.set.readers;
        let requests: Vec<Vec<u8>> = readers
            .iter()
            .map(|reader| request(reader, &path))
            .collect();
        let mut found = 0;
        for request in &requests {
            let answer = stage.json(stage.server, request, &path)?;
            found += items(&answer);
        }
        if found == 0 {
            return Err(Error::Wrong {
                question: self.id,
                path,
                from: "the set",
                difference: "nobody has anything in it".to_owned(),
            });
        }
        compare(stage, self.id, self.what, &Arc::new(requests), LIST_MS)
    }
}

fn items(list: &Value) -> usize {
    list.get("items")
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}

impl Question for Page {
    fn id(&self) -> &'static str {
        "C5"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        check(stage)?;
        let requests = stage.set.readers.iter().flat_map(pages).collect();
        compare(stage, "C5", "a case's page", &Arc::new(requests), PAGE_MS)
    }
}

/// Checks that a case comes whole, to those who are named, and to nobody else.
fn check(stage: &Stage<'_>) -> Result<(), Error> {
    let [first, .., last] = stage.set.readers.as_slice() else {
        return Err(Error::Unreadable("there are no practitioners"));
    };
    let wrong = |path: &str, difference: String| Error::Wrong {
        question: "C5",
        path: path.to_owned(),
        from: "the set",
        difference,
    };
    let Some(case) = first.cases.iter().find(|case| !last.cases.contains(case)) else {
        return Err(Error::Unreadable("everybody is named on everything"));
    };
    let path = format!("/cases/{case}");
    let view = stage.json(stage.server, &request(first, &path), &path)?;
    for member in ["parts", "timeline", "responsibility"] {
        let many = view
            .get(member)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        if many == 0 {
            return Err(wrong(&path, format!("there is no {member}")));
        }
    }
    let mut connection = Connection::open(stage.server.address)?;
    let answer = connection.ask(&request(last, &path))?;
    if answer.status != 404 {
        return Err(wrong(&path, format!("a stranger got {}", answer.status)));
    }
    Ok(())
}

const READ: &str = "SELECT count(*) FROM audit_entry WHERE act = 'case.read'";

impl Question for Readers {
    fn id(&self) -> &'static str {
        "C6"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let mut askers: Vec<Asking> = stage
            .set
            .readers
            .iter()
            .map(|reader| Asking {
                requests: Arc::new(pages(reader)),
                next: 0,
                left: Some(READINGS),
            })
            .collect();
        let before = stage.store.number(READ)?;
        let used = stage.used();
        // An hour: they end when each has read as often as is counted.
        let length = std::time::Duration::from_secs(3_600);
        let timed = time(stage.server.address, &mut askers, length)?;
        let used = stage.used().since(used);
        let written = stage.store.number(READ)? - before;
        let answered = i64::try_from(timed.each.len()).unwrap_or(0);
        if written != answered {
            return Err(Error::Wrong {
                question: "C6",
                path: "/cases/{case}".to_owned(),
                from: "the audit log",
                difference: format!("{answered} answers, and {written} entries"),
            });
        }
        let mut line = Line::of(
            "C6",
            "readings at once, each in the log",
            "server",
            askers.len(),
            &timed,
            used,
        );
        line.judged.push(Judged {
            demand: format!("entries an answer, of {answered}"),
            found: written as f64 / answered.max(1) as f64,
            must: Some(1.0),
            aim: None,
            at_most: false,
        });
        Ok(vec![line])
    }
}
