//! Words and colours that the pages of a plan share.

use shared::calendar::PartialDate;
use shared::plans::ActionState;
use shared::plans::api::{FindingState, MilestoneState};

use crate::dates;
use crate::ui::TagColour;

/// "1 action", "22 actions".
pub fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// How a number stands to what it was: "2 more", "1 fewer", "no change".
pub fn changed_by(before: u32, now: u32) -> String {
    match (now.checked_sub(before), before.checked_sub(now)) {
        (Some(0), _) => "no change".to_owned(),
        (Some(more), _) => format!("{more} more"),
        (None, fewer) => format!("{} fewer", fewer.unwrap_or_default()),
    }
}

/// The colour of an action's state.
pub const fn state_colour(state: ActionState) -> TagColour {
    match state {
        ActionState::Proposed | ActionState::Stopped | ActionState::Deferred => TagColour::Grey,
        ActionState::Agreed | ActionState::InProgress => TagColour::Teal,
        ActionState::Complete | ActionState::Embedded => TagColour::Blue,
        ActionState::Paused => TagColour::Amber,
    }
}

/// The colour of a milestone's state.
pub const fn milestone_colour(state: MilestoneState) -> TagColour {
    match state {
        MilestoneState::Planned => TagColour::Teal,
        MilestoneState::Done => TagColour::Blue,
        MilestoneState::Dropped => TagColour::Grey,
    }
}

/// The colour of a finding's state.
pub const fn finding_colour(state: FindingState) -> TagColour {
    match state {
        FindingState::Open => TagColour::Amber,
        FindingState::Accepted => TagColour::Blue,
        FindingState::Overruled | FindingState::Parked | FindingState::Gone => TagColour::Grey,
    }
}

/// A word of the plan's file in sentence case: `short-term` is "Short term".
pub fn spoken(code: &str) -> String {
    let text = code.replace(['-', '_'], " ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => text,
    }
}

/// The class of a timescale in words. A date at its end keeps its form: `procurement-2016-10` is "Procurement October
/// 2016", `pilot-2015-16` is "Pilot 2015/16".
pub fn timescale_class(code: &str) -> String {
    let Some(at) = code.find(|letter: char| letter.is_ascii_digit()) else {
        return spoken(code);
    };
    let (words, date) = code.split_at(at);
    let read = |text: &str| text.parse::<PartialDate>().ok();
    match read(date).or_else(|| read(&date.replacen('-', "/", 1))) {
        Some(date) => format!(
            "{} {}",
            spoken(words.trim_end_matches('-')),
            dates::printed(&date)
        )
        .trim_start()
        .to_owned(),
        None => spoken(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_file_are_spoken() {
        assert_eq!(spoken("not-stated"), "Not stated");
        assert_eq!(spoken(""), "");
        assert_eq!(counted(1, "action"), "1 action");
        assert_eq!(counted(0, "action"), "0 actions");
        assert_eq!(changed_by(3, 5), "2 more");
        assert_eq!(changed_by(3, 2), "1 fewer");
        assert_eq!(changed_by(3, 3), "no change");
    }

    #[test]
    fn a_timescale_keeps_its_date() {
        assert_eq!(timescale_class("pilot-2015-16"), "Pilot 2015/16");
        assert_eq!(
            timescale_class("procurement-2016-10"),
            "Procurement October 2016"
        );
        assert_eq!(timescale_class("short-term"), "Short term");
    }
}
