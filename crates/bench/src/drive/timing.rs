//! Many askers at the same time, each on a connection of its own.

use std::net::SocketAddr;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use super::Connection;
use crate::error::Error;

/// Somebody who asks again and again.
pub trait Asker: Send {
    /// Asks once. The bench checks answers before it times them; here it is enough that the status
    /// is the expected one.
    ///
    /// # Errors
    /// When the answer is not.
    fn ask(&mut self, connection: &mut Connection) -> Result<(), Error>;

    /// Whether there is something left to ask in this round.
    fn has_more(&self) -> bool {
        true
    }
}

impl Asker for Box<dyn Asker> {
    fn ask(&mut self, connection: &mut Connection) -> Result<(), Error> {
        self.as_mut().ask(connection)
    }

    fn has_more(&self) -> bool {
        self.as_ref().has_more()
    }
}

/// What was timed.
#[derive(Clone, Debug, Default)]
pub struct Timed {
    /// How long each answer took, in nanoseconds.
    pub each: Vec<u64>,
    /// How long all of them took, together.
    pub seconds: f64,
}

impl Timed {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.each.len() as f64 / self.seconds.max(f64::EPSILON)
    }

    /// The time within which this share of the answers came, in milliseconds.
    pub fn within(&self, share: f64) -> f64 {
        let mut sorted = self.each.clone();
        sorted.sort_unstable();
        let at = (sorted.len() as f64 * share).ceil() as usize;
        let nanos = sorted.get(at.saturating_sub(1)).copied().unwrap_or(0);
        nanos as f64 / 1e6
    }

    /// Adds another round.
    pub fn add(&mut self, other: Self) {
        self.each.extend(other.each);
        self.seconds += other.seconds;
    }
}

/// Lets `askers` ask `address` for so long, all from the same moment on.
///
/// # Errors
/// The first error of an asker.
pub fn time<A: Asker>(
    address: SocketAddr,
    askers: &mut [A],
    length: Duration,
) -> Result<Timed, Error> {
    let barrier = Barrier::new(askers.len());
    let outcomes: Vec<Result<(Vec<u64>, f64), Error>> = thread::scope(|scope| {
        let threads: Vec<_> = askers
            .iter_mut()
            .map(|asker| {
                let barrier = &barrier;
                scope.spawn(move || {
                    let connection = Connection::open(address);
                    barrier.wait();
                    let mut connection = connection?;
                    let began = Instant::now();
                    let mut each = Vec::with_capacity(16 * 1024);
                    let mut last = began;
                    while last.duration_since(began) < length && asker.has_more() {
                        asker.ask(&mut connection)?;
                        let now = Instant::now();
                        let nanos = now.duration_since(last).as_nanos();
                        each.push(u64::try_from(nanos).unwrap_or(u64::MAX));
                        last = now;
                    }
                    Ok((each, last.duration_since(began).as_secs_f64()))
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or(Err(Error::Unreadable("an asker gave up")))
            })
            .collect()
    });
    let mut timed = Timed::default();
    for outcome in outcomes {
        let (each, seconds) = outcome?;
        timed.each.extend(each);
        timed.seconds = timed.seconds.max(seconds);
    }
    Ok(timed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_sorted_times() {
        let timed = Timed {
            each: (1..=100).rev().map(|ms| ms * 1_000_000).collect(),
            seconds: 2.0,
        };
        assert_eq!(timed.within(0.5), 50.0);
        assert_eq!(timed.within(0.99), 99.0);
        assert_eq!(timed.rate(), 50.0);
    }
}
