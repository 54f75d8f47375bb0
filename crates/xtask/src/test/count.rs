//! How many checks passed and failed, read from what the runners print.

use std::fmt;
use std::ops::AddAssign;

/// Checks that passed and checks that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
}

impl Count {
    /// One check that passed.
    pub const ONE: Self = Self {
        passed: 1,
        failed: 0,
    };

    /// From Cargo's own test runner: `test result: ok. 12 passed; 0 failed; 1 ignored; …`, one line a test binary.
    pub fn of_libtest(output: &str) -> Self {
        output
            .lines()
            .filter_map(|line| line.trim().strip_prefix("test result: "))
            .map(|line| Self::of_words(line, "passed", "failed"))
            .sum()
    }

    /// From nextest: `Summary [ 0.5s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped`. What timed out
    /// or failed to start has failed.
    pub fn of_nextest(output: &str) -> Self {
        let Some(summary) = output
            .lines()
            .rev()
            .find(|line| line.trim_start().starts_with("Summary ["))
        else {
            return Self::default();
        };
        let run = before(summary, "tests run")
            .or_else(|| before(summary, "test run"))
            .unwrap_or(0);
        let passed = before(summary, "passed").unwrap_or(0);
        Self {
            passed,
            failed: run.saturating_sub(passed),
        }
    }

    /// From Node's test runner: lines `ℹ pass 5` and `ℹ fail 0`.
    pub fn of_node(output: &str) -> Self {
        let after = |word: &str| {
            let line = output
                .lines()
                .rev()
                .find_map(|line| line.trim_start_matches(['ℹ', '#', ' ']).strip_prefix(word));
            line.and_then(|rest| rest.trim().parse::<u32>().ok())
                .unwrap_or(0)
        };
        Self {
            passed: after("pass "),
            failed: after("fail ") + after("cancelled "),
        }
    }

    fn of_words(line: &str, passed: &str, failed: &str) -> Self {
        Self {
            passed: before(line, passed).unwrap_or(0),
            failed: before(line, failed).unwrap_or(0),
        }
    }
}

/// The number that stands directly before these words.
fn before(line: &str, words: &str) -> Option<u32> {
    line.split(words)
        .next()
        .filter(|head| head.len() < line.len())?
        .split_whitespace()
        .next_back()?
        .parse()
        .ok()
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |mut total, count| {
            total += count;
            total
        })
    }
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn libtest_binaries_add_up() {
        let output = "running 3 tests\ntest a ... ok\n\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out\n\
                      test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(
            Count::of_libtest(output),
            Count {
                passed: 7,
                failed: 2
            }
        );
    }

    #[test]
    fn nextest_counts_time_outs_as_failures() {
        let output = "     Summary [   1.234s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 3 skipped\n        FAIL x";
        assert_eq!(
            Count::of_nextest(output),
            Count {
                passed: 9,
                failed: 3
            }
        );
        assert_eq!(
            Count::of_nextest("     Summary [   0.1s] 1 test run: 1 passed, 0 skipped"),
            Count {
                passed: 1,
                failed: 0
            }
        );
        assert_eq!(
            Count::of_nextest("error: could not compile"),
            Count::default()
        );
    }

    #[test]
    fn node_counts_what_was_cancelled_as_failed() {
        let output = "✔ signs in (2.1ms)\nℹ tests 7\nℹ suites 0\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0";
        assert_eq!(
            Count::of_node(output),
            Count {
                passed: 5,
                failed: 2
            }
        );
        assert_eq!(
            Count::of_node("# tests 2\n# pass 2\n# fail 0"),
            Count {
                passed: 2,
                failed: 0
            }
        );
    }
}
