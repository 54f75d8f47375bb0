//! Which actions the register shows, in which sections and in which order. Pure, and fast enough to run on every key.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use shared::agencies::api::AgencyRef;
use shared::ids::{ActionId, AgencyId};
use shared::plans::api::{Register, RegisterRow};
use shared::updates::Brag;
use shared::updates::api::BragCounts;

use super::query::{FactsPick, Filters, Findings, Pick, Reading, Sort};

/// A section of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its key among the sections of all readings.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// Its actions, as places in the register's rows.
    pub rows: Vec<usize>,
    /// How they are rated.
    pub counts: BragCounts,
}

/// What the register shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The sections that hold anything, in order.
    pub sections: Vec<Section>,
    /// How many different actions are shown. One that stands in two sections counts once.
    pub shown: usize,
    /// Of each of the register's rows, whether it is shown.
    rows: Vec<bool>,
}

impl Selection {
    /// Whether the row at this place of the register is shown.
    pub fn shows(&self, row: usize) -> bool {
        self.rows.get(row).copied().unwrap_or_default()
    }
}

/// The register with what is worked out once: names and the text that is searched.
pub struct Index {
    /// The register.
    pub register: Register,
    behind: Option<HashSet<ActionId>>,
    names: HashMap<AgencyId, AgencyRef>,
    texts: Vec<String>,
}

impl Index {
    /// Works it out. Of the actions only those are ever shown that stand `behind` a figure, where they are given.
    pub fn new(register: Register, behind: Option<HashSet<ActionId>>) -> Self {
        let names: HashMap<_, _> = register
            .agencies
            .iter()
            .map(|agency| (agency.id, agency.clone()))
            .collect();
        let texts = register
            .rows
            .iter()
            .map(|row| text_of(row, &names))
            .collect();
        Self {
            register,
            behind,
            names,
            texts,
        }
    }

    /// An agency of the register.
    pub fn agency(&self, id: AgencyId) -> Option<&AgencyRef> {
        self.names.get(&id)
    }

    /// What is shown under `filters`.
    pub fn select(&self, filters: &Filters) -> Selection {
        let words: Vec<String> = filters
            .words
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let mut picked: Vec<(usize, &RegisterRow)> = self
            .register
            .rows
            .iter()
            .zip(&self.texts)
            .enumerate()
            .filter(|(_, (row, text))| {
                words.iter().all(|word| text.contains(word.as_str()))
                    && admits(filters, row)
                    && self
                        .behind
                        .as_ref()
                        .is_none_or(|behind| behind.contains(&row.id))
            })
            .map(|(at, (row, _))| (at, row))
            .collect();
        picked.sort_by(|(_, a), (_, b)| compare(filters.sort, a, b));
        let sections = self
            .headings(filters)
            .into_iter()
            .filter_map(|heading| heading.section(&picked))
            .collect();
        let mut rows = vec![false; self.register.rows.len()];
        for (at, _) in &picked {
            if let Some(row) = rows.get_mut(*at) {
                *row = true;
            }
        }
        Selection {
            sections,
            shown: picked.len(),
            rows,
        }
    }

    /// Every action in its sections and its order.
    pub fn arrange(&self, reading: Reading, sort: Sort) -> Vec<Section> {
        let all = Filters {
            reading,
            sort,
            ..Filters::default()
        };
        self.select(&all).sections
    }

    /// The sections of a reading that the filters leave, in order.
    fn headings(&self, filters: &Filters) -> Vec<Heading> {
        let register = &self.register;
        let mut headings: Vec<Heading> = match filters.reading {
            Reading::Level => register
                .levels
                .iter()
                .map(|level| Heading {
                    title: format!("Level {}: {}", level.number, level.name),
                    holds: Holds::Level(Pick::Only(level.id)),
                })
                .collect(),
            Reading::Outcome => register
                .outcomes
                .iter()
                .map(|outcome| Heading {
                    title: match outcome.number {
                        Some(number) => format!("{number}. {}", outcome.name),
                        None => outcome.name.clone(),
                    },
                    holds: Holds::Outcome(Pick::Only(outcome.id)),
                })
                .collect(),
            Reading::Agency => register
                .agencies
                .iter()
                .map(|agency| Heading {
                    title: agency.name.clone(),
                    holds: Holds::Agency(Pick::Only(agency.id)),
                })
                .collect(),
        };
        headings.push(match filters.reading {
            Reading::Level => Heading {
                title: "No level of need".to_owned(),
                holds: Holds::Level(Pick::Without),
            },
            Reading::Outcome => Heading {
                title: "No outcome".to_owned(),
                holds: Holds::Outcome(Pick::Without),
            },
            Reading::Agency => Heading {
                title: "Nobody leads".to_owned(),
                holds: Holds::Agency(Pick::Without),
            },
        });
        headings.retain(|heading| heading.holds.within(filters));
        headings
    }
}

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Holds {
    Level(Pick<shared::ids::LevelId>),
    Outcome(Pick<shared::ids::OutcomeId>),
    Agency(Pick<AgencyId>),
}

