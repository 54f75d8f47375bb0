use chrono::{Duration, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::{ids::PersonId, policy::Role, updates::CycleDates};

/// The hour from which a day's digests go out, as clocks in Europe/London show it, unless another
/// is set.
pub const SENDING_HOUR: u32 = 7;
/// For how many days after a cycle has closed its missing reports are escalated.
pub const ESCALATION_DAYS: i64 = 14;

/// Why an agency is written to about a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// Reporting has opened.
    Opened,
    /// The due date is a week away at most.
    Week,
    /// The due date is two days away at most.
    TwoDays,
    /// The due date has passed; updates are still taken.
    Overdue,
    /// The cycle has closed.
    Escalated,
}

impl Reminder {
    /// Every reminder, in the order of a cycle.
    pub const ALL: &'static [Self] = &[
        Self::Opened,
        Self::Week,
        Self::TwoDays,
        Self::Overdue,
        Self::Escalated,
    ];

    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Week => "week",
            Self::TwoDays => "two_days",
            Self::Overdue => "overdue",
            Self::Escalated => "escalated",
        }
    }

    /// The reminder that a word in the database names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.code() == code)
    }

    /// Whether a person may choose not to hear of it.
    pub const fn can_be_declined(self) -> bool {
        !matches!(self, Self::Escalated)
    }
}

/// What is to be said of a cycle on a day. It holds until the next one does, so that what a server
/// that was down did not say is said late, and never what has been overtaken.
pub fn reminder_on(cycle: &CycleDates, today: NaiveDate) -> Option<Reminder> {
    let left = (cycle.due - today).num_days();
    if today < cycle.opens {
        None
    } else if today > cycle.closes {
        ((today - cycle.closes).num_days() <= ESCALATION_DAYS).then_some(Reminder::Escalated)
    } else if left < 0 {
        Some(Reminder::Overdue)
    } else if today == cycle.opens || left > 7 {
        Some(Reminder::Opened)
    } else if left > 2 {
        Some(Reminder::Week)
    } else {
        Some(Reminder::TwoDays)
    }
}

/// The day whose digests may go out from `hour` on, by what clocks in Europe/London show. It is
/// asked of the clock on the wall, so that summer time moves nothing.
pub fn sending_day(london: NaiveDateTime, hour: u32) -> Option<NaiveDate> {
    (london.hour() >= hour).then_some(london.date())
}

/// What a person chooses to get by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailChoice {
    /// What their agencies owe: when a cycle opens, before and after its due date; and updates that
    /// are handed to them.
    pub reminders: bool,
    /// What became of updates that they wrote.
    pub decisions: bool,
    /// What their agencies still owe, once a week.
    pub weekly: bool,
}

impl Default for MailChoice {
    fn default() -> Self {
        Self {
            reminders: true,
            decisions: true,
            weekly: false,
        }
    }
}

/// Somebody with a role in an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub person: PersonId,
    /// The role that they hold in the agency.
    pub role: Role,
    /// Whether their account is open. Who has left gets nothing.
    pub open: bool,
    /// What they chose.
    pub choice: MailChoice,
}

impl Colleague {
    /// Whether it falls to them to write or to review updates.
    pub fn reports(&self) -> bool {
        self.open && self.role.reports()
    }

    /// Whether they accept what the agency reports, and so can answer for it.
    pub fn leads(&self) -> bool {
        self.open && self.role.accepts()
    }
}

/// Who of an agency hears of a reminder, each once. An escalation goes to the person whom the
/// agency made accountable, as long as they are one of its leads, and else to all of its leads.
pub fn recipients(
    reminder: Reminder,
    colleagues: &[Colleague],
    accountable: Option<PersonId>,
) -> Vec<PersonId> {
    let those = |test: &dyn Fn(&Colleague) -> bool| -> Vec<PersonId> {
        let mut people: Vec<PersonId> = colleagues
            .iter()
            .filter(|one| test(one))
            .map(|one| one.person)
            .collect();
        people.sort_unstable();
        people.dedup();
        people
    };
    if reminder.can_be_declined() {
        return those(&|one| one.reports() && one.choice.reminders);
    }
    let named = those(&|one| one.leads() && Some(one.person) == accountable);
    if named.is_empty() {
        those(&Colleague::leads)
    } else {
        named
    }
}

