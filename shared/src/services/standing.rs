use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ServiceKind;
use crate::policy::RefusalCode;

/// Whether a service can be used today. It follows from its days, and from whether it is there at
/// all yet; it is never set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It has not begun, or is only proposed.
    Planned,
    /// It can be used.
    Open,
    /// Its last day has passed.
    Closed,
}

/// What can happen to a service that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceEvent {
    /// What it says is changed.
    Update,
    /// Its last day is set.
    Close,
    /// Its last day is taken away.
    Reopen,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 3] = [Self::Open, Self::Planned, Self::Closed];

    /// How a service stands on a day. Its first and last days are days on which it can be used. One
    /// that is proposed is not there until its first day, and has to have one.
    pub fn of(
        kind: ServiceKind,
        valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Self {
        if valid_to.is_some_and(|last| last < today) {
            Self::Closed
        } else if valid_from.map_or(kind == ServiceKind::Proposed, |first| first > today) {
            Self::Planned
        } else {
            Self::Open
        }
    }

    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Open => "Open",
            Self::Closed => "Closed",
        }
    }

    /// The standing that a word on the wire names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.code() == code)
    }

    /// Whether `event` can happen to a service with this standing and this last day.
    ///
    /// # Errors
    /// The reason, with the way out.
    pub const fn allows(
        self,
        event: ServiceEvent,
        valid_to: Option<NaiveDate>,
    ) -> Result<(), RefusalCode> {
        match (event, self, valid_to) {
            (ServiceEvent::Update, Self::Closed, _) | (ServiceEvent::Close, _, Some(_)) => {
                Err(RefusalCode::ServiceClosed)
            }
            (ServiceEvent::Reopen, _, None) => Err(RefusalCode::ServiceNotClosed),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    #[test]
    fn the_first_and_the_last_day_count() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        for (from, to, standing, proposed) in [
            ("", "", Standing::Open, Standing::Planned),
            ("2026-11-22", "2026-11-22", Standing::Open, Standing::Open),
            ("2026-11-23", "", Standing::Planned, Standing::Planned),
            ("", "2026-11-21", Standing::Closed, Standing::Closed),
            ("", "2026-11-23", Standing::Open, Standing::Planned),
            ("2017-09-01", "2026-11-23", Standing::Open, Standing::Open),
            // One that closed before it began was never open.
            (
                "2027-01-01",
                "2026-01-01",
                Standing::Closed,
                Standing::Closed,
            ),
        ] {
            for kind in ServiceKind::ALL {
                let expected = if *kind == ServiceKind::Proposed {
                    proposed
                } else {
                    standing
                };
                assert_eq!(
                    Standing::of(*kind, day(from), day(to), today),
                    expected,
                    "{kind:?} {from} {to}"
                );
            }
        }
    }

    #[test]
    fn what_is_closed_is_opened_before_it_changes() {
        use ServiceEvent::{Close, Reopen, Update};
        let last = day("2026-01-01");
        for (standing, to, update, close, reopen) in [
            (Standing::Open, None, true, true, false),
            (Standing::Planned, None, true, true, false),
            (Standing::Open, last, true, false, true),
            (Standing::Closed, last, false, false, true),
        ] {
            for (event, may) in [(Update, update), (Close, close), (Reopen, reopen)] {
                assert_eq!(
                    standing.allows(event, to).is_ok(),
                    may,
                    "{standing:?} {event:?}"
                );
            }
        }
    }
}
