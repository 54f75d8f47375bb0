//! What a pathway must be before it is kept.

use std::collections::HashSet;
use std::hash::Hash;

use crate::{
    problem::{FieldCode, FieldError},
    services::{HIGHEST_LEVEL, folded},
    text::{PASSAGE_MAX, TITLE_MAX, line, passage},
};

use super::{
    COUNT_MAX, ServiceFacts,
    api::{ClosePathway, EntryRoute, Exit, Graph, Move, PathwayDraft, Stage, Standard},
    matters::contradictions,
};

/// Most pathways of a plan.
pub const PATHWAYS_MAX: usize = 200;
/// Most stages of a pathway.
pub const STAGES_MAX: usize = 60;
/// Most entry routes, exits, standards, and other things that a pathway lists.
pub const PARTS_MAX: usize = 60;
/// Most moves of a pathway.
const MOVES_MAX: usize = 240;
/// Longest words for an entry route, a way out or somebody with a part, in characters.
const WORDS_MAX: usize = 500;
/// Longest key of a stage, in characters.
const KEY_MAX: usize = 40;

/// Collects faults, so that a person is told of all of them at once.
#[derive(Default)]
struct Faults(Vec<FieldError>);

impl Faults {
    fn take<T: Default>(&mut self, read: Result<T, FieldError>) -> T {
        read.unwrap_or_else(|fault| {
            self.0.push(fault);
            T::default()
        })
    }

    fn add(&mut self, pointer: impl Into<String>, code: FieldCode, detail: impl Into<String>) {
        self.0.push(FieldError::new(pointer, code, detail));
    }

    fn end<T>(self, kept: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() {
            Ok(kept)
        } else {
            Err(self.0)
        }
    }

    /// A passage that may be left empty, and is absent then.
    fn words(&mut self, pointer: &str, text: Option<String>) -> Option<String> {
        let kept = self.take(passage(pointer, &text?, PASSAGE_MAX));
        (!kept.is_empty()).then_some(kept)
    }

    /// Whether a list is short enough to look at.
    fn few<T>(&mut self, pointer: &str, what: &str, list: &[T], max: usize) -> bool {
        let fits = list.len() <= max;
        if !fits {
            let words = format!("Give {max} {what} or fewer. There are {}", list.len());
            self.add(pointer, FieldCode::TooLong, words);
        }
        fits
    }

    fn level(&mut self, pointer: &str, level: i32) {
        if !(1..=HIGHEST_LEVEL).contains(&level) {
            let words =
                format!("The level of need must be a whole number from 1 to {HIGHEST_LEVEL}");
            self.add(pointer, FieldCode::NotAllowed, words);
        }
    }
}

/// Each of a list once, in its order.
fn once<T: Copy + Eq + Hash>(list: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::new();
    list.into_iter().filter(|one| seen.insert(*one)).collect()
}

/// Checks what was typed about a pathway, and gives it back as it is kept: texts trimmed, empty ones
/// absent, nothing twice. `services` tells of every service that it may name.
///
/// # Errors
/// Every fault and every contradiction, at its field.
pub fn check(
    draft: PathwayDraft,
    services: &[ServiceFacts],
) -> Result<PathwayDraft, Vec<FieldError>> {
    let mut faults = Faults::default();
    let name = faults.take(line("/name", "the pathway's name", &draft.name, TITLE_MAX));
    let summary = faults.take(passage("/summary", &draft.summary, PASSAGE_MAX));
    levels(&mut faults, draft.level_from, draft.level_to);
    for (pointer, what, many) in [
        ("/outcomes", "outcomes", draft.outcomes.len()),
        ("/actions", "actions", draft.actions.len()),
        ("/agencies", "agencies", draft.agencies.len()),
        ("/groups", "groups", draft.groups.len()),
        ("/services", "services", draft.services.len()),
    ] {
        faults.few(pointer, what, &vec![(); many], PARTS_MAX);
    }
    let kept = PathwayDraft {
        name,
        summary,
        status_printed: faults.words("/status_printed", draft.status_printed),
        note: faults.words("/note", draft.note),
        source: faults.words("/source", draft.source),
        outcomes: once(draft.outcomes),
        actions: once(draft.actions),
        agencies: once(draft.agencies),
        other_parties: parties(&mut faults, draft.other_parties),
        groups: once(draft.groups),
        services: once(draft.services),
        standards: standards(&mut faults, &draft.graph, draft.standards),
        graph: graph(&mut faults, draft.graph),
        ..draft
    };
    known(&mut faults, &kept, services);
    let against = contradictions(&kept, services)
        .into_iter()
        .map(|found| FieldError::new(found.pointer, FieldCode::Contradiction, found.sentence));
    faults.0.extend(against);
    faults.end(kept)
}

/// Checks what was typed about the end of a pathway.
///
/// # Errors
/// Every fault, at its field.
pub fn closing(form: ClosePathway) -> Result<ClosePathway, Vec<FieldError>> {
    let mut faults = Faults::default();
    let reason = faults.take(line("/reason", "the reason", &form.reason, PASSAGE_MAX));
    let last_day = form.last_day;
    faults.end(ClosePathway { last_day, reason })
}