/// Who of an agency gets what it still owes on `today`: on Mondays those who asked for it.
pub fn weekly_recipients(colleagues: &[Colleague], today: NaiveDate) -> Vec<PersonId> {
    use chrono::Datelike;
    if today.weekday() != chrono::Weekday::Mon {
        return Vec::new();
    }
    let mut people: Vec<PersonId> = colleagues
        .iter()
        .filter(|one| one.reports() && one.choice.weekly)
        .map(|one| one.person)
        .collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// How long to wait before a mail is tried again that could not be sent `attempts` times: a
/// minute, five, a quarter of an hour, then an hour each time. `jitter` adds up to a fifth.
pub fn resend_after(attempts: i32, jitter: u8) -> Duration {
    let seconds = match attempts {
        ..=1 => 60,
        2 => 5 * 60,
        3 => 15 * 60,
        _ => 60 * 60,
    };
    Duration::milliseconds(seconds * 1000 + seconds * 200 * i64::from(jitter) / 255)
}

/// How long to wait before a mail is tried again that the mail server refused `attempts` times, or
/// none when it is given up: after two days, in which whoever looks after the server may mend it.
pub fn refused_after(attempts: i32) -> Option<Duration> {
    let hours = match attempts {
        ..=1 => 4,
        2 => 8,
        3 => 12,
        4 => 24,
        _ => return None,
    };
    Some(Duration::hours(hours))
}

/// For how many days a mail that cannot be sent is kept and tried again.
pub const RESEND_DAYS: i64 = 7;

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn cycle(opens: &str, due: &str, closes: &str) -> CycleDates {
        CycleDates {
            observes_from: day("2026-01-01"),
            observes_to: day("2026-03-31"),
            opens: day(opens),
            due: day(due),
            closes: day(closes),
        }
    }

    #[test]
    fn a_cycle_is_said_day_by_day() {
        use Reminder::*;
        let quarter = cycle("2026-10-12", "2026-10-26", "2026-11-02");
        // Clocks go back on 25 October, between the week and the due date; nothing moves.
        let table = [
            ("2026-10-11", None),
            ("2026-10-12", Some(Opened)),
            ("2026-10-18", Some(Opened)),
            ("2026-10-19", Some(Week)),
            ("2026-10-23", Some(Week)),
            ("2026-10-24", Some(TwoDays)),
            ("2026-10-25", Some(TwoDays)),
            ("2026-10-26", Some(TwoDays)),
            ("2026-10-27", Some(Overdue)),
            ("2026-11-02", Some(Overdue)),
            ("2026-11-03", Some(Escalated)),
            ("2026-11-16", Some(Escalated)),
            ("2026-11-17", None),
        ];
        for (today, said) in table {
            assert_eq!(reminder_on(&quarter, day(today)), said, "{today}");
        }
        // A short cycle opens before it reminds; one without grace escalates at once. Christmas is
        // a day like any other.
        let short = cycle("2026-12-24", "2026-12-26", "2026-12-26");
        let table = [
            ("2026-12-24", Some(Opened)),
            ("2026-12-25", Some(TwoDays)),
            ("2026-12-26", Some(TwoDays)),
            ("2026-12-27", Some(Escalated)),
        ];
        for (today, said) in table {
            assert_eq!(reminder_on(&short, day(today)), said, "{today}");
        }
    }

    #[test]
    fn a_day_begins_at_seven_on_the_wall() {
        let at = |text: &str| sending_day(text.parse().unwrap(), SENDING_HOUR);
        assert_eq!(at("2026-03-29T06:59:59"), None);
        assert_eq!(at("2026-03-29T07:00:00"), Some(day("2026-03-29")));
        assert_eq!(at("2026-10-25T07:00:00"), Some(day("2026-10-25")));
        assert_eq!(at("2026-10-25T23:59:59"), Some(day("2026-10-25")));
        assert_eq!(at("2026-10-26T00:00:00"), None);
    }

    fn who(n: u128) -> PersonId {
        Uuid::from_u128(n).into()
    }

    fn colleague(person: u128, role: Role) -> Colleague {
        Colleague {
            person: who(person),
            role,
            open: true,
            choice: MailChoice::default(),
        }
    }

    #[test]
    fn reminders_go_to_those_who_report_and_want_them() {
        let editor = colleague(1, Role::AgencyEditor);
        let lead = colleague(2, Role::AgencyLead);
        let away = Colleague {
            open: false,
            ..colleague(3, Role::AgencyLead)
        };
        let quiet = Colleague {
            choice: MailChoice {
                reminders: false,
                ..MailChoice::default()
            },
            ..colleague(4, Role::AgencyLead)
        };
        let others = [
            colleague(5, Role::BoardMember),
            colleague(6, Role::Practitioner),
        ];
        let all = [
            &[editor, lead, away, quiet, colleague(2, Role::AgencyEditor)],
            &others[..],
        ]
        .concat();
        for reminder in Reminder::ALL.iter().filter(|one| one.can_be_declined()) {
            assert_eq!(
                recipients(*reminder, &all, Some(who(4))),
                [who(1), who(2)],
                "{reminder:?}"
            );
        }
        let up = |accountable| recipients(Reminder::Escalated, &all, accountable);
        assert_eq!(up(Some(who(4))), [who(4)], "it cannot be declined");
        assert_eq!(up(None), [who(2), who(4)]);
        assert_eq!(
            up(Some(who(3))),
            [who(2), who(4)],
            "who has left gets nothing"
        );
        assert_eq!(
            up(Some(who(1))),
            [who(2), who(4)],
            "an editor does not answer for an agency"
        );
        assert_eq!(recipients(Reminder::Escalated, &others, None), []);
    }

    #[test]
    fn the_week_is_told_on_mondays_to_those_who_asked() {
        let asked = Colleague {
            choice: MailChoice {
                weekly: true,
                ..MailChoice::default()
            },
            ..colleague(1, Role::AgencyEditor)
        };
        let all = [asked, colleague(2, Role::AgencyLead)];
        assert_eq!(weekly_recipients(&all, day("2026-11-23")), [who(1)]);
        assert_eq!(weekly_recipients(&all, day("2026-11-22")), []);
    }

    #[test]
    fn waits_grow_to_an_hour() {
        let waits: Vec<i64> = (1..7).map(|n| resend_after(n, 0).num_minutes()).collect();
        assert_eq!(waits, [1, 5, 15, 60, 60, 60]);
        assert_eq!(resend_after(4, 255).num_minutes(), 72);
        let refused: Vec<Option<i64>> = (1..6)
            .map(|n| refused_after(n).map(|wait| wait.num_hours()))
            .collect();
        assert_eq!(refused, [Some(4), Some(8), Some(12), Some(24), None]);
    }
}
