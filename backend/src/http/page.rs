//! Lists that are read a page at a time, latest first: how long a page is and where it ends.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition};
use shared::{
    page::{LIMIT_DEFAULT, LIMIT_MAX},
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::error::ApiError;

/// How many records a page has at most, as asked.
///
/// # Errors
/// `bad_query` when it is none or too many.
pub fn limit(asked: Option<u16>) -> Result<u16, ApiError> {
    let limit = asked.unwrap_or(LIMIT_DEFAULT);
    if (1..=LIMIT_MAX).contains(&limit) {
        Ok(limit)
    } else {
        Err(ApiError::new(
            ErrorCode::BadQuery,
            format!("The parameter limit must be from 1 to {LIMIT_MAX}."),
        ))
    }
}

/// Where a page ends: the time and the id of its last record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor(pub DateTime<Utc>, pub Uuid);

impl Cursor {
    /// Reads the cursor that a page before gave.
    ///
    /// # Errors
    /// `bad_query` when it is not one.
    pub fn read(text: &str) -> Result<Self, ApiError> {
        let bytes: Option<[u8; 24]> = URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| bytes.try_into().ok());
        bytes
            .and_then(|bytes| {
                let (micros, id) = bytes.split_at(8);
                let at =
                    DateTime::from_timestamp_micros(i64::from_be_bytes(micros.try_into().ok()?))?;
                Some(Self(at, Uuid::from_slice(id).ok()?))
            })
            .ok_or_else(no_cursor)
    }

    /// The cursor for an address.
    pub fn write(self) -> String {
        let mut bytes = self.0.timestamp_micros().to_be_bytes().to_vec();
        bytes.extend_from_slice(self.1.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What comes after it in a list by time and id, latest first.
    pub fn older(self, at: impl ColumnTrait, id: impl ColumnTrait) -> Condition {
        let Self(time, last) = self;
        Condition::any()
            .add(at.lt(time))
            .add(Condition::all().add(at.eq(time)).add(id.lt(last)))
    }
}

/// Where a page of actions ends: the place in print and the id of its last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot(pub i32, pub Uuid);

impl Spot {
    /// As [`Cursor::read`].
    ///
    /// # Errors
    /// `bad_query` when it is not one.
    pub fn read(text: &str) -> Result<Self, ApiError> {
        let bytes: Option<[u8; 20]> = URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| bytes.try_into().ok());
        bytes
            .and_then(|bytes| {
                let (place, id) = bytes.split_at(4);
                Some(Self(
                    i32::from_be_bytes(place.try_into().ok()?),
                    Uuid::from_slice(id).ok()?,
                ))
            })
            .ok_or_else(no_cursor)
    }

    /// The cursor for an address.
    pub fn write(self) -> String {
        let mut bytes = self.0.to_be_bytes().to_vec();
        bytes.extend_from_slice(self.1.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

fn no_cursor() -> ApiError {
    ApiError::new(
        ErrorCode::BadQuery,
        "The parameter cursor must be one that a page before gave as next.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back_as_they_went() {
        let cursor = Cursor(
            DateTime::from_timestamp_micros(1_790_000_000_123_456).unwrap(),
            Uuid::from_u128(7),
        );
        assert_eq!(Cursor::read(&cursor.write()).ok(), Some(cursor));
        let spot = Spot(-7, Uuid::from_u128(7));
        assert_eq!(Spot::read(&spot.write()).ok(), Some(spot));
        for bad in ["", "x", "AAAA", "=", "é"] {
            assert!(Cursor::read(bad).is_err(), "{bad}");
            assert!(Spot::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn pages_have_bounds() {
        assert_eq!(limit(None).ok(), Some(LIMIT_DEFAULT));
        assert_eq!(limit(Some(LIMIT_MAX)).ok(), Some(LIMIT_MAX));
        assert!(limit(Some(0)).is_err());
        assert!(limit(Some(LIMIT_MAX + 1)).is_err());
    }
}