impl Holds {
    fn admits(self, row: &RegisterRow) -> bool {
        match self {
            Self::Level(pick) => pick.admits(row.level.into_iter()),
            Self::Outcome(pick) => pick.admits(row.outcomes.iter().copied()),
            Self::Agency(pick) => pick.admits(row.answering()),
        }
    }

    /// Whether the filter on the same thing leaves the section: an action of two outcomes, filtered by one, does not
    /// stand under the other.
    fn within(self, filters: &Filters) -> bool {
        match self {
            Self::Level(pick) => filters.level == Pick::Any || filters.level == pick,
            Self::Outcome(pick) => filters.outcome == Pick::Any || filters.outcome == pick,
            Self::Agency(pick) => filters.agency == Pick::Any || filters.agency == pick,
        }
    }

    fn key(self) -> String {
        match self {
            Self::Level(pick) => format!("level-{}", pick.text(|id| id.to_string())),
            Self::Outcome(pick) => format!("outcome-{}", pick.text(|id| id.to_string())),
            Self::Agency(pick) => format!("agency-{}", pick.text(|id| id.to_string())),
        }
    }
}

struct Heading {
    title: String,
    holds: Holds,
}

impl Heading {
    fn section(self, picked: &[(usize, &RegisterRow)]) -> Option<Section> {
        let mut counts = BragCounts::default();
        let rows: Vec<usize> = picked
            .iter()
            .filter(|(_, row)| self.holds.admits(row))
            .map(|(at, row)| {
                counts.add(row.brag);
                *at
            })
            .collect();
        (!rows.is_empty()).then(|| Section {
            key: self.holds.key(),
            title: self.title,
            rows,
            counts,
        })
    }
}

fn admits(filters: &Filters, row: &RegisterRow) -> bool {
    let involved = row
        .parts
        .iter()
        .flat_map(|part| [Some(part.agency), part.reported_by])
        .flatten();
    filters.level.admits(row.level.into_iter())
        && filters.outcome.admits(row.outcomes.iter().copied())
        && filters.agency.admits(row.answering())
        && filters.involving.admits(involved)
        && filters.rating.admits(row.brag.into_iter())
        && filters.state.admits(row)
        && (filters.findings == Findings::Any || row.open_findings > 0)
        && (filters.facts == FactsPick::Any || row.differs())
}

fn compare(sort: Sort, a: &RegisterRow, b: &RegisterRow) -> Ordering {
    let chosen = match sort {
        Sort::Printed => Ordering::Equal,
        Sort::Title => a.title.to_lowercase().cmp(&b.title.to_lowercase()),
        Sort::Rating => concern(a.brag).cmp(&concern(b.brag)),
        Sort::Ends => {
            let end = |row: &RegisterRow| row.ends.as_ref().map(shared::calendar::PartialDate::end);
            (end(a).is_none(), end(a)).cmp(&(end(b).is_none(), end(b)))
        }
        Sort::LastReport => {
            let last = |row: &RegisterRow| row.last.as_ref().map(|last| last.accepted_at);
            last(a).cmp(&last(b))
        }
    };
    chosen.then(a.order.cmp(&b.order))
}

/// How early a rating asks to be looked at.
const fn concern(rating: Option<Brag>) -> u8 {
    match rating {
        Some(Brag::Red) => 0,
        Some(Brag::Amber) => 1,
        None => 2,
        Some(Brag::Green) => 3,
        Some(Brag::Blue) => 4,
    }
}

