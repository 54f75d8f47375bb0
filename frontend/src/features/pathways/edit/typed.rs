//! The form of a pathway as it is typed, and how it becomes what is sent.

use leptos::prelude::*;
use shared::ids::{ServiceId, StandardId};
use shared::pathways::api::{
    EntryRoute, Exit, Graph, Move, PathwayDraft, PathwayFinding, Stage, Standard,
};
use shared::pathways::{Clock, ClockUnit, ExitKind, MoveKind, PathwayKind, check, findings};
use shared::plans::api::ActionRef;
use shared::services::WayIn;
use uuid::Uuid;

use super::known::{Known, actions};
use crate::ui::Rows;
use crate::ui::field::FormError;

/// One door.
#[derive(Clone, Copy)]
pub struct DoorRow {
    pub way: RwSignal<String>,
    pub words: RwSignal<String>,
    pub to: RwSignal<String>,
}

/// One stage.
#[derive(Clone, Copy)]
pub struct StageRow {
    pub key: StoredValue<String>,
    pub name: RwSignal<String>,
    pub level: RwSignal<String>,
    pub services: Rows<RwSignal<String>>,
    pub what: RwSignal<String>,
    pub groups: RwSignal<Vec<String>>,
}

/// One move.
#[derive(Clone, Copy)]
pub struct MoveRow {
    pub from: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub to: RwSignal<String>,
    pub when: RwSignal<String>,
}

/// One way out.
#[derive(Clone, Copy)]
pub struct ExitRow {
    pub from: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub words: RwSignal<String>,
    pub service: RwSignal<String>,
    pub way_back: RwSignal<String>,
}

/// One standard.
#[derive(Clone, Copy)]
pub struct StandardRow {
    pub id: Option<StandardId>,
    pub text: RwSignal<String>,
    pub clock: RwSignal<String>,
    pub count: RwSignal<String>,
    pub starts: RwSignal<String>,
    pub stops: RwSignal<String>,
    pub stage: RwSignal<String>,
    pub source: RwSignal<String>,
    pub measure: RwSignal<String>,
}

/// The clocks that can be chosen for a standard.
pub const SAME_WORKING_DAY: &str = "same-working-day";
pub const WORKING_DAYS: &str = "working-days";
pub const DAYS: &str = "days";

fn text(words: &str) -> RwSignal<String> {
    RwSignal::new(words.to_owned())
}

fn optional(words: Option<&String>) -> RwSignal<String> {
    RwSignal::new(words.cloned().unwrap_or_default())
}

fn filled(typed: RwSignal<String>) -> Option<String> {
    Some(typed.get()).filter(|words| !words.trim().is_empty())
}

impl DoorRow {
    pub fn of(route: Option<&EntryRoute>) -> Self {
        Self {
            way: text(route.and_then(|it| it.way).map_or("", WayIn::code)),
            words: text(route.map_or("", |it| it.words.as_str())),
            to: optional(route.and_then(|it| it.to.as_ref())),
        }
    }

    fn read(self) -> EntryRoute {
        EntryRoute {
            way: self.way.with(|code| WayIn::from_code(code)),
            words: self.words.get(),
            to: filled(self.to),
        }
    }
}

impl StageRow {
    pub fn of(stage: &Stage, known: &Known) -> Self {
        let services = stage.services.iter().map(|id| text(&known.name(*id)));
        Self {
            key: StoredValue::new(stage.key.clone()),
            name: text(&stage.name),
            level: text(&match stage.level {
                0 => String::new(),
                level => level.to_string(),
            }),
            services: Rows::of(services.collect()),
            what: text(&stage.what),
            groups: RwSignal::new(stage.groups.iter().map(ToString::to_string).collect()),
        }
    }

    /// One that is still to be described.
    pub fn new(key: String, known: &Known) -> Self {
        let empty = Stage {
            key,
            name: String::new(),
            level: 0,
            services: Vec::new(),
            what: String::new(),
            groups: Vec::new(),
        };
        Self::of(&empty, known)
    }

    fn read(self, at: usize, known: &Known, faults: &mut Vec<FormError>) -> Stage {
        let level = self.level.with(|level| level.parse().ok());
        if level.is_none() {
            faults.push(FormError::field(
                format!("graph-stages-{at}-level"),
                "Choose the level of need of this stage",
            ));
        }
        let services = told(self.services);
        Stage {
            key: self.key.get_value(),
            name: self.name.get(),
            level: level.unwrap_or(1),
            services: services
                .map(|(place, name)| {
                    let field = format!("graph-stages-{at}-services-{place}");
                    named(name, field, known, faults)
                })
                .collect(),
            what: self.what.get(),
            groups: ids(self.groups),
        }
    }
}

