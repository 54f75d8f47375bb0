//! Rules over whole pathways, for many at random.

use proptest::prelude::*;

use crate::problem::FieldCode;
use crate::text::TITLE_MAX;

use super::{
    Clock, MoveKind, ServiceFacts,
    api::{
        EntryRoute, Exit, Graph, Move, PathwayDraft, PathwayFindingCode, Severity, Stage, Standard,
    },
    check, contradictions, findings, gaps,
    made::{Made, facts, service},
};
use crate::pathways::{ExitKind, PathwayKind};

fn faults(draft: PathwayDraft) -> Vec<(String, FieldCode)> {
    check(draft, &facts())
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect()
}

fn standard() -> Standard {
    Standard {
        id: None,
        text: "Screened".to_owned(),
        clock: None,
        starts: None,
        stops: None,
        stage: None,
        source: None,
        measure: None,
    }
}

#[test]
fn each_fault_is_told_at_its_field() {
    use FieldCode::{
        BadCharacter, Contradiction, Duplicate, NotAllowed, NotFound, Required, Taken, TooLong,
    };
    type Bend = fn(&mut PathwayDraft);
    let table: &[(&str, FieldCode, Bend)] = &[
        ("/name", Required, |it| it.name = " ".into()),
        ("/name", TooLong, |it| it.name = "x".repeat(TITLE_MAX + 1)),
        ("/summary", BadCharacter, |it| it.summary = "a\0b".into()),
        ("/level_from", NotAllowed, |it| it.level_from = Some(0)),
        ("/level_to", Required, |it| it.level_to = None),
        ("/other_parties/0", Required, |it| {
            it.other_parties = vec![" ".into()];
        }),
        ("/services/0", NotFound, |it| {
            it.services = vec![service(77)]
        }),
        ("/graph/stages", TooLong, |it| {
            let stage = it.graph.stages[0].clone();
            it.graph.moves.clear();
            it.graph.exits.clear();
            it.graph.entry_routes.clear();
            it.graph.stages = vec![stage; 61];
        }),
        ("/graph/stages/1/key", NotAllowed, |it| {
            it.graph = Graph {
                stages: it.graph.stages[..2].to_vec(),
                ..Graph::default()
            };
            it.graph.stages[1].key = "The B".into();
        }),
        ("/graph/stages/2/key", Duplicate, |it| {
            it.graph.stages[2].key = "b".into();
            it.graph.moves.truncate(1);
        }),
        ("/graph/stages/2/name", Taken, |it| {
            it.graph.stages[2].name = "STAGE  B".into();
        }),
        ("/graph/stages/0/name", Required, |it| {
            it.graph.stages[0].name = String::new();
        }),
        ("/graph/stages/1/groups/0", Contradiction, |it| {
            it.graph.stages[1].groups = vec![crate::ids::GroupId(uuid::Uuid::nil())];
        }),
        ("/graph/stages/1/services/1", NotFound, |it| {
            it.graph.stages[1].services.push(service(77));
        }),
        ("/graph/stages/1/services/1", Contradiction, |it| {
            it.graph.stages[1].services.push(service(Made::CLOSED));
        }),
        ("/graph/stages/1/services/1", Contradiction, |it| {
            it.graph.stages[1].services.push(service(3));
        }),
        ("/graph/moves/0/to", NotFound, |it| {
            it.graph.moves[0].to = "gone".into();
        }),
        ("/graph/moves/0/from", NotFound, |it| {
            it.graph.moves[0].from = "gone".into();
        }),
        ("/graph/moves/3/to", Contradiction, |it| {
            it.graph.moves.push(Move {
                from: "a".into(),
                to: "a".into(),
                kind: MoveKind::On,
                when: None,
            });
        }),
        ("/graph/moves/3/to", Duplicate, |it| {
            let first = it.graph.moves[0].clone();
            it.graph.moves.push(first);
        }),
        ("/graph/moves/3/to", Contradiction, |it| {
            it.graph.moves.push(Move {
                from: "c".into(),
                to: "a".into(),
                kind: MoveKind::On,
                when: None,
            });
        }),
        ("/graph/moves/0/kind", Contradiction, |it| {
            it.graph.moves[0].kind = MoveKind::StepDown;
        }),
        ("/graph/exits/0/from", NotFound, |it| {
            it.graph.exits[0].from = "gone".into();
        }),
        ("/graph/exits/0/service", NotFound, |it| {
            it.graph.exits[0].service = Some(service(77));
        }),
        ("/graph/entry_routes/0/to", NotFound, |it| {
            it.graph.entry_routes[0].to = Some("gone".into());
        }),
        ("/graph/entry_routes/0/words", Required, |it| {
            it.graph.entry_routes[0].way = None;
        }),
        ("/standards/0/text", Required, |it| {
            it.standards = vec![Standard {
                text: " ".into(),
                ..standard()
            }];
        }),
        ("/standards/0/clock/count", NotAllowed, |it| {
            it.standards = vec![Standard {
                clock: Some(Clock::days(-1)),
                ..standard()
            }];
        }),
        ("/standards/0/stage", NotFound, |it| {
            it.standards = vec![Standard {
                stage: Some("gone".into()),
                ..standard()
            }];
        }),
        ("/standards/1/id", Duplicate, |it| {
            let twice = Standard {
                id: Some(crate::ids::StandardId(uuid::Uuid::nil())),
                ..standard()
            };
            it.standards = vec![twice.clone(), twice];
        }),
    ];
    assert_eq!(faults(Made::sound().draft), []);
    for (pointer, code, bend) in table {
        let bent = Made::sound().bent(bend);
        assert_eq!(
            faults(bent.draft.clone()),
            [((*pointer).to_owned(), *code)],
            "{:?}",
            bent.draft
        );
    }
}

