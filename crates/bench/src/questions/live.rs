//! L1: how long it takes until everybody whose page is open has been told of a change, from the
//! moment at which whoever made it had their answer; and what an open page costs in memory.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::{Question, Stage, submit::Writer};
use crate::{
    drive::{Asker as _, Connection, Cpu, Timed, get, memory},
    error::Error,
    report::{Judged, Line},
};

/// Pages that are open.
const PAGES: usize = 500;
/// Changes that are timed.
const CHANGES: usize = 30;
/// Longest wait for news.
const PATIENCE: Duration = Duration::from_secs(20);

/// The pages of an agency, and a change that all of them hear of.
pub struct Live;

/// A page that is open.
struct Page {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Page {
    fn open(stage: &Stage<'_>, number: usize) -> Result<Self, Error> {
        let address = stage.server.address;
        let mut stream = TcpStream::connect(address).map_err(Error::io(address.to_string()))?;
        let cookie = stage.cookie(number % stage.set.editors.len().max(1));
        stream
            .set_read_timeout(Some(PATIENCE))
            .and_then(|()| stream.write_all(&get("/api/v1/live", &cookie)))
            .map_err(Error::io("an open page"))?;
        let mut page = Self {
            stream,
            heard: Vec::new(),
        };
        page.hear("event: hello")?;
        Ok(page)
    }

    /// Waits until it has been told something with these words.
    fn hear(&mut self, words: &str) -> Result<(), Error> {
        let mut room = [0; 4096];
        loop {
            let found = self
                .heard
                .windows(words.len())
                .position(|window| window == words.as_bytes());
            if let Some(at) = found {
                self.heard.drain(..at + words.len());
                return Ok(());
            }
            let read = self
                .stream
                .read(&mut room)
                .map_err(Error::io("an open page waits"))?;
            if read == 0 {
                return Err(Error::Unreadable("an open page was let go"));
            }
            self.heard
                .extend_from_slice(room.get(..read).unwrap_or_default());
        }
    }
}

impl Question for Live {
    fn id(&self) -> &'static str {
        "L1"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let (empty, _) = memory(stage.server.process);
        let mut pages = (0..PAGES)
            .map(|number| Page::open(stage, number))
            .collect::<Result<Vec<_>, _>>()?;
        let mut writer = Writer::of(stage, 0, 1);
        let mut connection = Connection::open(stage.server.address)?;
        let mut timed = Timed::default();
        let before = Cpu::now(stage.server.process, &stage.families);
        for _ in 0..CHANGES {
            writer.ask(&mut connection)?;
            let done = Instant::now();
            for page in &mut pages {
                page.hear("data: {\"id\":")?;
            }
            let took = done.elapsed();
            timed.add(Timed {
                each: vec![u64::try_from(took.as_nanos()).unwrap_or(u64::MAX)],
                seconds: took.as_secs_f64(),
            });
        }
        let used = Cpu::now(stage.server.process, &stage.families).since(before);
        let (full, _) = memory(stage.server.process);
        let mut line = Line::of(
            "L1",
            "a change heard by the last of 500 open pages",
            "server",
            PAGES,
            &timed,
            used,
        )
        .slowest(2_000.0);
        line.judged.push(Judged {
            demand: "KiB an open page".to_owned(),
            found: (full - empty).max(0.0) * 1024.0 / PAGES as f64,
            must: Some(64.0),
            aim: Some(32.0),
            at_most: true,
        });
        Ok(vec![line])
    }
}
