//! The register's address: what is chosen, read from the query and written back to it.

use chrono::NaiveDate;
use client::Moment;
use shared::ids::{AgencyId, LevelId, OutcomeId};
use shared::plans::ActionState;
use shared::plans::api::RegisterRow;
use shared::plans::board::Show;
use shared::updates::Brag;

use super::super::moment;
use crate::dates;
use crate::routes::{Route, with_query};

/// By what the actions are put into sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reading {
    /// By level of need, the printed order.
    #[default]
    Level,
    /// By outcome.
    Outcome,
    /// By the agency that answers for them.
    Agency,
}

impl Reading {
    /// Every reading, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Level, Self::Outcome, Self::Agency];

    const fn key(self) -> &'static str {
        match self {
            Self::Level => "",
            Self::Outcome => "outcome",
            Self::Agency => "agency",
        }
    }

    /// The words of its link.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Level => "By level of need",
            Self::Outcome => "By outcome",
            Self::Agency => "By agency",
        }
    }
}

/// One choice of a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick<T> {
    /// Whatever it is.
    #[default]
    Any,
    /// Only where there is none.
    Without,
    /// Only this one.
    Only(T),
}

impl<T: PartialEq + Copy> Pick<T> {
    /// Whether something with these passes.
    pub fn admits(self, mut has: impl Iterator<Item = T>) -> bool {
        match self {
            Self::Any => true,
            Self::Without => has.next().is_none(),
            Self::Only(wanted) => has.any(|one| one == wanted),
        }
    }

    fn read(text: Option<String>, parse: impl Fn(&str) -> Option<T>) -> Self {
        match text.as_deref() {
            None | Some("") => Self::Any,
            Some("none") => Self::Without,
            Some(text) => parse(text).map_or(Self::Any, Self::Only),
        }
    }

    /// The choice as it stands in the address; empty for any.
    pub fn text(self, write: impl Fn(T) -> String) -> String {
        match self {
            Self::Any => String::new(),
            Self::Without => "none".to_owned(),
            Self::Only(one) => write(one),
        }
    }
}

/// Which states are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatePick {
    /// Every state.
    #[default]
    Any,
    /// Those of which the cycle asks an update.
    Owing,
    /// One state.
    Only(ActionState),
}

impl StatePick {
    /// Every choice, in the order in which they are offered.
    pub fn all() -> Vec<Self> {
        let states = ActionState::ALL.iter().copied().map(Self::Only);
        [Self::Any, Self::Owing].into_iter().chain(states).collect()
    }

    /// The word in the address; empty for any.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Owing => "owing",
            Self::Only(state) => state.code(),
        }
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Any => "Any state",
            Self::Owing => "Owing an update in the cycle",
            Self::Only(state) => state.label(),
        }
    }

    /// Whether an action passes.
    pub fn admits(self, row: &RegisterRow) -> bool {
        match self {
            Self::Any => true,
            Self::Owing => row.owes(),
            Self::Only(wanted) => row.state == wanted,
        }
    }

    fn read(text: &str) -> Self {
        Self::all()
            .into_iter()
            .find(|pick| pick.key() == text)
            .unwrap_or_default()
    }
}

/// The order within a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the plan prints them.
    #[default]
    Printed,
    /// By title.
    Title,
    /// Off track first, complete last.
    Rating,
    /// The earliest end first, those without one last.
    Ends,
    /// Those never reported first, then the oldest report.
    LastReport,
}

impl Sort {
    /// Every order, as they are offered.
    pub const ALL: [Self; 5] = [
        Self::Printed,
        Self::Title,
        Self::Rating,
        Self::Ends,
        Self::LastReport,
    ];

    /// The word in the address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Printed => "",
            Self::Title => "title",
            Self::Rating => "rating",
            Self::Ends => "ends",
            Self::LastReport => "last_report",
        }
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Printed => "Printed order",
            Self::Title => "Title, A to Z",
            Self::Rating => "Rating, off track first",
            Self::Ends => "End date, earliest first",
            Self::LastReport => "Last report, oldest first",
        }
    }
}

/// Everything that the register's address can say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// How the actions are put into sections.
    pub reading: Reading,
    /// Of which level of need.
    pub level: Pick<LevelId>,
    /// Serving which outcome.
    pub outcome: Pick<OutcomeId>,
    /// For which this agency answers, as lead or joint lead or as reporter for a class.
    pub agency: Pick<AgencyId>,
    /// In which this agency has any part.
    pub involving: Pick<AgencyId>,
    /// With which rating in the cycle; without one is not reported.
    pub rating: Pick<Brag>,
    /// In which state.
    pub state: StatePick,
    /// Only those with findings to decide.
    pub findings: Findings,
    /// Only those rated otherwise than their dates say.
    pub facts: FactsPick,
    /// Only those behind a figure of the board's page, which the server finds.
    pub behind: Behind,
    /// In which order.
    pub sort: Sort,
    /// Holding these words.
    pub words: String,
    /// At which moment.
    pub moment: Moment,
}

/// Whether only actions with findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Findings {
    /// With or without.
    #[default]
    Any,
    /// Only with findings that nobody has decided.
    Open,
}

impl Findings {
    /// The word in the address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Open => "open",
        }
    }
}

/// Whether only actions are shown whose owners rate them otherwise than their dates say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FactsPick {
    /// Whether they do or not.
    #[default]
    Any,
    /// Only those.
    Differ,
}

