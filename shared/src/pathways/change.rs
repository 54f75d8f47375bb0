//! What changed between two states of a pathway, in words.

use uuid::Uuid;

use crate::plans::api::FieldChange;

use super::api::{EntryRoute, Exit, Graph, Move, PathwayDraft, Stage, Standard};

/// What `after` says otherwise than `before`. `name` gives the words for an outcome, action, agency,
/// group or service.
pub fn changes(
    before: &PathwayDraft,
    after: &PathwayDraft,
    name: impl Fn(Uuid) -> String,
) -> Vec<FieldChange> {
    let mut told = Told(Vec::new());
    told.one("Name", &before.name, &after.name);
    told.one("Kind", before.kind.label(), after.kind.label());
    told.one("Summary", &before.summary, &after.summary);
    told.one("Levels of need", &levels(before), &levels(after));
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    for (field, old, new) in [
        (
            "Status as printed",
            &before.status_printed,
            &after.status_printed,
        ),
        ("Note", &before.note, &after.note),
        ("Source", &before.source, &after.source),
    ] {
        told.one(field, &optional(old), &optional(new));
    }
    let example = |draft: &PathwayDraft| if draft.worked_example { "Yes" } else { "No" };
    told.one("Worked example", example(before), example(after));
    let both = |list: &dyn Fn(&PathwayDraft) -> Vec<String>| (list(before), list(after));
    let named = |ids: Vec<Uuid>| ids.into_iter().map(&name).collect::<Vec<_>>();
    told.some(
        "Outcomes",
        both(&|it| named(it.outcomes.iter().map(|id| id.0).collect())),
    );
    told.some(
        "Actions",
        both(&|it| named(it.actions.iter().map(|id| id.0).collect())),
    );
    told.some(
        "Agencies",
        both(&|it| named(it.agencies.iter().map(|id| id.0).collect())),
    );
    told.some("Others with a part", both(&|it| it.other_parties.clone()));
    told.some(
        "Groups",
        both(&|it| named(it.groups.iter().map(|id| id.0).collect())),
    );
    told.some(
        "Services",
        both(&|it| named(it.services.iter().map(|id| id.0).collect())),
    );
    told.some(
        "Entry routes",
        both(&|it| {
            let routes = it.graph.entry_routes.iter();
            routes.map(|route| entry(&it.graph, route)).collect()
        }),
    );
    told.some(
        "Stages",
        both(&|it| it.graph.stages.iter().map(|at| stage(at, &name)).collect()),
    );
    told.some(
        "Moves",
        both(&|it| {
            let moves = it.graph.moves.iter();
            moves.map(|one| way(&it.graph, one)).collect()
        }),
    );
    told.some(
        "Ways out",
        both(&|it| {
            let exits = it.graph.exits.iter();
            exits.map(|one| exit(&it.graph, one, &name)).collect()
        }),
    );
    told.some(
        "Standards",
        both(&|it| {
            let standards = it.standards.iter();
            standards.map(|one| standard(&it.graph, one)).collect()
        }),
    );
    told.0
}

struct Told(Vec<FieldChange>);

impl Told {
    fn one(&mut self, field: &str, before: &str, after: &str) {
        if before != after {
            let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            self.0.push(FieldChange {
                field: field.to_owned(),
                from: filled(before),
                to: filled(after),
            });
        }
    }

    /// What went out of a list, and what came into it.
    fn some(&mut self, field: &str, (before, after): (Vec<String>, Vec<String>)) {
        let lost = |one: &[String], other: &[String]| {
            let gone: Vec<&str> = one
                .iter()
                .filter(|text| !other.contains(text))
                .map(String::as_str)
                .collect();
            gone.join("\n")
        };
        self.one(field, &lost(&before, &after), &lost(&after, &before));
        let moved = before != after
            && before.len() == after.len()
            && before.iter().all(|text| after.contains(text));
        if moved {
            self.0.push(FieldChange {
                field: format!("{field}, order"),
                from: Some(before.join("\n")),
                to: Some(after.join("\n")),
            });
        }
    }
}

fn levels(draft: &PathwayDraft) -> String {
    match (draft.level_from, draft.level_to) {
        (Some(from), Some(to)) if from == to => format!("Level {from}"),
        (Some(from), Some(to)) => format!("From level {from} to level {to}"),
        (one, other) => one
            .or(other)
            .map_or_else(String::new, |level| format!("Level {level}")),
    }
}

/// A stage by its key, under its name.
fn at<'g>(graph: &'g Graph, key: &'g str) -> &'g str {
    graph
        .stages
        .iter()
        .find(|stage| stage.key == key)
        .map_or(key, |stage| stage.name.as_str())
}

fn entry(graph: &Graph, route: &EntryRoute) -> String {
    let mut words = match (route.way, route.words.as_str()) {
        (Some(way), "") => way.label().to_owned(),
        (Some(way), words) => format!("{}: {words}", way.label()),
        (None, words) => words.to_owned(),
    };
    if let Some(key) = &route.to {
        words.push_str(&format!(", to “{}”", at(graph, key)));
    }
    words
}

