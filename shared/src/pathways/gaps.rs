//! Gaps: where a pathway is unfinished.

use std::collections::HashSet;

use crate::services::Standing;

use super::{
    ExitKind, MoveKind, ServiceFacts,
    api::{PathwayDraft, PathwayFinding, PathwayFindingCode, Severity, Stage},
    matters::contradictions,
    reach::Map,
};

/// Everything that the checks find in a pathway: its contradictions, then its gaps.
pub fn findings(draft: &PathwayDraft, services: &[ServiceFacts]) -> Vec<PathwayFinding> {
    let mut all = contradictions(draft, services);
    all.extend(gaps(draft, services));
    all
}

struct Gaps<'d> {
    draft: &'d PathwayDraft,
    services: &'d [ServiceFacts],
    map: Map<'d>,
    found: Vec<PathwayFinding>,
}

/// What is missing in a pathway, or leads nowhere:
///
/// - no stages at all, and then nothing else is judged but its services;
/// - an entry route that leads to no stage, a stage that no entry route reaches by any moves;
/// - a dead end: a stage without a move from it and without a way out;
/// - a way down that leads nowhere: without going up again, no way out is reached from its end;
/// - a level crossed without a service: a move that is no side door passes a level between its ends
///   at which no stage has a service that has not closed;
/// - a stage that no service holds, or at a level outside of the pathway's; a discharge without a
///   way back; a service named without a stage, or one that has closed.
pub fn gaps(draft: &PathwayDraft, services: &[ServiceFacts]) -> Vec<PathwayFinding> {
    let mut gaps = Gaps {
        draft,
        services,
        map: Map::of(&draft.graph),
        found: Vec::new(),
    };
    gaps.named_services();
    if draft.graph.stages.is_empty() {
        gaps.add(
            PathwayFindingCode::NoStages,
            "/graph/stages",
            "No stages are known. Add the stages that a young person passes",
        );
        return gaps.found;
    }
    gaps.ways_in();
    gaps.stages();
    gaps.moves();
    gaps.exits();
    gaps.found
}