#[test]
fn what_is_kept_says_nothing_twice_and_nothing_empty() {
    let made = Made::sound().bent(|it| {
        it.name = "  Single pathway ".into();
        it.note = Some("  ".into());
        it.services = vec![service(3), service(3)];
        it.other_parties = vec!["Schools".into(), "schools ".into()];
        it.graph.exits[0].way_back = Some(" ".into());
    });
    let kept = check(made.draft, &facts()).unwrap();
    assert_eq!(kept.name, "Single pathway");
    assert_eq!(kept.note, None);
    assert_eq!(kept.services, [service(3)]);
    assert_eq!(kept.other_parties, ["Schools"]);
    assert_eq!(kept.graph.exits[0].way_back, None);
}

/// Any graph at all: keys that are not there, levels that cannot be, moves that go nowhere.
fn any_graph() -> impl Strategy<Value = Graph> {
    let key =
        prop_oneof![9 => (0..8u8).prop_map(|n| format!("s{n}")), 1 => Just("gone".to_owned())];
    let kind = prop::sample::select(MoveKind::ALL);
    let level = prop_oneof![8 => 1..5i32, 1 => any::<i32>()];
    let stage = (key.clone(), level, prop::collection::vec(1..11u128, 0..3)).prop_map(
        |(key, level, held)| Stage {
            name: key.clone(),
            key,
            level,
            services: held.into_iter().map(service).collect(),
            what: String::new(),
            groups: Vec::new(),
        },
    );
    let way = (key.clone(), key.clone(), kind).prop_map(|(from, to, kind)| Move {
        from,
        to,
        kind,
        when: None,
    });
    let exit = (key.clone(), prop::sample::select(ExitKind::ALL)).prop_map(|(from, kind)| Exit {
        from,
        kind,
        words: String::new(),
        way_back: None,
        service: None,
    });
    let route = prop::option::of(key).prop_map(|to| EntryRoute {
        way: None,
        words: "Somebody".to_owned(),
        to,
    });
    (
        prop::collection::vec(route, 0..4),
        prop::collection::vec(stage, 0..9),
        prop::collection::vec(way, 0..24),
        prop::collection::vec(exit, 0..4),
    )
        .prop_map(|(entry_routes, stages, moves, exits)| Graph {
            entry_routes,
            stages,
            moves,
            exits,
        })
}

