use chrono::Duration;

/// How long to wait before each further attempt, in seconds: Standard Webhooks' own schedule.
const WAITS: [i64; 9] = [
    5,
    5 * 60,
    30 * 60,
    2 * 3600,
    5 * 3600,
    10 * 3600,
    14 * 3600,
    20 * 3600,
    24 * 3600,
];

/// How often a delivery is attempted before it is given up.
pub const TRIES: i32 = 10;
/// The longest wait, also where the receiver asks for a longer one.
const LONGEST: i64 = 24 * 3600;

/// How long to wait after `tries` attempts that failed, or none when that was the last. `jitter`
/// (0 to 255) adds up to a fifth, so that those who failed together do not come back together;
/// what the receiver asks for in `Retry-After` is honoured up to a day.
pub fn wait(tries: i32, jitter: u8, asked: Option<Duration>) -> Option<Duration> {
    let seconds = usize::try_from(tries - 1)
        .ok()
        .and_then(|at| WAITS.get(at))?;
    let spread = Duration::milliseconds(seconds * 200 * i64::from(jitter) / 255);
    let planned = Duration::seconds(*seconds) + spread;
    let asked = asked.map_or(Duration::zero(), |asked| {
        asked.min(Duration::seconds(LONGEST))
    });
    Some(planned.max(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let plain: Vec<i64> = (1..=9)
            .filter_map(|tries| wait(tries, 0, None))
            .map(|wait| wait.num_seconds())
            .collect();
        assert_eq!(plain, WAITS);
        assert_eq!(wait(TRIES, 0, None), None);
        assert_eq!(wait(0, 0, None), None);
        assert_eq!(wait(1, 255, None), Some(Duration::seconds(6)));
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_less() {
        let asked = |seconds| wait(2, 0, Some(Duration::seconds(seconds)));
        assert_eq!(asked(3600), Some(Duration::hours(1)));
        assert_eq!(asked(1), Some(Duration::minutes(5)));
        assert_eq!(asked(-5), Some(Duration::minutes(5)));
        assert_eq!(asked(i64::from(i32::MAX)), Some(Duration::hours(24)));
        assert_eq!(wait(TRIES, 0, Some(Duration::seconds(1))), None);
    }
}