impl MoveRow {
    pub fn of(step: Option<&Move>) -> Self {
        Self {
            from: text(step.map_or("", |it| it.from.as_str())),
            kind: text(step.map_or(MoveKind::On, |it| it.kind).code()),
            to: text(step.map_or("", |it| it.to.as_str())),
            when: optional(step.and_then(|it| it.when.as_ref())),
        }
    }

    fn read(self) -> Move {
        Move {
            from: self.from.get(),
            to: self.to.get(),
            kind: self
                .kind
                .with(|code| MoveKind::from_code(code))
                .unwrap_or(MoveKind::On),
            when: filled(self.when),
        }
    }
}

impl ExitRow {
    pub fn of(exit: Option<&Exit>, known: &Known) -> Self {
        let service = exit.and_then(|it| it.service).map(|id| known.name(id));
        Self {
            from: text(exit.map_or("", |it| it.from.as_str())),
            kind: text(exit.map_or(ExitKind::Discharge, |it| it.kind).code()),
            words: text(exit.map_or("", |it| it.words.as_str())),
            service: optional(service.as_ref()),
            way_back: optional(exit.and_then(|it| it.way_back.as_ref())),
        }
    }

    fn read(self, at: usize, known: &Known, faults: &mut Vec<FormError>) -> Exit {
        let field = format!("graph-exits-{at}-service");
        Exit {
            from: self.from.get(),
            kind: self
                .kind
                .with(|code| ExitKind::from_code(code))
                .unwrap_or(ExitKind::Discharge),
            words: self.words.get(),
            way_back: filled(self.way_back),
            service: filled(self.service).map(|_| named(self.service, field, known, faults)),
        }
    }
}

impl StandardRow {
    pub fn of(standard: Option<&Standard>) -> Self {
        let (clock, count) = match standard.and_then(|it| it.clock) {
            None => ("", String::new()),
            Some(Clock::SAME_WORKING_DAY) => (SAME_WORKING_DAY, String::new()),
            Some(Clock { unit, count }) => match unit {
                ClockUnit::WorkingDays => (WORKING_DAYS, count.to_string()),
                ClockUnit::Days => (DAYS, count.to_string()),
            },
        };
        Self {
            id: standard.and_then(|it| it.id),
            text: text(standard.map_or("", |it| it.text.as_str())),
            clock: text(clock),
            count: text(&count),
            starts: optional(standard.and_then(|it| it.starts.as_ref())),
            stops: optional(standard.and_then(|it| it.stops.as_ref())),
            stage: optional(standard.and_then(|it| it.stage.as_ref())),
            source: optional(standard.and_then(|it| it.source.as_ref())),
            measure: optional(standard.and_then(|it| it.measure.as_ref())),
        }
    }

    /// Whether its clock counts days.
    pub fn counts(self) -> bool {
        self.clock
            .with(|clock| clock == WORKING_DAYS || clock == DAYS)
    }

    fn read(self, at: usize, faults: &mut Vec<FormError>) -> Standard {
        let unit = self.clock.with(|clock| match clock.as_str() {
            WORKING_DAYS => Some(ClockUnit::WorkingDays),
            DAYS => Some(ClockUnit::Days),
            _ => None,
        });
        let same = self.clock.with(|clock| clock == SAME_WORKING_DAY);
        let clock = match unit {
            Some(unit) => {
                let count = self.count.with(|count| count.trim().parse::<i32>().ok());
                if count.is_none() {
                    faults.push(FormError::field(
                        format!("standards-{at}-clock-count"),
                        "Enter the number of days as a whole number, as in 14",
                    ));
                }
                count.map(|count| Clock { unit, count })
            }
            None => same.then_some(Clock::SAME_WORKING_DAY),
        };
        Standard {
            id: self.id,
            text: self.text.get(),
            clock,
            starts: filled(self.starts),
            stops: filled(self.stops),
            stage: filled(self.stage),
            source: filled(self.source),
            measure: filled(self.measure),
        }
    }
}

/// Rows in which something was typed, with their places.
fn told(rows: Rows<RwSignal<String>>) -> impl Iterator<Item = (usize, RwSignal<String>)> {
    rows.get()
        .into_iter()
        .enumerate()
        .filter(|(_, name)| name.with(|name| !name.trim().is_empty()))
}

/// The service that was named. One that there is not is told at its field, and stands as no service at all.
fn named(
    name: RwSignal<String>,
    field: String,
    known: &Known,
    faults: &mut Vec<FormError>,
) -> ServiceId {
    let name = name.get();
    known.service(&name).unwrap_or_else(|| {
        faults.push(FormError::field(
            field,
            format!(
                "The directory has no service “{}”. Choose one from the list, or add it to the directory first",
                name.trim()
            ),
        ));
        Uuid::nil().into()
    })
}

