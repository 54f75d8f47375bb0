//! W5: 95 reads to 5 writes, by the same people at the same time.

use super::{
    Ask, Bound, Question, Read, Stage,
    action::OneAction,
    list::FiftyActions,
    overview::Computed,
    reads::{self, CONNECTIONS, SQLX},
    stage::Side,
    submit::{self, Writer},
};
use crate::{
    drive::{Asker, Connection},
    error::Error,
    report::Line,
};

/// Of twenty acts one is a write; of the others eleven read an action, five a list and three an
/// overview of the current cycle.
pub struct Mix;

const EVERY: usize = 20;

struct Mixed {
    actions: Vec<Vec<u8>>,
    lists: Vec<Vec<u8>>,
    overviews: Vec<Vec<u8>>,
    writer: Box<dyn Asker>,
    turn: usize,
}

impl Asker for Mixed {
    fn ask(&mut self, connection: &mut Connection) -> Result<(), Error> {
        self.turn += 1;
        let (of, at) = match self.turn % EVERY {
            0 => return self.writer.ask(connection),
            1 | 5 | 9 | 13 | 17 => (&self.lists, self.turn / 4),
            3 | 10 | 16 => (&self.overviews, self.turn / 6),
            _ => (&self.actions, self.turn),
        };
        let request = of.get(at % of.len().max(1)).map_or(&[][..], Vec::as_slice);
        let answer = connection.ask(request)?;
        super::stage::expect(&answer, 200, "a read of the mix").map(drop)
    }
}

impl Question for Mix {
    fn id(&self) -> &'static str {
        "W5"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let today = stage.set.today.to_string();
        let mut overviews = Computed.asks(stage.set);
        let current: Vec<String> = stage
            .set
            .plans
            .iter()
            .filter_map(|plan| Some(format!("/{}/{today}", plan.cycles.last()?)))
            .collect();
        overviews.retain(|ask| current.iter().any(|end| ask.arguments.ends_with(end)));
        let asks = [
            ("W1", OneAction.asks(stage.set)),
            ("W2", FiftyActions.asks(stage.set)),
            ("W3", overviews),
        ];
        let of = |request: &dyn Fn(&str, &Ask) -> Vec<u8>, place: usize, writer: Box<dyn Asker>| {
            let mut lists = asks.iter().map(|(id, asks)| {
                asks.iter()
                    .map(|ask| request(id, ask))
                    .collect::<Vec<Vec<u8>>>()
            });
            Box::new(Mixed {
                actions: lists.next().unwrap_or_default(),
                lists: lists.next().unwrap_or_default(),
                overviews: lists.next().unwrap_or_default(),
                writer,
                // Everybody begins elsewhere, and writes at another time.
                turn: place * 7,
            }) as Box<dyn Asker>
        };
        let server: Vec<Box<dyn Asker>> = (0..CONNECTIONS)
            .map(|place| {
                let writer = Box::new(Writer::of(stage, place, CONNECTIONS));
                of(&|_, ask| stage.read(&ask.path), place, writer)
            })
            .collect();
        let floor: Vec<Box<dyn Asker>> = (0..CONNECTIONS)
            .map(|place| {
                let writer = Box::new(submit::insert("alone"));
                of(
                    &|id, ask| reads::floor("rows", id, &ask.arguments),
                    place,
                    writer,
                )
            })
            .collect();
        let mut sides = vec![
            Side {
                name: "server",
                place: stage.server,
                askers: server,
                before: None,
            },
            Side {
                name: SQLX,
                place: stage.floors,
                askers: floor,
                before: None,
            },
        ];
        let lines = stage.compare("W5", "95 reads to 5 writes", &mut sides)?;
        let bound = Bound {
            floor: SQLX,
            must: 0.5,
            aim: 0.8,
        };
        Ok(Line::judged(lines, &[bound], None)
            .into_iter()
            .map(|line| line.slowest(8.0))
            .collect())
    }
}