impl Gaps<'_> {
    fn add(
        &mut self,
        code: PathwayFindingCode,
        pointer: impl Into<String>,
        sentence: impl Into<String>,
    ) {
        self.found.push(PathwayFinding {
            code,
            severity: Severity::Gap,
            pointer: pointer.into(),
            sentence: sentence.into(),
        });
    }

    fn named_services(&mut self) {
        let graph = &self.draft.graph;
        let staged: HashSet<_> = graph
            .stages
            .iter()
            .flat_map(|stage| &stage.services)
            .chain(graph.exits.iter().filter_map(|exit| exit.service.as_ref()))
            .collect();
        for (at, id) in self.draft.services.iter().enumerate() {
            let Some(service) = self.services.iter().find(|service| service.id == *id) else {
                continue;
            };
            let pointer = format!("/services/{at}");
            if service.standing == Standing::Closed {
                let sentence = format!(
                    "“{}” has closed. Take it out, or name the service that carries on its work",
                    service.name
                );
                self.add(PathwayFindingCode::ServiceClosed, pointer, sentence);
            } else if !graph.stages.is_empty() && !staged.contains(id) {
                let sentence = format!(
                    "“{}” belongs to this pathway and holds none of its stages. Say which stage it holds, or take it out",
                    service.name
                );
                self.add(PathwayFindingCode::ServiceWithoutStage, pointer, sentence);
            }
        }
    }

    fn ways_in(&mut self) {
        let graph = &self.draft.graph;
        let mut starts = Vec::new();
        for (at, route) in graph.entry_routes.iter().enumerate() {
            match route.to.as_deref().and_then(|key| self.map.place(key)) {
                Some(stage) => starts.push(stage),
                None => self.add(
                    PathwayFindingCode::EntryLeadsNowhere,
                    format!("/graph/entry_routes/{at}/to"),
                    "This entry route leads to no stage. Choose the stage that it leads to",
                ),
            }
        }
        if starts.is_empty() {
            self.add(
                PathwayFindingCode::NoWayIn,
                "/graph/entry_routes",
                "No entry route leads to a stage, so nobody can get in. Add one, or say where one leads",
            );
            return;
        }
        let reached = self.map.reached(starts, &graph.moves);
        for (at, stage) in graph.stages.iter().enumerate() {
            if !reached.contains(&at) {
                let sentence = format!(
                    "Nobody can reach “{}”. Add a move or an entry route that leads to it",
                    stage.name
                );
                let pointer = format!("/graph/stages/{at}");
                self.add(PathwayFindingCode::Unreachable, pointer, sentence);
            }
        }
    }

    fn stages(&mut self) {
        let graph = &self.draft.graph;
        let leaves: HashSet<&str> = graph
            .moves
            .iter()
            .filter(|way| way.from != way.to && self.map.ends(way).is_some())
            .map(|way| way.from.as_str())
            .chain(graph.exits.iter().map(|exit| exit.from.as_str()))
            .collect();
        for (at, stage) in graph.stages.iter().enumerate() {
            let pointer = format!("/graph/stages/{at}");
            if !leaves.contains(stage.key.as_str()) {
                let sentence = format!(
                    "“{}” is a dead end. Add a move from it, or a way out",
                    stage.name
                );
                self.add(PathwayFindingCode::DeadEnd, pointer.clone(), sentence);
            }
            if stage.services.is_empty() {
                let sentence = format!(
                    "No service holds “{}”. Choose the services that do",
                    stage.name
                );
                let pointer = format!("{pointer}/services");
                self.add(PathwayFindingCode::StageWithoutService, pointer, sentence);
            }
            if let (Some(from), Some(to)) = (self.draft.level_from, self.draft.level_to)
                && !(from.min(to)..=from.max(to)).contains(&stage.level)
            {
                let sentence = format!(
                    "“{}” is at level {}, and the pathway is said to lead from level {from} to level {to}. Mend one of them",
                    stage.name, stage.level
                );
                let pointer = format!("{pointer}/level");
                self.add(PathwayFindingCode::OutsideLevels, pointer, sentence);
            }
        }
    }

    fn moves(&mut self) {
        let graph = &self.draft.graph;
        let out: HashSet<usize> = graph
            .exits
            .iter()
            .filter_map(|exit| self.map.place(&exit.from))
            .collect();
        for (at, way) in graph.moves.iter().enumerate() {
            let Some((from, to)) = self.map.ends(way) else {
                continue;
            };
            if way.kind == MoveKind::StepDown {
                let not_up = graph
                    .moves
                    .iter()
                    .filter(|way| way.kind != MoveKind::StepUp);
                let reached = self.map.reached(self.map.place(&way.to), not_up);
                if reached.is_disjoint(&out) {
                    let sentence = format!(
                        "The way down from “{}” leads nowhere: from “{}” nobody gets out. Add a way out, or a move to a stage that has one",
                        from.name, to.name
                    );
                    let pointer = format!("/graph/moves/{at}");
                    self.add(PathwayFindingCode::WayDownLeadsNowhere, pointer, sentence);
                }
            }
            if way.kind != MoveKind::SideDoor
                && let Some(level) = self.crossed(from, to)
            {
                let sentence = format!(
                    "The move from “{}” to “{}” crosses level {level}, at which no service holds a stage. Add one, or make the move a side door",
                    from.name, to.name
                );
                let pointer = format!("/graph/moves/{at}");
                self.add(PathwayFindingCode::LevelCrossed, pointer, sentence);
            }
        }
    }

    /// The first level between two stages at which no service holds a stage.
    fn crossed(&self, from: &Stage, to: &Stage) -> Option<i32> {
        let (low, high) = (from.level.min(to.level), from.level.max(to.level));
        // Levels that a check would refuse can lie far apart.
        let between = low.saturating_add(1).max(1)..high.min(super::HIGHEST_LEVEL + 1);
        between.into_iter().find(|level| {
            !self
                .draft
                .graph
                .stages
                .iter()
                .any(|stage| stage.level == *level && self.is_held(stage))
        })
    }

    fn is_held(&self, stage: &Stage) -> bool {
        stage.services.iter().any(|id| {
            !self
                .services
                .iter()
                .any(|service| service.id == *id && service.standing == Standing::Closed)
        })
    }

    fn exits(&mut self) {
        for (at, exit) in self.draft.graph.exits.iter().enumerate() {
            if exit.kind == ExitKind::Discharge && exit.way_back.is_none() {
                self.add(
                    PathwayFindingCode::NoWayBack,
                    format!("/graph/exits/{at}/way_back"),
                    "This discharge has no way back. Say how to get help again",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, facts, service};
    use super::*;
    use crate::pathways::PathwayKind;

    #[test]
    fn each_gap_is_told_at_its_place() {
        use PathwayFindingCode::{
            DeadEnd, EntryLeadsNowhere, LevelCrossed, NoStages, NoWayBack, NoWayIn, OutsideLevels,
            ServiceClosed, ServiceWithoutStage, StageWithoutService, Unreachable,
            WayDownLeadsNowhere,
        };
        let table: Vec<(Made, Vec<(PathwayFindingCode, &str)>)> = vec![
            (Made::sound(), vec![]),
            (Made::empty(), vec![(NoStages, "/graph/stages")]),
            (
                Made::empty().bent(|it| it.services = vec![service(Made::CLOSED)]),
                vec![(ServiceClosed, "/services/0"), (NoStages, "/graph/stages")],
            ),
            (
                Made::sound().bent(|it| it.services = vec![service(3), service(5)]),
                vec![(ServiceWithoutStage, "/services/1")],
            ),
            (
                Made::sound().bent(|it| it.graph.entry_routes.clear()),
                vec![(NoWayIn, "/graph/entry_routes")],
            ),
            (
                Made::sound().bent(|it| it.graph.entry_routes[0].to = None),
                vec![
                    (EntryLeadsNowhere, "/graph/entry_routes/0/to"),
                    (NoWayIn, "/graph/entry_routes"),
                ],
            ),
            (
                Made::sound().stage("d", 2),
                vec![
                    (Unreachable, "/graph/stages/3"),
                    (DeadEnd, "/graph/stages/3"),
                ],
            ),
            // A stage that only leads to itself is a dead end.
            (
                Made::sound().stage("d", 2).on("c", "d").on("d", "d"),
                vec![(DeadEnd, "/graph/stages/3")],
            ),
            // Down to where nobody gets out but by going up again.
            (
                Made::sound().stage("d", 1).down("b", "d").up("d", "b"),
                vec![(WayDownLeadsNowhere, "/graph/moves/3")],
            ),
            (
                Made::sound().stage("d", 1).down("b", "d").on("d", "b"),
                vec![],
            ),
            (
                Made::sound().unheld("b"),
                vec![(StageWithoutService, "/graph/stages/1/services")],
            ),
            // Level 2 is crossed where its only stage has no service.
            (
                Made::sound().unheld("b").up("a", "c"),
                vec![
                    (StageWithoutService, "/graph/stages/1/services"),
                    (LevelCrossed, "/graph/moves/3"),
                ],
            ),
            (Made::sound().up("a", "c"), vec![]),
            (
                Made::sound().unheld("b").way("a", "c", MoveKind::SideDoor),
                vec![(StageWithoutService, "/graph/stages/1/services")],
            ),
            (
                Made::sound().bent(|it| it.level_to = Some(2)),
                vec![(OutsideLevels, "/graph/stages/2/level")],
            ),
            // A way down is said from above.
            (
                Made::sound().bent(|it| (it.level_from, it.level_to) = (Some(3), Some(1))),
                vec![],
            ),
            (
                Made::sound().bent(|it| it.graph.exits[0].way_back = None),
                vec![(NoWayBack, "/graph/exits/0/way_back")],
            ),
            (
                Made::sound().bent(|it| it.graph.exits.clear()),
                vec![(WayDownLeadsNowhere, "/graph/moves/2")],
            ),
        ];
        for (made, expected) in table {
            let found: Vec<_> = gaps(&made.draft, &facts())
                .into_iter()
                .map(|gap| (gap.code, gap.pointer))
                .collect();
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(code, pointer)| (code, pointer.to_owned()))
                .collect();
            assert_eq!(found, expected, "{:?}", made.draft.graph);
        }
    }

    #[test]
    fn contradictions_come_first() {
        let made = Made::sound().stage("d", 2).held("b", Made::CLOSED);
        let order: Vec<Severity> = findings(&made.draft, &facts())
            .into_iter()
            .map(|found| found.severity)
            .collect();
        assert_eq!(
            order,
            [Severity::Contradiction, Severity::Gap, Severity::Gap]
        );
    }

    #[test]
    fn a_pathway_that_only_has_a_name_has_one_gap() {
        let draft = PathwayDraft::new("Crisis support", PathwayKind::Crisis);
        assert_eq!(findings(&draft, &[]).len(), 1);
    }
}