fn ids<T: From<Uuid>>(values: RwSignal<Vec<String>>) -> Vec<T> {
    values.with(|values| {
        values
            .iter()
            .filter_map(|id| Uuid::parse_str(id).ok())
            .map(T::from)
            .collect()
    })
}

/// All of it.
#[derive(Clone, Copy)]
pub struct Typed {
    pub name: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub summary: RwSignal<String>,
    pub levels: [RwSignal<String>; 2],
    pub status_printed: RwSignal<String>,
    pub note: RwSignal<String>,
    pub source: RwSignal<String>,
    pub worked_example: RwSignal<Vec<String>>,
    pub outcomes: RwSignal<Vec<String>>,
    pub actions: RwSignal<String>,
    pub agencies: Rows<RwSignal<String>>,
    pub other_parties: RwSignal<String>,
    pub groups: RwSignal<Vec<String>>,
    pub services: Rows<RwSignal<String>>,
    pub doors: Rows<DoorRow>,
    pub stages: Rows<StageRow>,
    pub moves: Rows<MoveRow>,
    pub exits: Rows<ExitRow>,
    pub standards: Rows<StandardRow>,
    linked: StoredValue<Vec<ActionRef>>,
    known: StoredValue<Known>,
}

/// The value of the one box that says that a pathway is a worked example.
pub const WORKED: &str = "yes";

impl Typed {
    /// Starts from a pathway, or from nothing. `linked` are the actions that it has already.
    pub fn of(
        draft: Option<&PathwayDraft>,
        linked: Vec<ActionRef>,
        known: StoredValue<Known>,
    ) -> Self {
        let empty = PathwayDraft::new("", PathwayKind::Other);
        let new = draft.is_none();
        let draft = draft.unwrap_or(&empty);
        let level =
            |level: Option<i32>| text(&level.map(|level| level.to_string()).unwrap_or_default());
        let references: Vec<String> = linked.iter().fold(Vec::new(), |mut all, action| {
            if !all.contains(&action.reference) {
                all.push(action.reference.clone());
            }
            all
        });
        let graph = &draft.graph;
        known.with_value(|all| Self {
            name: text(&draft.name),
            kind: text(if new { "" } else { draft.kind.code() }),
            summary: text(&draft.summary),
            levels: [level(draft.level_from), level(draft.level_to)],
            status_printed: optional(draft.status_printed.as_ref()),
            note: optional(draft.note.as_ref()),
            source: optional(draft.source.as_ref()),
            worked_example: RwSignal::new(if draft.worked_example {
                vec![WORKED.to_owned()]
            } else {
                Vec::new()
            }),
            outcomes: RwSignal::new(draft.outcomes.iter().map(ToString::to_string).collect()),
            actions: text(&references.join(", ")),
            agencies: Rows::of(
                draft
                    .agencies
                    .iter()
                    .map(|id| text(&id.to_string()))
                    .collect(),
            ),
            other_parties: text(&draft.other_parties.join("\n")),
            groups: RwSignal::new(draft.groups.iter().map(ToString::to_string).collect()),
            services: Rows::of(
                draft
                    .services
                    .iter()
                    .map(|id| text(&all.name(*id)))
                    .collect(),
            ),
            doors: Rows::of(
                graph
                    .entry_routes
                    .iter()
                    .map(|it| DoorRow::of(Some(it)))
                    .collect(),
            ),
            stages: Rows::of(
                graph
                    .stages
                    .iter()
                    .map(|it| StageRow::of(it, all))
                    .collect(),
            ),
            moves: Rows::of(graph.moves.iter().map(|it| MoveRow::of(Some(it))).collect()),
            exits: Rows::of(
                graph
                    .exits
                    .iter()
                    .map(|it| ExitRow::of(Some(it), all))
                    .collect(),
            ),
            standards: Rows::of(
                draft
                    .standards
                    .iter()
                    .map(|it| StandardRow::of(Some(it)))
                    .collect(),
            ),
            linked: StoredValue::new(linked),
            known,
        })
    }

    /// A key that no stage has.
    pub fn new_key(self) -> String {
        let keys: Vec<String> = untrack(|| self.stages.get())
            .into_iter()
            .map(|row| row.key.get_value())
            .collect();
        let mut number = keys.len() + 1;
        loop {
            let key = format!("stage-{number}");
            if !keys.contains(&key) {
                return key;
            }
            number += 1;
        }
    }

    /// Takes out the rows in which nothing was chosen, so that the places of the others are those that are sent.
    fn drop_blank(self) {
        let blank = |name: &RwSignal<String>| name.with_untracked(|it| it.trim().is_empty());
        self.services.drop_blank(blank);
        self.agencies.drop_blank(blank);
        for stage in untrack(|| self.stages.get()) {
            stage.services.drop_blank(blank);
        }
    }

