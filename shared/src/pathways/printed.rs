//! What the words of a printed pathway plainly say.

use crate::services::{WayIn, folded};

use super::{COUNT_MAX, Clock};

/// The clock that a standard names in plain words, such as "within two weeks of referral", where it
/// names one and no other. Figures that are no clock ("in August 2018") are left alone.
pub fn clock_in(text: &str) -> Option<Clock> {
    let text = folded(text);
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut found: Vec<Clock> = Vec::new();
    for (at, _) in words.iter().enumerate() {
        let rest = words.get(at..).unwrap_or_default();
        let clock = match rest {
            ["same", "working", "day", ..]
            | ["working", "day", "it" | "they", "arrives" | "arrive", ..] => {
                Some(Clock::SAME_WORKING_DAY)
            }
            ["same", "day", ..] => Some(Clock::days(0)),
            ["within", count, "working", "day" | "days", ..] => {
                number(count).map(Clock::working_days)
            }
            ["within", count, "day" | "days", ..] => number(count).map(Clock::days),
            ["within", count, "week" | "weeks", ..] => {
                number(count).map(|weeks| Clock::days(weeks * 7))
            }
            _ => None,
        };
        found.extend(clock.filter(|clock| (0..=COUNT_MAX).contains(&clock.count)));
    }
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// A small number in figures or words.
fn number(word: &str) -> Option<i32> {
    const WORDS: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let said = (1..).zip(WORDS).find(|(_, known)| **known == word);
    said.map(|(number, _)| number)
        .or_else(|| word.parse().ok())
        .filter(|number| (1..=COUNT_MAX).contains(number))
}

/// The way in that the words of an entry route plainly name; absent for every other one.
pub fn way_in(words: &str) -> Option<WayIn> {
    let text = folded(words);
    match text.as_str() {
        "self-referral" | "self referral" | "young people themselves" => Some(WayIn::SelfReferral),
        "parent" | "parents" | "parent or carer" | "parents and carers" | "parents or carers" => {
            Some(WayIn::Parent)
        }
        "school" | "schools" | "schools and colleges" => Some(WayIn::School),
        "gp" | "gps" | "general practice" => Some(WayIn::Gp),
        "professional" | "professionals" | "professional referral" => Some(WayIn::Professional),
        _ if text == "drop-in" || text.starts_with("drop-in ") => Some(WayIn::DropIn),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_clocks_are_read() {
        for (text, clock) in [
            (
                "Screened the same working day",
                Some(Clock::SAME_WORKING_DAY),
            ),
            (
                "Every referral screened on the working day it arrives, then put in order",
                Some(Clock::SAME_WORKING_DAY),
            ),
            (
                "Assessment within two weeks of referral: contract target 85%",
                Some(Clock::days(14)),
            ),
            ("Assessed within 14 days", Some(Clock::days(14))),
            ("Told within 1 working day.", Some(Clock::working_days(1))),
            (
                "Joint handover within five working days",
                Some(Clock::working_days(5)),
            ),
            ("Seen on the same day", Some(Clock::days(0))),
            // Two clocks are nobody's plain words.
            ("Screened within 1 day and seen within 14 days", None),
            ("Within 0 days", None),
            ("Within 9999 weeks", None),
            ("Within weeks", None),
            ("Pilot during 2015/16", None),
            ("Fully in place by August 2018", None),
            ("Guidance suggests 3\u{2013}12 sessions", None),
            ("Rejected referrals reported each month", None),
            ("", None),
        ] {
            assert_eq!(clock_in(text), clock, "{text}");
        }
    }

    #[test]
    fn only_plain_ways_in_are_read() {
        for (words, way) in [
            ("self-referral", Some(WayIn::SelfReferral)),
            ("Parents and carers", Some(WayIn::Parent)),
            ("schools", Some(WayIn::School)),
            ("GP", Some(WayIn::Gp)),
            ("professional referral", Some(WayIn::Professional)),
            ("drop-in at schools and community hubs", Some(WayIn::DropIn)),
            ("priority referral", None),
            ("parenting programme before or after diagnosis", None),
            ("drop-ins were closed", None),
            ("", None),
        ] {
            assert_eq!(way_in(words), way, "{words}");
        }
    }
}