impl FactsPick {
    /// The word in the address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Differ => "differ",
        }
    }
}

/// The actions behind a figure of the board's page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Which list; every action when absent.
    pub show: Option<Show>,
    /// The day from which it compares or looks.
    pub from: Option<NaiveDate>,
    /// The last day that it looks at.
    pub to: Option<NaiveDate>,
}

impl Behind {
    /// What the list holds, in words: "Dates moved since 1 June 2026".
    pub fn words(self) -> Option<String> {
        let show = self.show?;
        let (from, to) = (self.from.map(dates::day), self.to.map(dates::day));
        Some(match (from, to) {
            (Some(from), Some(to)) => format!("{} from {from} to {to}", show.label()),
            (Some(from), None) => format!("{} since {from}", show.label()),
            (None, Some(to)) => format!("{} by {to}", show.label()),
            (None, None) => show.label().to_owned(),
        })
    }

    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let Some(show) = get("show").as_deref().and_then(Show::from_code) else {
            return Self::default();
        };
        let day = |key: &str, wanted: bool| {
            get(key)
                .filter(|_| wanted)
                .and_then(|text| text.parse().ok())
        };
        Self {
            show: Some(show),
            from: day("from", show.takes_from()),
            to: day("to", show.takes_to()),
        }
    }

    fn pairs(self) -> [(&'static str, String); 3] {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        [
            (
                "show",
                self.show
                    .map(|show| show.code().to_owned())
                    .unwrap_or_default(),
            ),
            ("from", day(self.from)),
            ("to", day(self.to)),
        ]
    }
}

impl Filters {
    /// What an address says. What cannot be read is not chosen.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |key| get(key).unwrap_or_default();
        let (reading, sort) = (text("by"), text("sort"));
        Self {
            reading: Reading::ALL
                .into_iter()
                .find(|one| one.key() == reading)
                .unwrap_or_default(),
            level: Pick::read(get("level"), |text| text.parse().ok()),
            outcome: Pick::read(get("outcome"), |text| text.parse().ok()),
            agency: Pick::read(get("agency"), |text| text.parse().ok()),
            involving: Pick::read(get("involving"), |text| text.parse().ok()),
            rating: Pick::read(get("rating"), Brag::from_code),
            state: StatePick::read(&text("state")),
            findings: if text("findings") == Findings::Open.key() {
                Findings::Open
            } else {
                Findings::Any
            },
            facts: if text("facts") == FactsPick::Differ.key() {
                FactsPick::Differ
            } else {
                FactsPick::Any
            },
            sort: Sort::ALL
                .into_iter()
                .find(|one| one.key() == sort)
                .unwrap_or_default(),
            behind: Behind::read(&get),
            words: text("q"),
            moment: moment::read(&get),
        }
    }

    /// The register of a plan under these choices.
    pub fn href(&self, plan: &str) -> String {
        let [cycle, as_at] = moment::pairs(self.moment);
        let [show, from, to] = self.behind.pairs();
        let pairs = [
            ("by", self.reading.key().to_owned()),
            ("level", self.level.text(|id| id.to_string())),
            ("outcome", self.outcome.text(|id| id.to_string())),
            ("agency", self.agency.text(|id| id.to_string())),
            ("involving", self.involving.text(|id| id.to_string())),
            ("rating", self.rating.text(|brag| brag.code().to_owned())),
            ("state", self.state.key().to_owned()),
            ("findings", self.findings.key().to_owned()),
            ("facts", self.facts.key().to_owned()),
            ("q", self.words.clone()),
            ("sort", self.sort.key().to_owned()),
            show,
            from,
            to,
            cycle,
            as_at,
        ];
        let path = Route::Register {
            plan: plan.to_owned(),
        }
        .href();
        with_query(
            &path,
            pairs.iter().map(|(key, value)| (*key, value.as_str())),
        )
    }

    /// The same page without anything that narrows it.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self {
            reading: self.reading,
            sort: self.sort,
            moment: self.moment,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_address_reads_back_as_what_was_chosen() {
        let filters = Filters {
            reading: Reading::Agency,
            level: Pick::Without,
            outcome: Pick::Only(Uuid::from_u128(7).into()),
            rating: Pick::Only(Brag::Amber),
            state: StatePick::Only(ActionState::InProgress),
            findings: Findings::Open,
            facts: FactsPick::Differ,
            behind: Behind {
                show: Some(Show::Due),
                from: "2026-01-01".parse().ok(),
                to: "2026-03-31".parse().ok(),
            },
            sort: Sort::LastReport,
            words: "early help & care".to_owned(),
            ..Filters::default()
        };
        let href = filters.href("kent-2015");
        let query = href
            .split_once('?')
            .map(|(_, query)| query.to_owned())
            .unwrap();
        let get = |key: &str| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(name, _)| *name == key)
                .map(|(_, value)| value.replace("%20", " ").replace("%26", "&"))
        };
        assert_eq!(Filters::read(get), filters);
    }

    #[test]
    fn the_register_as_a_whole_has_the_plain_address() {
        assert_eq!(
            Filters::default().href("kent-2015"),
            "/plans/kent-2015/actions"
        );
        let odd = Filters::read(|_| Some("nonsense".to_owned()));
        assert_eq!(
            odd,
            Filters {
                words: "nonsense".to_owned(),
                ..Filters::default()
            }
        );
    }
}
