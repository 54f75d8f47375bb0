//! How levels, ways and places on a pathway are told.

use shared::pathways::api::EntryRoute;
use shared::pathways::{ExitKind, MoveKind};

/// The levels of a pathway in words; none where nothing is stated.
pub fn levels(from: Option<i32>, to: Option<i32>) -> Option<String> {
    match (from?, to?) {
        (from, to) if from == to => Some(format!("Level {from}")),
        (from, to) if from > to => Some(format!("From level {from} down to {to}")),
        (from, to) => Some(format!("Levels {from} to {to}")),
    }
}

/// Where a move leads, before the name of the stage.
pub const fn leads(kind: MoveKind) -> &'static str {
    match kind {
        MoveKind::On => "On to",
        MoveKind::StepUp => "Up to",
        MoveKind::StepDown => "Down to",
        MoveKind::SideDoor => "By a side door to",
    }
}

/// What an exit is, in the past tense of somebody who has left.
pub const fn leaves(kind: ExitKind) -> &'static str {
    match kind {
        ExitKind::Discharge => "Discharged",
        ExitKind::AdultService => "To a service for adults",
        ExitKind::Signposted => "Told of help elsewhere",
    }
}

/// Who opens a door, in words.
pub fn opens(route: &EntryRoute) -> String {
    match (route.way, route.words.is_empty()) {
        (Some(way), true) => way.label().to_owned(),
        (Some(way), false) => format!("{}: {}", way.label(), route.words),
        (None, _) => route.words.clone(),
    }
}

/// The id of a stage on its pathway's page.
pub fn stage_id(key: &str) -> String {
    format!("stage-{key}")
}

/// The id of a way out on its pathway's page, by its place from 0.
pub fn exit_id(at: usize) -> String {
    format!("way-out-{}", at + 1)
}

/// The id of the list of ways in on a pathway's page.
pub const WAYS_IN: &str = "ways-in";

/// "A, B and C".
pub fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use shared::services::WayIn;

    use super::*;

    #[test]
    fn levels_read_as_people_say_them() {
        assert_eq!(levels(Some(2), Some(2)).as_deref(), Some("Level 2"));
        assert_eq!(levels(Some(1), Some(3)).as_deref(), Some("Levels 1 to 3"));
        assert_eq!(
            levels(Some(4), Some(2)).as_deref(),
            Some("From level 4 down to 2")
        );
        assert_eq!(levels(None, Some(2)), None);
    }

    #[test]
    fn a_door_is_named_by_who_opens_it() {
        let route = |way, words: &str| EntryRoute {
            way,
            words: words.to_owned(),
            to: None,
        };
        assert_eq!(opens(&route(Some(WayIn::Gp), "")), "A GP");
        assert_eq!(
            opens(&route(Some(WayIn::Gp), "by letter")),
            "A GP: by letter"
        );
        assert_eq!(opens(&route(None, "The police")), "The police");
    }

    #[test]
    fn names_are_joined_like_speech() {
        let names = |list: &[&str]| {
            joined(
                &list
                    .iter()
                    .map(|name| (*name).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(names(&[]), "");
        assert_eq!(names(&["A"]), "A");
        assert_eq!(names(&["A", "B", "C"]), "A, B and C");
    }
}
