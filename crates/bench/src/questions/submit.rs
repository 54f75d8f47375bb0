//! W4: an update sent for review, with its step, its history, its audit entry, its event and its
//! kept answer; and returned again by the agency's lead, which writes as much.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::{
    Bound, Question, Stage,
    stage::{Draft, Place, Side, expect},
};
use crate::{
    drive::{Asker, Connection},
    error::Error,
    report::Line,
};

/// Updates that are sent, each by a writer of its own.
pub struct Submit;

/// The floor that writes one durable row in a commit of its own.
pub const ALONE: &str = "one insert a commit";
/// The floor whose rows share commits.
pub const SHARED: &str = "inserts sharing commits";

const WRITERS: [usize; 3] = [1, 8, 32];

impl Question for Submit {
    fn id(&self) -> &'static str {
        "W4"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        check(stage)?;
        let mut lines = Vec::new();
        for writers in WRITERS {
            let mut sides = vec![
                Side {
                    name: "server",
                    place: stage.server,
                    askers: askers(stage, writers),
                    before: None,
                },
                inserts(stage.floors, "alone", ALONE, writers),
                inserts(stage.floors, "shared", SHARED, writers),
            ];
            let what = "update sent for review";
            let found = stage.compare("W4", what, &mut sides)?;
            let bound = if writers == 1 {
                Bound {
                    floor: ALONE,
                    must: 0.5,
                    aim: 0.7,
                }
            } else {
                Bound {
                    floor: SHARED,
                    must: 0.3,
                    aim: 0.5,
                }
            };
            lines.extend(Line::judged(found, &[bound], None));
        }
        Ok(lines)
    }
}

/// The drafts of a set, with the versions that the server tells.
///
/// # Errors
/// When one cannot be read.
pub fn drafts(stage: &Stage<'_>) -> Result<Vec<Arc<Mutex<Draft>>>, Error> {
    let mut connection = Connection::open(stage.server.address)?;
    let mut drafts = Vec::new();
    for plan in &stage.set.plans {
        for id in plan.actions.iter().filter_map(|action| action.draft) {
            let path = format!("/updates/{id}");
            let answer = connection.ask(&stage.read(&path))?;
            let version = version(expect(&answer, 200, &path)?.header("etag"))?;
            drafts.push(Arc::new(Mutex::new(Draft {
                id,
                version,
                submitted: false,
            })));
        }
    }
    Ok(drafts)
}

/// Writers who share the drafts among them.
pub fn askers(stage: &Stage<'_>, writers: usize) -> Vec<Box<dyn Asker>> {
    (0..writers)
        .map(|place| Box::new(Writer::of(stage, place, writers)) as Box<dyn Asker>)
        .collect()
}

fn locked(draft: &Mutex<Draft>) -> std::sync::MutexGuard<'_, Draft> {
    draft.lock().unwrap_or_else(PoisonError::into_inner)
}

fn version(tag: Option<&str>) -> Result<String, Error> {
    tag.and_then(|tag| tag.trim_matches('"').split('-').next())
        .map(str::to_owned)
        .ok_or(Error::Unreadable("a record without a tag"))
}

/// Somebody who sends one draft after the other, and their lead who returns them.
pub struct Writer {
    editor: String,
    lead: String,
    drafts: Vec<Arc<Mutex<Draft>>>,
    next: usize,
}

impl Writer {
    fn new(stage: &Stage<'_>, editor: usize, drafts: Vec<Arc<Mutex<Draft>>>) -> Self {
        Self {
            editor: stage.cookie(editor),
            lead: format!("Cookie: {}\r\n", stage.set.lead),
            drafts,
            next: 0,
        }
    }

    /// The writer at this place among so many.
    pub fn of(stage: &Stage<'_>, place: usize, writers: usize) -> Self {
        let own = stage.drafts.iter().skip(place).step_by(writers.max(1));
        Self::new(stage, place, own.cloned().collect())
    }
}

impl Asker for Writer {
    fn ask(&mut self, connection: &mut Connection) -> Result<(), Error> {
        let at = self.next % self.drafts.len().max(1);
        self.next += 1;
        let Some(draft) = self.drafts.get(at) else {
            return Err(Error::Unreadable("there are no drafts"));
        };
        let mut draft = locked(draft);
        let (act, cookie, body) = if draft.submitted {
            (
                "return",
                &self.lead,
                r#"{"comment":"Say more of what it changed."}"#,
            )
        } else {
            ("submit", &self.editor, "{}")
        };
        let path = format!("/api/v1/updates/{}/{act}", draft.id);
        // An update passes each version once, so that this names the act.
        let key = format!("{}-{}", draft.id, draft.version);
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: bench\r\n{cookie}X-Throughline: 1\r\nContent-Type: application/json\r\nIf-Match: \"{}\"\r\nIdempotency-Key: \"{key}\"\r\nContent-Length: {}\r\n\r\n{body}",
            draft.version,
            body.len()
        );
        let answer = connection.ask(request.as_bytes())?;
        draft.version = version(expect(&answer, 200, &path)?.header("etag"))?;
        draft.submitted = !draft.submitted;
        Ok(())
    }
}

/// Inserts of rows that are as long as the words of an update.
struct Inserts {
    request: Vec<u8>,
}

impl Asker for Inserts {
    fn ask(&mut self, connection: &mut Connection) -> Result<(), Error> {
        expect(&connection.ask(&self.request)?, 204, "a floor's insert").map(drop)
    }
}

/// The floor of an insert.
pub fn insert(kind: &str) -> impl Asker + use<> {
    let body = "Held two training days for school staff in the district. ".repeat(10);
    let request = format!(
        "POST /{kind} HTTP/1.1\r\nHost: bench\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    Inserts {
        request: request.into_bytes(),
    }
}

fn inserts(place: Place, kind: &str, name: &'static str, writers: usize) -> Side<'static> {
    Side {
        name,
        place,
        askers: (0..writers)
            .map(|_| Box::new(insert(kind)) as Box<dyn Asker>)
            .collect(),
        before: None,
    }
}

/// Checks that one act leaves the row, its step and its history, and can be read back.
fn check(stage: &Stage<'_>) -> Result<(), Error> {
    let Some(draft) = stage.drafts.first() else {
        return Err(Error::Unreadable("there are no drafts"));
    };
    let id = locked(draft).id;
    let path = format!("/updates/{id}");
    let look = || stage.json(stage.server, &stage.read(&path), &path);
    let steps = |view: &Value| {
        view.get("steps")
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    };
    let before = look()?;
    let mut writer = Writer::new(stage, 0, vec![Arc::clone(draft)]);
    let mut connection = Connection::open(stage.server.address)?;
    for _ in 0..2 {
        // Earlier questions may have left it with the lead.
        let state = if locked(draft).submitted {
            "returned"
        } else {
            "submitted"
        };
        let earlier = look()?;
        writer.ask(&mut connection)?;
        let view = look()?;
        let told = (view.get("state").and_then(Value::as_str), steps(&view));
        if told != (Some(state), steps(&earlier) + 1) {
            return Err(Error::Wrong {
                question: "W4",
                path,
                from: "what was asked for",
                difference: format!("{told:?}"),
            });
        }
    }
    let number = |view: &Value| view.get("version").and_then(Value::as_i64).unwrap_or(0);
    let again = look()?;
    if number(&again) != number(&before) + 2 {
        return Err(Error::Wrong {
            question: "W4",
            path,
            from: "two acts",
            difference: format!("version {} after {}", number(&again), number(&before)),
        });
    }
    Ok(())
}
