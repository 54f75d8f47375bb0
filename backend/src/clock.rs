//! The only place that asks the machine for the time and for randomness. Everything else is
//! handed both by its [`crate::ctx::Ctx`] or its [`crate::db::Unit`].

use std::time::Instant;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Europe::London;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Now, cut to the microseconds that both databases keep.
#[expect(clippy::disallowed_methods, reason = "this is the replacement")]
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// A reading of the clock that only goes forward, for telling how long ago something was.
pub fn instant() -> Instant {
    Instant::now()
}

/// The civil date in Europe/London at `instant`.
pub fn london_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&London).date_naive()
}

/// What clocks in Europe/London show at `instant`.
pub fn london(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&London).naive_local()
}

/// The instant at which `day` ends in Europe/London: the first one that no longer belongs to it.
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let midnight = next.and_time(NaiveTime::MIN);
    // London's clocks change at 01:00, so its midnights are never skipped; `earliest` also
    // answers should that ever change.
    London
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(
            || Utc.from_utc_datetime(&midnight),
            |at| at.with_timezone(&Utc),
        )
}

/// An id that sorts by the time at which it was made.
#[expect(clippy::disallowed_methods, reason = "this is the replacement")]
pub fn ordered_id() -> Uuid {
    Uuid::now_v7()
}

/// An id that says nothing about when it was made.
#[expect(clippy::disallowed_methods, reason = "this is the replacement")]
pub fn random_id() -> Uuid {
    Uuid::new_v4()
}

/// 32 random bytes, for secrets.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn secret() -> Result<[u8; 32], getrandom::Error> {
    random()
}

/// Random bytes.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// The digest under which a secret is kept, so that the database never holds the secret itself.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_end_at_londons_midnight() {
        let end = |text: &str| end_of(text.parse().unwrap()).to_rfc3339();
        assert_eq!(end("2026-01-10"), "2026-01-11T00:00:00+00:00");
        assert_eq!(end("2026-07-10"), "2026-07-10T23:00:00+00:00");
        // Clocks go forward on 29 March and back on 25 October 2026.
        assert_eq!(end("2026-03-28"), "2026-03-29T00:00:00+00:00");
        assert_eq!(end("2026-03-29"), "2026-03-29T23:00:00+00:00");
        assert_eq!(end("2026-10-24"), "2026-10-24T23:00:00+00:00");
        assert_eq!(end("2026-10-25"), "2026-10-26T00:00:00+00:00");
    }
}
