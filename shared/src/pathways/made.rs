//! Pathways made up for tests.

use uuid::Uuid;

use crate::{
    ids::ServiceId,
    services::{Standing, WayIn},
};

use super::{
    ExitKind, MoveKind, PathwayKind, ServiceFacts,
    api::{EntryRoute, Exit, Move, PathwayDraft, Stage},
};

pub(super) fn service(number: u128) -> ServiceId {
    ServiceId(Uuid::from_u128(number))
}

/// Services 1, 2 and 3 serve the level of their number, 4 none in particular, 5 all of them; 9 has
/// closed.
pub(super) fn facts() -> Vec<ServiceFacts> {
    [
        (1, Some(1), Some(1)),
        (2, Some(2), Some(2)),
        (3, Some(3), Some(3)),
        (4, None, None),
        (5, Some(1), Some(4)),
        (Made::CLOSED, Some(1), Some(4)),
    ]
    .into_iter()
    .map(|(number, level_from, level_to)| ServiceFacts {
        id: service(number),
        name: format!("Service {number}"),
        level_from,
        level_to,
        standing: if number == Made::CLOSED {
            Standing::Closed
        } else {
            Standing::Open
        },
    })
    .collect()
}

pub(super) struct Made {
    pub draft: PathwayDraft,
}

impl Made {
    pub const CLOSED: u128 = 9;

    pub fn empty() -> Self {
        let draft = PathwayDraft {
            level_from: Some(1),
            level_to: Some(3),
            ..PathwayDraft::new("One pathway", PathwayKind::Care)
        };
        Self { draft }
    }

    /// In by a school at `a`, on to `b` and `c`, down from `c` to `b`, and out from `b`.
    pub fn sound() -> Self {
        Self::empty()
            .stage("a", 1)
            .stage("b", 2)
            .stage("c", 3)
            .entry("a")
            .on("a", "b")
            .on("b", "c")
            .down("c", "b")
            .discharge("b")
    }

    /// A stage that the service of its level holds, or service 5.
    pub fn stage(mut self, key: &str, level: i32) -> Self {
        let held = u128::try_from(level).ok().filter(|level| *level < 4);
        self.draft.graph.stages.push(Stage {
            key: key.to_owned(),
            name: format!("Stage {key}"),
            level,
            services: vec![service(held.unwrap_or(5))],
            what: String::new(),
            groups: Vec::new(),
        });
        self
    }

    pub fn entry(mut self, to: &str) -> Self {
        self.draft.graph.entry_routes.push(EntryRoute {
            way: Some(WayIn::School),
            words: String::new(),
            to: Some(to.to_owned()),
        });
        self
    }

    pub fn way(mut self, from: &str, to: &str, kind: MoveKind) -> Self {
        self.draft.graph.moves.push(Move {
            from: from.to_owned(),
            to: to.to_owned(),
            kind,
            when: None,
        });
        self
    }

    pub fn on(self, from: &str, to: &str) -> Self {
        self.way(from, to, MoveKind::On)
    }

    pub fn up(self, from: &str, to: &str) -> Self {
        self.way(from, to, MoveKind::StepUp)
    }

    pub fn down(self, from: &str, to: &str) -> Self {
        self.way(from, to, MoveKind::StepDown)
    }

    pub fn discharge(mut self, from: &str) -> Self {
        self.draft.graph.exits.push(Exit {
            from: from.to_owned(),
            kind: ExitKind::Discharge,
            words: String::new(),
            way_back: Some("Ring the front door within a year".to_owned()),
            service: None,
        });
        self
    }

    pub fn exit_to(mut self, from: &str, number: u128) -> Self {
        self.draft.graph.exits.push(Exit {
            from: from.to_owned(),
            kind: ExitKind::AdultService,
            words: String::new(),
            way_back: None,
            service: Some(service(number)),
        });
        self
    }

    pub fn held(mut self, key: &str, number: u128) -> Self {
        for stage in &mut self.draft.graph.stages {
            if stage.key == key {
                stage.services.push(service(number));
            }
        }
        self
    }

    pub fn unheld(mut self, key: &str) -> Self {
        for stage in &mut self.draft.graph.stages {
            if stage.key == key {
                stage.services.clear();
            }
        }
        self
    }

    pub fn level(mut self, key: &str, level: i32) -> Self {
        for stage in &mut self.draft.graph.stages {
            if stage.key == key {
                stage.level = level;
            }
        }
        self
    }

    pub fn bent(mut self, bend: impl FnOnce(&mut PathwayDraft)) -> Self {
        bend(&mut self.draft);
        self
    }
}
