//! W3, unchanged: the same overview again and again, whole and by its tag.

use super::{
    Ask, Bound, Question, Read, Stage,
    overview::Computed,
    reads::{self, CONNECTIONS, MEMORY, Reads},
    stage::{Side, expect},
};
use crate::{
    drive::{Connection, get},
    error::Error,
    report::Line,
};

/// The current cycle of every plan.
pub struct Unchanged;

impl Question for Unchanged {
    fn id(&self) -> &'static str {
        "W3"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let mut asks: Vec<Ask> = Computed.asks(stage.set);
        let current: Vec<String> = stage
            .set
            .plans
            .iter()
            .filter_map(|plan| Some(format!("cycle={}", plan.cycles.last()?)))
            .collect();
        asks.retain(|ask| current.iter().any(|cycle| ask.path.ends_with(cycle)));
        reads::check(stage, &Computed, &asks)?;
        let requests = asks.iter().map(|ask| stage.read(&ask.path)).collect();
        let mut by_tag = Vec::with_capacity(asks.len());
        let mut server = Connection::open(stage.server.address)?;
        for ask in &asks {
            let answer = server.ask(&stage.read(&ask.path))?;
            let tag = expect(&answer, 200, &ask.path)?
                .header("etag")
                .unwrap_or_default()
                .to_owned();
            let headers = format!("{}If-None-Match: {tag}\r\n", stage.cookie(0));
            by_tag.push(get(&format!("/api/v1{}", ask.path), &headers));
        }
        let mut sides = vec![
            reads::side("server", stage.server, requests, CONNECTIONS),
            Side {
                name: "server, 304",
                place: stage.server,
                askers: Reads::askers(by_tag, CONNECTIONS, 304),
                before: None,
            },
            reads::memory(stage, "W3", &asks, CONNECTIONS)?,
        ];
        let lines = stage.compare("W3", "overview, plan unchanged", &mut sides)?;
        Ok(Line::judged(
            lines,
            &[Bound {
                floor: MEMORY,
                must: 0.15,
                aim: 0.35,
            }],
            None,
        ))
    }
}