fn text_of(row: &RegisterRow, names: &HashMap<AgencyId, AgencyRef>) -> String {
    let mut text = format!("{} {}", row.reference, row.title);
    for part in &row.parts {
        for agency in [Some(part.agency), part.reported_by].into_iter().flatten() {
            if let Some(agency) = names.get(&agency) {
                text.push(' ');
                text.push_str(&agency.name);
                text.push(' ');
                text.push_str(agency.abbreviation.as_deref().unwrap_or_default());
            }
        }
    }
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use shared::plans::api::{NamedLevel, NamedOutcome, PlanRef, RowPart};
    use shared::plans::{ActionState, AssignmentRole};
    use uuid::Uuid;

    use super::*;
    use crate::features::plans::register::query::StatePick;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn row(order: i32, brag: Option<Brag>, outcomes: &[u128], leads: &[u128]) -> RegisterRow {
        RegisterRow {
            id: id(order.unsigned_abs().into()).into(),
            order,
            reference: format!("1.{order}"),
            settled: true,
            title: format!("Title {}", 9 - order),
            level: None,
            outcomes: outcomes.iter().map(|outcome| id(*outcome).into()).collect(),
            parts: leads
                .iter()
                .map(|lead| RowPart {
                    agency: id(*lead).into(),
                    role: AssignmentRole::JointLead,
                    reported_by: (*lead == 52).then(|| id(50).into()),
                })
                .collect(),
            state: ActionState::InProgress,
            brag,
            implied: Some(Brag::Amber),
            last: None,
            ends: None,
            open_findings: 0,
            outside: false,
        }
    }

    fn index() -> Index {
        Index::new(register(), None)
    }

    fn register() -> Register {
        let outcome = |number: u8| NamedOutcome {
            id: id(20 + u128::from(number)).into(),
            number: Some(i32::from(number)),
            name: format!("Outcome {number}"),
        };
        let agency = |number: u128, name: &str| AgencyRef {
            id: id(number).into(),
            name: name.to_owned(),
            abbreviation: None,
        };
        Register {
            plan: PlanRef {
                id: id(1).into(),
                slug: "p".to_owned(),
                title: "P".to_owned(),
            },
            cycle: None,
            as_at: None,
            levels: vec![NamedLevel {
                id: id(11).into(),
                number: 1,
                name: "Universal".to_owned(),
            }],
            outcomes: vec![outcome(1), outcome(2)],
            next: None,
            count: None,
            agencies: vec![
                agency(50, "Ashford"),
                agency(51, "Borough"),
                agency(52, "Class of groups"),
            ],
            rows: vec![
                row(1, Some(Brag::Green), &[21], &[50]),
                row(2, Some(Brag::Red), &[21, 22], &[51, 52]),
                row(3, None, &[], &[]),
            ],
        }
    }

    fn titles(filters: &Filters) -> Vec<(String, Vec<usize>)> {
        index()
            .select(filters)
            .sections
            .into_iter()
            .map(|section| (section.title, section.rows))
            .collect()
    }

    #[test]
    fn an_action_of_two_outcomes_stands_under_both_and_counts_once() {
        let filters = Filters {
            reading: Reading::Outcome,
            ..Filters::default()
        };
        assert_eq!(
            titles(&filters),
            [
                ("1. Outcome 1".to_owned(), vec![0, 1]),
                ("2. Outcome 2".to_owned(), vec![1]),
                ("No outcome".to_owned(), vec![2]),
            ]
        );
        assert_eq!(index().select(&filters).shown, 3);
    }

    #[test]
    fn a_filter_leaves_its_own_section_alone() {
        let filters = Filters {
            reading: Reading::Outcome,
            outcome: Pick::Only(id(22).into()),
            ..Filters::default()
        };
        assert_eq!(titles(&filters), [("2. Outcome 2".to_owned(), vec![1])]);
    }

    #[test]
    fn a_class_is_read_under_the_member_that_reports_for_it() {
        let filters = Filters {
            reading: Reading::Agency,
            ..Filters::default()
        };
        assert_eq!(
            titles(&filters),
            [
                ("Ashford".to_owned(), vec![0, 1]),
                ("Borough".to_owned(), vec![1]),
                ("Nobody leads".to_owned(), vec![2]),
            ]
        );
    }

    #[test]
    fn words_ratings_and_states_narrow_together() {
        let of = |filters: Filters| index().select(&filters).shown;
        assert_eq!(
            of(Filters {
                words: "TITLE 7 class".to_owned(),
                ..Filters::default()
            }),
            1
        );
        assert_eq!(
            of(Filters {
                rating: Pick::Without,
                ..Filters::default()
            }),
            1
        );
        assert_eq!(
            of(Filters {
                state: StatePick::Only(ActionState::Paused),
                ..Filters::default()
            }),
            0
        );
        assert_eq!(
            of(Filters {
                facts: FactsPick::Differ,
                ..Filters::default()
            }),
            2,
            "what is not reported does not differ"
        );
        assert_eq!(
            of(Filters {
                involving: Pick::Only(id(52).into()),
                ..Filters::default()
            }),
            1
        );
    }

    #[test]
    fn what_is_shown_is_arranged_and_the_rest_is_too() {
        let filters = Filters {
            reading: Reading::Outcome,
            rating: Pick::Only(Brag::Red),
            ..Filters::default()
        };
        let index = index();
        let selection = index.select(&filters);
        assert_eq!(
            [0, 1, 2, 3].map(|row| selection.shows(row)),
            [false, true, false, false]
        );
        let arranged: Vec<Vec<usize>> = index
            .arrange(filters.reading, filters.sort)
            .into_iter()
            .map(|section| section.rows)
            .collect();
        assert_eq!(arranged, [vec![0, 1], vec![1], vec![2]]);
    }

    #[test]
    fn ratings_sort_by_how_much_they_ask_for_an_eye() {
        let filters = Filters {
            sort: Sort::Rating,
            ..Filters::default()
        };
        assert_eq!(
            titles(&filters),
            [("No level of need".to_owned(), vec![1, 2, 0])]
        );
    }

    #[test]
    fn only_what_is_behind_a_figure_is_ever_shown() {
        let register = register();
        let behind = [register.rows[1].id].into();
        let index = Index::new(register, Some(behind));
        assert_eq!(index.select(&Filters::default()).shown, 1);
        let missed = Filters {
            rating: Pick::Without,
            ..Filters::default()
        };
        assert_eq!(index.select(&missed).shown, 0);
    }
}
