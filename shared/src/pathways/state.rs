use chrono::NaiveDate;

use crate::policy::RefusalCode;

/// What can happen to a pathway that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathwayEvent {
    /// What it says is changed.
    Update,
    /// Its last day is set.
    Close,
    /// Its last day is taken away.
    Reopen,
}

impl PathwayEvent {
    /// Whether it can happen to a pathway with this last day.
    ///
    /// # Errors
    /// The reason, with the way out.
    pub fn allowed(self, valid_to: Option<NaiveDate>, today: NaiveDate) -> Result<(), RefusalCode> {
        match (self, valid_to) {
            (Self::Update, Some(last)) if last < today => Err(RefusalCode::PathwayClosed),
            (Self::Close, Some(_)) => Err(RefusalCode::PathwayClosed),
            (Self::Reopen, None) => Err(RefusalCode::PathwayNotClosed),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_is_opened_before_it_changes() {
        use PathwayEvent::{Close, Reopen, Update};
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        for (last, update, close, reopen) in [
            (None, true, true, false),
            (Some("2026-11-21"), false, false, true),
            (Some("2026-11-22"), true, false, true),
            (Some("2027-01-01"), true, false, true),
        ] {
            let last: Option<NaiveDate> = last.map(|day| day.parse().unwrap());
            for (event, may) in [(Update, update), (Close, close), (Reopen, reopen)] {
                assert_eq!(
                    event.allowed(last, today).is_ok(),
                    may,
                    "{last:?} {event:?}"
                );
            }
        }
    }
}
