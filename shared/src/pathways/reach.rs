//! What can be reached in a pathway from where.

use std::collections::{HashMap, HashSet};

use super::{
    MoveKind,
    api::{Graph, Move, Stage},
};

/// A graph with its stages found by their keys. Moves whose ends are unknown lead nowhere.
pub(super) struct Map<'g> {
    graph: &'g Graph,
    by_key: HashMap<&'g str, usize>,
}

impl<'g> Map<'g> {
    pub fn of(graph: &'g Graph) -> Self {
        let mut by_key = HashMap::new();
        for (at, stage) in graph.stages.iter().enumerate() {
            by_key.entry(stage.key.as_str()).or_insert(at);
        }
        Self { graph, by_key }
    }

    /// The place of a stage.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// A stage by its key.
    pub fn stage(&self, key: &str) -> Option<&'g Stage> {
        self.graph.stages.get(self.place(key)?)
    }

    /// The two stages of a move.
    pub fn ends(&self, way: &Move) -> Option<(&'g Stage, &'g Stage)> {
        Some((self.stage(&way.from)?, self.stage(&way.to)?))
    }

    /// Where `moves` lead from each stage.
    fn ways<'m>(&self, moves: impl IntoIterator<Item = &'m Move>) -> HashMap<usize, Vec<usize>> {
        let mut ways: HashMap<usize, Vec<usize>> = HashMap::new();
        for way in moves {
            if let (Some(from), Some(to)) = (self.place(&way.from), self.place(&way.to)) {
                ways.entry(from).or_default().push(to);
            }
        }
        ways
    }

    /// Every stage that can be reached from `starts`, these among them, by `moves`.
    pub fn reached<'m>(
        &self,
        starts: impl IntoIterator<Item = usize>,
        moves: impl IntoIterator<Item = &'m Move>,
    ) -> HashSet<usize> {
        let ways = self.ways(moves);
        let mut waiting: Vec<usize> = starts.into_iter().collect();
        let mut seen = HashSet::new();
        while let Some(at) = waiting.pop() {
            if seen.insert(at) {
                waiting.extend(ways.get(&at).into_iter().flatten());
            }
        }
        seen
    }

    /// The stages from `start` to `end` by the ways on among `moves`, both included.
    pub fn way_on(&self, start: usize, end: usize, moves: &[Move]) -> Option<Vec<&'g Stage>> {
        let ways = self.ways(moves.iter().filter(|way| way.kind == MoveKind::On));
        let mut came: HashMap<usize, Option<usize>> = HashMap::from([(start, None)]);
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            if at == end {
                let mut trail = Vec::new();
                let mut back = Some(at);
                while let Some(place) = back {
                    trail.extend(self.graph.stages.get(place));
                    back = came.get(&place).copied().flatten();
                }
                trail.reverse();
                return Some(trail);
            }
            for to in ways.get(&at).into_iter().flatten() {
                if !came.contains_key(to) {
                    came.insert(*to, Some(at));
                    waiting.push(*to);
                }
            }
        }
        None
    }
}
