//! Contradictions: what a pathway cannot say.

use crate::{
    ids::ServiceId,
    services::{
        Standing,
        api::{ServiceSummary, ServiceView},
    },
};

use super::{
    MoveKind,
    api::{PathwayDraft, PathwayFinding, PathwayFindingCode, PathwayService, Severity},
    reach::Map,
};

/// What the checks need to know of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceFacts {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// The lowest level of need that it serves.
    pub level_from: Option<i32>,
    /// The highest level of need that it serves.
    pub level_to: Option<i32>,
    /// How it stands today.
    pub standing: Standing,
}

impl ServiceFacts {
    /// Whether it serves a level, as far as that is known.
    fn serves(&self, level: i32) -> bool {
        self.level_from.is_none_or(|from| from <= level)
            && self.level_to.is_none_or(|to| level <= to)
    }

    /// The levels that it serves, in words.
    fn levels(&self) -> String {
        match (self.level_from, self.level_to) {
            (Some(from), Some(to)) if from == to => format!("level {from}"),
            (Some(from), Some(to)) => format!("levels {from} to {to}"),
            (Some(from), None) => format!("level {from} and above"),
            (None, Some(to)) => format!("levels up to {to}"),
            (None, None) => "no level in particular".to_owned(),
        }
    }
}

impl From<&ServiceSummary> for ServiceFacts {
    fn from(service: &ServiceSummary) -> Self {
        Self {
            id: service.id,
            name: service.name.clone(),
            level_from: service.level_from,
            level_to: service.level_to,
            standing: service.standing,
        }
    }
}

impl From<&ServiceView> for ServiceFacts {
    fn from(service: &ServiceView) -> Self {
        Self {
            id: service.id,
            name: service.name.clone(),
            level_from: service.level_from,
            level_to: service.level_to,
            standing: service.standing,
        }
    }
}

impl From<&PathwayService> for ServiceFacts {
    fn from(service: &PathwayService) -> Self {
        Self {
            id: service.id,
            name: service.name.clone(),
            level_from: service.level_from,
            level_to: service.level_to,
            standing: service.standing,
        }
    }
}

fn found(code: PathwayFindingCode, pointer: String, sentence: String) -> PathwayFinding {
    PathwayFinding {
        code,
        severity: Severity::Contradiction,
        pointer,
        sentence,
    }
}

/// What contradicts itself in a pathway, or contradicts the directory of services:
///
/// - ways on that lead round in a circle. Ways up, ways down and side doors may lead back: people
///   need more help again. The fault stands at the last move of the circle;
/// - a way down to the same or a higher level, a way up to the same or a lower one;
/// - a stage at a level that one of its services does not serve;
/// - a stage or an exit with a service that has closed.
///
/// Services that are not among `services` are not judged.
pub fn contradictions(draft: &PathwayDraft, services: &[ServiceFacts]) -> Vec<PathwayFinding> {
    let mut faults = of_services(draft, services);
    let map = Map::of(&draft.graph);
    let moves = &draft.graph.moves;
    for (at, way) in moves.iter().enumerate() {
        let Some((from, to)) = map.ends(way) else {
            continue;
        };
        let right = match way.kind {
            MoveKind::StepUp => from.level < to.level,
            MoveKind::StepDown => from.level > to.level,
            MoveKind::On | MoveKind::SideDoor => true,
        };
        if !right {
            let (goes, lies) = if way.kind == MoveKind::StepUp {
                ("up", "above")
            } else {
                ("down", "below")
            };
            let sentence = format!(
                "A way {goes} must lead to a stage {lies} its own. “{}” is at level {} and “{}” at level {}. Choose another way, or mend the levels",
                from.name, from.level, to.name, to.level
            );
            let pointer = format!("/graph/moves/{at}/kind");
            faults.push(found(PathwayFindingCode::WrongWay, pointer, sentence));
        }
        if way.kind == MoveKind::On
            && way.from != way.to
            && let (Some(start), Some(end)) = (map.place(&way.to), map.place(&way.from))
            && let Some(trail) = map.way_on(start, end, moves.get(..at).unwrap_or_default())
        {
            let names: Vec<String> = std::iter::once(from)
                .chain(trail)
                .map(|stage| format!("“{}”", stage.name))
                .collect();
            let sentence = format!(
                "This way on closes a circle: {}. Take one of its moves out, or make it a way up or down",
                names.join(", ")
            );
            let pointer = format!("/graph/moves/{at}/to");
            faults.push(found(PathwayFindingCode::Cycle, pointer, sentence));
        }
    }
    faults
}