    /// What was typed, as far as it can be read, and what of it cannot. Tracks.
    fn draft(self) -> (PathwayDraft, Vec<FormError>) {
        let mut faults = Vec::new();
        let kind = self.kind.with(|code| PathwayKind::from_code(code));
        if kind.is_none() {
            faults.push(FormError::field(
                "kind",
                "Choose what kind of pathway it is",
            ));
        }
        let [level_from, level_to] = self.levels.map(|level| level.with(|it| it.parse().ok()));
        let draft = self.known.with_value(|known| {
            let actions = self.linked.with_value(|linked| {
                self.actions
                    .with(|typed| actions(typed, linked, &known.actions))
            });
            let actions = actions.unwrap_or_else(|fault| {
                faults.push(FormError::field("actions", fault));
                Vec::new()
            });
            let services = told(self.services)
                .map(|(at, name)| named(name, format!("services-{at}"), known, &mut faults))
                .collect();
            let stages = self.stages.get().into_iter().enumerate();
            let stages = stages
                .map(|(at, row)| row.read(at, known, &mut faults))
                .collect();
            let exits = self.exits.get().into_iter().enumerate();
            let exits = exits
                .map(|(at, row)| row.read(at, known, &mut faults))
                .collect();
            let standards = self.standards.get().into_iter().enumerate();
            let standards = standards
                .map(|(at, row)| row.read(at, &mut faults))
                .collect();
            PathwayDraft {
                name: self.name.get(),
                kind: kind.unwrap_or(PathwayKind::Other),
                summary: self.summary.get(),
                level_from,
                level_to,
                status_printed: filled(self.status_printed),
                note: filled(self.note),
                source: filled(self.source),
                worked_example: self.worked_example.with(|it| !it.is_empty()),
                outcomes: ids(self.outcomes),
                actions,
                agencies: self
                    .agencies
                    .get()
                    .into_iter()
                    .filter_map(|id| id.with(|id| id.parse().ok()))
                    .collect(),
                other_parties: self.other_parties.with(|text| {
                    text.lines()
                        .filter(|line| !line.trim().is_empty())
                        .map(str::to_owned)
                        .collect()
                }),
                groups: ids(self.groups),
                services,
                graph: Graph {
                    entry_routes: self.doors.get().into_iter().map(DoorRow::read).collect(),
                    stages,
                    moves: self.moves.get().into_iter().map(MoveRow::read).collect(),
                    exits,
                },
                standards,
            }
        });
        (draft, faults)
    }

    /// What was typed, as the rules allow it.
    ///
    /// # Errors
    /// Every fault at its field, each field once.
    pub fn read(self) -> Result<PathwayDraft, Vec<FormError>> {
        self.drop_blank();
        let (draft, mut faults) = untrack(|| self.draft());
        let checked = self.known.with_value(|known| check(draft, &known.services));
        let found = match checked {
            Ok(draft) if faults.is_empty() => return Ok(draft),
            Ok(_) => Vec::new(),
            Err(found) => found,
        };
        for fault in found.into_iter().map(at_field) {
            if faults.iter().all(|known| known.field != fault.field) {
                faults.push(fault);
            }
        }
        Err(faults)
    }

    /// What the checks find in what is typed. Tracks.
    pub fn findings(self) -> Vec<PathwayFinding> {
        let (draft, _) = self.draft();
        self.known
            .with_value(|known| findings(&draft, &known.services))
    }
}

/// A fault of the rules at the field that shows it: others with a part stand in one field, and so do the groups of a
/// stage.
fn at_field(mut fault: shared::problem::FieldError) -> FormError {
    if fault.pointer.starts_with("/other_parties/") {
        "/other_parties".clone_into(&mut fault.pointer);
    }
    if let Some(end) = fault.pointer.find("/groups/") {
        fault.pointer.truncate(end + "/groups".len());
    }
    fault.into()
}

#[cfg(test)]
mod tests {
    use shared::problem::{FieldCode, FieldError};

    use super::at_field;

    #[test]
    fn a_fault_stands_at_the_field_that_is_on_the_page() {
        for (pointer, field) in [
            ("/graph/stages/2/groups/7", "graph-stages-2-groups"),
            ("/other_parties/1", "other_parties"),
            ("/graph/moves/3/to", "graph-moves-3-to"),
            ("/standards/0/clock/count", "standards-0-clock-count"),
        ] {
            let fault = FieldError::new(pointer, FieldCode::NotAllowed, "No");
            assert_eq!(at_field(fault).field.as_deref(), Some(field));
        }
    }
}