fn levels(faults: &mut Faults, from: Option<i32>, to: Option<i32>) {
    for (pointer, level) in [("/level_from", from), ("/level_to", to)] {
        if let Some(level) = level {
            faults.level(pointer, level);
        }
    }
    if from.is_some() != to.is_some() {
        let pointer = if from.is_none() {
            "/level_from"
        } else {
            "/level_to"
        };
        let words = "Enter the level at which the pathway begins and the one to which it leads, or leave both empty";
        faults.add(pointer, FieldCode::Required, words);
    }
}

fn parties(faults: &mut Faults, typed: Vec<String>) -> Vec<String> {
    if !faults.few("/other_parties", "others", &typed, PARTS_MAX) {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(typed.len());
    for (at, party) in typed.iter().enumerate() {
        let pointer = format!("/other_parties/{at}");
        let party = faults.take(line(&pointer, "who takes part", party, WORDS_MAX));
        if seen.insert(folded(&party)) {
            kept.push(party);
        }
    }
    kept
}

fn graph(faults: &mut Faults, graph: Graph) -> Graph {
    let keys: HashSet<String> = graph.stages.iter().map(|stage| stage.key.clone()).collect();
    let lists = [
        ("/graph/stages", "stages", graph.stages.len(), STAGES_MAX),
        ("/graph/moves", "moves", graph.moves.len(), MOVES_MAX),
        ("/graph/exits", "ways out", graph.exits.len(), PARTS_MAX),
        (
            "/graph/entry_routes",
            "entry routes",
            graph.entry_routes.len(),
            PARTS_MAX,
        ),
    ];
    let mut fits = true;
    for (pointer, what, many, max) in lists {
        fits &= faults.few(pointer, what, &vec![(); many], max);
    }
    // What is far too much is not looked at.
    if !fits {
        return Graph::default();
    }
    Graph {
        entry_routes: entry_routes(faults, &keys, graph.entry_routes),
        stages: stages(faults, graph.stages),
        moves: moves(faults, &keys, graph.moves),
        exits: exits(faults, &keys, graph.exits),
    }
}

fn ends_at(faults: &mut Faults, keys: &HashSet<String>, pointer: String, key: &str) {
    if !keys.contains(key) {
        let words = "There is no such stage in this pathway. Choose one of its stages";
        faults.add(pointer, FieldCode::NotFound, words);
    }
}

fn entry_routes(
    faults: &mut Faults,
    keys: &HashSet<String>,
    routes: Vec<EntryRoute>,
) -> Vec<EntryRoute> {
    let mut kept: Vec<EntryRoute> = Vec::with_capacity(routes.len());
    for (at, route) in routes.into_iter().enumerate() {
        let place = format!("/graph/entry_routes/{at}");
        let words = faults.take(passage(&format!("{place}/words"), &route.words, WORDS_MAX));
        if route.way.is_none() && words.is_empty() {
            faults.add(
                format!("{place}/words"),
                FieldCode::Required,
                "Say who opens this door, or choose it from the list",
            );
        }
        if let Some(key) = &route.to {
            ends_at(faults, keys, format!("{place}/to"), key);
        }
        let route = EntryRoute { words, ..route };
        if !kept.contains(&route) {
            kept.push(route);
        }
    }
    kept
}

fn stages(faults: &mut Faults, stages: Vec<Stage>) -> Vec<Stage> {
    let (mut keys, mut names) = (HashSet::new(), HashSet::new());
    let mut kept = Vec::with_capacity(stages.len());
    for (at, stage) in stages.into_iter().enumerate() {
        let place = format!("/graph/stages/{at}");
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if stage.key.is_empty() || stage.key.len() > KEY_MAX || !stage.key.chars().all(letters) {
            let words =
                format!("The key of a stage has 1 to {KEY_MAX} small letters, digits and hyphens");
            faults.add(format!("{place}/key"), FieldCode::NotAllowed, words);
        } else if !keys.insert(stage.key.clone()) {
            faults.add(
                format!("{place}/key"),
                FieldCode::Duplicate,
                "Another stage has this key. Give each stage its own",
            );
        }
        let name = faults.take(line(
            &format!("{place}/name"),
            "the stage's name",
            &stage.name,
            TITLE_MAX,
        ));
        if !name.is_empty() && !names.insert(folded(&name)) {
            faults.add(
                format!("{place}/name"),
                FieldCode::Taken,
                "Another stage of this pathway has this name. Give each stage its own",
            );
        }
        faults.level(&format!("{place}/level"), stage.level);
        let (services, groups) = (once(stage.services), once(stage.groups));
        faults.few(
            &format!("{place}/services"),
            "services",
            &services,
            PARTS_MAX,
        );
        faults.few(&format!("{place}/groups"), "groups", &groups, PARTS_MAX);
        let what = faults.take(passage(&format!("{place}/what"), &stage.what, PASSAGE_MAX));
        kept.push(Stage {
            name,
            services,
            what,
            groups,
            ..stage
        });
    }
    kept
}

fn moves(faults: &mut Faults, keys: &HashSet<String>, moves: Vec<Move>) -> Vec<Move> {
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(moves.len());
    for (at, way) in moves.into_iter().enumerate() {
        let place = format!("/graph/moves/{at}");
        ends_at(faults, keys, format!("{place}/from"), &way.from);
        ends_at(faults, keys, format!("{place}/to"), &way.to);
        if way.from == way.to {
            faults.add(
                format!("{place}/to"),
                FieldCode::Contradiction,
                "A move leads to another stage. Choose one, or take the move out",
            );
        }
        if !seen.insert((way.from.clone(), way.to.clone(), way.kind)) {
            faults.add(
                format!("{place}/to"),
                FieldCode::Duplicate,
                "This move is there already. Take one of the two out",
            );
        }
        let when = faults.words(&format!("{place}/when"), way.when);
        kept.push(Move { when, ..way });
    }
    kept
}

fn exits(faults: &mut Faults, keys: &HashSet<String>, exits: Vec<Exit>) -> Vec<Exit> {
    let mut kept = Vec::with_capacity(exits.len());
    for (at, exit) in exits.into_iter().enumerate() {
        let place = format!("/graph/exits/{at}");
        ends_at(faults, keys, format!("{place}/from"), &exit.from);
        let words = faults.take(passage(&format!("{place}/words"), &exit.words, WORDS_MAX));
        let way_back = faults.words(&format!("{place}/way_back"), exit.way_back);
        kept.push(Exit {
            words,
            way_back,
            ..exit
        });
    }
    kept
}

fn standards(faults: &mut Faults, graph: &Graph, standards: Vec<Standard>) -> Vec<Standard> {
    if !faults.few("/standards", "standards", &standards, PARTS_MAX) {
        return Vec::new();
    }
    let keys: HashSet<String> = graph.stages.iter().map(|stage| stage.key.clone()).collect();
    let mut ids = HashSet::new();
    let mut kept = Vec::with_capacity(standards.len());
    for (at, standard) in standards.into_iter().enumerate() {
        let place = format!("/standards/{at}");
        if standard.id.is_some_and(|id| !ids.insert(id)) {
            faults.add(
                format!("{place}/id"),
                FieldCode::Duplicate,
                "This standard is there twice. Leave the id of a new one out",
            );
        }
        if let Some(key) = &standard.stage {
            ends_at(faults, &keys, format!("{place}/stage"), key);
        }
        if standard
            .clock
            .is_some_and(|clock| !(0..=COUNT_MAX).contains(&clock.count))
        {
            let words = format!("A clock has from 0 to {COUNT_MAX} days");
            faults.add(format!("{place}/clock/count"), FieldCode::NotAllowed, words);
        }
        let text = format!("{place}/text");
        kept.push(Standard {
            text: faults.take(line(&text, "what is promised", &standard.text, PASSAGE_MAX)),
            starts: faults.words(&format!("{place}/starts"), standard.starts),
            stops: faults.words(&format!("{place}/stops"), standard.stops),
            source: faults.words(&format!("{place}/source"), standard.source),
            measure: faults.words(&format!("{place}/measure"), standard.measure),
            ..standard
        });
    }
    kept
}

/// Services that are not there, and groups of stages that the pathway does not serve.
fn known(faults: &mut Faults, draft: &PathwayDraft, services: &[ServiceFacts]) {
    let there: HashSet<_> = services.iter().map(|service| service.id).collect();
    let places = draft
        .services
        .iter()
        .enumerate()
        .map(|(at, id)| (format!("/services/{at}"), id))
        .chain(
            draft
                .graph
                .stages
                .iter()
                .enumerate()
                .flat_map(|(at, stage)| {
                    let place = move |(nth, id)| (format!("/graph/stages/{at}/services/{nth}"), id);
                    stage.services.iter().enumerate().map(place)
                }),
        )
        .chain(
            draft
                .graph
                .exits
                .iter()
                .enumerate()
                .filter_map(|(at, exit)| {
                    Some((format!("/graph/exits/{at}/service"), exit.service.as_ref()?))
                }),
        );
    for (pointer, id) in places {
        if !there.contains(id) {
            let words = "There is no such service. Choose one from the list";
            faults.add(pointer, FieldCode::NotFound, words);
        }
    }
    for (at, stage) in draft.graph.stages.iter().enumerate() {
        for (nth, group) in stage.groups.iter().enumerate() {
            if !draft.groups.contains(group) {
                faults.add(
                    format!("/graph/stages/{at}/groups/{nth}"),
                    FieldCode::Contradiction,
                    "The pathway does not serve this group. Add the group to the pathway, or take it out of the stage",
                );
            }
        }
    }
}