fn of_services(draft: &PathwayDraft, services: &[ServiceFacts]) -> Vec<PathwayFinding> {
    let mut faults = Vec::new();
    let known = |id: ServiceId| services.iter().find(|service| service.id == id);
    let closed = |service: &ServiceFacts, pointer: String| {
        let sentence = format!(
            "“{}” has closed. Take it out or choose another service, or open it again in the directory",
            service.name
        );
        found(PathwayFindingCode::ServiceClosed, pointer, sentence)
    };
    for (at, stage) in draft.graph.stages.iter().enumerate() {
        for (place, id) in stage.services.iter().enumerate() {
            let Some(service) = known(*id) else { continue };
            let pointer = format!("/graph/stages/{at}/services/{place}");
            if service.standing == Standing::Closed {
                faults.push(closed(service, pointer));
            } else if !service.serves(stage.level) {
                let sentence = format!(
                    "“{}” serves {}, and the stage “{}” is at level {}. Choose another service or level, or change the service in the directory",
                    service.name,
                    service.levels(),
                    stage.name,
                    stage.level
                );
                faults.push(found(PathwayFindingCode::LevelNotServed, pointer, sentence));
            }
        }
    }
    for (at, exit) in draft.graph.exits.iter().enumerate() {
        if let Some(service) = exit.service.and_then(known)
            && service.standing == Standing::Closed
        {
            faults.push(closed(service, format!("/graph/exits/{at}/service")));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, facts};
    use super::*;

    fn codes(draft: &PathwayDraft) -> Vec<(PathwayFindingCode, String)> {
        contradictions(draft, &facts())
            .into_iter()
            .map(|found| (found.code, found.pointer))
            .collect()
    }

    #[test]
    fn each_contradiction_is_told_at_its_place() {
        use PathwayFindingCode::{Cycle, LevelNotServed, ServiceClosed, WrongWay};
        let table: Vec<(Made, Vec<(PathwayFindingCode, &str)>)> = vec![
            (Made::sound(), vec![]),
            (
                Made::sound().on("c", "a"),
                vec![(Cycle, "/graph/moves/3/to")],
            ),
            // Loops of ways up and down are no circle.
            (Made::sound().way("c", "b", MoveKind::SideDoor), vec![]),
            (
                Made::sound().up("c", "b"),
                vec![(WrongWay, "/graph/moves/3/kind")],
            ),
            (
                Made::sound().down("a", "b"),
                vec![(WrongWay, "/graph/moves/3/kind")],
            ),
            (
                Made::sound().level("a", 2).level("b", 2).down("b", "a"),
                // The level of `a` is none of its service, either.
                vec![
                    (LevelNotServed, "/graph/stages/0/services/0"),
                    (WrongWay, "/graph/moves/3/kind"),
                ],
            ),
            (
                Made::sound().level("b", 4),
                vec![
                    (LevelNotServed, "/graph/stages/1/services/0"),
                    (WrongWay, "/graph/moves/2/kind"),
                ],
            ),
            (
                Made::sound().held("c", Made::CLOSED),
                vec![(ServiceClosed, "/graph/stages/2/services/1")],
            ),
            (
                Made::sound().exit_to("c", Made::CLOSED),
                vec![(ServiceClosed, "/graph/exits/1/service")],
            ),
            // What nobody knows is not judged.
            (Made::sound().held("c", 99), vec![]),
            (Made::sound().on("c", "gone"), vec![]),
        ];
        for (made, expected) in table {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(code, pointer)| (code, pointer.to_owned()))
                .collect();
            assert_eq!(codes(&made.draft), expected, "{:?}", made.draft.graph);
        }
    }

    #[test]
    fn a_circle_is_told_with_its_stages() {
        let made = Made::sound().on("c", "a");
        let found = contradictions(&made.draft, &facts());
        assert_eq!(
            found[0].sentence,
            "This way on closes a circle: “Stage c”, “Stage a”, “Stage b”, “Stage c”. Take one of its moves out, or make it a way up or down"
        );
    }

    #[test]
    fn two_circles_are_two_faults() {
        let made = Made::sound().on("b", "a").on("c", "b");
        let places: Vec<String> = codes(&made.draft).into_iter().map(|(_, at)| at).collect();
        assert_eq!(places, ["/graph/moves/3/to", "/graph/moves/4/to"]);
    }
}
