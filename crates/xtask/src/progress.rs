//! Numbered steps with the seconds that each took.

use std::time::Instant;

/// Tells a person at the terminal how far a command has come.
pub struct Progress {
    total: usize,
    done: usize,
    began: Instant,
}

impl Progress {
    /// A command of so many steps.
    pub fn new(total: usize) -> Self {
        Self {
            total,
            done: 0,
            began: Instant::now(),
        }
    }

    /// Announces a step, does it, and says how long it took.
    ///
    /// # Errors
    /// Those of the step.
    pub fn step<T, E>(&mut self, title: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.done += 1;
        let number = format!("[{}/{}]", self.done, self.total);
        eprintln!("{number} {title} …");
        let began = Instant::now();
        let result = work()?;
        eprintln!("{number} {title}: {:.1} s", began.elapsed().as_secs_f64());
        Ok(result)
    }

    /// Seconds since the first step.
    pub fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }
}
