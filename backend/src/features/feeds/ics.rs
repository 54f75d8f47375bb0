//! Days as a calendar reads them: RFC 5545, as much of it as days without a time need.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};

/// Bytes of a line at most, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// A day in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// What never changes about it, so that a calendar knows it again.
    pub uid: String,
    /// Which day.
    pub on: NaiveDate,
    /// What it is.
    pub summary: String,
    /// What is left to do, a line each.
    pub left: Vec<String>,
    /// Where it leads.
    pub url: String,
    /// Whether there is nothing left to do on it.
    pub over: bool,
}

/// A calendar called `name` with `days`, as it was put together at `made`.
pub fn write(name: &str, days: &[Day], made: DateTime<Utc>) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Throughline//Due dates//EN");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("NAME:{}", escaped(name)));
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    let made = made.format("%Y%m%dT%H%M%SZ");
    for day in days {
        let next = day.on.succ_opt().unwrap_or(day.on);
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", escaped(&day.uid)));
        line(&format!("DTSTAMP:{made}"));
        line(&format!("DTSTART;VALUE=DATE:{}", day.on.format("%Y%m%d")));
        line(&format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        line(&format!("SUMMARY:{}", escaped(&day.summary)));
        if !day.left.is_empty() {
            line(&format!("DESCRIPTION:{}", escaped(&day.left.join("\n"))));
        }
        line(&format!("URL:{}", day.url));
        line(if day.over {
            "STATUS:CANCELLED"
        } else {
            "STATUS:CONFIRMED"
        });
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

/// A text value: what would end it early is marked, and what no line can hold is left out
/// (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, one| {
            match one {
                '\\' | ';' | ',' => {
                    out.push('\\');
                    out.push(one);
                }
                '\n' => out.push_str("\\n"),
                one if one.is_control() => {}
                one => out.push(one),
            }
            out
        })
}

/// Writes a line in pieces of 75 bytes at most, never through a character.
fn fold(out: &mut String, line: &str) {
    let mut room = LINE;
    for one in line.chars() {
        if one.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= one.len_utf8();
        // Writing to a string does not fail.
        let _ = out.write_char(one);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(summary: &str) -> Day {
        Day {
            uid: "cycle-1@throughline".to_owned(),
            on: "2026-12-31".parse().unwrap(),
            summary: summary.to_owned(),
            left: vec!["1.1 Train; everyone".to_owned(), "2.1 Listen".to_owned()],
            url: "https://t/plans/kent".to_owned(),
            over: false,
        }
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn a_day_is_one_whole_day() {
        let made = "2026-11-22T10:00:00Z".parse().unwrap();
        let days = [day("Updates due, at last\nBEGIN:VEVENT")];
        let text = write("Due; dates", &days, made);
        for line in [
            "X-WR-CALNAME:Due\\; dates",
            "UID:cycle-1@throughline",
            "DTSTAMP:20261122T100000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Updates due\\, at last\\nBEGIN:VEVENT",
            "DESCRIPTION:1.1 Train\\; everyone\\n2.1 Listen",
            "URL:https://t/plans/kent",
            "STATUS:CONFIRMED",
        ] {
            assert!(
                unfolded(&text).lines().any(|own| own == line),
                "{line} in {text}"
            );
        }
        assert_eq!(text.matches("\r\nBEGIN:VEVENT").count(), 1);
        let over = Day {
            over: true,
            left: Vec::new(),
            ..day("Done")
        };
        let text = write("Due", &[over], made);
        assert!(text.contains("\r\nSTATUS:CANCELLED\r\n") && !text.contains("DESCRIPTION"));
    }

    /// Whatever the words, lines stay short, end as they should, and say the same unfolded.
    #[test]
    fn lines_are_folded_between_characters() {
        let made = "2026-11-22T10:00:00Z".parse().unwrap();
        for letters in [
            "a",
            "é",
            "€",
            "😀",
            "aé€😀",
            "\u{301}",
            ",",
            "\\;",
            "a\r\nb",
        ] {
            for count in 0..90 {
                let summary = letters.repeat(count);
                let text = write("Due", &[day(&summary)], made);
                assert!(text.split("\r\n").all(|line| line.len() <= LINE));
                assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
                let said = format!("SUMMARY:{}", escaped(&summary));
                let whole = unfolded(&text);
                assert!(
                    whole.split("\r\n").any(|line| line == said),
                    "{said} in {whole}"
                );
            }
        }
    }
}