fn stage(stage: &Stage, name: &impl Fn(Uuid) -> String) -> String {
    let mut words = format!("“{}” at level {}", stage.name, stage.level);
    if !stage.services.is_empty() {
        let held: Vec<String> = stage.services.iter().map(|id| name(id.0)).collect();
        words.push_str(&format!(", held by {}", held.join(", ")));
    }
    if !stage.groups.is_empty() {
        let groups: Vec<String> = stage.groups.iter().map(|id| name(id.0)).collect();
        words.push_str(&format!(", for {}", groups.join(", ")));
    }
    if !stage.what.is_empty() {
        words.push_str(&format!(": {}", stage.what));
    }
    words
}

fn way(graph: &Graph, way: &Move) -> String {
    let mut words = format!(
        "{}: from “{}” to “{}”",
        way.kind.label(),
        at(graph, &way.from),
        at(graph, &way.to)
    );
    if let Some(when) = &way.when {
        words.push_str(&format!(", {when}"));
    }
    words
}

fn exit(graph: &Graph, exit: &Exit, name: &impl Fn(Uuid) -> String) -> String {
    let mut words = format!("{} from “{}”", exit.kind.label(), at(graph, &exit.from));
    if let Some(service) = exit.service {
        words.push_str(&format!(", to {}", name(service.0)));
    }
    for more in [Some(&exit.words), exit.way_back.as_ref()]
        .into_iter()
        .flatten()
        .filter(|more| !more.is_empty())
    {
        words.push_str(&format!(", {more}"));
    }
    words
}

fn standard(graph: &Graph, standard: &Standard) -> String {
    let mut words = standard.text.clone();
    if let Some(clock) = standard.clock {
        words.push_str(&format!(" ({})", clock.label()));
    }
    for (before, more) in [
        ("from: ", &standard.starts),
        ("until: ", &standard.stops),
        ("measure: ", &standard.measure),
        ("source: ", &standard.source),
    ] {
        if let Some(more) = more {
            words.push_str(&format!(", {before}{more}"));
        }
    }
    if let Some(key) = &standard.stage {
        words.push_str(&format!(", at “{}”", at(graph, key)));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, service};
    use super::*;
    use crate::pathways::Clock;

    fn said(before: &Made, after: &Made) -> Vec<(String, String, String)> {
        changes(&before.draft, &after.draft, |id| {
            format!("Record {}", id.as_u128())
        })
        .into_iter()
        .map(|change| {
            (
                change.field,
                change.from.unwrap_or_default(),
                change.to.unwrap_or_default(),
            )
        })
        .collect()
    }

    #[test]
    fn each_change_is_told_once_and_in_words() {
        let table: Vec<(Made, &str, &str, &str)> = vec![
            (
                Made::sound().bent(|it| it.name = "Another".into()),
                "Name",
                "One pathway",
                "Another",
            ),
            (
                Made::sound().bent(|it| it.level_to = Some(2)),
                "Levels of need",
                "From level 1 to level 3",
                "From level 1 to level 2",
            ),
            (
                Made::sound().bent(|it| it.note = Some("Seen".into())),
                "Note",
                "",
                "Seen",
            ),
            (
                Made::sound().bent(|it| it.services = vec![service(7)]),
                "Services",
                "",
                "Record 7",
            ),
            (
                Made::sound().held("b", 5),
                "Stages",
                "“Stage b” at level 2, held by Record 2",
                "“Stage b” at level 2, held by Record 2, Record 5",
            ),
            (
                Made::sound().up("b", "c"),
                "Moves",
                "",
                "Up: from “Stage b” to “Stage c”",
            ),
            (
                Made::sound().exit_to("c", 5),
                "Ways out",
                "",
                "To a service for adults from “Stage c”, to Record 5",
            ),
            (
                Made::sound().entry("b"),
                "Entry routes",
                "",
                "A school or college, to “Stage b”",
            ),
            (
                Made::sound().bent(|it| it.graph.moves.swap(0, 1)),
                "Moves, order",
                "On: from “Stage a” to “Stage b”\nOn: from “Stage b” to “Stage c”\nDown: from “Stage c” to “Stage b”",
                "On: from “Stage b” to “Stage c”\nOn: from “Stage a” to “Stage b”\nDown: from “Stage c” to “Stage b”",
            ),
            (
                Made::sound().bent(|it| {
                    it.standards = vec![Standard {
                        id: None,
                        text: "Screened".into(),
                        clock: Some(Clock::SAME_WORKING_DAY),
                        starts: Some("the referral arrives".into()),
                        stops: None,
                        stage: Some("a".into()),
                        source: None,
                        measure: None,
                    }];
                }),
                "Standards",
                "",
                "Screened (the same working day), from: the referral arrives, at “Stage a”",
            ),
        ];
        for (after, field, from, to) in table {
            assert_eq!(
                said(&Made::sound(), &after),
                [(field.to_owned(), from.to_owned(), to.to_owned())]
            );
        }
        assert_eq!(said(&Made::sound(), &Made::sound()), []);
    }

    #[test]
    fn a_new_name_of_a_stage_is_told_where_the_stage_is_named() {
        let after = Made::sound().bent(|it| it.graph.stages[0].name = "Front door".into());
        let fields: Vec<String> = said(&Made::sound(), &after)
            .into_iter()
            .map(|(field, ..)| field)
            .collect();
        assert_eq!(fields, ["Entry routes", "Stages", "Moves"]);
    }
}