/// A pathway built to be sound: a chain of ways on whose levels never jump, held at each stage, with
/// a way out at its end and ways down to stages before.
fn sound_chain() -> impl Strategy<Value = (PathwayDraft, usize)> {
    (
        prop::collection::vec(-1..2i32, 1..20),
        prop::collection::vec((0..20usize, 0..20usize), 0..6),
    )
        .prop_map(|(steps, downs)| {
            let mut levels = vec![2];
            for step in steps {
                let last = levels.last().copied().unwrap_or(2);
                levels.push((last + step).clamp(1, 4));
            }
            let mut made = Made::empty().entry("s0");
            for (at, level) in levels.iter().enumerate() {
                made = made.stage(&format!("s{at}"), *level);
            }
            for at in 1..levels.len() {
                made = made.on(&format!("s{}", at - 1), &format!("s{at}"));
            }
            for (from, to) in downs {
                let twice = |moves: &[Move]| {
                    moves.iter().any(|way| {
                        way.from == format!("s{from}")
                            && way.to == format!("s{to}")
                            && way.kind == MoveKind::StepDown
                    })
                };
                if let (Some(high), Some(low)) = (levels.get(from), levels.get(to))
                    && high == &(low + 1)
                    && !twice(&made.draft.graph.moves)
                {
                    made = made.down(&format!("s{from}"), &format!("s{to}"));
                }
            }
            let last = levels.len() - 1;
            let mut draft = made.discharge(&format!("s{last}")).draft;
            (draft.level_from, draft.level_to) = (Some(4), Some(1));
            (draft, last)
        })
}

proptest! {
    #[test]
    fn no_graph_is_too_strange_to_be_checked(graph in any_graph(), known in any::<bool>()) {
        let draft = PathwayDraft { graph, ..PathwayDraft::new("Any", PathwayKind::Other) };
        let services: Vec<ServiceFacts> = if known { facts() } else { Vec::new() };
        let all = findings(&draft, &services);
        for found in &all {
            let wire = serde_json::to_value(&draft).unwrap();
            // A fault stands at a field that is there, or at one that is left empty.
            let place = wire.pointer(&found.pointer).is_some()
                || wire.pointer(found.pointer.rsplit_once('/').map_or("", |(up, _)| up)).is_some();
            prop_assert!(place, "{}", found.pointer);
            prop_assert!(!found.sentence.is_empty());
        }
        let contradicts = all.iter().any(|found| found.severity == Severity::Contradiction);
        match check(draft, &services) {
            Ok(kept) => {
                prop_assert!(!contradicts);
                prop_assert_eq!(contradictions(&kept, &services), []);
                prop_assert_eq!(check(kept.clone(), &services).unwrap(), kept);
            }
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }

    #[test]
    fn what_is_built_sound_has_no_finding((draft, _) in sound_chain()) {
        prop_assert_eq!(findings(&draft, &facts()), []);
        prop_assert_eq!(check(draft.clone(), &facts()).unwrap(), draft);
    }

    #[test]
    fn a_chain_without_one_of_its_ways_on_has_findings((draft, last) in sound_chain(), at in 0..20usize) {
        // Without ways down, because these can lead round the missing one.
        let mut draft = draft;
        draft.graph.moves.truncate(last);
        let at = at % last;
        draft.graph.moves.remove(at);
        let found: Vec<_> = gaps(&draft, &facts()).into_iter().map(|gap| (gap.code, gap.pointer)).collect();
        let dead = (PathwayFindingCode::DeadEnd, format!("/graph/stages/{at}"));
        let cut = (PathwayFindingCode::Unreachable, format!("/graph/stages/{}", at + 1));
        prop_assert!(found.contains(&dead), "{:?}", found);
        prop_assert!(found.contains(&cut), "{:?}", found);
        prop_assert_eq!(found.len(), 1 + last - at, "{:?}", found);
    }

    #[test]
    fn closing_a_chain_to_a_ring_is_a_circle((draft, last) in sound_chain(), to in 0..20usize) {
        let to = to % last;
        let mut draft = draft;
        draft.graph.moves.push(Move {
            from: format!("s{last}"),
            to: format!("s{to}"),
            kind: MoveKind::On,
            when: None,
        });
        let pointer = format!("/graph/moves/{}/to", draft.graph.moves.len() - 1);
        let codes: Vec<_> = contradictions(&draft, &facts()).into_iter().map(|it| (it.code, it.pointer)).collect();
        prop_assert_eq!(codes, [(PathwayFindingCode::Cycle, pointer)]);
    }
}
