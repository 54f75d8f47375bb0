use chrono::{DateTime, Days, Utc};

use crate::problem::{FieldCode, FieldError};

/// Most days for which an earlier secret stays good beside a new one.
pub const OVERLAP_DAYS: u64 = 7;

/// When the earlier secret ends, given what was asked for at `now`: at once unless said otherwise.
///
/// # Errors
/// A [`FieldError`] at `/previous_ends_at`, for a time that has passed or is too far away.
pub fn check_overlap(
    asked: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, FieldError> {
    let Some(ends_at) = asked else { return Ok(now) };
    let fault = |code, detail: &str| {
        Err(FieldError::new(
            "/previous_ends_at",
            code,
            detail.to_owned(),
        ))
    };
    if ends_at < now {
        return fault(
            FieldCode::TooEarly,
            "This time has passed. Leave it out to end the earlier secret at once",
        );
    }
    if now
        .checked_add_days(Days::new(OVERLAP_DAYS))
        .is_some_and(|latest| ends_at > latest)
    {
        return fault(
            FieldCode::TooLate,
            "The earlier secret must end within 7 days",
        );
    }
    Ok(ends_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_secret_ends_within_a_week() {
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let at = |text: &str| check_overlap(Some(text.parse().unwrap()), now);
        assert_eq!(check_overlap(None, now), Ok(now));
        assert!(at("2026-11-29T10:00:00Z").is_ok());
        assert_eq!(
            at("2026-11-29T10:00:01Z").unwrap_err().code,
            FieldCode::TooLate
        );
        assert_eq!(
            at("2026-11-22T09:59:59Z").unwrap_err().code,
            FieldCode::TooEarly
        );
    }
}
